//! The site's media over HTTP: what code uploads is served, what strangers upload by link is kept.

use super::limits::limits;
use super::server::{Server, expect};
use velodrome_testkit::http::{Response, render};

/// `post_file` keeps the body under the name in the query; `get_link`, `get_download` and `get_upload`
/// give links, `get_trash` moves to the trash, `get_info` tells.
const SITE: &str = r#"
    const { mediaManager } = $vd.module("wix-media-backend");
    const options = ({ query }) => ({
        mediaOptions: { mimeType: query.type },
        metadataOptions: { isPrivate: query.private === "yes", fileName: query.as },
    });
    return {
        post_file: async (request) => {
            const { fileUrl } = await mediaManager.upload("a/b", await request.body.buffer(), request.query.name, options(request));
            return ok({ body: fileUrl });
        },
        get_link: async ({ query }) => ok({ body: await mediaManager.getFileUrl(query.file) }),
        get_download: async ({ query }) => ok({ body: await mediaManager.getDownloadUrl(query.file, Number(query.minutes), query.as, query.late) }),
        get_upload: async (request) => ok({ body: (await mediaManager.getUploadUrl("from strangers", options(request))).uploadUrl }),
        get_trash: async ({ query }) => ok({ body: typeof (await mediaManager.moveFilesToTrash([query.file])) }),
        get_info: async ({ query }) => ok({ body: await mediaManager.getFileInfo(query.file) }),
    };
"#;

struct Media {
    server: Server,
    dir: tempfile::TempDir,
}

impl Media {
    fn new(config: &str) -> Media {
        let dir = tempfile::tempdir().unwrap();
        let server = Server::with_data(config, SITE, dir.path());
        Media { server, dir }
    }

    /// The media URL of a file that was kept, fit for a query.
    fn keep(&self, query: &str, content: &[u8]) -> String {
        let answer = self
            .server
            .send("POST", &format!("/file?{query}"), &[], content);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer
            .text()
            .replace('#', "%23")
            .replace('%', "%25")
            .replace("%2523", "%23")
    }

    fn text(&self, path: &str) -> String {
        let answer = self.server.get(path);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
        let length = body.len().to_string();
        let mut all = vec![("Host", "site.test")];
        all.extend(headers);
        if !body.is_empty() {
            all.push(("Content-Length", &length));
        }
        let bytes = render(method, path, &all, body);
        self.server.connect().request(method, &bytes).unwrap()
    }

    fn get(&self, path: &str) -> Response {
        self.ask("GET", path, &[], b"")
    }
}

fn headers<'r, const N: usize>(answer: &'r Response, names: [&str; N]) -> [Option<&'r str>; N] {
    names.map(|name| answer.header(name))
}

#[test]
fn a_file_is_served_with_its_type_whole_or_in_part() {
    let media = Media::new("");
    let file = media.keep("name=b%C3%BCcher.txt", b"0123456789");
    let link = media.text(&format!("/link?file={file}"));
    assert!(
        link.starts_with("/_media/") && link.ends_with(".txt/b%C3%BCcher.txt"),
        "{link}"
    );
    let whole = media.get(&link);
    assert_eq!((whole.status, &*whole.text()), (200, "0123456789"));
    let tag = whole.header("etag").unwrap();
    assert_eq!(
        headers(
            &whole,
            [
                "content-type",
                "accept-ranges",
                "x-content-type-options",
                "content-disposition",
                "cache-control"
            ]
        ),
        [
            Some("text/plain"),
            Some("bytes"),
            Some("nosniff"),
            Some("inline; filename*=UTF-8''b%C3%BCcher.txt"),
            Some("public, max-age=31536000, immutable"),
        ]
    );
    assert!(
        whole
            .header("content-security-policy")
            .unwrap()
            .ends_with("sandbox")
    );
    let head = media.ask("HEAD", &link, &[], b"");
    assert_eq!(
        (head.status, head.header("content-length"), &*head.text()),
        (200, Some("10"), "")
    );
    for (range, status, body, content_range) in [
        ("bytes=2-4", 206, "234", Some("bytes 2-4/10")),
        ("bytes=-3", 206, "789", Some("bytes 7-9/10")),
        ("bytes=8-100", 206, "89", Some("bytes 8-9/10")),
        ("bytes=10-", 416, "", Some("bytes */10")),
        ("bytes=0-1,3-4", 200, "0123456789", None),
    ] {
        let answer = media.ask("GET", &link, &[("Range", range)], b"");
        assert_eq!((answer.status, &*answer.text()), (status, body), "{range}");
        assert_eq!(answer.header("content-range"), content_range, "{range}");
    }
    let known = media.ask(
        "GET",
        &link,
        &[("If-None-Match", &format!("\"x\", {tag}"))],
        b"",
    );
    assert_eq!(
        (known.status, &*known.text(), known.header("etag")),
        (304, "", Some(tag))
    );
    let other = media.ask(
        "GET",
        &link,
        &[("Range", "bytes=0-0"), ("If-Range", "\"x\"")],
        b"",
    );
    assert_eq!((other.status, &*other.text()), (200, "0123456789"));
    let same = media.ask(
        "GET",
        &link,
        &[("Range", "bytes=0-0"), ("If-Range", tag)],
        b"",
    );
    assert_eq!((same.status, &*same.text()), (206, "0"));
}

