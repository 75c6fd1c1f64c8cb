/**
 * `expect(value)`: matchers, their opposites, and those of what promises give.
 */

const { matchers } = require("velo/testing/matchers");
const { asymmetric } = require("velo/testing/asymmetric");
const { fails, AssertionError } = require("velo/testing/failure");

/** Expectations of the test that runs. */
let made = 0;
/** @type {number | null} how many there have to be */
let wanted = null;
let someWanted = false;

exports.beginCounting = function beginCounting() {
  made = 0;
  wanted = null;
  someWanted = false;
};

/** @throws when the test promised expectations that were not made */
exports.checkCount = function checkCount() {
  if (wanted !== null && made !== wanted) throw fails(`expect.assertions(${wanted})`, `expected ${wanted} expectations, made ${made}`);
  if (someWanted && made === 0) throw fails("expect.hasAssertions()", "the test made no expectation");
};

function judge(name, received, state, args) {
  made++;
  const call = `expect(received)${state.from}${state.not ? ".not" : ""}.${name}(${args.length > 0 ? "expected" : ""})`;
  const result = matchers[name](received, { call: state.message === undefined ? call : `${state.message}\n${call}`, not: state.not, fromPromise: state.from === ".rejects" }, ...args);
  if (result.pass === state.not) throw result.error();
}

/** The error with the stack of where the expectation stands: after an `await` it would have none. */
function placed(error, site) {
  if (error instanceof AssertionError) {
    const stack = native.mapStack(site);
    Object.defineProperty(error, "placed", { value: stack.slice(stack.indexOf("\n    at ")), configurable: true });
  }
  return error;
}

async function judgeLater(name, promise, state, args, site) {
  let value;
  let settled = "resolves";
  try {
    value = await (typeof promise === "function" ? promise() : promise);
  } catch (error) {
    value = error;
    settled = "rejects";
  }
  try {
    if (`.${settled}` !== state.from) {
      const { print } = require("velo/testing/print");
      const said = settled === "rejects" ? `the promise was rejected: ${print(value)}` : `the promise was fulfilled: ${print(value)}`;
      throw fails(`expect(promise)${state.from}.${name}()`, said);
    }
    judge(name, value, state, args);
  } catch (error) {
    throw placed(error, site);
  }
}

function chain(received, state) {
  const object = {};
  for (const name of Object.keys(matchers)) {
    object[name] =
      state.from === ""
        ? (...args) => judge(name, received, state, args)
        : (...args) => judgeLater(name, received, state, args, new Error());
  }
  const further = (key, change) => Object.defineProperty(object, key, { get: () => chain(received, { ...state, ...change }) });
  if (!state.not) further("not", { not: true });
  if (state.from === "" && !state.not) {
    further("resolves", { from: ".resolves" });
    further("rejects", { from: ".rejects" });
  }
  return object;
}

/**
 * @param {unknown} received
 * @param {string} [message] said before what is wrong
 */
function expect(received, message) {
  return chain(received, { not: false, from: "", message });
}

Object.assign(expect, asymmetric, {
  assertions(count) {
    wanted = count;
  },
  hasAssertions() {
    someWanted = true;
  },
  fail(message = "expect.fail()") {
    throw new AssertionError(String(message), {});
  },
  /** @param {Record<string, (received: unknown, ...args: any[]) => { pass: boolean, message: () => string }>} own */
  extend(own) {
    for (const [name, matcher] of Object.entries(own)) {
      matchers[name] = (received, { call, not }, ...args) => {
        const { pass, message } = matcher.call({ isNot: not, equals: require("velo/testing/equality").equals }, received, ...args);
        return { pass, error: () => fails(call, message()) };
      };
    }
  },
});

exports.expect = expect;
