const bytes = (...list) => new Uint8Array(list);

test("UTF-8 there and back", () => {
  for (const text of ["", "plain", "żółć", "日本語", "a😀b", "\0nul\0", "x".repeat(1e6), "é".repeat(1e5)]) {
    equal(new TextDecoder().decode(new TextEncoder().encode(text)), text);
  }
});

test("lone surrogates become U+FFFD", () => {
  equal([...new TextEncoder().encode("\ud800")], [0xef, 0xbf, 0xbd]);
  equal([...new TextEncoder().encode("a\udc00b")], [97, 0xef, 0xbf, 0xbd, 98]);
});

test("encodeInto stops at whole characters", () => {
  const room = new Uint8Array(4);
  equal(new TextEncoder().encodeInto("aé😀", room), { read: 2, written: 3 });
  equal([...room], [97, 0xc3, 0xa9, 0]);
  equal(new TextEncoder().encodeInto("😀😀", room), { read: 2, written: 4 });
  equal(new TextEncoder().encodeInto("x".repeat(100), room), { read: 4, written: 4 });
  equal(new TextEncoder().encodeInto("", room), { read: 0, written: 0 });
  const gone = new Uint8Array(4);
  gone.buffer.transfer();
  equal(new TextEncoder().encodeInto("x", gone), { read: 0, written: 0 });
});

test("malformed UTF-8 is replaced per maximal part, or refused", () => {
  equal(new TextDecoder().decode(bytes(0xf0, 0x9f, 0x98, 97)), "\ufffda");
  equal(new TextDecoder().decode(bytes(0xe0, 0x80, 97)), "\ufffd\ufffda");
  const error = throws(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes(0xff)), { code: "ERR_ENCODING_INVALID_ENCODED_DATA" });
  ok(error instanceof TypeError);
});

test("the byte order mark is dropped unless asked for", () => {
  const marked = bytes(0xef, 0xbb, 0xbf, 97);
  equal(new TextDecoder().decode(marked), "a");
  equal(new TextDecoder("utf-8", { ignoreBOM: true }).decode(marked), "\ufeffa");
  equal(new TextDecoder().decode(bytes(0xef, 0xbb, 0xbf, 0xef, 0xbb, 0xbf)), "\ufeff");
  equal(new TextDecoder("utf-16le").decode(bytes(0xff, 0xfe, 97, 0)), "a");
  const again = new TextDecoder();
  equal(again.decode(marked) + again.decode(marked), "aa");
});

test("labels are understood", () => {
  const names = { latin1: "windows-1252", "  UTF8 ": "utf-8", "utf-16": "utf-16le", sjis: "shift_jis", "iso-8859-2": "iso-8859-2" };
  for (const label in names) equal(new TextDecoder(label).encoding, names[label]);
  const error = throws(() => new TextDecoder("nonsense"), { code: "ERR_ENCODING_NOT_SUPPORTED" });
  ok(error instanceof RangeError);
  throws(() => new TextDecoder("replacement"), { code: "ERR_ENCODING_NOT_SUPPORTED" });
});

/** Every way of cutting into chunks gives the text of the whole. */
function checkStream(encoding, data, expected) {
  for (let size = 1; size <= data.length; size++) {
    const decoder = new TextDecoder(encoding);
    let text = "";
    for (let at = 0; at < data.length; at += size) text += decoder.decode(data.subarray(at, at + size), { stream: true });
    text += decoder.decode();
    equal(text, expected, `${encoding} in pieces of ${size}:`);
  }
}

test("streams give the same in any pieces", () => {
  checkStream("utf-8", new TextEncoder().encode("\ufeffaé日😀!"), "aé日😀!");
  checkStream("utf-8", bytes(97, 0xf0, 0x9f, 0x98, 0xe0, 0x80, 0xc2), "a\ufffd\ufffd\ufffd\ufffd");
  checkStream("utf-16le", bytes(0xff, 0xfe, 0x3d, 0xd8, 0x00, 0xde, 0x41, 0), "😀A");
  checkStream("utf-16be", bytes(0xd8, 0x3d, 0xde, 0x00, 0, 0x41), "😀A");
  checkStream("shift_jis", bytes(0x93, 0xfa, 0x96, 0x7b, 0x41), "日本A");
  checkStream("gb18030", bytes(0x81, 0x30, 0x81, 0x30, 0x41), "\u0080A");
  checkStream("iso-2022-jp", bytes(0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42, 0x41), "日A");
  checkStream("windows-1251", bytes(0xcf, 0xf0), "Пр");
});

test("a stream that ends early says so", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  equal(decoder.decode(bytes(0xe2, 0x82), { stream: true }), "");
  throws(() => decoder.decode(), { code: "ERR_ENCODING_INVALID_ENCODED_DATA" });
  equal(decoder.decode(bytes(97)), "a", "usable again:");
});

test("input may be a buffer or any view of it", () => {
  const { buffer } = bytes(97, 98, 99, 100);
  equal(new TextDecoder().decode(buffer), "abcd");
  equal(new TextDecoder().decode(new DataView(buffer, 1, 2)), "bc");
  equal(new TextDecoder().decode(new Uint16Array(buffer, 2, 1)), "cd");
  equal(new TextDecoder().decode(), "");
  throws(() => new TextDecoder().decode("text"), { code: "ERR_INVALID_ARG_TYPE" });
});
