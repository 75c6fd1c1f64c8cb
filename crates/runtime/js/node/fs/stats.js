/**
 * Stats and Dirent: what is known about a file.
 */

const { constants } = require("node/fs/constants");

class Stats {
  constructor(node, isBig) {
    const number = isBig ? (value) => BigInt(Math.trunc(value)) : (value) => value;
    const mode = node.mode | (node.isFolder ? constants.S_IFDIR : constants.S_IFREG);
    for (const [key, value] of [
      ["dev", 1],
      ["mode", mode],
      ["nlink", 1],
      ["uid", 0],
      ["gid", 0],
      ["rdev", 0],
      ["blksize", 4096],
      ["ino", node.inode],
      ["size", node.size],
      ["blocks", Math.ceil(node.size / 512)],
      ["atimeMs", node.read],
      ["mtimeMs", node.changed],
      ["ctimeMs", node.changed],
      ["birthtimeMs", node.created],
    ]) {
      this[key] = number(value);
    }
    this.atime = new Date(node.read);
    this.mtime = new Date(node.changed);
    this.ctime = new Date(node.changed);
    this.birthtime = new Date(node.created);
  }

  #is(kind) {
    return (Number(this.mode) & constants.S_IFMT) === kind;
  }

  isFile() {
    return this.#is(constants.S_IFREG);
  }

  isDirectory() {
    return this.#is(constants.S_IFDIR);
  }

  isBlockDevice() {
    return false;
  }

  isCharacterDevice() {
    return false;
  }

  isSymbolicLink() {
    return false;
  }

  isFIFO() {
    return false;
  }

  isSocket() {
    return false;
  }
}

class Dirent {
  #isFolder;

  constructor(name, parentPath, isFolder) {
    this.name = name;
    this.parentPath = parentPath;
    this.path = parentPath;
    this.#isFolder = isFolder;
  }

  isFile() {
    return !this.#isFolder;
  }

  isDirectory() {
    return this.#isFolder;
  }

  isBlockDevice() {
    return false;
  }

  isCharacterDevice() {
    return false;
  }

  isSymbolicLink() {
    return false;
  }

  isFIFO() {
    return false;
  }

  isSocket() {
    return false;
  }
}

exports.Stats = Stats;
exports.Dirent = Dirent;
