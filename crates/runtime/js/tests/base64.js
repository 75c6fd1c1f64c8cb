test("btoa and atob undo each other", () => {
  let all = "";
  for (let i = 0; i < 256; i++) all += String.fromCharCode(i);
  for (const text of ["", "a", "ab", "abc", all, all.repeat(1000)]) equal(atob(btoa(text)), text);
});

test("btoa knows its alphabet", () => {
  equal(btoa("\xff\xef\xbe"), "/+++");
  equal(btoa("f"), "Zg==");
  equal(btoa(undefined), "dW5kZWZpbmVk");
});

test("btoa refuses what is no byte", () => {
  const error = throws(() => btoa("łatwo"), { name: "InvalidCharacterError", code: 5 });
  ok(error instanceof DOMException);
  ok(error instanceof Error);
});

test("atob forgives spaces and missing padding, and nothing else", () => {
  equal(atob(" Z g = = \n"), "f");
  equal(atob("Zg"), "f");
  equal(atob("Zh"), "f", "bits left over");
  for (const bad of ["Z", "Zg=", "Zg===", "=", "Zg==Zg==", "Z*g=", "Zm-v", "A\u00a0BCD"]) throws(() => atob(bad), { name: "InvalidCharacterError" });
});

test("both need an argument", () => {
  throws(() => atob(), { code: "ERR_MISSING_ARGS" });
  throws(() => btoa(), { code: "ERR_MISSING_ARGS" });
});
