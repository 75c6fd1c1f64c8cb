//! `velodrome types`: what is written, and that TypeScript's own compiler takes it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::Site;

/// TypeScript's compiler, or why it is not to be had.
fn compiler() -> Result<PathBuf, String> {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let folder = target.join("typescript");
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../scripts/fetch-typescript"
    );
    let output = Command::new(script)
        .arg(&folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    match output.status.code() {
        Some(0) => Ok(folder.join("node_modules/.bin/tsc")),
        Some(3) => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        _ => panic!("{output:?}"),
    }
}

const HANDLER: &str = r#"
import { ok, created, notFound, response } from "wix-http-functions";
import wixData, { query } from "wix-data";
import { getSecret } from "wix-secrets-backend";
import { fetch, getJSON } from "wix-fetch";
import { elevate } from "wix-auth";
import { webMethod, Permissions } from "wix-web-module";
import { createHmac } from "node:crypto";
import { totalOf } from "backend/prices";
import { greet } from "backend/greetings.web";
import { shared } from "public/shared";

/** @param {import("wix-http-functions").WixHttpFunctionRequest} request */
export async function get_order(request) {
  const order = await wixData.get("orders", request.path[0], { suppressAuth: true });
  if (order === null) return notFound();
  /** @type {number} */
  const total = order.total;
  /** @type {Date} */
  const when = order._createdDate;
  const { items } = await query("orders").eq("paid", true).descending("total").limit(10).find();
  /** @type {boolean | undefined} */
  const paid = items[0].paid;
  const key = await getSecret("KEY");
  const digest = createHmac("sha256", key).update(await request.body.buffer()).digest("hex");
  const rate = await getJSON("https://example.com/rate");
  const answer = await fetch("https://example.com/", { method: "post", body: JSON.stringify({ total, when, paid, digest, rate }) });
  if (!answer.ok) return response({ status: 502, headers: { "x-status": answer.status } });
  return ok({ body: { total: totalOf([total]), greeting: await greet("x"), shared, id: Buffer.from(order._id).toString("base64") } });
}

export const post_order = elevate(async () => created({ body: await wixData.insert("orders", { total: 1 }) }));
export const hello = webMethod(Permissions.Anyone, (/** @type {string} */ name) => `hello ${name}`);
"#;

const TESTS: &str = r#"
import { beforeEach, call, clock, data, expect, fetch, fn, it as check, mock, secrets, spyOn } from "velodrome:test";

const send = fn((/** @type {string} */ text) => text.length).mockReturnValueOnce(3);
mock("wix-crm-backend", { contacts: { getContact: send } });
beforeEach(async () => {
  clock.set("2026-01-01T00:00:00Z");
  secrets.set({ KEY: "value" });
  fetch.mock("https://example.com/rate", { body: { rate: 1 } });
  await data.seed({ orders: [{ total: 8 }] });
});
check.each([[1, "a"], [2, "b"]])("%d %s", async (n, text) => {
  const answer = await call("GET", "/_functions/order", { query: { n } });
  expect(answer.status, text).not.toBe(500);
  await expect(call("GET", "x")).resolves.toMatchObject({ status: expect.any(Number) });
  await clock.advance(1000);
  expect(send).toHaveBeenCalledTimes(n);
  spyOn(console, "log").mockReturnValue(undefined);
  /** @type {number} */
  const total = (await data.items("orders"))[0].total;
  expect(total).toBeCloseTo(8);
});
describe("global", () => it.todo("too"));
"#;

fn site() -> Site {
    let site =
        Site::of(HANDLER).with_config("[collections.orders.fields.paid]\ntype = \"BOOLEAN\"\n");
    site.write("backend/prices.js", "/** @param {number[]} list */\nexport const totalOf = (list) => list.reduce((a, b) => a + b, 0);\n");
    site.write(
        "backend/greetings.web.js",
        "/** @param {string} name */\nexport const greet = async (name) => `hi ${name}`;\n",
    );
    site.write("public/shared.js", "export const shared = 1;\n");
    site.write("backend/http-functions.test.js", TESTS);
    site.write("dump/orders.json", r#"[{ "_id": "1", "total": 8, "lines": [{ "item": "tea" }] }, { "_id": "2", "total": 9.5, "note": null }]"#);
    site.run(&["data", "import", "orders", "dump/orders.json"])
        .exits(0);
    site
}

#[test]
fn the_declarations_compile_with_code_that_uses_them() {
    let tsc = match compiler() {
        Ok(tsc) => tsc,
        Err(reason) => {
            return eprintln!("skipped: the TypeScript compiler is not to be had: {reason}");
        }
    };
    let site = site();
    site.run(&["types"])
        .exits(0)
        .says("with 1 collections")
        .says("jsconfig.json");
    let check = || {
        let output = Command::new(&tsc)
            .args([
                "--project",
                "jsconfig.json",
                "--checkJs",
                "true",
                "--strict",
                "--skipLibCheck",
                "false",
            ])
            .current_dir(site.dir())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        (
            output.status.success(),
            String::from_utf8(output.stdout).unwrap(),
        )
    };
    let (passed, said) = check();
    assert!(passed, "{said}");
    site.handlers(
        &HANDLER
            .replace("const total = order.total;", "const total = order.lines;")
            .replace("totalOf([total])", "totalOf([\"x\"])"),
    );
    let (passed, said) = check();
    assert!(!passed && said.matches("error TS").count() >= 2, "{said}");
}

#[test]
fn collections_are_what_is_declared_and_stored_and_nobody_elses_file_is_overwritten() {
    let site = site();
    site.run(&["types"]).exits(0);
    let text = std::fs::read_to_string(site.path("velodrome-types/collections.d.ts")).unwrap();
    for line in [
        "  \"orders\": {\n",
        "    \"paid\"?: boolean;\n",
        "    \"total\": number;\n",
        "    \"note\"?: null;\n",
        "      \"item\": string;\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let config = std::fs::read_to_string(site.path("jsconfig.json")).unwrap();
    assert!(config.contains("\"./backend/*.web\""), "{config}");
    site.run(&["types"]).exits(0).says("wrote");
    site.write("jsconfig.json", "{ \"mine\": true }");
    site.run(&["types"])
        .exits(0)
        .says("is somebody else's and stays");
    assert_eq!(
        std::fs::read_to_string(site.path("jsconfig.json")).unwrap(),
        "{ \"mine\": true }"
    );
    site.run(&["types", "--force"]).exits(0);
    assert_eq!(
        std::fs::read_to_string(site.path("jsconfig.json")).unwrap(),
        config
    );
    site.write("tsconfig.json", "{}");
    site.run(&["types"]).exits(0).says("tsconfig.json is there");
}
