//! What cannot be imported at all says what it is.

use std::path::Path;

use velodrome_site::transfer::{Import, Overrides};

use super::{file, gzip};

#[test]
fn files_that_are_something_else_are_named() {
    let cases: [(&[u8], &str); 7] = [
        (b"", "the file is empty"),
        (b" \n ", "the file is empty"),
        (b"\xff\xfea\0,\0", "UTF-16"),
        (b"PK\x03\x04rest", "save its sheet as CSV"),
        (b",,\n1,2,3\n", "no headers"),
        (b"\xe4,b\n1,2\n", "the headers are not UTF-8"),
        (b"\x1f\x8bnot really", "header"),
    ];
    for (content, what) in cases {
        let file = file(content);
        let error = file.open(&Overrides::default()).err().unwrap().to_string();
        assert!(error.contains(what), "{error}");
        assert!(error.contains("/file: "), "{error}");
    }
    let packed = file(&gzip(b""));
    let error = packed.open(&Overrides::default()).err().unwrap();
    assert_eq!(error.what, "the file is empty");
}

#[test]
fn folders_and_devices_are_no_files() {
    for path in ["/", "/dev/zero"] {
        let error = Import::open(Path::new(path), &Overrides::default());
        let error = error.err().unwrap();
        assert_eq!(error.what, "this is not an ordinary file", "{path}");
    }
    assert!(Import::open(Path::new("/nowhere"), &Overrides::default()).is_err());
}
