//! Hosts in ASCII with a label that looks like Punycode and is none. The standard takes a host in
//! ASCII as it is, in lower case (URL, 3.3); the parser refuses one whose label `xn--..` does not decode
//! to a name. So what it refuses is parsed once more with another beginning of those labels, as long
//! as the right one, which is put back in what comes out.

use ada_url::Url;
use std::borrow::Cow;
use std::ops::Range;

/// How labels in Punycode begin.
const PREFIX: &str = "xn--";
/// Schemes whose hosts are domains.
const SPECIAL: &[&str] = &["http", "https", "ws", "wss", "ftp", "file"];
/// What no domain may have besides controls and spaces (forbidden domain code points).
const FORBIDDEN: &[u8] = b"#/:<>?@[\\]^|%";

/// A URL whose host may have another beginning of labels than it should.
pub(super) struct Parsed {
    url: Url,
    mark: Option<String>,
}

impl Parsed {
    /// As `Url::parse`; `None` for what the standard refuses.
    pub(super) fn new(input: &str, base: Option<&str>) -> Option<Parsed> {
        if let Ok(url) = Url::parse(input, base) {
            return Some(Parsed { url, mark: None });
        }
        let mark = mark_for(&[input, base.unwrap_or_default()])?;
        let base = base.map(|base| marked_url(base, None, &mark));
        let base_scheme = base.as_deref().and_then(scheme_of);
        let input = marked_url(input, base_scheme, &mark);
        let url = Url::parse(&input, base.as_deref()).ok()?;
        Some(Parsed {
            url,
            mark: Some(mark),
        })
    }

    /// Changes the URL by `set`, one of the setters for the host; false if it cannot be that.
    pub(super) fn set_host(
        &mut self,
        text: &str,
        set: impl Fn(&mut Url, Option<&str>) -> Result<(), ()>,
    ) -> bool {
        let before = self.url.hostname().to_owned();
        if set(&mut self.url, Some(text)).is_ok() {
            if self.url.hostname() != before {
                self.mark = None;
            }
            return true;
        }
        let Some(mark) = mark_for(&[text, self.url.href()]) else {
            return false;
        };
        let end = text.find(['/', '\\', '?', '#']).unwrap_or(text.len());
        let Some(marked) = marked(text, 0..host_end(&text[..end]), &mark) else {
            return false;
        };
        // A setter that failed leaves traces in the parser's object.
        let Ok(mut fresh) = Url::parse(self.url.href(), None) else {
            return false;
        };
        let is_set = set(&mut fresh, Some(&marked)).is_ok();
        if is_set {
            (self.url, self.mark) = (fresh, Some(mark));
        }
        is_set
    }

    /// For what has nothing to do with the host.
    pub(super) fn url(&mut self) -> &mut Url {
        &mut self.url
    }

    /// Positions in [`Parsed::href`].
    pub(super) fn components(&self) -> ada_url::UrlComponents {
        self.url.components()
    }

    /// The whole URL, as it should be.
    pub(super) fn href(&self) -> Cow<'_, str> {
        let href = self.url.href();
        let Some(mark) = &self.mark else {
            return href.into();
        };
        let at = self.url.components();
        let host = at.host_start as usize..at.host_end as usize;
        let (before, after) = (&href[..host.start], &href[host.end..]);
        format!("{before}{}{after}", href[host].replace(mark, PREFIX)).into()
    }
}

/// A beginning of labels that is nowhere in the texts; `None` if they can have no label to mark.
fn mark_for(texts: &[&str]) -> Option<String> {
    let texts: Vec<String> = texts.iter().map(|text| text.to_lowercase()).collect();
    if !texts.iter().any(|text| text.contains(['%', 'x'])) {
        return None;
    }
    ('a'..='z')
        .map(|letter| format!("q{letter}--"))
        .find(|mark| texts.iter().all(|text| !text.contains(mark)))
}

fn scheme_of(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|part| part.is_ascii_alphanumeric() || "+-.".contains(part));
    is_scheme.then_some(scheme)
}

/// The text of a URL with its host's labels marked, or as it is where there are none.
fn marked_url<'a>(text: &'a str, base_scheme: Option<&str>, mark: &str) -> Cow<'a, str> {
    let clean: String = text
        .trim_matches(|edge| edge <= ' ')
        .replace(['\t', '\n', '\r'], "");
    let found = host_in(&clean, base_scheme).and_then(|host| marked(&clean, host, mark));
    found.map_or(text.into(), Cow::from)
}

