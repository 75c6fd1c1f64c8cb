//! Where a request goes, read from its URL. Nothing is normalised: path and query are signed as
//! they are sent.

/// The parts of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    /// Whom to connect to; `None` when only a path was given.
    pub(super) server: Option<Server>,
    /// From the first slash on, not decoded.
    pub(super) path: String,
    /// What follows the question mark, not decoded; empty without one.
    pub(super) query: String,
}

/// Whom to connect to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Server {
    pub(super) is_https: bool,
    /// As the `Host` header has it.
    pub(super) authority: String,
    /// Without the brackets of an IPv6 address.
    pub(super) host: String,
    pub(super) port: u16,
}

impl Target {
    /// Reads a URL, or a path.
    ///
    /// # Errors
    /// It is neither; what is wrong with it.
    pub(super) fn read(url: &str) -> Result<Target, &'static str> {
        if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("a URL has no spaces and no letters beyond ASCII: percent-encode them");
        }
        let url = url.split('#').next().unwrap_or_default();
        let (server, rest) = if url.starts_with('/') {
            (None, url)
        } else {
            let (scheme, rest) = url
                .split_once("://")
                .ok_or("a URL looks like http://127.0.0.1:8080/v1/collections")?;
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, rest) = rest.split_at(end);
            (Some(Server::read(scheme, authority)?), rest)
        };
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Ok(Target {
            server,
            path: if path.is_empty() { "/" } else { path }.to_owned(),
            query: query.to_owned(),
        })
    }

    /// What follows the method in a request.
    pub(super) fn path_and_query(&self) -> String {
        match &*self.query {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// The whole URL, or its path when that is all there is.
    pub(super) fn url(&self) -> String {
        let server = self.server.as_ref().map_or_else(String::new, |server| {
            let scheme = if server.is_https { "https" } else { "http" };
            format!("{scheme}://{}", server.authority)
        });
        server + &self.path_and_query()
    }
}

impl Server {
    fn read(scheme: &str, authority: &str) -> Result<Server, &'static str> {
        let is_https = match &*scheme.to_ascii_lowercase() {
            "http" => false,
            "https" => true,
            _ => return Err("a URL starts with http:// or https://"),
        };
        if authority.contains('@') {
            return Err("a URL with a user's name or password in it is not supported");
        }
        let (host, port) = match authority.strip_prefix('[') {
            Some(rest) => rest.split_once(']').ok_or("the URL's [ has no ]")?,
            None => match authority.find(':') {
                Some(colon) => authority.split_at(colon),
                None => (authority, ""),
            },
        };
        let port = match port.strip_prefix(':') {
            None if port.is_empty() => Ok(if is_https { 443 } else { 80 }),
            Some("") | None => Err(()),
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().map_err(|_| ())
            }
            Some(_) => Err(()),
        };
        if host.is_empty() {
            return Err("the URL names no host");
        }
        Ok(Server {
            is_https,
            authority: authority.to_owned(),
            host: host.to_owned(),
            port: port.map_err(|()| "the URL's port is not a number from 0 to 65535")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_taken_apart_and_put_together() {
        for (url, host, port, path, query) in [
            (
                "http://localhost:8080/v1/a?b=c?d",
                "localhost",
                8080,
                "/v1/a",
                "b=c?d",
            ),
            ("HTTP://[::1]:80/%2f/../x", "::1", 80, "/%2f/../x", ""),
            ("http://h", "h", 80, "/", ""),
            ("https://h?q=1#f?g", "h", 443, "/", "q=1"),
            ("http://[::1]/", "::1", 80, "/", ""),
        ] {
            let target = Target::read(url).expect(url);
            let server = target.server.as_ref().expect("a host");
            assert_eq!((&*server.host, server.port), (host, port), "{url}");
            assert_eq!((&*target.path, &*target.query), (path, query), "{url}");
            assert_eq!(server.is_https, url.starts_with("https"));
        }
        let target = Target::read("http://h:1/p?q#f").expect("valid");
        assert_eq!(target.url(), "http://h:1/p?q");
        let target = Target::read("/v1/x?y=1").expect("valid");
        assert_eq!(target.server, None);
        assert_eq!(target.url(), "/v1/x?y=1");
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for url in [
            "",
            "localhost:80",
            "ftp://h/",
            "http:///x",
            "http://u@h/",
            "http://h:/",
            "http://h:x/",
            "http://h:+1/",
            "http://h:65536/",
            "http://[::1/",
            "http://[::1]x/",
            "http://h/ü",
            "http://h/a b",
            "http://h/\r\n",
        ] {
            assert!(Target::read(url).is_err(), "{url}");
        }
    }
}