#[test]
fn a_long_file_comes_whole_and_an_empty_one_too() {
    let media = Media::new(&limits(&[("request_body_bytes_max", 4_000_000)]));
    let content: Vec<u8> = (0..3_000_000_u32)
        .map(|number| (number % 251) as u8)
        .collect();
    let file = media.keep("name=long.bin", &content);
    let link = media.text(&format!("/link?file={file}"));
    let whole = media.get(&link);
    assert!(whole.body == content);
    assert_eq!(
        whole.header("content-disposition"),
        Some("attachment; filename*=UTF-8''long.bin")
    );
    let part = media.ask("GET", &link, &[("Range", "bytes=999999-2000000")], b"");
    assert!(part.body == content[999_999..=2_000_000]);
    let empty = media.keep("name=empty.bin", b"");
    let answer = media.get(&media.text(&format!("/link?file={empty}")));
    assert_eq!((answer.status, answer.body.len()), (200, 0));
}

#[test]
fn nothing_but_files_of_the_media_is_served() {
    let media = Media::new("");
    std::fs::write(media.dir.path().join("outside.txt"), "secret").unwrap();
    let file = media.keep("name=a.txt", b"a");
    let link = media.text(&format!("/link?file={file}"));
    let uri = link.split('/').nth(2).unwrap();
    for path in [
        "/_media/",
        "/_media/x",
        "/_media/../outside.txt",
        "/_media/..%2f..%2foutside.txt",
        "/_media/%2e%2e/%2e%2e/outside.txt",
        "/_media//etc/passwd",
        "/_media/journal",
        "/_media/00000000000000000000000000000000.txt/a.txt",
    ] {
        let answer = media.get(path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.text());
    }
    assert_eq!(media.get(&format!("/_media/{uri}")).text(), "a");
    expect(
        &media.ask("DELETE", &link, &[], b""),
        405,
        "METHOD_NOT_ALLOWED",
    );
    assert_eq!(media.text(&format!("/trash?file={file}")), "undefined");
    expect(&media.get(&link), 404, "NOT_FOUND");
    let trashed = media.dir.path().join("media/trash").join(uri);
    assert_eq!(std::fs::read(trashed).unwrap(), b"a");
}

#[test]
fn types_that_a_browser_would_run_are_offered_for_saving() {
    let media = Media::new("");
    for (name, how) in [
        ("a.html", "attachment"),
        ("a.js", "attachment"),
        ("a.svg", "inline"),
        ("a.pdf", "inline"),
    ] {
        let file = media.keep(&format!("name={name}"), b"<script>1</script>");
        let answer = media.get(&media.text(&format!("/link?file={file}")));
        let disposition = answer.header("content-disposition").unwrap();
        assert!(disposition.starts_with(how), "{name}: {disposition}");
        let has_policy = answer.header("content-security-policy").is_some();
        assert_eq!(has_policy, name != "a.pdf", "{name}");
    }
}

