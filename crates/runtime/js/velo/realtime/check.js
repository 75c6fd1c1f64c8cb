/**
 * Asks `backend/realtime-permissions.js` whether somebody may listen to a channel.
 */

const { loadPart } = require("velo/parts");

/**
 * @param {{ channel: { name: string, resourceId?: string }, subscriber: string }} asked
 * @returns {Promise<boolean>}
 */
exports.run = async function run({ channel, subscriber }) {
  const exported = await loadPart("realtime");
  if (exported === undefined) return true;
  const check = exported.realtime_check_permission ?? require("velo/realtime/backend").permissionsRouter.check;
  if (typeof check !== "function") throw new TypeError("realtime_check_permission in realtime-permissions.js is no function.");
  const permissions = await check(channel, { type: "Visitor", id: subscriber });
  return permissions?.read === true;
};
