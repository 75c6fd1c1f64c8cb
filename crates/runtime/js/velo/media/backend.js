/**
 * The module `wix-media-backend`: `mediaManager` over a folder of the site's data directory.
 *
 * Names, arguments and results are the documented ones. Files are never transcoded: each is ready when
 * it has come.
 */

const { ask } = require("velo/service");
const { absentFunctions } = require("velo/absent");
const { Buffer } = require("node/buffer");
const NativeURL = require("web/url").URL;

const { assign, defineProperty } = Object;
const { isArray } = Array;
const NativeDate = Date;
const NativeTypeError = TypeError;
const NativeError = Error;
const decode = decodeURIComponent;

const MODULE = "wix-media-backend.mediaManager";

/** @param {string} who @param {string} wanted @param {unknown} given */
function mistake(who, wanted, given) {
  const error = new NativeTypeError(`${who} takes ${wanted}, not ${given === null ? "null" : typeof given}`);
  return assign(error, { code: "MEDIA_ARGUMENT_INVALID" });
}

/** @param {string} who @param {string} wanted @param {unknown} given @returns {string} */
function text(who, wanted, given) {
  if (typeof given !== "string") throw mistake(who, wanted, given);
  return given;
}

/** @param {unknown} given */
const orUndefined = (given) => (given === null ? undefined : given);

/** @param {string} who @param {unknown} given @returns {string[]} */
function texts(who, given) {
  if (!isArray(given)) throw mistake(who, "a list of strings", given);
  for (let i = 0; i < given.length; i++) text(who, "a list of strings", given[i]);
  return given;
}

/** What of the options of an upload the host knows; `context` is for events that are not raised here. */
function uploadOptions(options) {
  const { mediaType, mimeType } = options?.mediaOptions ?? {};
  const { isPrivate, isVisitorUpload, fileName } = options?.metadataOptions ?? {};
  return { mediaType, mimeType, isPrivate, isVisitorUpload, fileName };
}

/** @param {any} row what the host gives of a file @returns {object} the documented shape */
function file(row) {
  const { createdMs, sourceUrl, ...rest } = row;
  const created = new NativeDate(createdMs);
  return { ...rest, iconUrl: "", labels: [], _createdDate: created, _updatedDate: new NativeDate(createdMs) };
}

/** @param {any} row */
const fileInfo = (row) => ({ ...file(row), opStatus: "READY", sourceUrl: row.sourceUrl });

/** @param {any} row */
function folder(row) {
  const { createdMs, ...rest } = row;
  return { ...rest, _createdDate: new NativeDate(createdMs), _updatedDate: new NativeDate(createdMs) };
}

/** @param {any} filters @param {any} sorting @param {any} paging */
function listing(filters, sorting, paging) {
  return {
    parent: orUndefined(filters?.parentFolderId),
    kind: orUndefined(filters?.mediaType),
    isPrivate: orUndefined(filters?.isPrivate),
    field: orUndefined(sorting?.field),
    descending: `${sorting?.order ?? "asc"}`.toLowerCase() === "desc",
    skip: orUndefined(paging?.skip),
    limit: orUndefined(paging?.limit),
  };
}

/** @param {unknown} content @returns {Uint8Array} */
function bytes(content) {
  if (typeof content === "string" || content instanceof ArrayBuffer || ArrayBuffer.isView(content)) {
    return ArrayBuffer.isView(content) ? Buffer.from(content.buffer, content.byteOffset, content.byteLength) : Buffer.from(/** @type {any} */ (content));
  }
  throw mistake("upload", "a Buffer with the file's content", content);
}

/** Sends a file to the host. */
async function keep(path, content, name, sourceUrl, options) {
  const base64 = Buffer.prototype.toString.call(content, "base64");
  return fileInfo(await ask("media", "upload", { path, name, content: base64, sourceUrl, options }));
}

/** The last segment of a URL's path, as a name. */
function nameIn(url) {
  const { pathname } = new NativeURL(url);
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  try {
    return decode(last).replaceAll("/", "_") || "file";
  } catch {
    return last || "file";
  }
}

/** @param {string} why @param {unknown} [cause] */
const importFailed = (why, cause) => assign(new NativeError(`importFile: ${why}`, { cause }), { code: "MEDIA_IMPORT_FAILED" });

/**
 * The file at an address, asked for as the site's own code would: what that may not call, this may not.
 * @param {string} url
 * @returns {Promise<{ href: string, type: string | undefined, content: Uint8Array }>}
 */
