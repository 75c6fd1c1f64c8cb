/**
 * A small test harness: `test` collects, `finish` runs all and fails with every failure at once.
 */

const tests = [];
const test = (name, fn) => void tests.push({ name, fn });

function same(a, b) {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof Map || a instanceof Set) return same([...a], [...b]);
  if (a instanceof Error) return a.name === b.name && a.message === b.message;
  const keys = Reflect.ownKeys(a);
  return keys.length === Reflect.ownKeys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]));
}

function text(value) {
  try {
    return typeof value === "string" ? JSON.stringify(value) : typeof value === "object" ? JSON.stringify(value) : String(value);
  } catch {
    return "?";
  }
}

function equal(actual, expected, what = "") {
  if (!same(actual, expected)) throw new Error(`${what} expected ${text(expected)}, got ${text(actual)}`);
}
const ok = (value, what = "value") => equal(Boolean(value), true, what);

/** `expected` names properties that the error must have. */
function throws(fn, expected = {}) {
  let error;
  try {
    fn();
  } catch (thrown) {
    error = thrown;
  }
  if (error === undefined) throw new Error(`nothing thrown by ${fn}`);
  for (const key of Object.keys(expected)) equal(error[key], expected[key], `error.${key} of ${fn}:`);
  return error;
}

async function finish() {
  const failures = [];
  for (const { name, fn } of tests) {
    try {
      await fn();
    } catch (error) {
      failures.push(`${name}: ${error?.message}\n${error?.stack}`);
    }
  }
  if (failures.length > 0) throw new Error(`${failures.length} of ${tests.length} failed\n${failures.join("\n")}`);
}
