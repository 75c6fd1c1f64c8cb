/**
 * The data of the tests of `URL`, read by ourselves: what says how hosts become ASCII, whose tests are
 * for pages, and without the tests' own files all the rest as well, under the names it has there.
 * `wpt.files` has the texts by name.
 */
const report = (file, name, message) =>
  console.log(`WPT ${JSON.stringify({ file, name: name.slice(0, 300).toWellFormed(), status: message === undefined ? "PASS" : "FAIL", message: message ?? "" })}`);

/** What keeps `act` from ending well. */
function failure(act) {
  try {
    act();
    return undefined;
  } catch (error) {
    return `${error.message}`;
  }
}

function same(actual, expected, what) {
  if (actual !== expected) throw new Error(`${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
}

function isRefused(input, base) {
  let url;
  try {
    url = new URL(input, base);
  } catch (error) {
    if (error instanceof TypeError) return;
    throw error;
  }
  throw new Error(`it is accepted as ${url.href}`);
}

/** Entries of a file of data, without comments. */
const entries = (name) => (wpt.files[name] === undefined ? [] : JSON.parse(wpt.files[name])).filter((entry) => typeof entry !== "string");

const encodeDelimiters = (input) => input.replace(/[:/?#\\]/g, encodeURIComponent);

/** The host of a URL in ASCII. */
function hosts(file) {
  for (const { input, output, comment } of entries(file)) {
    if (input === "") continue;
    const text = `https://${file === "toascii.json" ? input : encodeDelimiters(input)}/x`;
    const wrong = failure(() => {
      if (output === null) return isRefused(text);
      const url = new URL(text);
      same(url.host, output, "host");
      same(url.hostname, output, "hostname");
      same(url.href, `https://${output}/x`, "href");
    });
    report(`url/${file}`, `ToASCII(${JSON.stringify(input)})${comment ? ` ${comment}` : ""}`, wrong);
  }
}

const PARTS = ["href", "protocol", "username", "password", "host", "hostname", "port", "pathname", "search", "hash"];

function parsing() {
  for (const entry of [...entries("urltestdata.json"), ...entries("urltestdata-javascript-only.json")]) {
    const base = entry.base ?? undefined;
    const place = base ? `against <${base}>` : "without base";
    const wrong = failure(() => {
      if (entry.failure) return isRefused(entry.input, base);
      const url = new URL(entry.input, base);
      for (const part of PARTS) same(url[part], entry[part], part);
      if ("searchParams" in entry) same(url.searchParams.toString(), entry.searchParams, "searchParams");
    });
    report("url/url-constructor.any.js", `Parsing: <${entry.input}> ${place}`, wrong);
    if (!("origin" in entry)) continue;
    const elsewhere = failure(() => same(new URL(entry.input, base).origin, entry.origin, "origin"));
    report("url/url-origin.any.js", `Origin parsing: <${entry.input}> ${place}`, elsewhere);
  }
}

function setters() {
  const all = JSON.parse(wpt.files["setters_tests.json"] ?? "{}");
  for (const [attribute, cases] of Object.entries(all)) {
    if (attribute === "comment") continue;
    for (const { href, new_value: value, comment, expected } of cases) {
      const wrong = failure(() => {
        const url = new URL(href);
        url[attribute] = value;
        for (const [part, text] of Object.entries(expected)) same(url[part], text, part);
      });
      report("url/url-setters.any.js", `URL: Setting <${href}>.${attribute} = '${value}'${comment === undefined ? "" : ` ${comment}`}`, wrong);
    }
  }
}

hosts("toascii.json");
hosts("IdnaTestV2.json");
hosts("IdnaTestV2-removed.json");
if (!wpt.hasTests) {
  parsing();
  setters();
}
