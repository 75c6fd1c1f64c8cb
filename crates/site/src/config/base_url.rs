//! The address of the site as its clients write it.
//!
//! Only what a site's address can be is accepted: a scheme, a host, perhaps a port and a path.
//! What functions see is built from these pieces, so nothing here may need escaping.

use std::fmt;
use std::str::FromStr;

/// A checked `http` or `https` address without query, fragment, user or trailing slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    path_start: usize,
}

impl BaseUrl {
    /// The whole address, as `https://user.example.com/mysite`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port, as `https://user.example.com`.
    pub fn origin(&self) -> &str {
        &self.text[..self.path_start]
    }

    /// The path that every route begins with, as `/mysite`; may be empty.
    pub fn path(&self) -> &str {
        &self.text[self.path_start..]
    }
}

impl FromStr for BaseUrl {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let scheme_length = ["https://", "http://"]
            .iter()
            .find(|scheme| text.starts_with(**scheme))
            .ok_or("must begin with https:// or http://")?
            .len();
        let rest = &text[scheme_length..];
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        check_authority(authority)?;
        let path_start = scheme_length + authority.len();
        let path = text[path_start..].trim_end_matches('/');
        check_path(path)?;
        Ok(BaseUrl {
            text: text[..path_start + path.len()].to_owned(),
            path_start,
        })
    }
}

fn check_authority(authority: &str) -> Result<(), String> {
    if authority.contains('@') {
        return Err("must not have a user in it".to_owned());
    }
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let is_ipv6 = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .is_some_and(|host| host.parse::<std::net::Ipv6Addr>().is_ok());
    let is_name = !host.is_empty()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'));
    if !is_ipv6 && !is_name {
        return Err(format!("has no valid host (found \"{host}\")"));
    }
    match port {
        Some(port) if port.parse::<u16>().is_err() => {
            Err(format!("has no valid port (found \"{port}\")"))
        }
        _ => Ok(()),
    }
}

fn check_path(path: &str) -> Result<(), String> {
    if path.contains(['?', '#']) {
        return Err("must not have a query or a fragment".to_owned());
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@%".contains(&byte);
    if let Some(byte) = path.bytes().find(|byte| !plain(*byte)) {
        let shown = char::from(byte).escape_default();
        return Err(format!(
            "has a character in its path that must be percent-encoded ({shown})"
        ));
    }
    if path
        .split('/')
        .any(|segment| segment == "." || segment == "..")
        || path.contains("//")
    {
        return Err("has a path with empty or dot segments".to_owned());
    }
    if path
        .split('/')
        .any(|segment| segment == "_functions" || segment == "_functions-dev")
    {
        return Err("must end before /_functions".to_owned());
    }
    Ok(())
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_of_an_address() {
        for (text, origin, path) in [
            ("https://www.example.com", "https://www.example.com", ""),
            ("https://www.example.com/", "https://www.example.com", ""),
            (
                "http://localhost:8080/my/site/",
                "http://localhost:8080",
                "/my/site",
            ),
            ("https://[::1]:1/x", "https://[::1]:1", "/x"),
            ("https://[::1]", "https://[::1]", ""),
        ] {
            let url: BaseUrl = text.parse().expect(text);
            assert_eq!((url.origin(), url.path()), (origin, path));
            assert_eq!(url.as_str(), format!("{origin}{path}"));
        }
    }

    #[test]
    fn what_is_no_site_address_is_refused() {
        for text in [
            "",
            "example.com",
            "ftp://a",
            "https://",
            "https:///x",
            "https://a b",
            "https://u@a",
            "https://a:x",
            "https://a:70000",
            "https://a?x",
            "https://a/x?y",
            "https://a/#",
            "https://a/b//c",
            "https://a/../b",
            "https://a/ü",
            "https://a/_functions",
            "https://[::1",
            "https://:80",
        ] {
            assert!(text.parse::<BaseUrl>().is_err(), "{text}");
        }
    }
}
