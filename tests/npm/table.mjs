/** Known failures, and the table in docs/compat.md. */

import fs from "node:fs";

const BEGIN = "<!-- This table is written by `make npm-packages ARGS=--write`. -->";
const END = "<!-- The table ends here. -->";

/**
 * Lines `package/check reason`; a line that begins with `#` is a comment.
 *
 * @returns {Map<string, string>} the reason by `package/check`
 */
export function readFailures(file, dependencies) {
  const failures = new Map();
  for (const [at, line] of fs.readFileSync(file, "utf8").split("\n").entries()) {
    if (line === "" || line.startsWith("#")) continue;
    const [, key, reason] = /^(\S+\/\w+) (.+)$/.exec(line) ?? [];
    if (key === undefined || !Object.hasOwn(dependencies, key.slice(0, key.lastIndexOf("/")))) {
      throw new Error(`${file}:${at + 1}: a line is "package/check reason"`);
    }
    failures.set(key, reason);
  }
  return failures;
}

/** What differs from the known failures, as sentences. */
export function compare(results, failures) {
  const problems = [];
  const seen = new Set();
  for (const { name, checks } of results) {
    for (const { check, problem } of checks) {
      const key = `${name}/${check}`;
      seen.add(key);
      if (problem !== undefined && !failures.has(key)) problems.push(`${key} fails and is not in tests/npm/failures.txt`);
      if (problem === undefined && failures.has(key)) problems.push(`${key} works: take it out of tests/npm/failures.txt`);
    }
  }
  const names = new Set(results.map((it) => it.name));
  for (const key of failures.keys()) {
    if (names.has(key.slice(0, key.lastIndexOf("/"))) && !seen.has(key)) problems.push(`tests/npm/failures.txt names ${key}, which does not exist`);
  }
  return problems;
}

/** The table's lines. */
export function tableOf(results, failures) {
  const rows = results.map(({ name, version, checks }) => {
    const failed = checks.filter((it) => it.problem !== undefined);
    const shown = checks.map(({ check }) => check.replaceAll("_", " ")).join(", ");
    const reasons = [...new Set(failed.map(({ check }) => failures.get(`${name}/${check}`)))];
    const status = failed.length === 0 ? "works" : `${failed.length === checks.length ? "absent" : "partly"}: ${reasons.join("; ")}`;
    return `| \`${name}\` | ${version} | ${status} | ${shown} |`;
  });
  return ["| Package | Version | Status | Exercised |", "|---|---|---|---|", ...rows];
}

/** Puts the table into the document if it may, and says what is different otherwise. */
export function writeTable(file, lines, mayWrite) {
  const text = fs.readFileSync(file, "utf8");
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`${file} has no place for the table`);
  const written = `${text.slice(0, begin)}${BEGIN}\n\n${lines.join("\n")}\n\n${text.slice(end)}`;
  if (written === text) return [];
  if (!mayWrite) return ["the table in docs/compat.md is not what was found (make npm-packages ARGS=--write writes it)"];
  fs.writeFileSync(file, written);
  return [];
}
