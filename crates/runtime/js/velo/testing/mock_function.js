/**
 * `fn()`: a function that remembers how it was called, and can be told what to do. `spyOn` puts one
 * in the place of a method.
 */

/** @type {Set<() => void>} what puts methods back */
const restores = new Set();

/**
 * @param {Function} [implementation]
 * @returns {any}
 */
exports.fn = function fn(implementation) {
  const original = implementation;
  /** @type {Function[]} */
  let once = [];
  let name = "fn()";
  const mock = function (...args) {
    const state = mock.mock;
    state.calls.push(args);
    state.contexts.push(this);
    state.instances.push(this);
    const result = { type: "incomplete", value: undefined };
    state.results.push(result);
    const run = once.length > 0 ? once.shift() : implementation;
    try {
      const value = new.target ? (run ? Reflect.construct(run, args, run.prototype ? new.target : undefined) : this) : run?.apply(this, args);
      result.type = "return";
      result.value = value;
      return value;
    } catch (error) {
      result.type = "throw";
      result.value = error;
      throw error;
    }
  };
  const clear = () => {
    mock.mock = { calls: [], contexts: [], instances: [], results: [], get lastCall() { return this.calls.at(-1); } };
  };
  clear();
  mock._isMockFunction = true;
  const chain = (change) => (...args) => {
    change(...args);
    return mock;
  };
  mock.getMockName = () => name;
  mock.mockName = chain((text) => void (name = String(text)));
  mock.getMockImplementation = () => implementation;
  mock.mockImplementation = chain((run) => void (implementation = run));
  mock.mockImplementationOnce = chain((run) => void once.push(run));
  mock.mockReturnValue = (value) => mock.mockImplementation(() => value);
  mock.mockReturnValueOnce = (value) => mock.mockImplementationOnce(() => value);
  mock.mockReturnThis = () => mock.mockImplementation(function () { return this; });
  mock.mockResolvedValue = (value) => mock.mockImplementation(async () => value);
  mock.mockResolvedValueOnce = (value) => mock.mockImplementationOnce(async () => value);
  mock.mockRejectedValue = (error) => mock.mockImplementation(async () => { throw error; });
  mock.mockRejectedValueOnce = (error) => mock.mockImplementationOnce(async () => { throw error; });
  mock.mockClear = chain(clear);
  mock.mockReset = chain(() => {
    clear();
    once = [];
    implementation = undefined;
  });
  mock.mockRestore = chain(() => {
    mock.mockReset();
    implementation = original;
  });
  return mock;
};

/**
 * @param {any} object @param {string} key of a method
 * @returns {any} the mock, which calls the method until it is told otherwise
 */
exports.spyOn = function spyOn(object, key) {
  const method = object?.[key];
  if (typeof method !== "function") throw new TypeError(`spyOn: ${String(key)} is not a method`);
  if (method._isMockFunction === true) return method;
  const own = Object.getOwnPropertyDescriptor(object, key);
  const mock = exports.fn(method).mockName(String(key));
  try {
    Object.defineProperty(object, key, { value: mock, writable: true, enumerable: own?.enumerable ?? true, configurable: true });
  } catch {
    throw new TypeError(`spyOn: ${String(key)} cannot be replaced; exports of modules are fixed, methods of objects are not`);
  }
  const restore = () => {
    if (own === undefined) delete object[key];
    else Object.defineProperty(object, key, own);
    restores.delete(restore);
  };
  restores.add(restore);
  mock.mockRestore = () => {
    mock.mockReset();
    restore();
    return mock;
  };
  return mock;
};

/** @returns {() => void} puts back the methods that were replaced since */
exports.rememberSpies = function rememberSpies() {
  const before = new Set(restores);
  return () => [...restores].filter((restore) => !before.has(restore)).forEach((restore) => restore());
};
