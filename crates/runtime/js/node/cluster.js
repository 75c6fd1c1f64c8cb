/** The module `cluster`: this is the primary, and there are no workers. */

const { EventEmitter } = require("node/events/emitter");
const { refuse } = require("node/absent");

const cluster = Object.assign(new EventEmitter(), { isMaster: true, isPrimary: true, isWorker: false, workers: {}, settings: {}, SCHED_NONE: 1, SCHED_RR: 2, schedulingPolicy: 2 });
refuse(cluster, "cluster", ["fork", "setupMaster", "setupPrimary", "disconnect", "Worker"]);

module.exports = cluster;
