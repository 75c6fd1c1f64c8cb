/**
 * Runs what is not a handler of a request: a job, an event's handlers, a test. Each is a shipped file
 * that exports `run`; what it is told and what it gives back cross as JSON.
 */

const { respond, fail } = native;
const { parse, stringify } = JSON;

/** The kind of a body that is JSON; as in `outcome.rs`. */
const JSON_BODY = 2;

/**
 * @param {number} serial number of the invocation among the VM's requests
 * @param {string} file the shipped file
 * @param {string} argument JSON
 */
exports.invoke = async function invoke(serial, file, argument) {
  let text;
  try {
    text = stringify(await require(file).run(parse(argument))) ?? "null";
  } catch (error) {
    fail(serial, error, false);
    return;
  }
  respond(serial, 200, JSON_BODY, text, "");
};