/// Where the host of a URL with a special scheme is.
fn host_in(text: &str, base_scheme: Option<&str>) -> Option<Range<usize>> {
    let own_scheme = scheme_of(text);
    let scheme = own_scheme.or(base_scheme)?.to_ascii_lowercase();
    if !SPECIAL.contains(&scheme.as_str()) {
        return None;
    }
    let after_scheme = own_scheme.map_or(0, |scheme| scheme.len() + 1);
    let rest = &text[after_scheme..];
    let slashes = rest.len() - rest.trim_start_matches(['/', '\\']).len();
    let is_relative = match own_scheme {
        Some(own) => base_scheme.is_some_and(|base| own.eq_ignore_ascii_case(base)),
        None => true,
    };
    // Another number of slashes after `file:` means a path.
    if (scheme == "file" && slashes != 2) || (is_relative && slashes < 2) {
        return None;
    }
    let start = after_scheme + slashes;
    let len = text[start..]
        .find(['/', '\\', '?', '#'])
        .unwrap_or(text.len() - start);
    let authority = &text[start..start + len];
    let host = authority.rfind('@').map_or(0, |at| at + 1);
    Some(start + host..start + host + host_end(&authority[host..]))
}

/// Where a port begins, or the end.
fn host_end(text: &str) -> usize {
    text.find(':').unwrap_or(text.len())
}

/// The text with a host in lower case whose labels are marked; `None` if that is no domain in ASCII, or
/// there is nothing to mark.
fn marked(text: &str, host: Range<usize>, mark: &str) -> Option<String> {
    let decoded = percent_decoded(&text[host.clone()])?.to_ascii_lowercase();
    let is_domain = decoded
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !FORBIDDEN.contains(&byte));
    if !is_domain || decoded.contains(mark) {
        return None;
    }
    let labels: Vec<Cow<'_, str>> = decoded
        .split('.')
        .map(|label| match label.strip_prefix(PREFIX) {
            Some(rest) => format!("{mark}{rest}").into(),
            None => label.into(),
        })
        .collect();
    let host_marked = labels.join(".");
    let (before, after) = (&text[..host.start], &text[host.end..]);
    (host_marked != decoded).then(|| format!("{before}{host_marked}{after}"))
}

/// `None` for what is not ASCII.
fn percent_decoded(text: &str) -> Option<String> {
    let mut decoded = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let code = rest.get(1..3).filter(|_| first == '%');
        let byte = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        decoded.push(byte.map_or(first, char::from));
        rest = &rest[byte.map_or(first.len_utf8(), |_| 3)..];
    }
    decoded.is_ascii().then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn href(input: &str, base: Option<&str>) -> Option<String> {
        Parsed::new(input, base).map(|parsed| parsed.href().into_owned())
    }

    #[test]
    fn an_ascii_host_is_taken_as_it_is() {
        for (input, base, expected) in [
            ("https://xn--/", None, "https://xn--/"),
            (
                "\nHTTPS:\\\\a.XN--0.pt:80\\b?XN--#xn--",
                None,
                "https://a.xn--0.pt:80/b?XN--#xn--",
            ),
            (
                "http://xn--u:xn--p@%78n--0/xn--q",
                None,
                "http://xn--u:xn--p@xn--0/xn--q",
            ),
            ("//xn--0/", Some("ws://h/"), "ws://xn--0/"),
            ("xn--1", Some("http://xn--0/a/b"), "http://xn--0/a/xn--1"),
            ("file://xn--/p", None, "file://xn--/p"),
            ("http://qa--.xn--0/", None, "http://qa--.xn--0/"),
            ("http://ab--.xn--zca/", None, "http://ab--.xn--zca/"),
        ] {
            assert_eq!(href(input, base).as_deref(), Some(expected), "{input}");
        }
    }

    #[test]
    fn what_is_no_domain_stays_refused() {
        for input in [
            "http://xn--a.\u{df}/",
            "http://xn--%2f/",
            "http://xn--0 /",
            "http://xn--0:port/",
            "http://xn--%C3%9F/",
            "xn--0",
            "http://",
            "http://%zz.xn--0/",
        ] {
            assert_eq!(href(input, None), None, "{input}");
        }
    }

    #[test]
    fn a_setter_of_another_part_keeps_it() {
        let mut parsed = Parsed::new("http://xn--0/a", None).expect("a URL");
        parsed.url().set_port(Some("81")).expect("a port");
        assert_eq!(parsed.href(), "http://xn--0:81/a");
        assert!(parsed.set_host("xn--1:82/x", |url, host| url.set_host(host)));
        assert_eq!(parsed.href(), "http://xn--1:82/a");
        assert!(parsed.set_host("h", |url, host| url.set_hostname(host)));
        assert_eq!(parsed.href(), "http://h:82/a");
        assert!(!parsed.set_host("xn--a.\u{df}", |url, host| url.set_hostname(host)));
    }
}
