/**
 * Turns a function that asserts into one that answers GET. The answers are plain objects, so that the
 * same file also runs under Node.
 *
 * @param {() => unknown} body throws, or rejects, when something is not as it should be
 */
export const check = (body) => async () => {
  try {
    await body();
    return { status: 200, body: { passed: true } };
  } catch (error) {
    return { status: 500, body: { message: String(error?.message ?? error), stack: String(error?.stack) } };
  }
};

/** Where the runner's own server is, without a slash at its end. */
export const PEER = process.env.PEER;

/** Whether this runs in Velodrome; otherwise it is Node. */
export const IN_VELODROME = process.title === "velodrome";
