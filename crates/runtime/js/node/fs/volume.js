/**
 * The volume behind `fs`: the files that came with the site, and what its code has written, in the
 * memory of this VM alone. It is gone with the VM.
 */

const { systemError } = require("node/os/errno");
const { resolve, dirname, basename } = require("node/path/posix");

/** Bytes that may be written, and files and folders that may exist. */
const BYTES_MAX = 64 * 1024 * 1024;
const NODES_MAX = 10_000;

const EMPTY = new Uint8Array(0);

let lastInode = 0;
let nodes = 0;
let written = 0;

class Node {
  /** @type {Map<string, Node> | undefined} of a folder */
  children = undefined;
  /** Memory of a file; it may be longer than the file is. */
  bytes = EMPTY;
  size = 0;
  /** Of the site: its bytes do not count as written. */
  isGiven = false;
  inode = ++lastInode;

  constructor(isFolder, mode) {
    if (isFolder) this.children = new Map();
    this.mode = mode;
    this.created = this.changed = this.read = native.now();
  }

  get isFolder() {
    return this.children !== undefined;
  }

  contents() {
    return this.bytes.subarray(0, this.size);
  }
}

const root = new Node(true, 0o755);

/** Where to look for what is asked, or `undefined`. @returns {Node | undefined} */
function lookUp(path) {
  let node = root;
  for (const name of path.split("/")) {
    if (name === "") continue;
    node = node?.children?.get(name);
    if (node === undefined) return undefined;
  }
  return node;
}

function newNode(isFolder, mode, syscall, path) {
  if (nodes >= NODES_MAX) throw systemError("ENOSPC", syscall, path);
  nodes++;
  return new Node(isFolder, mode);
}

/** A file of the site; folders above it come to be. */
function give(path, bytes) {
  let folder = root;
  for (const name of dirname(path).split("/").filter(Boolean)) {
    if (!folder.children.has(name)) folder.children.set(name, new Node(true, 0o755));
    folder = folder.children.get(name);
  }
  const file = new Node(false, 0o644);
  file.bytes = bytes;
  file.size = bytes.length;
  file.isGiven = true;
  folder.children.set(basename(path), file);
}

let isReady = false;
/** Puts the site's own files in, at the first use. */
function ready() {
  if (isReady) return;
  isReady = true;
  for (const folder of ["/tmp", "/home", "/site"]) root.children.set(folder.slice(1), new Node(true, 0o755));
  const { siteFiles } = require("velo/load");
  for (const path of Object.keys(siteFiles)) {
    const text = siteFiles[path];
    give(resolve("/site", path), text[0] === "h" ? Uint8Array.fromHex(text.slice(1)) : require("web/utf8").utf8Encode(text.slice(1)));
  }
}

const volume = {
  /** @returns {Node} */
  find(path, syscall) {
    ready();
    const node = lookUp(path);
    if (node !== undefined) return node;
    // A file in the middle of a path is no folder.
    for (let above = dirname(path); above !== "/"; above = dirname(above)) {
      const found = lookUp(above);
      if (found !== undefined) throw systemError(found.isFolder ? "ENOENT" : "ENOTDIR", syscall, path);
    }
    throw systemError("ENOENT", syscall, path);
  },

  has(path) {
    ready();
    return lookUp(path) !== undefined;
  },

  folderOf(path, syscall) {
    const folder = volume.find(dirname(path), syscall);
    if (!folder.isFolder) throw systemError("ENOTDIR", syscall, path);
    return folder;
  },

  /** @returns {Node} the file, made when it is not there */
  create(path, mode, syscall) {
    const folder = volume.folderOf(path, syscall);
    const name = basename(path);
    const known = folder.children.get(name);
    if (known !== undefined) return known;
    const file = newNode(false, mode, syscall, path);
    folder.children.set(name, file);
    folder.changed = native.now();
    return file;
  },

  makeFolder(path, mode, syscall = "mkdir") {
    if (volume.has(path)) throw systemError("EEXIST", syscall, path);
    const folder = volume.folderOf(path, syscall);
    folder.children.set(basename(path), newNode(true, mode, syscall, path));
  },

  /** Room for `size` bytes in a file. */
  resize(file, size, syscall, path) {
    const more = size - (file.isGiven ? 0 : file.size);
    if (more > 0 && written + more > BYTES_MAX) throw systemError("ENOSPC", syscall, path);
    if (file.isGiven || file.bytes.length < size) {
      const bytes = new Uint8Array(file.isGiven ? size : Math.max(size, Math.min(file.bytes.length * 2, file.bytes.length + 1024 * 1024)));
      bytes.set(file.contents().subarray(0, size));
      file.bytes = bytes;
    } else if (size < file.size) {
      file.bytes.fill(0, size, file.size);
    }
    written += more;
    file.isGiven = false;
    file.size = size;
    file.changed = native.now();
  },

  write(file, at, bytes, syscall, path) {
    if (at + bytes.length > file.size || file.isGiven) volume.resize(file, Math.max(at + bytes.length, file.size), syscall, path);
    file.bytes.set(bytes, at);
    file.changed = native.now();
  },

  remove(path, syscall) {
    const node = volume.find(path, syscall);
    const folder = volume.folderOf(path, syscall);
    folder.children.delete(basename(path));
    volume.forget(node);
  },

  /** What is removed makes room. */
  forget(node) {
    nodes--;
    if (!node.isGiven) written -= node.size;
    for (const child of node.children?.values() ?? []) volume.forget(child);
  },

  move(from, to) {
    const node = volume.find(from, "rename");
    const target = volume.folderOf(to, "rename");
    const known = target.children.get(basename(to));
    if (known === node) return;
    if (to.startsWith(`${from}/`)) throw systemError("EINVAL", "rename", from, to);
    if (known !== undefined) {
      if (known.isFolder !== node.isFolder) throw systemError(known.isFolder ? "EISDIR" : "ENOTDIR", "rename", from, to);
      if (known.isFolder && known.children.size > 0) throw systemError("ENOTEMPTY", "rename", from, to);
      volume.forget(known);
    }
    volume.folderOf(from, "rename").children.delete(basename(from));
    target.children.set(basename(to), node);
  },
};

exports.volume = volume;
