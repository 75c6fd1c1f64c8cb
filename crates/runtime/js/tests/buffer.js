const { transcode, isUtf8, isAscii, constants } = vd.module("node:buffer");

test("from everything", () => {
  equal([...Buffer.from("héé")], [104, 195, 169, 195, 169]);
  equal([...Buffer.from([1, 257, -1, "3", NaN])], [1, 1, 255, 3, 0]);
  equal([...Buffer.from({ length: 2, 0: 5 })], [5, 0]);
  equal([...Buffer.from({ type: "Buffer", data: [1, 2] })], [1, 2]);
  equal(Buffer.from(new String("boxed")).toString(), "boxed");
  const { buffer } = new Uint8Array([1, 2, 3]);
  const view = Buffer.from(buffer, 1, 2);
  view[0] = 9;
  equal([...new Uint8Array(buffer)], [1, 9, 3]);
  throws(() => Buffer.from(5), {
    code: "ERR_INVALID_ARG_TYPE",
    message: "The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. Received type number (5)",
  });
  throws(() => Buffer.from(buffer, 4), { code: "ERR_BUFFER_OUT_OF_BOUNDS" });
  throws(() => Buffer.from("x", "nope"), { code: "ERR_UNKNOWN_ENCODING", message: "Unknown encoding: nope" });
});

test("encodings there and back", () => {
  const samples = ["", "a", "zażółć gęślą", "😀 astral", "x".repeat(5000), "é".repeat(3000)];
  for (const text of samples) for (const encoding of ["utf8", "ucs2", "utf16le"]) equal(Buffer.from(text, encoding).toString(encoding), text);
  const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
  for (const buffer of [all, Buffer.alloc(0), Buffer.concat(Array(100).fill(all)), all.subarray(1, 2), all.subarray(3, 5)]) {
    for (const encoding of ["latin1", "binary", "hex", "base64", "base64url", "HEX", "Base64"]) {
      ok(Buffer.from(buffer.toString(encoding), encoding).equals(buffer), encoding);
    }
  }
  equal(Buffer.from([0xe1, 0x80]).toString("ascii"), "a\0");
  equal(Buffer.from("\ud800x", "utf16le").toString("utf16le"), "\ud800x");
});

test("base64 as lenient as Node's", () => {
  const decoded = { "YW Jj": "abc", "YWJj\n": "abc", YWI: "ab", "YWI=": "ab", "YW*Jj": "abc", YWJjZ: "abc", "YQ==YQ==": "a", "=YQ": "", "-_-_": "\xfb\xff\xbf", "+/+/": "\xfb\xff\xbf", "+_-/": "\xfb\xff\xbf" };
  for (const text in decoded) for (const encoding of ["base64", "base64url"]) equal(Buffer.from(text, encoding).toString("latin1"), decoded[text], text);
  equal(Buffer.from([251, 255]).toString("base64url"), "-_8");
});

test("hex stops at what is no hex", () => {
  equal([...Buffer.from("01ff2", "hex")], [1, 255]);
  equal([...Buffer.from("01zz02", "hex")], [1]);
  equal(Buffer.from("xx", "hex").length, 0);
});

test("byteLength and write", () => {
  equal([Buffer.byteLength("é😀\ud800"), Buffer.byteLength("abc", "hex"), Buffer.byteLength("YWI=", "base64"), Buffer.byteLength(new ArrayBuffer(3))], [9, 1, 2, 3]);
  const buffer = Buffer.alloc(6);
  equal(buffer.write("é😀", 1), 2, "no half characters:");
  equal(buffer.write("ab", 4), 2);
  equal(buffer.write("abcdef", 5), 1);
  equal(buffer.write("ff00", "hex"), 2);
  equal(buffer.write("ab", 0, 1, "utf16le"), 0);
  throws(() => buffer.write("x", 7), { code: "ERR_OUT_OF_RANGE", message: 'The value of "offset" is out of range. It must be >= 0 && <= 6. Received 7' });
  throws(() => buffer.write(5), { code: "ERR_INVALID_ARG_TYPE" });
});

test("slices share memory and are Buffers", () => {
  const buffer = Buffer.from("abcdef");
  const part = buffer.slice(-3, -1);
  part[0] = 120;
  equal([part.toString(), buffer.toString()], ["xe", "abcxef"]);
  ok(Buffer.isBuffer(part) && Buffer.isBuffer(buffer.subarray(1)) && Buffer.isBuffer(buffer.map((b) => b)));
  equal(buffer.subarray(4, 2).length, 0);
  ok(buffer.filter((b) => b > 100) instanceof Buffer);
});

test("search", () => {
  const buffer = Buffer.from("this is a buffer, this is");
  equal([buffer.indexOf("is"), buffer.indexOf("is", 3), buffer.indexOf("is", -2), buffer.lastIndexOf("is"), buffer.lastIndexOf("this", 10)], [2, 5, 23, 23, 0]);
  equal([buffer.indexOf(98), buffer.indexOf(98 + 256), buffer.indexOf(Buffer.from("buffer")), buffer.includes("nope"), buffer.indexOf("")], [10, 10, 10, false, 0]);
  equal(Buffer.from("abab", "utf16le").indexOf("ba", "utf16le"), 2);
  throws(() => buffer.indexOf({}), { code: "ERR_INVALID_ARG_TYPE" });
});

