//! Every way in which editors, tools and people change files ends in the right build.
//!
//! A "build" here is reading the handler file; each test ends when one has seen the last write,
//! in both modes of watching.

use std::fs;
use std::os::unix::fs::symlink;

use velodrome_site::locate::SiteLayout;
use velodrome_site::watch::{WatchMode, Watcher};

use crate::watching::{Site, run};

const HANDLERS: &str = "backend/http-functions.js";

fn watch(site: &Site, mode: WatchMode) -> Watcher {
    Watcher::start(&site.layout(), Vec::new(), mode)
}

/// Builds after every change until `is_done` likes what it reads.
async fn build_until(watch: &mut Watcher, mut is_done: impl FnMut() -> bool) {
    loop {
        watch.changed().await;
        if is_done() {
            return;
        }
    }
}

/// Makes a change and waits for the build that has it.
fn leads_to(site: &Site, wanted: &str, change: impl Fn(&Site)) {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        site.write(HANDLERS, "before");
        run(async {
            let mut watch = watch(site, mode);
            change(site);
            build_until(&mut watch, || {
                fs::read_to_string(site.path(HANDLERS)).is_ok_and(|text| text == wanted)
            })
            .await;
        });
    }
}

#[test]
fn truncate_and_write() {
    leads_to(&Site::new(), "after", |site| site.write(HANDLERS, "after"));
}

#[test]
fn a_write_of_the_same_length_within_one_step_of_the_clock() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        let site = Site::new();
        run(async {
            let mut watch = watch(&site, mode);
            for round in 0..10 {
                site.write(HANDLERS, &round.to_string());
                site.write(HANDLERS, &(round + 1).to_string());
                watch.changed().await;
            }
        });
    }
}

#[test]
fn rename_over() {
    leads_to(&Site::new(), "after", |site| {
        site.write("backend/.http-functions.js.swp", "after");
        let from = site.path("backend/.http-functions.js.swp");
        fs::rename(from, site.path(HANDLERS)).expect("renamed");
    });
}

#[test]
fn a_link_that_is_made_to_point_elsewhere() {
    leads_to(&Site::new(), "after", |site| {
        site.write("elsewhere/after.js", "after");
        let link = site.path("backend/link");
        symlink(site.path("elsewhere/after.js"), &link).expect("a link");
        fs::rename(link, site.path(HANDLERS)).expect("renamed");
    });
}

#[test]
fn a_backend_that_is_a_link_to_a_version() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        let site = Site::new();
        site.write("v1/http-functions.js", "1");
        site.write("v2/http-functions.js", "2");
        fs::remove_dir_all(site.path("backend")).expect("removed");
        symlink("v1", site.path("backend")).expect("a link");
        run(async {
            let mut watch = watch(&site, mode);
            symlink("v2", site.path("next")).expect("a link");
            fs::rename(site.path("next"), site.path("backend")).expect("renamed");
            watch.changed().await;
            // And the new folder is the one that is watched now.
            site.write("v2/http-functions.js", "3");
            watch.changed().await;
        });
    }
}

#[test]
fn a_folder_that_is_deleted_and_made_again() {
    leads_to(&Site::new(), "after", |site| {
        fs::remove_dir_all(site.path("backend")).expect("removed");
        site.write(HANDLERS, "after");
    });
    // With builds in between, and a write to the folder that took the place of the old one.
    for mode in [WatchMode::Told, WatchMode::Polled] {
        let site = Site::new();
        run(async {
            let mut watch = watch(&site, mode);
            for round in 0..5 {
                fs::remove_dir_all(site.path("backend")).expect("removed");
                watch.changed().await;
                assert!(SiteLayout::find(site.root(), None).is_err());
                site.write(HANDLERS, &format!("again {round}"));
                build_until(&mut watch, || site.path(HANDLERS).is_file()).await;
                site.write(HANDLERS, &format!("and again {round}"));
                build_until(&mut watch, || {
                    fs::read_to_string(site.path(HANDLERS))
                        .is_ok_and(|text| text == format!("and again {round}"))
                })
                .await;
            }
        });
    }
}

#[test]
fn a_thousand_files_at_once_in_new_folders() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        let site = Site::new();
        run(async {
            let mut watch = watch(&site, mode);
            for number in 0..1000 {
                site.write(&format!("backend/d{}/f{number}.js", number % 50), "x");
            }
            let mut files = 0;
            while files < 1000 {
                files += watch.changed().await.files;
            }
            assert_eq!(files, 1000);
            site.write("backend/d49/f49.js", "the last one");
            assert_eq!(watch.changed().await.files, 1);
        });
    }
}

#[test]
fn what_is_written_during_a_build_leads_to_another() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        let site = Site::new();
        let package = site.path("lib/package/index.js");
        site.write("lib/package/index.js", "0");
        run(async {
            let mut watch = watch(&site, mode);
            for round in 1..10 {
                // The build reads both files, then they are written, then the build ends.
                site.write(HANDLERS, &round.to_string());
                site.write("lib/package/index.js", &round.to_string());
                watch.follow(&site.layout(), std::slice::from_ref(&package));
                let mut files = 0;
                while files < 2 {
                    files += watch.changed().await.files;
                }
            }
            fs::remove_file(&package).expect("removed");
            watch.follow(&site.layout(), &[]);
            assert_eq!(watch.changed().await.files, 1);
        });
    }
}

#[test]
fn files_of_packages_are_followed_once_a_build_read_them() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        let site = Site::new();
        site.write("node_modules/he/he.js", "0");
        run(async {
            let mut watch = watch(&site, mode);
            watch.follow(&site.layout(), &[site.path("node_modules/he/he.js")]);
            site.write("node_modules/he/he.js", "1");
            assert!(watch.changed().await.sources);
            // A package that was missing is installed.
            site.write("node_modules/uuid/index.js", "0");
            assert!(watch.changed().await.sources);
        });
    }
}

#[test]
fn configuration_and_sources_are_told_apart() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        let site = Site::new();
        run(async {
            let mut watch = watch(&site, mode);
            site.write("velodrome.toml", "plan = \"free\"");
            let change = watch.changed().await;
            assert!(change.config && !change.sources, "{change:?}");
            site.write("public/shared.js", "1");
            let change = watch.changed().await;
            assert!(change.sources && !change.config, "{change:?}");
            site.write("package.json", "{}");
            assert!(watch.changed().await.sources);
        });
    }
}

#[test]
fn what_is_no_part_of_the_site_is_not_told() {
    for mode in [WatchMode::Told, WatchMode::Polled] {
        let site = Site::new();
        run(async {
            let excluded = vec![site.path("backend/data")];
            let mut watch = Watcher::start(&site.layout(), excluded, mode);
            site.write("backend/data/current", "1");
            site.write("backend/.hidden/x.js", "1");
            site.write("backend/http-functions.js~", "1");
            site.write("backend/#http-functions.js#", "1");
            site.write(".velodrome/current", "1");
            site.write("README.md", "1");
            fs::read_to_string(site.path(HANDLERS)).expect("readable");
            site.write("backend/other.js", "1");
            assert_eq!(watch.changed().await.files, 1);
        });
    }
}

#[test]
fn links_that_lead_in_circles_end() {
    let site = Site::new();
    symlink("..", site.path("backend/up")).expect("a link");
    symlink("self", site.path("backend/self")).expect("a link");
    run(async {
        let mut watch = watch(&site, WatchMode::Told);
        site.write(HANDLERS, "1");
        watch.changed().await;
    });
}
