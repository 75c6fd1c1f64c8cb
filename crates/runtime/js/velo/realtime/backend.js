/**
 * The module `wix-realtime-backend`: messages to whoever listens at `/_realtime`, and who may listen.
 */

const { ask } = require("velo/service");

const { stringify } = JSON;
const { isArray } = Array;
const NativeError = Error;

function wrong(message) {
  const error = /** @type {any} */ (new NativeError(message));
  error.code = "INVALID_ARGUMENT";
  return error;
}

/**
 * @typedef {{ name: string, resourceId?: string }} Channel
 * @typedef {{ type: "Visitor", id: string }} Subscriber
 * @typedef {{ read: boolean }} Permissions
 * @typedef {(channel: Channel, subscriber: Subscriber) => Permissions | Promise<Permissions>} Check
 */

/** @param {string} what @param {any} channel @returns {Channel} */
function toChannel(what, channel) {
  if (channel === null || typeof channel !== "object" || typeof channel.name !== "string" || channel.name === "") {
    throw wrong(`${what}: a channel is an object with a name: { name: "news" }`);
  }
  const { name, resourceId } = channel;
  if (resourceId === undefined || resourceId === null) return { name };
  if (typeof resourceId !== "string" || resourceId === "") throw wrong(`${what}: a channel's resourceId is a string that is not empty`);
  return { name, resourceId };
}

/** @param {any} users @returns {string[] | null} */
function toUsers(users) {
  if (users === undefined || users === null) return null;
  const ids = [];
  for (let i = 0; isArray(users) && i < users.length; i++) ids[i] = users[i];
  for (let i = 0; i < ids.length; i++) if (typeof ids[i] !== "string") users = null;
  if (!isArray(users)) throw wrong("publish: users is a list of subscribers' ids");
  return ids;
}

/**
 * Gives a message to all who listen to a channel now.
 * @param {Channel} channel
 * @param {unknown} payload what JSON can hold
 * @param {{ users?: string[], includePublisher?: boolean }} [options] `users`: the ids of the only subscribers who get it
 * @returns {Promise<void>} before anybody has it
 */
exports.publish = async function publish(channel, payload, options) {
  const { name, resourceId } = toChannel("publish", channel);
  const text = stringify(payload);
  if (text === undefined) throw wrong("publish: the payload is nothing that JSON can hold");
  await ask("realtime", "publish", { name, resourceId, payload: text, users: toUsers(options?.users) });
};

/** The checks that were added, by channel. @type {Map<string, Check>} */
const checks = new Map();
/** @type {Check} */
let otherwise = () => ({ read: true });

const keyOf = ({ name, resourceId }) => stringify(resourceId === undefined ? [name] : [name, resourceId]);

function toCheck(what, check) {
  if (typeof check === "function") return check;
  throw wrong(`${what} takes a function: (channel, subscriber) => ({ read: true })`);
}

/** Tells one channel's permissions from another's. */
exports.permissionsRouter = {
  /**
   * @param {Channel} channel without a resource: of all resources that have no check of their own
   * @param {Check} check
   */
  add(channel, check) {
    checks.set(keyOf(toChannel("permissionsRouter.add", channel)), toCheck("permissionsRouter.add", check));
  },

  /** @param {Check} check for all channels without one */
  default(check) {
    otherwise = toCheck("permissionsRouter.default", check);
  },

  /**
   * @param {Channel} channel
   * @param {Subscriber} subscriber
   * @returns {Promise<Permissions>}
   */
  async check(channel, subscriber) {
    const check = checks.get(keyOf(channel)) ?? checks.get(keyOf({ name: channel.name })) ?? otherwise;
    return check(channel, subscriber);
  },
};
