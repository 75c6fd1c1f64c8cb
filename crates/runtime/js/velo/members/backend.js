/**
 * The module `wix-members-backend`. The names are the documented ones.
 */

const { absentFunctions } = require("velo/absent");
const { MEMBERS, notLoggedIn } = require("velo/members/anonymous");

const MODULE = "wix-members-backend";
const part = (/** @type {string} */ name, /** @type {string[]} */ names) => absentFunctions(`${MODULE}.${name}`, names, MEMBERS);

exports.authentication = part("authentication", [
  "approveByEmail",
  "approveByToken",
  "blockByEmail",
  "changeLoginEmail",
  "generateSessionToken",
  "login",
  "register",
  "sendSetPasswordEmail",
]);
exports.authorization = part("authorization", ["assignRole", "removeRole"]);
exports.badges = part("badges", ["assignMembers", "createBadge", "deleteBadge", "listMemberBadges", "listMembers", "removeMembers", "updateBadge"]);
exports.currentMember = {
  /** Rejected when nobody is logged in, as documented. */
  getMember: notLoggedIn(`${MODULE}.currentMember.getMember`),
  /** Likewise. */
  getRoles: notLoggedIn(`${MODULE}.currentMember.getRoles`),
  makeProfilePrivate: notLoggedIn(`${MODULE}.currentMember.makeProfilePrivate`),
  makeProfilePublic: notLoggedIn(`${MODULE}.currentMember.makeProfilePublic`),
  updateSlug: notLoggedIn(`${MODULE}.currentMember.updateSlug`),
};
exports.members = part("members", [
  "createMember",
  "deleteMember",
  "deleteMemberAddresses",
  "deleteMemberEmails",
  "deleteMemberPhones",
  "getMember",
  "queryMembers",
  "updateMember",
]);
