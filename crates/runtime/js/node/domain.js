/** The module `domain`: a domain runs what it is given and catches nothing. @deprecated, like Node's */

const { EventEmitter } = require("node/events/emitter");

class Domain extends EventEmitter {
  members = [];

  run(fn, ...args) {
    return fn(...args);
  }

  add() {}

  remove() {}

  bind(fn) {
    return fn;
  }

  intercept(fn) {
    return (error, ...args) => (error ? this.emit("error", error) : fn(...args));
  }

  enter() {}

  exit() {}
}

exports.Domain = Domain;
exports.create = exports.createDomain = () => new Domain();
exports.active = null;
