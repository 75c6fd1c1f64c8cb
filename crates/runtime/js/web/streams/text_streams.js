/** TextEncoderStream and TextDecoderStream (Encoding, 7.5 and 7.6). */

const { expose } = require("web/idl");
const { utf8Encode } = require("web/utf8");
const { TextDecoder } = require("web/text_decoder");
const { createTransform } = require("web/streams/transform");

class TextEncoderStream {
  #sides;
  /** The first half of a pair whose second half is in the next chunk. */
  #half = "";

  constructor() {
    this.#sides = createTransform(
      (chunk, enqueue) => {
        let text = this.#half + `${chunk}`;
        this.#half = "";
        const last = text.charCodeAt(text.length - 1);
        if (last >= 0xd800 && last < 0xdc00) {
          this.#half = text[text.length - 1];
          text = text.slice(0, -1);
        }
        if (text !== "") enqueue(utf8Encode(text));
      },
      (enqueue) => {
        if (this.#half !== "") enqueue(utf8Encode(this.#half));
      },
    );
  }

  get encoding() {
    void this.#sides;
    return "utf-8";
  }

  get readable() {
    return this.#sides.readable;
  }

  get writable() {
    return this.#sides.writable;
  }
}
expose(TextEncoderStream);

const MORE = { stream: true };

class TextDecoderStream {
  #sides;
  #decoder;

  /** @param {string} [label] @param {{fatal?: boolean, ignoreBOM?: boolean}} [options] */
  constructor(label = "utf-8", options = undefined) {
    const decoder = new TextDecoder(label, options);
    this.#decoder = decoder;
    this.#sides = createTransform(
      (chunk, enqueue) => {
        if (chunk === undefined) throw new TypeError("A chunk must be an ArrayBuffer or a view of one");
        const text = decoder.decode(chunk, MORE);
        if (text !== "") enqueue(text);
      },
      (enqueue) => {
        const text = decoder.decode();
        if (text !== "") enqueue(text);
      },
    );
  }

  get encoding() {
    return this.#decoder.encoding;
  }

  get fatal() {
    return this.#decoder.fatal;
  }

  get ignoreBOM() {
    return this.#decoder.ignoreBOM;
  }

  get readable() {
    return this.#sides.readable;
  }

  get writable() {
    return this.#sides.writable;
  }
}
expose(TextDecoderStream);

exports.TextEncoderStream = TextEncoderStream;
exports.TextDecoderStream = TextDecoderStream;
