/**
 * The module `wix-crm-backend`. What sends something to people, or shows it to them in a dashboard, is
 * not here: reading it works, a call says so.
 */

const { stub } = require("velo/stub");
const { defineProperty } = Object;

const absent = stub("wix-crm-backend");

exports.contacts = require("velo/crm/contacts");
exports.createContact = absent.createContact;
exports.deleteContact = absent.deleteContact;
exports.emailContact = absent.emailContact;
exports.getContactById = absent.getContactById;
exports.invoices = absent.invoices;
exports.notifications = absent.notifications;
exports.priceQuotes = absent.priceQuotes;
exports.tasks = absent.tasks;
exports.triggeredEmails = absent.triggeredEmails;
exports.updateContact = absent.updateContact;
exports.workflows = absent.workflows;
// For `require("wix-crm-backend").default`; an import's default is the exports object anyway.
defineProperty(exports, "default", { __proto__: null, value: exports, enumerable: false });
