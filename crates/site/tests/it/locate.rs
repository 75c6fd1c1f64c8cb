//! Sites in all the shapes that people keep them in.

use std::fs;
use std::path::Path;

use velodrome_site::locate::{BACKEND_FOLDERS, HANDLER_FILES, SiteLayout};

fn put(file: &Path) {
    fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
    fs::write(file, "").expect("a file");
}

fn site() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn every_usual_folder_and_every_handler_file_is_found() {
    for folder in BACKEND_FOLDERS {
        for name in HANDLER_FILES {
            let site = site();
            put(&site.path().join(folder).join(name));
            let layout = SiteLayout::find(site.path(), None).expect("a site");
            assert_eq!(layout.site_dir, site.path());
            assert_eq!(layout.backend_dir, site.path().join(folder));
            assert_eq!(layout.public_dir, None);
        }
    }
}

#[test]
fn public_lies_beside_the_backend() {
    let site = site();
    put(&site.path().join("src/backend/http-functions.js"));
    put(&site.path().join("src/public/x.js"));
    put(&site.path().join("public/not-this-one.js"));
    let layout = SiteLayout::find(site.path(), None).expect("a site");
    assert_eq!(layout.public_dir, Some(site.path().join("src/public")));
}

#[test]
fn a_folder_that_holds_the_file_itself_is_a_site() {
    let site = site();
    put(&site.path().join("http-functions.ts"));
    fs::create_dir(site.path().join("public")).expect("a folder");
    let layout = SiteLayout::find(site.path(), None).expect("a site");
    assert_eq!(layout.backend_dir, site.path());
    assert_eq!(layout.public_dir, Some(site.path().join("public")));
}

#[test]
fn a_backend_folder_given_as_the_site_finds_public_beside_it() {
    let site = site();
    put(&site.path().join("src/backend/http-functions.js"));
    put(&site.path().join("src/public/x.js"));
    let layout = SiteLayout::find(&site.path().join("src/backend"), None).expect("a site");
    assert_eq!(layout.public_dir, Some(site.path().join("src/public")));
}

#[test]
fn a_backend_folder_without_handlers_does_not_hide_the_next() {
    let site = site();
    put(&site.path().join("backend/other.js"));
    put(&site.path().join("src/backend/http-functions.js"));
    let layout = SiteLayout::find(site.path(), None).expect("a site");
    assert_eq!(layout.backend_dir, site.path().join("src/backend"));
}

#[test]
fn the_option_overrides() {
    let site = site();
    put(&site.path().join("backend/http-functions.js"));
    put(&site.path().join("server/code/http-functions.js"));
    let layout = SiteLayout::find(site.path(), Some(Path::new("server/code"))).expect("a site");
    assert_eq!(layout.backend_dir, site.path().join("server/code"));
    let error = SiteLayout::find(site.path(), Some(Path::new("nowhere"))).expect_err("no folder");
    assert!(
        error.to_string().contains("nowhere is not a folder"),
        "{error}"
    );
    let error = SiteLayout::find(site.path(), Some(Path::new("server"))).expect_err("no file");
    assert!(
        error.to_string().contains("has no http-functions.js"),
        "{error}"
    );
}

#[test]
fn the_error_lists_where_it_looked() {
    let site = site();
    put(&site.path().join("Backend/other.js"));
    let error = SiteLayout::find(site.path(), None)
        .expect_err("no site")
        .to_string();
    for folder in BACKEND_FOLDERS {
        let place = site.path().join(folder).display().to_string();
        assert!(error.contains(&place), "{place} in {error}");
    }
    assert!(
        error.contains("Backend has no http-functions.js"),
        "{error}"
    );
    let error = SiteLayout::find(&site.path().join("none"), None).expect_err("no folder");
    assert!(
        error.to_string().ends_with("none is not a folder"),
        "{error}"
    );
}
