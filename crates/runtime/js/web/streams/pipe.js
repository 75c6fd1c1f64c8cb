/**
 * From a readable to a writable stream (Streams, 4.9.1, ReadableStreamPipeTo). Errors and ends of either
 * side go to the other, unless that is prevented; nothing is read while the writer asks for a rest.
 */

const { deferred, then, resolvedWith, microtask, handled, noop, all } = require("web/streams/promises");
const { STATE: READ, acquireReader, releaseReader, cancel, read } = require("web/streams/readable_core");
const { STATE: WRITE, isClosing, abort } = require("web/streams/writable_core");
const { acquireWriter, releaseWriter, write, closeWithErrors } = require("web/streams/writer");

/**
 * @param {import("web/streams/readable_core").Stream} source
 * @param {import("web/streams/writable_core").Stream} target
 * @param {{preventAbort: boolean, preventCancel: boolean, preventClose: boolean, signal?: AbortSignal}} how
 * @returns {Promise<undefined>}
 */
exports.pipe = (source, target, how) => new Pipe(source, target, how).start();

class Pipe {
  #source;
  #target;
  #how;
  #reader;
  #writer;
  #ended = deferred();
  #shuttingDown = false;
  #lastWrite = resolvedWith(undefined);
  #stopListening = noop;

  constructor(source, target, how) {
    this.#source = source;
    this.#target = target;
    this.#how = how;
    this.#reader = acquireReader(source, false);
    this.#writer = acquireWriter(target);
    source.disturbed = true;
  }

  start() {
    const { signal } = this.#how;
    if (signal !== undefined) {
      const onAbort = () => this.#abort(signal.reason);
      if (signal.aborted) {
        onAbort();
        return this.#ended.promise;
      }
      const { addAlgorithm, removeAlgorithm } = require("web/abort");
      addAlgorithm(signal, onAbort);
      this.#stopListening = () => removeAlgorithm(signal, onAbort);
    }
    this.#watch();
    this.#pump();
    return this.#ended.promise;
  }

  #abort(reason) {
    const { preventAbort, preventCancel } = this.#how;
    this.#shutDown(true, reason, () => {
      const ends = [];
      if (!preventAbort && this.#target.state === WRITE.writable) ends[ends.length] = abort(this.#target, reason);
      if (!preventCancel && this.#source.state === READ.readable) ends[ends.length] = cancel(this.#source, reason);
      return all(ends);
    });
  }

  /** What happens to either side ends the pipe. */
  #watch() {
    const { preventAbort, preventCancel, preventClose } = this.#how;
    const source = this.#source;
    const target = this.#target;
    const sourceFailed = (error) => this.#shutDown(true, error, preventAbort ? undefined : () => abort(target, error));
    const targetFailed = (error) => this.#shutDown(true, error, preventCancel ? undefined : () => cancel(source, error));
    const sourceEnded = () => this.#shutDown(false, undefined, preventClose ? undefined : () => closeWithErrors(this.#writer));
    if (source.state === READ.errored) sourceFailed(source.error);
    else then(this.#reader.closed.promise, undefined, sourceFailed);
    if (target.state === WRITE.errored) targetFailed(target.error);
    else then(this.#writer.closed.promise, undefined, targetFailed);
    if (source.state === READ.closed) sourceEnded();
    else then(this.#reader.closed.promise, sourceEnded, noop);
    if (isClosing(target) || target.state === WRITE.closed) {
      targetFailed(new TypeError("The destination is closed"));
    }
  }

  #pump() {
    if (this.#shuttingDown) return;
    then(this.#writer.ready.promise, () => this.#readSome(), noop);
  }

  /** Reads while chunks are there and the writer takes them. */
  #readSome() {
    const target = this.#target;
    for (;;) {
      if (this.#shuttingDown || target.state !== WRITE.writable) return;
      if (target.backpressure) {
        this.#pump();
        return;
      }
      let direct = true;
      let chunkGiven = false;
      let chunkValue;
      const goOn = () => this.#pump();
      read(this.#reader, {
        chunk: (chunk) => {
          if (direct) {
            chunkGiven = true;
            chunkValue = chunk;
            return;
          }
          // Whoever enqueues must not find itself within the sink.
          microtask(() => {
            this.#write(chunk);
            goOn();
          });
        },
        close: noop,
        error: noop,
      });
      direct = false;
      if (!chunkGiven) return;
      this.#write(chunkValue);
    }
  }

  #write(chunk) {
    if (this.#writer.stream === undefined) return;
    this.#lastWrite = then(write(this.#writer, chunk), undefined, noop);
  }

  /** Resolved when everything that was read is written, as far as it can be. */
  #writesEnded() {
    const last = this.#lastWrite;
    return then(last, () => (last === this.#lastWrite ? undefined : this.#writesEnded()));
  }

  /**
   * @param {boolean} isError
   * @param {any} error
   * @param {(() => Promise<any>) | undefined} action
   */
  #shutDown(isError, error, action) {
    if (this.#shuttingDown) return;
    this.#shuttingDown = true;
    const end = () => {
      if (action === undefined) {
        this.#finish(isError, error);
        return;
      }
      then(
        action(),
        () => this.#finish(isError, error),
        (failed) => this.#finish(true, failed),
      );
    };
    if (this.#target.state === WRITE.writable && !isClosing(this.#target)) handled(then(this.#writesEnded(), end));
    else end();
  }

  #finish(isError, error) {
    releaseWriter(this.#writer);
    releaseReader(this.#reader);
    this.#stopListening();
    if (isError) this.#ended.reject(error);
    else this.#ended.resolve(undefined);
  }
}
