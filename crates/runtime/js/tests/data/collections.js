const definitions = [
  { _id: "b", displayName: "B", _createdDate: 5, fields: [] },
  { _id: "a", displayName: "Z", _createdDate: { $date: 6 } },
  { _id: "c", displayName: "A" },
];
const host = (op, collection) => (collection === "" ? definitions : (definitions.find(({ _id }) => _id === collection) ?? null));
const collectionsOf = (w) => w.require("velo/data/v2").collections;

test("getDataCollection", async () => {
  const w = world(host);
  const found = await collectionsOf(w).getDataCollection("b", { consistentRead: true });
  equal([found.displayName, found._createdDate, w.last.op, w.last.collection], ["B", new Date(5), "collections", "b"]);
  await rejects(collectionsOf(w).getDataCollection("none"), "WDE0025: The none collection does not exist.", "WD_SCHEMA_DOES_NOT_EXIST");
  await rejects(collectionsOf(w).getDataCollection(), "WDE0001: Collection name must be a string.");
});

test("listDataCollections", async () => {
  const collections = collectionsOf(world(host));
  const all = await collections.listDataCollections();
  equal([all.collections.map(({ _id }) => _id), all.pagingMetadata], [["a", "b", "c"], { count: 3, offset: 0, total: 3, tooManyToCount: false }]);
  equal(all.collections[0]._createdDate, new Date(6));
  const page = await collections.listDataCollections({ paging: { limit: 1, offset: 1 }, sort: { fieldName: "displayName", order: "DESC" } });
  equal([page.collections.map(({ _id }) => _id), page.pagingMetadata.count, page.pagingMetadata.total], [["b"], 1, 3]);
  await rejects(collections.listDataCollections({ paging: { limit: -1 } }), "WDE0075: paging.limit must be a non-negative integer.");
});

test("the SDK has them too", async () => {
  const w = world(host);
  equal((await w.require("velo/data/sdk").collections.listDataCollections()).collections.length, 3);
});

test("they are read only", async () => {
  for (const name of ["createDataCollection", "updateDataCollection", "deleteDataCollection"]) {
    const error = await rejection(collectionsOf(world(host))[name]({}));
    equal(error.message, `collections.${name} is not available in this runtime: collections are declared in velodrome.toml.`);
  }
});

test("the other parts say that they are not here", () => {
  const v2 = world(host).require("velo/data/v2");
  equal(Object.keys(v2).sort(), ["collections", "externalDatabaseConnections", "indexes", "items"]);
  throws(() => v2.indexes.createIndex(), { code: "NOT_AVAILABLE" });
});
