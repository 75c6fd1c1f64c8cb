/**
 * The module `v8`: this engine is another one. Numbers about its heap are zero, flags do nothing, and
 * what only V8 can do is refused.
 */

const { refuse } = require("node/absent");

const zeros = (...names) => Object.fromEntries(names.map((name) => [name, 0]));

exports.getHeapStatistics = () =>
  zeros(
    "total_heap_size",
    "total_heap_size_executable",
    "total_physical_size",
    "total_available_size",
    "used_heap_size",
    "heap_size_limit",
    "malloced_memory",
    "peak_malloced_memory",
    "does_zap_garbage",
    "number_of_native_contexts",
    "number_of_detached_contexts",
    "total_global_handles_size",
    "used_global_handles_size",
    "external_memory",
  );
exports.getHeapSpaceStatistics = () => [];
exports.getHeapCodeStatistics = () => zeros("code_and_metadata_size", "bytecode_and_metadata_size", "external_script_source_size", "cpu_profiler_metadata_size");
exports.cachedDataVersionTag = () => 0;
exports.setFlagsFromString = () => {};
exports.takeCoverage = () => {};
exports.stopCoverage = () => {};
refuse(exports, "v8", ["serialize", "deserialize", "Serializer", "Deserializer", "DefaultSerializer", "DefaultDeserializer", "getHeapSnapshot", "writeHeapSnapshot", "setHeapSnapshotNearHeapLimit", "queryObjects", "GCProfiler"]);
