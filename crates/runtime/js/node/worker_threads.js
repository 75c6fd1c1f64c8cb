/**
 * The module `worker_threads`: this is the main thread, and the only one. Ports work within it.
 */

const { refuse } = require("node/absent");
const { lazy } = require("node/lazy");

exports.isMainThread = true;
exports.parentPort = null;
exports.workerData = null;
exports.threadId = 0;
exports.resourceLimits = {};
exports.SHARE_ENV = Symbol.for("nodejs.worker_threads.SHARE_ENV");
exports.markAsUntransferable = () => {};
exports.markAsUncloneable = () => {};
exports.isMarkedAsUntransferable = () => false;
exports.getEnvironmentData = (key) => environment.get(key);
exports.setEnvironmentData = (key, value) => void (value === undefined ? environment.delete(key) : environment.set(key, value));
const environment = new Map();
refuse(exports, "worker_threads", ["Worker", "BroadcastChannel", "moveMessagePortToContext"]);
lazy(exports, "web/message_channel", ["MessageChannel", "MessagePort", "receiveMessageOnPort"]);
