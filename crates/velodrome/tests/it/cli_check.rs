//! `velodrome check`: every finding has its place, and the exit code says whether the site runs.

use crate::support::Site;

#[test]
fn a_sound_site_lists_its_routes_with_their_places() {
    let site = Site::of(
        "import { ok } from 'wix-http-functions';\n\
         import { helper } from 'backend/lib';\n\
         export function get_hello() { return ok(); }\n\
         export const post_hello = helper(async () => ok());\n\
         export function use_anything() { return ok(); }\n\
         export function patch_x() {}\n\
         export const get_data = 5;\n\
         export * from './more.js';\n",
    );
    site.write("backend/lib.js", "export const helper = (f) => f;\n");
    site.write(
        "backend/more.js",
        "\n\nexport async function put_more_things() {}\n",
    );
    site.run(&["check"]).exits(0).says("4 routes").prints(
        "ANY     /_functions/anything     backend/http-functions.js:5\n\
         GET     /_functions/hello        backend/http-functions.js:3\n\
         POST    /_functions/hello        backend/http-functions.js:4\n\
         PUT     /_functions/more_things  backend/more.js:3\n",
    );
}

#[test]
fn a_syntax_error_has_its_place_and_fails() {
    let site = Site::of("export function get_x() {\n  return ok(;\n}\n");
    site.run(&["check"])
        .exits(1)
        .says("backend/http-functions.js:2:13: error[SYNTAX_ERROR]: ")
        .says("2 |   return ok(;")
        .says("1 error")
        .prints("");
}

#[test]
fn a_missing_module_has_its_place_and_fails() {
    let site = Site::of("import { a } from 'backend/nowhere';\nexport function get_x() { a(); }\n");
    site.run(&["check"])
        .exits(1)
        .says("backend/http-functions.js:1:19: error[MODULE_NOT_FOUND]: ");
}

#[test]
fn a_missing_export_is_a_warning_with_its_place() {
    let site =
        Site::of("import { a, b } from 'backend/lib';\nexport function get_x() { a(); b(); }\n");
    site.write("backend/lib.js", "export const a = 1;\n");
    site.run(&["check"])
        .exits(0)
        .says("backend/http-functions.js:1:13: warning[")
        .says("1 route, 1 warning")
        .prints("GET     /_functions/x  backend/http-functions.js:2\n");
}

#[test]
fn code_that_throws_while_it_is_loaded_fails_with_its_place() {
    let site = Site::of(
        "export function get_x() {}\nfunction start() {\n  throw new Error('no start');\n}\nstart();\n",
    );
    site.run(&["check"])
        .exits(1)
        .says("backend/http-functions.js:3:")
        .says("error[LOAD_FAILED]: ")
        .says("no start");
}

#[test]
fn code_that_does_not_end_while_it_is_loaded_is_stopped() {
    let site = Site::of("export function get_x() {}\nfor (;;) {}\n");
    site.write("velodrome.toml", "[limits]\ncpu_time_ms_max = 100\n");
    site.run(&["check"]).exits(1).says("error[CPU_LIMIT]: ");
}

#[test]
fn what_crashes_the_bundler_is_said_and_crashes_nothing_else() {
    let depth = 500_000;
    let site = Site::of(&format!(
        "export const get_x = {}1{};\n",
        "(".repeat(depth),
        ")".repeat(depth)
    ));
    site.run(&["check"]).exits(1).says("error[");
}

#[test]
fn a_build_that_takes_too_long_is_stopped() {
    let mut code = String::new();
    for number in 0..40_000 {
        code.push_str(&format!(
            "export const v{number} = {{ a: [{number}, () => {number}] }};\n"
        ));
    }
    let site = Site::of(&code);
    site.write(
        "velodrome.toml",
        "[limits]\nbuild_time_ms_max = 100\nscript_bytes_max = 1024\n",
    );
    let ran = site.run(&["check"]).exits(1);
    // The machine decides which limit is met first.
    let found = ["error[BUILD_TIME]", "error[SCRIPT_TOO_LARGE]"];
    assert!(
        found.iter().any(|code| ran.stderr.contains(code)),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_folder_without_a_site_says_where_it_looked() {
    Site::empty()
        .run(&["check"])
        .exits(1)
        .says("no Velo site in")
        .says("wix-code/backend")
        .says("velodrome init");
}

#[test]
fn the_path_of_base_url_is_part_of_the_routes() {
    let site = Site::of("export function get_x() {}\n");
    site.write(
        "velodrome.toml",
        "base_url = \"https://user.example.com/mysite\"\n",
    );
    site.run(&["check"])
        .exits(0)
        .prints("GET     /mysite/_functions/x  backend/http-functions.js:1\n");
}

#[test]
fn control_characters_of_a_site_do_not_reach_the_terminal() {
    let site = Site::of("import x from 'backend/\\u001b[2J';\nconst y = '\u{1b}[2J' +;\n");
    let ran = site.run(&["check"]).exits(1);
    assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
}