test("compare, concat, copy, fill, swap", () => {
  equal([Buffer.compare(Buffer.from("a"), Buffer.from("b")), Buffer.from("b").compare(Buffer.from("a")), Buffer.from("ab").compare(Buffer.from("xab"), 1)], [-1, 1, 0]);
  equal(Buffer.concat([Buffer.from("ab"), new Uint8Array([99])]).toString(), "abc");
  equal(Buffer.concat([Buffer.from("abc")], 2).toString(), "ab");
  equal([...Buffer.concat([Buffer.from("a")], 3)], [97, 0, 0]);
  const target = Buffer.alloc(4, ".");
  equal(Buffer.from("abcdef").copy(target, 1, 2, 9), 3);
  equal(target.toString(), ".cde");
  equal(Buffer.alloc(5, "ab").toString(), "ababa");
  equal(Buffer.alloc(4).fill("é", 1).toString("hex"), "00c3a9c3");
  equal(Buffer.alloc(3, 0x1ff).toString("hex"), "ffffff");
  equal(Buffer.alloc(4, "YQ==", "base64").toString(), "aaaa");
  equal(Buffer.from([1, 2, 3, 4]).swap16().toString("hex"), "02010403");
  throws(() => Buffer.from([1]).swap16(), { code: "ERR_INVALID_BUFFER_SIZE" });
  const overlapping = Buffer.from("abcdef");
  overlapping.copy(overlapping, 2, 0, 4);
  equal(overlapping.toString(), "ababcd");
});

test("numbers", () => {
  const buffer = Buffer.alloc(16);
  for (const [name, value] of [["UInt8", 255], ["Int8", -128], ["UInt16LE", 65534], ["Int16BE", -2], ["UInt32BE", 0xfffffffe], ["Int32LE", -5], ["DoubleLE", Math.PI], ["BigInt64BE", -9n], ["BigUInt64LE", 2n ** 64n - 1n]]) {
    equal(buffer[`write${name}`](value, 1) > 1, true);
    equal(buffer[`read${name}`](1), value, name);
  }
  for (let size = 1; size <= 6; size++) {
    const max = 2 ** (size * 8) - 1;
    for (const order of ["LE", "BE"]) {
      buffer[`writeUInt${order}`](max - 1, 2, size);
      equal(buffer[`readUInt${order}`](2, size), max - 1);
      buffer[`writeInt${order}`](-2, 2, size);
      equal(buffer[`readInt${order}`](2, size), -2);
    }
  }
  ok(buffer.readUint32BE === buffer.readUInt32BE);
  throws(() => buffer.writeUInt8(256), { code: "ERR_OUT_OF_RANGE", message: 'The value of "value" is out of range. It must be >= 0 and <= 255. Received 256' });
  throws(() => buffer.readInt32LE(13), { code: "ERR_OUT_OF_RANGE", message: 'The value of "offset" is out of range. It must be >= 0 and <= 12. Received 13' });
  throws(() => buffer.readInt8(0.5), { code: "ERR_OUT_OF_RANGE" });
  throws(() => buffer.readInt8("0"), { code: "ERR_INVALID_ARG_TYPE" });
  throws(() => Buffer.alloc(1).readInt16LE(), { code: "ERR_BUFFER_OUT_OF_BOUNDS" });
});

test("the class", () => {
  ok(Buffer.from("a") instanceof Uint8Array);
  ok(Buffer.from("a").constructor === Buffer);
  equal(JSON.stringify(Buffer.from("ab")), '{"type":"Buffer","data":[97,98]}');
  equal(new Buffer(3).length, 3);
  equal(Buffer("abc").toString(), "abc");
  equal([Buffer.isEncoding("UTF-8"), Buffer.isEncoding("nope"), Buffer.isEncoding(5)], [true, false, false]);
  equal([...Buffer.of(1, 2)], [1, 2]);
  equal([...Buffer.copyBytesFrom(new Uint16Array([1, 2]), 1)], [2, 0]);
  throws(() => Buffer.alloc(-1), { code: "ERR_OUT_OF_RANGE" });
  throws(() => Buffer.alloc("5"), { code: "ERR_INVALID_ARG_TYPE", message: "The \"size\" argument must be of type number. Received type string ('5')" });
  throws(() => Buffer.alloc(constants.MAX_LENGTH + 1), { code: "ERR_OUT_OF_RANGE" });
  class Sub extends Buffer {}
  ok(Sub.from("a") instanceof Buffer);
});

test("helpers of the module", () => {
  equal(transcode(Buffer.from("€"), "utf8", "latin1").toString("latin1"), "?");
  equal(transcode(Buffer.from("é"), "utf8", "utf16le").toString("hex"), "e900");
  equal([isUtf8(Buffer.from("é")), isUtf8(Buffer.from([0xff])), isAscii(Buffer.from("a")), isAscii(Buffer.from("é"))], [true, false, true, false]);
});

test("random bytes survive every lossless encoding", () => {
  let seed = 1;
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648);
  for (let round = 0; round < 300; round++) {
    const buffer = Buffer.from(Array.from({ length: next() % 200 }, () => next() >> 8));
    for (const encoding of ["latin1", "hex", "base64", "base64url"]) ok(Buffer.from(buffer.toString(encoding), encoding).equals(buffer));
    const text = buffer.toString("utf16le");
    equal(Buffer.from(text, "utf16le").toString("utf16le"), text);
    const utf8 = buffer.toString();
    equal(Buffer.from(utf8).toString(), utf8);
    equal(new TextDecoder().decode(buffer).length, utf8.charCodeAt(0) === 0xfeff ? utf8.length - 1 : utf8.length);
    equal(atob(btoa(buffer.toString("latin1"))), buffer.toString("latin1"));
  }
});
