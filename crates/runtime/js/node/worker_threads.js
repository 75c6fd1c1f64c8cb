/**
 * The module `worker_threads`: this is the main thread, and the only one.
 */

const { refuse } = require("node/absent");

exports.isMainThread = true;
exports.parentPort = null;
exports.workerData = null;
exports.threadId = 0;
exports.resourceLimits = {};
exports.SHARE_ENV = Symbol.for("nodejs.worker_threads.SHARE_ENV");
exports.markAsUntransferable = () => {};
exports.isMarkedAsUntransferable = () => false;
exports.getEnvironmentData = (key) => environment.get(key);
exports.setEnvironmentData = (key, value) => void (value === undefined ? environment.delete(key) : environment.set(key, value));
const environment = new Map();
refuse(exports, "worker_threads", ["Worker", "MessageChannel", "MessagePort", "BroadcastChannel", "moveMessagePortToContext", "receiveMessageOnPort"]);