async function retrieve(url) {
  let href;
  try {
    ({ href } = new NativeURL(url));
  } catch {
    throw mistake("importFile", "a URL with its scheme", url);
  }
  let response;
  try {
    response = await globalThis.fetch(href);
  } catch (error) {
    throw importFailed(`${href} could not be asked for: ${error?.cause?.message ?? error?.message}`, error);
  }
  if (!response.ok) throw importFailed(`${href} answered ${response.status}`);
  const [type] = (response.headers.get("content-type") ?? "").split(";");
  return { href, type: type.trim() || undefined, content: bytes(await response.arrayBuffer()) };
}

exports.mediaManager = {
  ...absentFunctions(MODULE, ["downloadFiles", "downloadFolder"], "the platform's archives of files"),
  ...absentFunctions(MODULE, ["getVideoPlaybackUrl"], "the platform's transcoding: getFileUrl gives the file as it was uploaded"),

  /**
   * @param {string} path folders, from the outermost, with slashes between
   * @param {Buffer} fileContent
   * @param {string} [fileName]
   * @param {object} [options]
   */
  async upload(path, fileContent, fileName, options) {
    const known = uploadOptions(options);
    const name = known.fileName ?? orUndefined(fileName) ?? "file";
    return keep(text("upload", "a path (a string)", path ?? ""), bytes(fileContent), text("upload", "a name (a string)", name), "", known);
  },

  /** @param {string} path @param {string} url @param {object} [options] */
  async importFile(path, url, options) {
    const known = uploadOptions(options);
    const folders = text("importFile", "a path (a string)", path ?? "");
    const { href, type, content } = await retrieve(text("importFile", "a URL (a string)", url));
    known.mimeType ??= type;
    return keep(folders, content, known.fileName ?? nameIn(href), href, known);
  },

  /** @param {string} fileUrl */
  async getFileInfo(fileUrl) {
    return fileInfo(await ask("media", "info", { url: text("getFileInfo", "a file's URL (a string)", fileUrl) }));
  },

  /** @param {string} fileUrl @returns {Promise<string>} */
  getFileUrl: async (fileUrl) => ask("media", "fileUrl", { url: text("getFileUrl", "a file's URL (a string)", fileUrl) }),

  /**
   * @param {string} fileUrl
   * @param {number} [expirationTime] in minutes
   * @param {string} [downloadedFileName]
   * @param {string} [expiredTokenRedirectUrl]
   * @returns {Promise<string>}
   */
  getDownloadUrl: async (fileUrl, expirationTime, downloadedFileName, expiredTokenRedirectUrl) =>
    ask("media", "downloadUrl", {
      url: text("getDownloadUrl", "a file's URL (a string)", fileUrl),
      minutes: orUndefined(expirationTime),
      name: orUndefined(downloadedFileName),
      expired: orUndefined(expiredTokenRedirectUrl),
    }),

  /** @param {string} path @param {object} [options] @returns {Promise<{uploadUrl: string, uploadToken: string}>} */
  getUploadUrl: async (path, options) =>
    ask("media", "uploadUrl", { path: text("getUploadUrl", "a path (a string)", path ?? ""), options: uploadOptions(options) }),

  /** @param {object} [filters] @param {object} [sorting] @param {object} [paging] */
  async listFiles(filters, sorting, paging) {
    const rows = await ask("media", "files", listing(filters, sorting, paging));
    for (let i = 0; i < rows.length; i++) rows[i] = file(rows[i]);
    return rows;
  },

  /** @param {object} [filters] @param {object} [sorting] @param {object} [paging] */
  async listFolders(filters, sorting, paging) {
    const rows = await ask("media", "folders", listing(filters, sorting, paging));
    for (let i = 0; i < rows.length; i++) rows[i] = folder(rows[i]);
    return rows;
  },

  /** @param {string} folderId */
  async getFolderInfo(folderId) {
    return folder(await ask("media", "folder", { id: text("getFolderInfo", "a folder's id (a string)", folderId) }));
  },

  /** @param {string[]} fileUrls @returns {Promise<void>} */
  async moveFilesToTrash(fileUrls) {
    await ask("media", "trashFiles", { names: texts("moveFilesToTrash", fileUrls) });
  },

  /** @param {string[]} folderIds @returns {Promise<void>} */
  async moveFoldersToTrash(folderIds) {
    await ask("media", "trashFolders", { names: texts("moveFoldersToTrash", folderIds) });
  },
};

// For `require("wix-media-backend").default`; an import's default is the exports object anyway.
defineProperty(exports, "default", { __proto__: null, value: exports, enumerable: false });
