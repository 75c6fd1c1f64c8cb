/**
 * Runs the checks of every package, each package in a site and a server of its own, so that one which
 * does not even load hides no other. See npm-packages.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import { startPeer } from "./peer/server.mjs";
import { compare, readFailures, tableOf, writeTable } from "./table.mjs";

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** Building the largest of them takes seconds with a debug build. */
const START_TIME_MS_MAX = 120_000;
const CHECK_TIME_MS_MAX = 60_000;

const [velodrome, nodeModules, ...rest] = process.argv.slice(2);
const conditions = rest.find((it) => it.startsWith("--conditions="))?.split("=")[1].split(",");
const flags = new Set(rest.filter((it) => it.startsWith("--") && !it.startsWith("--conditions=")));
const wanted = rest.filter((it) => !it.startsWith("--"));
for (const flag of flags) if (!["--write", "--node"].includes(flag)) usage(`there is no ${flag}`);

const { dependencies } = JSON.parse(fs.readFileSync(path.join(HERE, "package.json"), "utf8"));
for (const name of wanted) if (!Object.hasOwn(dependencies, name)) usage(`tests/npm/package.json has no ${name}`);
if (wanted.length > 0 && flags.has("--write")) usage("--write needs all packages");
if (flags.has("--write") && (flags.has("--node") || conditions)) usage("the table is about Velodrome as it is");

function usage(reason) {
  console.error(`npm-packages: ${reason}`);
  process.exit(64);
}

const work = fs.mkdtempSync(path.join(os.tmpdir(), "npm-packages-"));
const peer = await startPeer();
const results = [];
try {
  for (const name of wanted.length > 0 ? wanted : Object.keys(dependencies)) {
    const { version } = JSON.parse(fs.readFileSync(path.join(nodeModules, name, "package.json"), "utf8"));
    const result = { name, version, checks: await run(name) };
    results.push(result);
    const failed = result.checks.filter((it) => it.problem !== undefined);
    console.log(`${failed.length === 0 ? "ok    " : "FAILED"} ${name} ${version}: ${result.checks.length - failed.length} of ${result.checks.length} checks`);
    for (const { check, problem } of failed) console.log(`         ${check}: ${problem.replaceAll("\n", "\n         ")}`);
  }
} finally {
  peer.stop();
  fs.rmSync(work, { recursive: true, force: true });
}

const failures = readFailures(path.join(HERE, "failures.txt"), dependencies);
const problems = flags.has("--node") ? nodeProblems(results) : compare(results, failures);
if (!flags.has("--node") && !conditions && wanted.length === 0) {
  const file = path.join(HERE, "../../docs/compat.md");
  // A table is not written from what nobody has explained.
  const mayWrite = flags.has("--write") && problems.length === 0;
  problems.push(...writeTable(file, tableOf(results, failures), mayWrite));
}
for (const problem of problems) console.error(problem);
const working = results.filter((it) => it.checks.every(({ problem }) => problem === undefined)).length;
console.log(`${working} of ${results.length} packages work`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** The same checks must hold in Node; what does not is a mistake of the check. */
function nodeProblems(results) {
  return results.flatMap(({ name, checks }) => checks.filter((it) => it.problem !== undefined).map(({ check }) => `${name}/${check} fails in Node`));
}

/**
 * Makes the package's site and runs its checks.
 *
 * @returns {Promise<{ check: string, problem: string | undefined }[]>}
 */
async function run(name) {
  const source = path.join(HERE, "checks", `${name.replace("@", "").replace("/", "-")}.js`);
  const checks = [...fs.readFileSync(source, "utf8").matchAll(/^export const get_(\w+) = check\(/gm)].map((match) => match[1]);
  if (checks.length === 0) throw new Error(`${source} has no checks`);
  const site = path.join(work, path.basename(source, ".js"));
  const backend = path.join(site, "backend");
  fs.mkdirSync(backend, { recursive: true });
  fs.copyFileSync(source, path.join(backend, "http-functions.js"));
  fs.copyFileSync(path.join(HERE, "checks/check.js"), path.join(backend, "check.js"));
  fs.copyFileSync(path.join(HERE, "package.json"), path.join(site, "package.json"));
  fs.symlinkSync(nodeModules, path.join(site, "node_modules"));
  fs.writeFileSync(path.join(site, "velodrome.toml"), configuration());
  const ask = flags.has("--node") ? await importIntoNode(backend) : await serve(site);
  const outcomes = [];
  for (const check of checks) outcomes.push({ check, problem: await ask.check(check) });
  await ask.stop();
  return outcomes;
}

function configuration() {
  const builds = (conditions ? installed() : []).map((name) => `[packages.${JSON.stringify(name)}]\nconditions = ${JSON.stringify(conditions)}\n`);
  return `env = { PEER = "${peer.address}" }\n${builds.join("")}[limits]\nwall_time_ms_max = ${CHECK_TIME_MS_MAX}\ncpu_time_ms_max = ${CHECK_TIME_MS_MAX}\n`;
}

/** Every installed package, those that others depend on among them. */
function installed() {
  const names = fs.readdirSync(nodeModules).filter((name) => !name.startsWith("."));
  return names.flatMap((name) => (name.startsWith("@") ? fs.readdirSync(path.join(nodeModules, name)).map((own) => `${name}/${own}`) : [name]));
}

/** Loads the file into this process; PEER is in its environment. */
async function importIntoNode(backend) {
  process.env.PEER = peer.address;
  const module = await import(pathToFileURL(path.join(backend, "http-functions.js")).href).catch((error) => error);
  return {
    async check(check) {
      if (module instanceof Error) return String(module.stack);
      const { body } = await module[`get_${check}`]();
      return body.passed === true ? undefined : describe(body);
    },
    async stop() {},
  };
}

/** Starts a server for the site. */
async function serve(site) {
  const server = spawn(velodrome, ["dev", site, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  server.stderr.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-20_000)));
  const ended = once(server, "exit");
  const address = await Promise.race([readyAddress(server), ended.then(() => undefined), pause(START_TIME_MS_MAX)]);
  return {
    async check(check) {
      if (address === undefined) return `the server did not start: ${said}`;
      const before = said.length;
      try {
        const answer = await fetch(`${address}/_functions/${check}`, { signal: AbortSignal.timeout(CHECK_TIME_MS_MAX) });
        const text = await answer.text();
        const body = JSON.parse(text);
        if (answer.status === 200 && body.passed === true) return undefined;
        return body.stack === undefined ? `${answer.status} ${text}\n${said.slice(before)}` : describe(body);
      } catch (error) {
        return `${error.message}\n${said.slice(before)}`;
      }
    },
    async stop() {
      server.kill("SIGTERM");
      await ended;
    },
  };
}

async function readyAddress(server) {
  for await (const line of readline.createInterface({ input: server.stdout })) {
    const ready = /^velodrome ready (http:.*)$/.exec(line);
    if (ready) return ready[1];
  }
  return undefined;
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** The message and where it comes from, without repeating it. */
function describe({ message, stack }) {
  return stack.includes(message) ? stack : `${message}\n${stack}`;
}
