//! The media's files: what several processes see of each other, what a crash leaves behind.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use velodrome_model::limits::Limits;
use velodrome_site::media::{MediaError, MediaFile, MediaLibrary, NewFile, ROOT, VISITORS};
use velodrome_site::sealed::KeySource;

const NOW_MS: u64 = 1_700_000_000_000;

fn library(dir: &Path) -> MediaLibrary {
    MediaLibrary::open(dir, KeySource::File, &Limits::default(), None)
}

fn named(name: &str, path: &str) -> NewFile {
    NewFile {
        name: name.to_owned(),
        path: path.to_owned(),
        ..NewFile::default()
    }
}

fn add(library: &MediaLibrary, name: &str) -> MediaFile {
    let added = library.add(named(name, "a/b"), name.as_bytes(), NOW_MS);
    (*added.expect("added")).clone()
}

fn names(library: &MediaLibrary) -> Vec<String> {
    let files = library.files(|_| true).expect("readable");
    let mut names: Vec<String> = files.iter().map(|file| file.name.clone()).collect();
    names.sort();
    names
}

fn code<T>(result: Result<T, MediaError>) -> &'static str {
    result.err().map_or("none", |error| error.code())
}

#[test]
fn what_one_process_keeps_or_removes_the_others_see() {
    let dir = tempfile::tempdir().expect("a folder");
    let (one, two) = (library(dir.path()), library(dir.path()));
    assert!(names(&one).is_empty());
    let first = add(&one, "first.txt");
    assert_eq!(names(&two), ["first.txt"]);
    add(&two, "second.txt");
    assert_eq!(names(&one), ["first.txt", "second.txt"]);
    one.trash_files(std::slice::from_ref(&first.uri))
        .expect("moved");
    assert_eq!(names(&two), ["second.txt"]);
    assert_eq!(names(&library(dir.path())), ["second.txt"]);
    // Again, and what was never there: no error, as documented.
    one.trash_files(&[first.uri, "nothing".to_owned()])
        .expect("passed over");
}

#[test]
fn files_written_by_many_threads_are_all_there() {
    let dir = tempfile::tempdir().expect("a folder");
    let library = library(dir.path());
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let library = &library;
            scope.spawn(move || {
                for number in 0..10 {
                    add(library, &format!("{thread}-{number}.txt"));
                }
            });
        }
    });
    assert_eq!(names(&library).len(), 40);
    let folders = library.folders(ROOT).expect("readable");
    assert_eq!(folders.len(), 1, "{folders:?}");
    for file in library.files(|_| true).expect("readable") {
        let content = fs::read(library.content_path(&file)).expect("readable");
        assert_eq!(content, file.name.as_bytes());
    }
}

#[test]
fn half_a_line_that_a_crash_left_is_taken_away_and_a_damaged_one_is_named() {
    let dir = tempfile::tempdir().expect("a folder");
    add(&library(dir.path()), "first.txt");
    let journal = dir.path().join("media/journal");
    let append = |text: &str| {
        let mut file = OpenOptions::new()
            .append(true)
            .open(&journal)
            .expect("there");
        file.write_all(text.as_bytes()).expect("written");
    };
    append("{\"file\":{\"uri\":\"00");
    let after = library(dir.path());
    assert_eq!(names(&after), ["first.txt"]);
    add(&after, "second.txt");
    assert_eq!(names(&library(dir.path())), ["first.txt", "second.txt"]);
    append("nonsense\n");
    let error = library(dir.path()).files(|_| true).expect_err("damaged");
    assert!(
        error.to_string().contains("media/journal:5 is damaged"),
        "{error}"
    );
}

#[test]
fn folders_are_made_once_and_go_with_all_that_is_in_them() {
    let dir = tempfile::tempdir().expect("a folder");
    let library = library(dir.path());
    add(&library, "x.txt");
    library
        .add(named("y.txt", "/a/"), b"y", NOW_MS)
        .expect("added");
    let visitor = NewFile {
        by_visitor: true,
        ..named("z.txt", "")
    };
    let visitor = library.add(visitor, b"z", NOW_MS).expect("added");
    assert_eq!(visitor.folder, VISITORS);
    let outer = library.folders(ROOT).expect("readable");
    let outer = outer.iter().find(|one| one.name == "a").expect("made");
    let inner = library.folders(&outer.id).expect("readable");
    assert_eq!(inner.len(), 1);
    library
        .trash_folders(std::slice::from_ref(&outer.id))
        .expect("moved");
    assert_eq!(names(&library), ["z.txt"]);
    assert!(library.folder(&inner[0].id).expect("readable").is_none());
    assert_eq!(
        fs::read_dir(dir.path().join("media/trash"))
            .expect("there")
            .count(),
        2
    );
}

#[test]
fn what_cannot_be_a_file_leaves_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    let library = library(dir.path());
    for (name, path) in [
        ("", ""),
        ("a/b", ""),
        ("a\n", ""),
        ("a", "x/\u{7}"),
        ("a", &"x/".repeat(21)),
    ] {
        assert_eq!(
            code(library.add(named(name, path), b"x", NOW_MS)),
            "MEDIA_ARGUMENT_INVALID",
            "{name:?} {path:?}"
        );
    }
    let typed = NewFile {
        mime: Some("a/b\r\nset-cookie: x".to_owned()),
        ..named("a", "")
    };
    assert_eq!(
        code(library.add(typed, b"x", NOW_MS)),
        "MEDIA_ARGUMENT_INVALID"
    );
    let linked = || NewFile {
        upload: Some("once".to_owned()),
        ..named("a", "")
    };
    library.add(linked(), b"x", NOW_MS).expect("added");
    assert_eq!(
        code(library.add(linked(), b"x", NOW_MS)),
        "MEDIA_UPLOAD_USED"
    );
    assert_eq!(names(&library), ["a"]);
}

#[test]
fn files_are_for_their_owner() {
    let dir = tempfile::tempdir().expect("a folder");
    let library = library(dir.path());
    let file = add(&library, "a.txt");
    library.links().expect("a key");
    for path in [
        library.content_path(&file),
        dir.path().join("media/journal"),
        dir.path().join("keys/media.key"),
    ] {
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}

#[test]
fn a_link_of_another_process_counts_and_one_of_another_site_does_not() {
    let (dir, other) = (
        tempfile::tempdir().expect("a folder"),
        tempfile::tempdir().expect("a folder"),
    );
    let download = velodrome_site::media::Download {
        uri: "u".to_owned(),
        until_ms: NOW_MS,
        save_as: None,
        expired: None,
    };
    let token = library(dir.path())
        .links()
        .expect("a key")
        .download(download);
    let read = |dir: &Path| {
        library(dir)
            .links()
            .expect("a key")
            .read_download(&token, "u", 0)
            .is_ok()
    };
    assert!(read(dir.path()) && !read(other.path()));
}
