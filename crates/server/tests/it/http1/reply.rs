//! Reads what a server sent, as strictly as the server reads requests.

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub fields: Vec<(String, String)>,
    pub body: String,
}

impl Reply {
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find_map(|(each, value)| (each == name).then_some(value.as_str()))
    }

    pub fn closes(&self) -> bool {
        self.field("connection") == Some("close")
    }
}

/// Splits `bytes` into answers. With `to_head` the first one has no body.
pub fn replies(mut bytes: &[u8], to_head: bool) -> Vec<Reply> {
    let mut replies = Vec::new();
    while !bytes.is_empty() {
        let end = find(bytes, b"\r\n\r\n").expect("a complete head");
        let head = std::str::from_utf8(&bytes[..end]).expect("ASCII");
        bytes = &bytes[end + 4..];
        let mut lines = head.split("\r\n");
        let status_line = lines.next().expect("a status line");
        let status: u16 = status_line
            .strip_prefix("HTTP/1.1 ")
            .and_then(|rest| rest.split(' ').next()?.parse().ok())
            .unwrap_or_else(|| panic!("bad status line: {status_line}"));
        let fields: Vec<_> = lines
            .map(|line| line.split_once(": ").expect("name: value"))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut reply = Reply {
            status,
            fields,
            body: String::new(),
        };
        let length = reply
            .field("content-length")
            .map(|text| text.parse().unwrap());
        assert_eq!(length.is_none(), matches!(status, 100 | 204 | 304));
        assert_eq!(reply.field("date").is_none(), status == 100);
        if !(to_head && replies.is_empty()) {
            let (body, rest) = bytes.split_at(length.unwrap_or(0));
            reply.body = String::from_utf8(body.to_vec()).expect("ASCII");
            bytes = rest;
        }
        replies.push(reply);
    }
    replies
}

pub fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .position(|window| window == needle)
}
