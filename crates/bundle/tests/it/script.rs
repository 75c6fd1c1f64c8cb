//! The script's form.

use crate::site::Site;

#[test]
fn prints() {
    let s = Site::new(&[
        (
            "backend/http-functions.js",
            "import {ok, x} from 'wix-http-functions';\nimport * as d from 'wix-foo';\nimport help from './h';\nconst v = require('backend/c');\nexport async function get_a() { for (;;) { await d.q(v, help) } return ok({}) }\nexport default 1;\nexport let count = 0;\nfunction dup(){}\nexport const get_dup = dup;",
        ),
        (
            "backend/h.jsw",
            "export default function help() { try { a() } catch (e) { console.log(e.stack) } }\nfunction dup() { return 2 }\nexport const z = dup;\n",
        ),
        (
            "backend/c.js",
            "module.exports = { a: 1, d: __dirname, r: require(process.argv[1]) };",
        ),
    ]);
    let o = s.build();
    println!(
        "{}\n{}\n{:#?}",
        o.script,
        o.source_map,
        (o.diagnostics, o.inputs, o.host_modules, o.stub_modules)
    );
}
