//! Where a request goes: a URL, read as browsers read it.
//!
//! That reading turns every spelling of an IPv4 address (decimal, octal, hexadecimal, with missing
//! parts) into the usual one, so that what looks like a name is one.

use std::sync::Arc;

use ada_url::Url;

use crate::error::{Error, ErrorKind};

/// A URL that can be called.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The whole URL without its fragment.
    pub href: String,
    /// Whether its scheme is https.
    pub secure: bool,
    /// A name, or an address (IPv6 without brackets).
    pub host: String,
    /// The port, the scheme's own where the URL has none.
    pub port: u16,
    /// Host and port as in a `host` header: the port only where the URL has one.
    pub authority: String,
    /// Path and query.
    pub path: String,
    /// What connections to it are kept by.
    pub origin: Arc<Origin>,
}

/// What connections are kept by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    pub secure: bool,
    pub host: String,
    pub port: u16,
}

/// Longest URL that is called, in bytes.
const URL_BYTES_MAX: usize = 64 * 1024;

impl Target {
    /// Reads a URL, relative to another where there is one.
    pub fn parse(text: &str, base: Option<&Target>) -> Result<Target, Error> {
        let invalid = |why: &str| {
            let shown: String = text.chars().take(200).collect();
            Error::new(
                ErrorKind::InvalidRequest,
                format!("\"{shown}\" cannot be called: {why}"),
            )
        };
        let base = base.map(|base| base.href.as_str());
        let url = Url::parse(text, base).map_err(|_| invalid("it is no absolute URL"))?;
        let secure = match url.protocol() {
            "https:" => true,
            "http:" => false,
            _ => return Err(invalid("only http: and https: can")),
        };
        if url.has_credentials() {
            // Not repeated: messages are logged.
            let message = format!(
                "a URL of {} cannot be called: it has a user name or password in it; send an \
                 authorization header instead",
                url.host()
            );
            return Err(Error::new(ErrorKind::InvalidRequest, message));
        }
        if url.href().len() > URL_BYTES_MAX {
            return Err(invalid("it is longer than 65536 bytes"));
        }
        let port = match url.port() {
            "" => {
                if secure {
                    443
                } else {
                    80
                }
            }
            digits => digits.parse().map_err(|_| invalid("its port is none"))?,
        };
        let host = url.hostname();
        let unbracketed = host
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        let host = unbracketed.unwrap_or(host);
        let href = url.href();
        Ok(Target {
            href: href.split('#').next().unwrap_or(href).to_owned(),
            secure,
            host: host.to_owned(),
            port,
            origin: Arc::new(Origin {
                secure,
                host: host.to_owned(),
                port,
            }),
            authority: url.host().to_owned(),
            path: format!("{}{}", url.pathname(), url.search()),
        })
    }

    /// Whether both are of one origin.
    pub fn is_same_origin(&self, other: &Target) -> bool {
        self.origin == other.origin
    }

    /// Host and port, for messages and `CONNECT`.
    pub fn host_and_port(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }
}

/// Whether an absolute URL can be called at all; gives it in its usual spelling, without a fragment.
///
/// # Errors
/// It is no `http:` or `https:` URL, or has a password in it.
pub fn check_url(text: &str) -> Result<String, Error> {
    Target::parse(text, None).map(|target| target.href)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        let target = Target::parse("HTTPS://Example.COM:443/a b?c=\u{e9}#d", None).expect("a URL");
        assert_eq!(target.href, "https://example.com/a%20b?c=%C3%A9");
        assert_eq!((target.host.as_str(), target.port), ("example.com", 443));
        assert_eq!(target.authority, "example.com");
        assert_eq!(target.path, "/a%20b?c=%C3%A9");
        let target = Target::parse("http://a.example/#", None).expect("a URL");
        assert_eq!(target.href, "http://a.example/");
        let target = Target::parse("http://[::1]:8080", None).expect("a URL");
        assert_eq!((target.host.as_str(), target.port), ("::1", 8080));
        assert_eq!(target.authority, "[::1]:8080");
        assert_eq!(target.host_and_port(), "[::1]:8080");
    }

    #[test]
    fn a_relative_url_needs_a_base() {
        let base = Target::parse("http://a.example/x/y?z", None).expect("a URL");
        let joined = Target::parse("../w", Some(&base)).expect("a URL");
        assert_eq!(joined.href, "http://a.example/w");
        assert!(!base.is_same_origin(&Target::parse("https://a.example", None).expect("a URL")));
        assert!(base.is_same_origin(&joined));
        assert!(Target::parse("../w", None).is_err());
    }

    #[test]
    fn what_cannot_be_called_is_refused() {
        for text in [
            "",
            "ftp://a.example/",
            "data:,x",
            "http://u:p@a.example/",
            "http://",
            "//a",
        ] {
            let error = Target::parse(text, None).expect_err(text);
            assert_eq!(error.kind, ErrorKind::InvalidRequest);
        }
    }
}
