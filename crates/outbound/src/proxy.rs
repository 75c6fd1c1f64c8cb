//! Proxies: calls go through a `CONNECT` tunnel, whatever their scheme.
//!
//! The guard holds all the same: the tunnel is asked for the address that was checked here, not for
//! the name, unless the operator leaves names to the proxy.

use std::fmt;

use ada_url::Url;
use data_encoding::BASE64;

use crate::allow::AllowList;
use crate::error::{Error, ErrorKind};
use crate::target::Target;

/// One proxy. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct Proxy {
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The value of `proxy-authorization`.
    authorization: Option<String>,
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proxy({}:{})", self.host, self.port)
    }
}

/// Which calls go through which proxy; none by default.
#[derive(Clone, Debug, Default)]
pub struct Proxies {
    /// For `http:` URLs.
    pub http: Option<Proxy>,
    /// For `https:` URLs.
    pub https: Option<Proxy>,
    /// Hosts that are called directly.
    pub except: AllowList,
    /// Whether the proxy finds the addresses of names. Then the guard judges literal addresses
    /// alone, and the rest is the proxy's to forbid.
    pub names_by_proxy: bool,
}

impl Proxy {
    /// Reads `http://[user:password@]host[:port]`.
    ///
    /// # Errors
    /// What is wrong with it, for people. The message repeats no password.
    pub fn parse(text: &str) -> Result<Proxy, String> {
        let expected =
            "a proxy is written as \"http://host:port\" or \"http://user:password@host:port\"";
        let url = Url::parse(text, None).map_err(|_| expected.to_owned())?;
        if url.protocol() != "http:" || url.pathname() != "/" || url.has_search() || url.has_hash()
        {
            return Err(expected.to_owned());
        }
        let authorization = url.has_credentials().then(|| {
            let mut credentials = percent_decoded(url.username());
            credentials.push(b':');
            credentials.extend(percent_decoded(url.password()));
            format!("Basic {}", BASE64.encode(&credentials))
        });
        let host = url.hostname();
        let unbracketed = host
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'));
        Ok(Proxy {
            host: unbracketed.unwrap_or(host).to_owned(),
            port: url.port().parse().unwrap_or(80),
            authorization,
        })
    }

    /// The request for a tunnel to `to`, a host and port.
    pub(crate) fn connect_request(&self, to: &str) -> String {
        let mut request = format!("CONNECT {to} HTTP/1.1\r\nhost: {to}\r\n");
        if let Some(authorization) = &self.authorization {
            request.push_str(&format!("proxy-authorization: {authorization}\r\n"));
        }
        request.push_str("\r\n");
        request
    }
}

impl Proxies {
    /// Through whom a call goes.
    pub(crate) fn find(&self, target: &Target) -> Option<&Proxy> {
        let proxy = if target.secure {
            &self.https
        } else {
            &self.http
        };
        let proxy = proxy.as_ref()?;
        (!self.except.names(&target.host, target.port)).then_some(proxy)
    }
}

/// The status of a proxy's answer to `CONNECT`, from its first line.
pub(crate) fn connect_status(head: &[u8]) -> Result<u16, Error> {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let status = line
        .strip_prefix(b"HTTP/1.")
        .and_then(|rest| rest.get(2..5))
        .and_then(|digits| std::str::from_utf8(digits).ok())
        .and_then(|digits| digits.parse().ok());
    status.ok_or_else(|| Error::new(ErrorKind::ProxyFailed, "the proxy's answer is not HTTP"))
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let byte = after
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_http_address_with_or_without_credentials() {
        let proxy = Proxy::parse("http://proxy.example:3128").expect("a proxy");
        assert_eq!((proxy.host.as_str(), proxy.port), ("proxy.example", 3128));
        assert_eq!(
            proxy.connect_request("a.example:443"),
            "CONNECT a.example:443 HTTP/1.1\r\nhost: a.example:443\r\n\r\n"
        );
        let proxy = Proxy::parse("http://us%65r:p%40ss@[::1]").expect("a proxy");
        assert_eq!((proxy.host.as_str(), proxy.port), ("::1", 80));
        assert!(
            proxy
                .connect_request("a:1")
                .contains("\r\nproxy-authorization: Basic dXNlcjpwQHNz\r\n")
        );
    }

    #[test]
    fn what_is_no_proxy_is_refused_without_its_password() {
        for text in [
            "",
            "proxy:3128",
            "https://proxy",
            "socks5://u:secret@proxy",
            "http://proxy/x",
        ] {
            let why = Proxy::parse(text).expect_err(text);
            assert!(!why.contains("secret"));
        }
    }

    #[test]
    fn the_answer_to_connect_has_a_status() {
        assert_eq!(connect_status(b"HTTP/1.1 200 OK\r\n\r\n"), Ok(200));
        assert_eq!(connect_status(b"HTTP/1.0 407 No\r\n\r\n"), Ok(407));
        for head in [
            &b"SSH-2.0\r\n"[..],
            b"",
            b"HTTP/1.1 2\r\n",
            b"HTTP/2 200\r\n",
        ] {
            assert!(connect_status(head).is_err());
        }
    }
}
