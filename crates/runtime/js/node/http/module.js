/**
 * What `http` and `https` have in common: they differ by their scheme.
 */

const { EventEmitter } = require("node/events/emitter");
const { urlToHttpOptions } = require("node/url/files");
const { ClientRequest } = require("node/http/client");
const { notAvailable } = require("node/absent");

/** Connections are the server's: an agent only carries options. */
class Agent extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { ...options, path: null };
    this.requests = {};
    this.sockets = {};
    this.freeSockets = {};
    this.keepAliveMsecs = options.keepAliveMsecs ?? 1000;
    this.keepAlive = options.keepAlive ?? false;
    this.maxSockets = options.maxSockets ?? Infinity;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
    this.maxTotalSockets = options.maxTotalSockets ?? Infinity;
    this.scheduling = options.scheduling ?? "lifo";
    this.totalSocketCount = 0;
  }

  getName(options = {}) {
    return `${options.host || "localhost"}:${options.port || ""}:${options.localAddress || ""}`;
  }

  createConnection() {
    throw notAvailable("http", "Agent.createConnection");
  }

  keepSocketAlive() {
    return true;
  }

  reuseSocket() {}

  addRequest() {}

  destroy() {}
}

/**
 * @param {string} protocol
 * @param {number} defaultPort
 */
exports.clientOf = function clientOf(protocol, defaultPort) {
  class OwnAgent extends Agent {
    constructor(options) {
      super(options);
      this.defaultPort = defaultPort;
      this.protocol = protocol;
    }
  }
  Object.defineProperty(OwnAgent, "name", { value: "Agent" });
  let globalAgent = new OwnAgent({ keepAlive: true, scheduling: "lifo", timeout: 5000 });

  function request(first, second, third) {
    let options = {};
    let callback = third;
    if (typeof first === "string") options = urlToHttpOptions(new URL(first));
    else if (first instanceof URL) options = urlToHttpOptions(first);
    else {
      options = { ...first };
      callback = second;
      return new ClientRequest(withAgent(options), typeof callback === "function" ? callback : undefined, protocol);
    }
    if (typeof second === "function") callback = second;
    else Object.assign(options, second);
    return new ClientRequest(withAgent(options), typeof callback === "function" ? callback : undefined, protocol);
  }

  function withAgent(options) {
    const { agent } = options;
    if (agent === undefined || agent === null) return { ...options, agent: globalAgent };
    return agent === false ? { ...options, agent: new OwnAgent() } : options;
  }

  function get(...args) {
    const made = request(...args);
    made.end();
    return made;
  }

  const client = { Agent: OwnAgent, request, get };
  Object.defineProperty(client, "globalAgent", {
    get: () => globalAgent,
    set(agent) {
      globalAgent = agent;
    },
    enumerable: true,
    configurable: true,
  });
  return client;
};
