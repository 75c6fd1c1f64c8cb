//! Files of a site that are no code, for sites that import `fs`.

use crate::site::{Site, only_finding, place};

const READS: &str =
    "import { readFileSync } from 'fs'; export const get_x = () => readFileSync('x');";

/// The argument of the script's `files` call; empty when there is none.
fn table(script: &str) -> &str {
    let Some((_, rest)) = script.split_once("$vd.files?.(") else {
        return "";
    };
    rest.split_once("); await").expect("the call ends").0
}

#[test]
fn files_are_readable_and_bounded() {
    let site = Site::new(&[
        ("backend/http-functions.js", READS),
        ("backend/mail/a.txt", "hello \u{2028}"),
        ("backend/helper.js", "not bundled"),
        ("backend/.env", "SECRET=1"),
        ("backend/node_modules/p/LICENSE", "MIT"),
        ("public/list.csv", "a,b"),
        ("other/away.txt", "away"),
    ]);
    site.write("backend/key.der", &[0xff, 0x0e]);
    let output = site.build();
    assert_eq!(output.diagnostics, []);
    assert_eq!(
        table(&output.script),
        r#"{ "backend/key.der": "hff0e", "backend/mail/a.txt": "thello \u2028", "public/list.csv": "ta,b" }"#
    );
    let inputs = &output.inputs;
    assert!(
        inputs
            .iter()
            .any(|path| path.ends_with("backend/mail/a.txt"))
    );
}

#[test]
fn a_file_that_is_too_large_is_left_out_with_a_warning() {
    let site = Site::of(READS);
    site.write("backend/large.bin", &vec![0; 300 << 10]);
    let output = site.build();
    assert_eq!(
        place(only_finding(&output)),
        "warning FILE_NOT_READABLE backend/large.bin:0:0"
    );
    assert_eq!(table(&output.script), "");
}

#[test]
fn a_site_that_does_not_import_fs_brings_none() {
    let site = Site::of("export const get_x = () => 1;");
    site.write("backend/a.txt", b"hello");
    assert_eq!(table(&site.script()), "");
}
