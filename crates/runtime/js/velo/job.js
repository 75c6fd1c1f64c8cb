/**
 * Runs the function of a job (`backend/jobs.config`).
 */

const { loadPart } = require("velo/parts");

/**
 * @param {{ location: string, function: string }} job
 * @returns {Promise<null>} when it has ended
 */
exports.run = async function run(job) {
  const exported = await loadPart("job:" + job.location);
  const fn = exported?.[job.function];
  if (typeof fn !== "function") {
    throw new TypeError(`The file ${job.location} of jobs.config exports no function "${job.function}".`);
  }
  await (0, fn)();
  return null;
};
