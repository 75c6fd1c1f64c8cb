/**
 * pipe and unpipe: a Readable's data go to Writables at the pace of the slowest.
 */

const { nextTick } = require("node/process/next_tick");
const { errorOrDestroy } = require("node/stream/destroy");
const { prependListener } = require("node/stream/base");

/** Goes on when every target that was full has room again. */
function onDrainOf(source, target) {
  return () => {
    const state = source._readableState;
    if (state.awaitDrainWriters === target) state.awaitDrainWriters = null;
    else if (state.multiAwaitDrain) state.awaitDrainWriters.delete(target);
    if ((!state.awaitDrainWriters || state.awaitDrainWriters.size === 0) && source.listenerCount("data") > 0) source.resume();
  };
}

class Pipe {
  #source;
  #target;
  #isClean = false;
  #onDrain = undefined;

  constructor(source, target) {
    this.#source = source;
    this.#target = target;
  }

  start(ends) {
    const source = this.#source;
    const target = this.#target;
    const state = source._readableState;
    this.onFinal = ends ? this.#onEnd : this.#unpipe;
    if (state.endEmitted) nextTick(this.onFinal);
    else source.once("end", this.onFinal);
    target.on("unpipe", this.#onUnpipe);
    source.on("data", this.#onData);
    prependListener(target, "error", this.#onError);
    target.once("close", this.#onClose);
    target.once("finish", this.#onFinish);
    target.emit("pipe", source);
    if (target.writableNeedDrain === true) this.#pause();
    else if (!state.flowing) source.resume();
  }

  #onEnd = () => void this.#target.end();
  #unpipe = () => void this.#source.unpipe(this.#target);
  #onClose = () => {
    this.#target.removeListener("finish", this.#onFinish);
    this.#unpipe();
  };
  #onFinish = () => {
    this.#target.removeListener("close", this.#onClose);
    this.#unpipe();
  };
  #onUnpipe = (readable, info) => {
    if (readable !== this.#source || !info || info.hasUnpiped !== false) return;
    info.hasUnpiped = true;
    this.#cleanUp();
  };
  #onError = (error) => {
    const target = this.#target;
    this.#unpipe();
    target.removeListener("error", this.#onError);
    if (target.listenerCount("error") > 0) return;
    const state = target._writableState || target._readableState;
    if (state && !state.errorEmitted) errorOrDestroy(target, error);
    else target.emit("error", error);
  };
  #onData = (chunk) => {
    if (this.#target.write(chunk) === false) this.#pause();
  };

  #pause() {
    const state = this.#source._readableState;
    const target = this.#target;
    // A target that has gone meanwhile must not hold up the others.
    if (!this.#isClean) {
      if (state.pipes.length === 1 && state.pipes[0] === target) {
        state.awaitDrainWriters = target;
        state.multiAwaitDrain = false;
      } else if (state.pipes.length > 1 && state.pipes.includes(target)) {
        state.awaitDrainWriters.add(target);
      }
      this.#source.pause();
    }
    if (this.#onDrain !== undefined) return;
    this.#onDrain = onDrainOf(this.#source, target);
    target.on("drain", this.#onDrain);
  }

  #cleanUp() {
    const target = this.#target;
    const source = this.#source;
    target.removeListener("close", this.#onClose);
    target.removeListener("finish", this.#onFinish);
    if (this.#onDrain !== undefined) target.removeListener("drain", this.#onDrain);
    target.removeListener("error", this.#onError);
    target.removeListener("unpipe", this.#onUnpipe);
    source.removeListener("end", this.#onEnd);
    source.removeListener("end", this.#unpipe);
    source.removeListener("data", this.#onData);
    this.#isClean = true;
    // The source may wait for this one.
    if (this.#onDrain !== undefined && source._readableState.awaitDrainWriters && (!target._writableState || target._writableState.needDrain)) this.#onDrain();
  }
}

exports.methods = {
  pipe(target, options) {
    const state = this._readableState;
    if (state.pipes.length === 1 && !state.multiAwaitDrain) {
      state.multiAwaitDrain = true;
      state.awaitDrainWriters = new Set(state.awaitDrainWriters ? [state.awaitDrainWriters] : []);
    }
    state.pipes.push(target);
    const isStdio = target.fd === 1 || target.fd === 2;
    new Pipe(this, target).start((!options || options.end !== false) && !(isStdio && target._type === "pipe"));
    return target;
  },

  unpipe(target) {
    const state = this._readableState;
    if (state.pipes.length === 0) return this;
    if (!target) {
      const targets = state.pipes;
      state.pipes = [];
      this.pause();
      for (const one of targets) one.emit("unpipe", this, { hasUnpiped: false });
      return this;
    }
    const at = state.pipes.indexOf(target);
    if (at === -1) return this;
    state.pipes.splice(at, 1);
    if (state.pipes.length === 0) this.pause();
    target.emit("unpipe", this, { hasUnpiped: false });
    return this;
  },
};
