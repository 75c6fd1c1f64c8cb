/**
 * The modules `wix-members.v2` and `@wix/members`. The names are the documented ones.
 */

const { absentFunctions } = require("velo/absent");
const { MEMBERS, notLoggedIn } = require("velo/members/anonymous");

exports.badges = absentFunctions(
  "@wix/members.badges",
  [
    "assignBadge",
    "createBadge",
    "deleteBadge",
    "getBadge",
    "getMemberCountsPerBadge",
    "listBadges",
    "listBadgesPerMember",
    "listMembersByBadge",
    "unassignBadge",
    "updateBadge",
    "updateBadgesDisplayOrder",
  ],
  MEMBERS,
);
exports.members = {
  ...absentFunctions(
    "@wix/members.members",
    [
      "createMember",
      "deleteMember",
      "deleteMemberAddresses",
      "deleteMemberEmails",
      "deleteMemberPhones",
      "getMember",
      "joinCommunity",
      "leaveCommunity",
      "listMembers",
      "queryMembers",
      "updateCurrentMemberSlug",
      "updateMember",
    ],
    MEMBERS,
  ),
  getCurrentMember: notLoggedIn("@wix/members.members.getCurrentMember"),
};