#[test]
fn a_private_file_needs_its_link_until_that_ends() {
    let media = Media::new("");
    let file = media.keep("name=a.txt&private=yes", b"private");
    let other = media.keep("name=b.txt&private=yes", b"other");
    let link = media.text(&format!("/link?file={file}"));
    let (path, token) = link.split_once("?token=").unwrap();
    let answer = media.get(&link);
    assert_eq!((answer.status, &*answer.text()), (200, "private"));
    assert_eq!(answer.header("cache-control"), Some("private, max-age=0"));
    expect(&media.get(path), 403, "MEDIA_LINK_INVALID");
    expect(
        &media.get(&format!("{path}?token=x")),
        403,
        "MEDIA_LINK_INVALID",
    );
    let elsewhere = media.text(&format!("/link?file={other}"));
    let (elsewhere, _) = elsewhere.split_once('?').unwrap();
    expect(
        &media.get(&format!("{elsewhere}?token={token}")),
        403,
        "MEDIA_LINK_INVALID",
    );
    let named = media.text(&format!(
        "/download?file={file}&minutes=10&as=my%20file.txt"
    ));
    let answer = media.get(&named);
    assert_eq!(
        answer.header("content-disposition"),
        Some("attachment; filename*=UTF-8''my%20file.txt")
    );
    // A link for 0.00001 minutes has ended before its answer is read.
    let short = "minutes=0.00001";
    let ended = media.text(&format!("/download?file={file}&{short}"));
    super::server::wait_until("the link ends", || media.get(&ended).status == 410);
    expect(&media.get(&ended), 410, "MEDIA_LINK_EXPIRED");
    let sent_on = media.text(&format!(
        "/download?file={file}&{short}&late=https://example.com/late"
    ));
    super::server::wait_until("the link ends", || media.get(&sent_on).status == 302);
    assert_eq!(
        media.get(&sent_on).header("location"),
        Some("https://example.com/late")
    );
    let lines = media.server.logs.access();
    assert!(
        lines.iter().any(|line| line.contains("token=redacted")),
        "{lines:?}"
    );
    assert!(!lines.iter().any(|line| line.contains(token)), "{lines:?}");
}

fn form(parts: &[(&str, &str, &str)]) -> String {
    let parts: Vec<String> = parts
        .iter()
        .map(|(disposition, fields, content)| {
            format!(
                "--XX\r\nContent-Disposition: form-data; {disposition}\r\n{fields}\r\n{content}\r\n"
            )
        })
        .collect();
    format!("{}--XX--\r\n", parts.concat())
}

const FORM: (&str, &str) = ("Content-Type", "multipart/form-data; boundary=XX");

#[test]
fn a_stranger_uploads_one_file_with_a_link() {
    let media = Media::new("");
    let link = media.text("/upload");
    let body = form(&[
        ("name=\"note\"", "", "ignored"),
        (
            "name=\"file\"; filename=\"C:\\\\x\\\\a b.txt\"",
            "Content-Type: text/plain\r\n",
            "hello",
        ),
    ]);
    let answer = media.ask("POST", &link, &[FORM], body.as_bytes());
    assert_eq!(answer.status, 200, "{}", answer.text());
    let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(told[0]["original_file_name"], "a b.txt");
    assert_eq!(told[0]["mime_type"], "text/plain");
    assert_eq!(told[0]["file_size"], 5);
    let uri = told[0]["file_name"].as_str().unwrap();
    assert_eq!(media.get(&format!("/_media/{uri}/x")).text(), "hello");
    expect(
        &media.ask("POST", &link, &[FORM], body.as_bytes()),
        410,
        "MEDIA_LINK_EXPIRED",
    );
    expect(
        &media.ask("POST", "/_media/upload", &[FORM], body.as_bytes()),
        403,
        "MEDIA_LINK_INVALID",
    );
    expect(&media.get(&link), 405, "METHOD_NOT_ALLOWED");
    let options = media.ask("OPTIONS", &link, &[], b"");
    assert_eq!(
        (
            options.status,
            options.header("access-control-allow-origin")
        ),
        (204, Some("*"))
    );
}

