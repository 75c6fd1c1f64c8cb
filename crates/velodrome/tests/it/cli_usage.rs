//! The command line itself: help, wrong flags, a wrong configuration, and the small commands.

use crate::support::Site;

#[test]
fn help_and_version_are_data() {
    let site = Site::empty();
    let version = concat!("velodrome ", env!("CARGO_PKG_VERSION"), "\n");
    site.run(&["--version"]).exits(0).prints(version);
    let help = site.run(&["--help"]).exits(0).stdout;
    for command in [
        "dev",
        "serve",
        "call",
        "check",
        "test",
        "types",
        "jobs",
        "publish",
        "releases",
        "rollback",
        "limits",
        "init",
        "completions",
    ] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command} in {help}"
        );
        site.run(&[command, "--help"]).exits(0);
    }
    assert!(
        !help.contains("bundle-child") && !help.contains("site-process"),
        "{help}"
    );
}

#[test]
fn wrong_flags_exit_64_and_print_nothing_on_stdout() {
    let site = Site::empty();
    for wrong in [
        &[][..],
        &["nonsense"],
        &["check", "--nonsense"],
        &["dev", "--listen", "8080"],
        &["dev", "--log-format", "xml"],
        &["rollback", "minus-one"],
        &["call", "GET"],
        &["call", "GET", "/x", "-H", "no colon"],
        &["completions", "cmd"],
        &["check", "a", "b"],
    ] {
        site.run(wrong).exits(64).prints("");
    }
}

#[test]
fn a_wrong_configuration_exits_64_with_every_mistake() {
    let site = Site::of("export function get_x() {}\n");
    site.write(
        "velodrome.toml",
        "plna = \"free\"\n\n[limits]\nwall_time_ms_max = 1\n",
    );
    for command in ["check", "publish", "limits"] {
        site.run(&[command])
            .exits(64)
            .says("velodrome.toml:1:1: unknown key \"plna\"; did you mean \"plan\"?")
            .says("velodrome.toml:4:20: limits.wall_time_ms_max must be from 10 to 600000, not 1")
            .prints("");
    }
}

#[test]
fn limits_prints_the_table_with_the_values_in_force() {
    let site = Site::empty();
    site.write(
        "velodrome.toml",
        "plan = \"free\"\n[limits]\nwall_time_ms_max = 20\n",
    );
    let table = site.run(&["limits"]).exits(0).stdout;
    let row = |name: &str| {
        let line = table
            .lines()
            .find(|line| line.starts_with(name))
            .expect("a row");
        line.split_whitespace()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        row("name"),
        ["name", "unit", "default", "floor", "ceiling", "current"]
    );
    assert_eq!(
        row("wall_time_ms_max"),
        ["wall_time_ms_max", "ms", "14000", "10", "600000", "20"]
    );
    assert_eq!(
        row("requests_per_minute_max").last().map(String::as_str),
        Some("5000")
    );

    let json = site.run(&["limits", "--json", "."]).exits(0).stdout;
    let rows: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let rows = rows.as_array().expect("an array");
    assert_eq!(rows.len() + 1, table.lines().count());
    let wall = rows
        .iter()
        .find(|row| row["name"] == "wall_time_ms_max")
        .expect("a row");
    assert_eq!((&wall["current"], &wall["floor"]), (&20.into(), &10.into()));
}

#[test]
fn init_writes_a_site_that_passes_its_check_and_never_overwrites() {
    let site = Site::empty();
    site.run(&["init", "new"])
        .exits(0)
        .says("velodrome dev new")
        .prints("");
    site.run(&["check", "new"]).exits(0).prints(
        "GET     /_functions/hello  backend/http-functions.js:13\n\
         GET     /_functions/notes  backend/http-functions.js:20\n\
         POST    /_functions/notes  backend/http-functions.js:26\n",
    );
    site.run(&["limits", "new"]).exits(0);
    site.run(&["test", "new"]).exits(0);
    site.run(&["init", "new"])
        .exits(1)
        .says("there is a site already");

    site.write("half/velodrome.toml", "mine");
    site.run(&["init", "half"])
        .exits(1)
        .says("is there already");
    assert!(!site.path("half/backend").exists());

    site.write("other/src/backend/http-functions.ts", "mine");
    site.run(&["init", "other"])
        .exits(1)
        .says("there is a site already");
}

#[test]
fn the_lines_of_the_commented_configuration_are_right() {
    let site = Site::empty();
    site.run(&["init"]).exits(0);
    let text = std::fs::read_to_string(site.path("velodrome.toml")).expect("written");
    let is_setting = |line: &str| line.contains(" = ") || line.starts_with('[');
    let settings: Vec<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# ").filter(|line| is_setting(line)))
        .collect();
    assert!(settings.len() > 5, "{text}");
    site.write("velodrome.toml", &settings.join("\n"));
    site.run(&["check"]).exits(0);
}

#[test]
fn completions_are_scripts() {
    let site = Site::empty();
    for shell in ["bash", "zsh", "fish"] {
        let script = site.run(&["completions", shell]).exits(0).stdout;
        assert!(
            script.contains("velodrome") && script.contains("rollback"),
            "{shell}"
        );
    }
}

#[test]
fn the_hidden_child_builds_one_site_and_refuses_nonsense() {
    let ran = Site::empty().run(&["bundle-child"]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.is_empty(), "{ran:?}");
}
