test("parts of a URL", () => {
  const url = new URL("https://user:pa%20ss@example.com:8080/a/b?x=1&y=2#frag");
  equal(url.protocol, "https:");
  equal(url.username, "user");
  equal(url.password, "pa%20ss");
  equal(url.host, "example.com:8080");
  equal(url.hostname, "example.com");
  equal(url.port, "8080");
  equal(url.pathname, "/a/b");
  equal(url.search, "?x=1&y=2");
  equal(url.hash, "#frag");
  equal(url.origin, "https://example.com:8080");
  equal(JSON.stringify({ url }), '{"url":"https://user:pa%20ss@example.com:8080/a/b?x=1&y=2#frag"}');
});

test("normalisation and bases", () => {
  equal(new URL("HTTP://EXAMPLE.com:80/../a/./b").href, "http://example.com/a/b");
  equal(new URL("../x?q", "https://h/a/b/c").href, "https://h/a/x?q");
  equal(new URL("//other", "https://h").href, "https://other/");
  equal(new URL("http://0x7f.1").hostname, "127.0.0.1");
  equal(new URL("http://[::1]:3000").host, "[::1]:3000");
  equal(new URL("mailto:a@b").origin, "null");
  equal(new URL("blob:https://a.b/c").origin, "https://a.b");
  equal(new URL("web+demo:/.//p").pathname, "//p");
});

test("what is no URL", () => {
  const error = throws(() => new URL("nope"), { code: "ERR_INVALID_URL", message: "Invalid URL", input: "nope" });
  ok(error instanceof TypeError);
  throws(() => new URL("/x", "also nope"), { base: "also nope" });
  throws(() => new URL(), { code: "ERR_MISSING_ARGS" });
  throws(() => URL("http://a"));
  equal(URL.canParse("nope"), false);
  equal(URL.canParse("/a", "http://b"), true);
  equal(URL.parse("nope"), null);
  equal(URL.parse("http://a").href, "http://a/");
});

test("setters", () => {
  const url = new URL("http://a/b?c#d");
  url.protocol = "https";
  url.host = "x.y:81";
  url.pathname = "p q";
  url.search = "?n=ü";
  url.hash = "";
  url.username = "u@";
  equal(url.href, "https://u%40@x.y:81/p%20q?n=%C3%BC");
  url.port = "";
  equal(url.host, "x.y");
  url.port = "99999";
  equal(url.port, "");
  url.protocol = "mailto";
  equal(url.protocol, "https:");
  url.href = "http://z";
  equal(url.href, "http://z/");
  throws(() => (url.href = "nope"), { code: "ERR_INVALID_URL" });
});

test("searchParams and search follow each other", () => {
  const url = new URL("http://a/?x=1");
  const params = url.searchParams;
  ok(params === url.searchParams);
  params.append("y", "a b");
  equal(url.href, "http://a/?x=1&y=a+b");
  url.search = "?z=3";
  equal(params.get("z"), "3");
  equal(params.size, 1);
  params.delete("z");
  equal(url.href, "http://a/");
  url.href = "http://b/?k=v";
  equal(params.get("k"), "v");
});

test("URLSearchParams from everything", () => {
  equal(new URLSearchParams("?a=1&b=2&a=3").toString(), "a=1&b=2&a=3");
  equal(new URLSearchParams([["a", 1], new Set(["b", "2"])]).toString(), "a=1&b=2");
  equal(new URLSearchParams({ a: 1, b: undefined }).toString(), "a=1&b=undefined");
  equal(new URLSearchParams(new Map([["k", "v"]])).toString(), "k=v");
  equal(new URLSearchParams(new URLSearchParams("q=1")).toString(), "q=1");
  equal(new URLSearchParams(null).toString(), "");
  throws(() => new URLSearchParams([["only one"]]), { code: "ERR_INVALID_TUPLE" });
});

test("decoding and encoding of pairs", () => {
  const params = new URLSearchParams("a=%F0%9F%98%80&b=x+y&c&=d&&e=%zz&f=%ff&g=1=2");
  equal([...params], [["a", "😀"], ["b", "x y"], ["c", ""], ["", "d"], ["e", "%zz"], ["f", "\ufffd"], ["g", "1=2"]]);
  equal(new URLSearchParams([["a b", "!'()~*-._é&=+%\ud800"]]).toString(), "a+b=%21%27%28%29%7E*-._%C3%A9%26%3D%2B%25%EF%BF%BD");
});

test("lookups and changes", () => {
  const params = new URLSearchParams("a=1&b=2&a=3");
  equal(params.get("a"), "1");
  equal(params.get("z"), null);
  equal(params.getAll("a"), ["1", "3"]);
  equal(params.has("a", "3"), true);
  equal(params.has("a", "4"), false);
  params.set("a", "9");
  equal(params.toString(), "a=9&b=2");
  params.append("a", "8");
  params.delete("a", "9");
  equal(params.toString(), "b=2&a=8");
  params.append("aa", "1");
  params.sort();
  equal([...params.keys()], ["a", "aa", "b"]);
  equal([...params.values()], ["8", "1", "2"]);
  const seen = [];
  params.forEach(function (value, key, all) {
    seen.push(key, value, all === params, this.x);
  }, { x: 1 });
  equal(seen.slice(0, 4), ["a", "8", true, 1]);
});

test("iteration is live", () => {
  const params = new URLSearchParams("a=1&b=2");
  const names = [];
  for (const [name] of params) {
    names.push(name);
    if (name === "a") params.append("c", "3");
  }
  equal(names, ["a", "b", "c"]);
  equal(Object.prototype.toString.call(params.entries()), "[object URLSearchParams Iterator]");
});

test("the interfaces look right", () => {
  equal(Object.prototype.toString.call(new URL("http://a")), "[object URL]");
  ok(Object.keys(URL.prototype).includes("href"));
  ok(URLSearchParams.prototype[Symbol.iterator] === URLSearchParams.prototype.entries);
});

test("whatever parses, parses again to the same", () => {
  let seed = 7;
  const next = (below) => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
  const pieces = ["http:", "//", "/", "?", "#", "@", ":", "a.b", "..", "%2e", "%zz", "é", "😀", " ", "[::1]", "80", "\\", "&x=1", "+", "\ud800", "x y", "file:", "blob:", "data:,"];
  for (let round = 0; round < 3000; round++) {
    let text = next(2) ? "https://h/" : "";
    for (let i = next(8); i >= 0; i--) text += pieces[next(pieces.length)];
    const url = URL.parse(text);
    equal(url !== null, URL.canParse(text));
    if (url === null) continue;
    equal(new URL(url.href).href, url.href, text);
    const before = url.searchParams.toString();
    equal(new URLSearchParams(before).toString(), before, text);
    equal(`${url.protocol}${url.href.slice(url.protocol.length)}`, url.href);
    ok(url.href.includes(url.pathname) && url.href.endsWith(url.hash) && url.href.includes(url.search));
  }
});
