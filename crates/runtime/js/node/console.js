/** The module `console`: the global. Consoles over streams write to them. */

const { console } = require("web/console");
const { format } = require("web/format");

class Console {
  constructor(options, errors) {
    const stdout = options?.stdout ?? options;
    const stderr = options?.stderr ?? errors ?? stdout;
    const write = (stream) => (...args) => void stream.write(`${format(args)}\n`);
    Object.assign(this, console);
    for (const name of ["log", "info", "debug", "dirxml"]) this[name] = write(stdout);
    for (const name of ["warn", "error", "trace"]) this[name] = write(stderr);
  }
}

module.exports = Object.assign(Object.create(Object.getPrototypeOf(console)), console, { Console });
