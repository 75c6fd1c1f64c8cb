const fs = vd.module("fs");

test("files and folders in memory", () => {
  fs.mkdirSync("/tmp/a/b", { recursive: true });
  fs.writeFileSync("/tmp/a/b/c.txt", "hello");
  fs.appendFileSync("/tmp/a/b/c.txt", " you");
  equal(fs.readFileSync("/tmp/a/b/c.txt", "utf8"), "hello you");
  equal(fs.readdirSync("/tmp/a"), ["b"]);
  ok(fs.statSync("/tmp/a").isDirectory() && fs.statSync("/tmp/a/b/c.txt").size === 9);
  fs.renameSync("/tmp/a/b/c.txt", "/tmp/d");
  ok(!fs.existsSync("/tmp/a/b/c.txt") && fs.existsSync("/tmp/d"));
  fs.rmSync("/tmp/a", { recursive: true });
  throws(() => fs.readFileSync("/tmp/a"), { code: "ENOENT", syscall: "open", errno: -2 });
  throws(() => fs.mkdirSync("/tmp"), { code: "EEXIST" });
  throws(() => fs.writeFileSync("/tmp", "x"), { code: "EISDIR" });
});

test("by callbacks, by promises, by descriptors", async () => {
  await fs.promises.writeFile("/tmp/p", Buffer.from([1, 2, 3]));
  equal([...(await vd.module("fs/promises").readFile("/tmp/p"))], [1, 2, 3]);
  equal(await new Promise((resolve) => fs.readFile("/nowhere", (error) => resolve(error.code))), "ENOENT");
  const fd = fs.openSync("/tmp/p", "r+");
  const bytes = Buffer.alloc(2);
  equal(fs.readSync(fd, bytes, 0, 2, 1), 2);
  equal([...bytes], [2, 3]);
  fs.writeSync(fd, "x", 0);
  fs.closeSync(fd);
  equal(fs.readFileSync("/tmp/p")[0], 120);
  throws(() => fs.closeSync(fd), { code: "EBADF" });
});

test("streams of files", async () => {
  const { pipeline } = vd.module("stream/promises");
  fs.writeFileSync("/tmp/in", "0123456789");
  await pipeline(fs.createReadStream("/tmp/in", { start: 2, end: 5 }), fs.createWriteStream("/tmp/out"));
  equal(fs.readFileSync("/tmp/out", "utf8"), "2345");
});

test("writing has a bound", () => {
  fs.writeFileSync("/tmp/big", Buffer.alloc(60 * 1024 * 1024));
  throws(() => fs.writeFileSync("/tmp/more", Buffer.alloc(8 * 1024 * 1024)), { code: "ENOSPC" });
  fs.unlinkSync("/tmp/big");
  fs.writeFileSync("/tmp/more", Buffer.alloc(8 * 1024 * 1024));
  fs.unlinkSync("/tmp/more");
});

test("functions can be replaced, as graceful-fs does in a copy", () => {
  const fs = vd.module("fs");
  const copy = { __proto__: Object.getPrototypeOf(fs) };
  for (const key of Object.getOwnPropertyNames(fs)) Object.defineProperty(copy, key, Object.getOwnPropertyDescriptor(fs, key));
  const own = () => "mine";
  copy.createReadStream = copy.readFile = copy.ReadStream = own;
  equal([copy.createReadStream(), copy.readFile(), copy.ReadStream()], ["mine", "mine", "mine"]);
  ok(fs.createReadStream !== own && fs.FileReadStream === fs.ReadStream);
});