#[test]
fn a_file_may_come_without_a_form_and_must_be_what_the_link_says() {
    let media = Media::new("");
    let link = media.text("/upload?type=image/png&as=logo.png&private=yes");
    let wrong = media.ask("PUT", &link, &[("Content-Type", "text/html")], b"<b>");
    expect(&wrong, 400, "MEDIA_UPLOAD_INVALID");
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x05\x08\x06\0\0\0";
    let answer = media.ask("PUT", &link, &[("Content-Type", "image/png")], png);
    let told: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(told[0]["original_file_name"], "logo.png");
    assert_eq!(
        (&told[0]["width"], &told[0]["height"]),
        (&3.into(), &5.into())
    );
    assert_eq!(told[0]["media_type"], "picture");
    let url = told[0]["file_url"].as_str().unwrap();
    assert!(
        url.ends_with("/logo.png#originWidth=3&originHeight=5"),
        "{url}"
    );
    let uri = told[0]["file_name"].as_str().unwrap();
    expect(
        &media.get(&format!("/_media/{uri}/x")),
        403,
        "MEDIA_LINK_INVALID",
    );
    for body in ["", "nonsense", "--XX\r\n\r\n"] {
        let link = media.text("/upload");
        let answer = media.ask("POST", &link, &[FORM], body.as_bytes());
        expect(&answer, 400, "MEDIA_UPLOAD_INVALID");
    }
}

#[test]
pub fn a_longer_file_is_413_and_an_error_for_code() {
    let media = Media::new(&limits(&[
        ("media_file_bytes_max", 2000),
        ("request_body_bytes_max", 4000),
    ]));
    let link = media.text("/upload");
    let answer = media.ask("PUT", &link, &[], &[b'x'; 2000]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let link = media.text("/upload");
    expect(
        &media.ask("PUT", &link, &[], &[b'x'; 2001]),
        413,
        "BODY_TOO_LARGE",
    );
    // More than the file and all that a form may have around it is refused on its head.
    expect(
        &media.ask("PUT", &link, &[], &[b'x'; 100_000]),
        413,
        "BODY_TOO_LARGE",
    );
    assert_eq!(media.ask("PUT", &link, &[], b"x").status, 200);
    let refused = media
        .server
        .send("POST", "/file?name=a", &[], &[b'x'; 2001]);
    assert!(
        refused.text().contains("at most 2000 bytes"),
        "{}",
        refused.text()
    );
}

#[test]
pub fn one_more_file_is_refused() {
    let media = Media::new(&limits(&[("media_files_max", 4)]));
    // Two folders and two files.
    media.keep("name=a.txt", b"a");
    let second = media.keep("name=b.txt", b"b");
    let refused = media.server.send("POST", "/file?name=c.txt", &[], b"c");
    assert!(
        refused.text().contains("the limit media_files_max"),
        "{}",
        refused.text()
    );
    media.text(&format!("/trash?file={second}"));
    media.keep("name=c.txt", b"c");
}

#[test]
pub fn one_more_upload_at_once_is_503() {
    let media = Media::new(&limits(&[("media_uploads_max", 1)]));
    let (first, second) = (media.text("/upload"), media.text("/upload"));
    let mut waiting = media.server.connect();
    let head = format!("PUT {first} HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab");
    waiting.send(head.as_bytes()).unwrap();
    super::server::wait_until("the place is taken", || {
        media.ask("PUT", &second, &[], b"x").status == 503
    });
    expect(&media.ask("PUT", &second, &[], b"x"), 503, "OVERLOADED");
    waiting.send(b"c").unwrap();
    assert_eq!(waiting.read_response(false).unwrap().status, 200);
    assert_eq!(media.ask("PUT", &second, &[], b"x").status, 200);
}
