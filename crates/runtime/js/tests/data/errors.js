const never = () => {
  throw new Error("the host is not asked");
};

test("how many arguments", async () => {
  const { wixData } = world(never);
  const expected = {
    get: [2, 3], insert: [2, 3], update: [2, 3], save: [2, 3], remove: [2, 3], truncate: [1, 2],
    bulkInsert: [2, 3], bulkUpdate: [2, 3], bulkSave: [2, 3], bulkRemove: [2, 3],
    insertReference: [4, 5], removeReference: [4, 5], replaceReferences: [4, 5], isReferenced: [4, 5], queryReferenced: [3, 4],
  };
  for (const [name, [min, max]] of Object.entries(expected)) {
    const message = (given) => `WDE0008: wixData.${name} expects between ${min} and ${max} arguments, but was called with ${given}.`;
    await rejects(wixData[name](), message(0));
    await rejects(wixData[name](1, 2, 3, 4, 5, 6), message(6));
  }
});

test("what arguments are", async () => {
  const { wixData } = world(never);
  for (const [name, ...rest] of [["get", "x"], ["insert", {}], ["update", { _id: "x" }], ["save", {}], ["remove", "x"], ["truncate"], ["bulkInsert", [{}]], ["bulkRemove", ["x"]], ["insertReference", "f", "a", "b"], ["queryReferenced", "a", "f"]]) {
    await rejects(wixData[name](5, ...rest), "WDE0001: Collection name must be a string.");
  }
  await rejects(wixData.get("c", undefined), "WDE0002: Item ID must be a string.");
  await rejects(wixData.remove("c", {}), "WDE0002: Item ID must be a string.");
  await rejects(wixData.insertReference("c", 5, "a", "b"), "WDE0003: Field name must be a string.");
  await rejects(wixData.queryReferenced("c", "a", null), "WDE0003: Field name must be a string.");
  await rejects(wixData.insert("c", "text"), 'WDE0004: Failed to save "text" into c. Items must be JavaScript objects.');
  await rejects(wixData.insert("c", null), "WDE0004: Failed to save null into c. Items must be JavaScript objects.");
  await rejects(wixData.save("c", [1]), "WDE0004: Failed to save [1] into c. Items must be JavaScript objects.");
  await rejects(wixData.update("c", undefined), "WDE0004: Failed to save undefined into c. Items must be JavaScript objects.");
  for (const item of [{}, { _id: 5 }, { _id: "" }]) {
    await rejects(wixData.update("c", item), "WDE0007: Invalid update. Updated object must have an _id property that is a string.");
  }
});

test("bulk arguments", async () => {
  const { wixData } = world(never);
  const items = "WDE0005: Failed to bulk save items into c. Items must be an array of JavaScript objects and item IDs must be strings if present.";
  for (const list of [[], {}, "x", [{}, 5], [{ _id: 5 }], [{ _id: null }], [{ _id: "" }]]) {
    await rejects(wixData.bulkInsert("c", list), items);
    await rejects(wixData.bulkSave("c", list), items);
  }
  await rejects(wixData.bulkUpdate("c", [{ _id: "a" }, {}]), items);
  const many = Array.from({ length: 1001 }, (_, i) => ({ _id: `i${i}` }));
  for (const name of ["bulkInsert", "bulkUpdate", "bulkSave"]) {
    await rejects(wixData[name]("c", many), "WDE0006: Failed to bulk save items into c. Cannot insert more than 1000 items in one request.");
  }
  await rejects(wixData.bulkRemove("c", many.map((item) => item._id)), "WDE0069: Failed to remove items from c. Cannot remove more than 1000 items in one request.");
  for (const ids of [[], "x", ["a", 5], [{ _id: "a" }]]) await rejects(wixData.bulkRemove("c", ids), "WDE0068: Item IDs must be an array of strings.");
});

test("options", async () => {
  const { wixData } = world(never);
  const message = "WDE0018: Options must be an object with one or all of the following boolean properties: suppressAuth, suppressHooks, consistentRead.";
  await rejects(wixData.get("c", "x", { suppressAuth: "yes" }), message);
  await rejects(wixData.insert("c", {}, true), message);
  await rejects(wixData.truncate("c", { suppressHooks: 0 }), message);
  await rejects(wixData.bulkInsert("c", [{}], { consistentRead: 1 }), message);
  await rejects(wixData.isReferenced("c", "f", "a", "b", "x"), message);
});

test("what the host refuses", async () => {
  const { wixData } = world(() => failure("WDE0025", "The c collection does not exist.", "WD_SCHEMA_DOES_NOT_EXIST"));
  const calls = [
    wixData.get("c", "x"), wixData.insert("c", {}), wixData.update("c", { _id: "x" }), wixData.save("c", {}), wixData.remove("c", "x"),
    wixData.truncate("c"), wixData.bulkInsert("c", [{}]), wixData.bulkRemove("c", ["x"]), wixData.query("c").find(),
    wixData.query("c").count(), wixData.query("c").distinct("a"), wixData.aggregate("c").count().run(),
    wixData.insertReference("c", "f", "a", "b"), wixData.isReferenced("c", "f", "a", "b"), wixData.queryReferenced("c", "a", "f"),
  ];
  for (const call of calls) {
    const error = await rejects(call, "WDE0025: The c collection does not exist.", "WD_SCHEMA_DOES_NOT_EXIST");
    equal(JSON.stringify(error), '{"code":"WD_SCHEMA_DOES_NOT_EXIST"}');
    equal(error.details, { applicationError: { code: "WDE0025", description: "The c collection does not exist.", data: {} } });
  }
});

test("what comes later is refused later", async () => {
  const { wixData } = world(() => Promise.resolve(failure("WDE0028", "Operation time limit exceeded.", "WD_REQUEST_TIMED_OUT")));
  await rejects(wixData.get("c", "x"), "WDE0028: Operation time limit exceeded.", "WD_REQUEST_TIMED_OUT");
  await rejects(wixData.insert("c", {}), "WDE0028: Operation time limit exceeded.", "WD_REQUEST_TIMED_OUT");
  await rejects(wixData.query("c").find(), "WDE0028: Operation time limit exceeded.", "WD_REQUEST_TIMED_OUT");
});

test("a message without a number", async () => {
  const { wixData } = world(() => '!{"code":"NOT_AVAILABLE","wde":"","message":"wix-data is not here"}');
  await rejects(wixData.get("c", "x"), "wix-data is not here", "NOT_AVAILABLE");
});

test("values that cannot be stored", async () => {
  const { wixData } = world(never);
  await rejects(wixData.insert("c", { big: 5n }), "WDE0075: The value cannot be stored: JSON.stringify cannot serialize BigInt.", "WD_BAD_REQUEST");
  const node = { children: [] };
  node.children.push({ parent: node });
  await rejects(wixData.insert("c", node), "WDE0168: Document nesting level is too deep, or a value contains itself.");
  await rejects(wixData.save("c", { get x() { throw new Error("own"); } }), "WDE0075: The value cannot be stored: own", "WD_BAD_REQUEST");
});
