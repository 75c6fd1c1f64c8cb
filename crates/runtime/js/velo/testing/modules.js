/**
 * `mock(name, exports)`: other values in the place of those of a platform's module. The site's code
 * has imported the module already, so what it holds looks here at every read.
 */

const { getPrototypeOf, create, defineProperty, hasOwn } = Object;

/** @type {Map<string, Record<PropertyKey, any>>} */
let mocks = new Map();

/** @returns {{ value: any } | null} what stands in for an export */
function standIn(name, key) {
  const mock = mocks.get(name);
  if (mock === undefined) return null;
  if (hasOwn(mock, key)) return { value: mock[key] };
  const fallback = mock.default;
  if (fallback !== null && typeof fallback === "object" && hasOwn(fallback, key)) return { value: fallback[key] };
  return null;
}

/**
 * @param {string} name @param {any} real the module's exports
 * @returns {any} the same, but for what is mocked when it is read
 */
exports.wrap = function wrap(name, real) {
  const read = (key) => {
    const found = standIn(name, key);
    return found === null ? real[key] : found.value;
  };
  // Import interop copies own keys; for all others it asks the prototype, as for stubs.
  const wrapped = create(
    new Proxy(create(null), {
      get: (_, key) => read(key),
      has: (_, key) => key in real || standIn(name, key) !== null,
      getPrototypeOf: () => getPrototypeOf(real),
    }),
  );
  for (const key of Reflect.ownKeys(real)) {
    defineProperty(wrapped, key, { get: () => read(key), enumerable: Object.prototype.propertyIsEnumerable.call(real, key), configurable: true });
  }
  return wrapped;
};

const PLATFORM = /^(?:node:|wix-|@wix\/|@velo\/)/;

/**
 * @param {string} name of a platform's module, such as `wix-crm-backend`
 * @param {Record<PropertyKey, any> | (() => Record<PropertyKey, any>)} values its exports; those that are not given stay real
 */
exports.mock = function mock(name, values) {
  if (typeof name !== "string" || !(PLATFORM.test(name) || native.hostModule(name) !== undefined)) {
    throw new TypeError(`mock("${name}"): only the platform's modules (wix-.., @wix/.., @velo/.., node:..) can be mocked; spyOn(object, "method") replaces methods of your own objects`);
  }
  const made = typeof values === "function" ? values() : values;
  if (made === null || typeof made !== "object") throw new TypeError(`mock("${name}") takes an object of exports`);
  const bare = name.startsWith("node:") ? name.slice(5) : name;
  for (const one of [bare, `node:${bare}`]) mocks.set(one, { ...mocks.get(one), ...made });
};

/** @returns {() => void} puts back what is mocked now */
exports.rememberMocks = function rememberMocks() {
  const before = new Map(mocks);
  return () => {
    mocks = before;
  };
};
