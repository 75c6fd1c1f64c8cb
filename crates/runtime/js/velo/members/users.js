/**
 * The module `wix-users-backend`, the older twin of `wix-members-backend`. The exports are its default
 * object too.
 */

const { absentFunctions } = require("velo/absent");
const { MEMBERS, notLoggedIn } = require("velo/members/anonymous");
const { assign, defineProperty } = Object;

const MODULE = "wix-users-backend";

assign(
  exports,
  absentFunctions(
    MODULE,
    ["approveByEmail", "approveByToken", "blockByEmail", "deleteUser", "emailUser", "generateSessionToken", "getUser", "login", "register", "updateUserFields"],
    MEMBERS,
  ),
);
exports.badges = absentFunctions(
  `${MODULE}.badges`,
  ["assignMembers", "createBadge", "deleteBadge", "listMemberBadges", "listMembers", "removeMembers", "updateBadge"],
  MEMBERS,
);
exports.roles = absentFunctions(`${MODULE}.roles`, ["assignRole", "removeRole"], MEMBERS);
exports.currentUser = {
  id: null,
  loggedIn: false,
  role: "Visitor",
  getEmail: notLoggedIn(`${MODULE}.currentUser.getEmail`),
  getPricingPlans: notLoggedIn(`${MODULE}.currentUser.getPricingPlans`),
  getRoles: notLoggedIn(`${MODULE}.currentUser.getRoles`),
};
// For `require("wix-users-backend").default`; an import's default is the exports object anyway.
defineProperty(exports, "default", { __proto__: null, value: exports, enumerable: false });
