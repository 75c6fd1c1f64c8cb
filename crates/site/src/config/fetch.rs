//! `[fetch]`: where calls to other servers may go, and through whom.

use std::path::{Path, PathBuf};
use std::time::Duration;

use velodrome_model::limits::Limits;
use velodrome_outbound::{AllowList, CaFileError, Guard, Options, Proxies, Proxy, Tls};

use super::Mode;

/// What was said of calls to other servers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fetch {
    /// What may be called besides public addresses.
    pub allow: AllowList,
    /// Through whom calls go.
    pub proxy: ProxyChoice,
    /// Hosts that are called directly all the same.
    pub no_proxy: AllowList,
    /// Whether the proxy finds the addresses of names.
    pub names_by_proxy: bool,
    /// Files of further authorities; relative ones lie in the site's folder.
    pub ca_files: Vec<PathBuf>,
}

/// Through whom calls go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// Through nobody.
    #[default]
    None,
    /// Through this one.
    At(Proxy),
    /// As `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` of the process's environment say.
    Environment,
}

/// Why calls cannot be made as the configuration says.
#[derive(Debug)]
pub enum FetchError {
    /// A file of `fetch.ca_files`.
    CaFile(CaFileError),
    /// A variable of the environment that `fetch.proxy` asks for.
    Variable {
        /// Its name.
        name: &'static str,
        /// What is wrong with its value.
        why: String,
    },
}

impl std::fmt::Display for FetchError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FetchError::CaFile(error) => write!(f, "fetch.ca_files: {error}"),
            FetchError::Variable { name, why } => {
                write!(
                    f,
                    "fetch.proxy is \"environment\", and {name} cannot be used: {why}"
                )
            }
        }
    }
}

impl std::error::Error for FetchError {}

impl Fetch {
    /// What clients need to make calls as the configuration says. Reads the files of authorities.
    ///
    /// In development this machine may be called too: that is where the services lie that the one
    /// who writes the code has running beside it.
    ///
    /// # Errors
    /// A file or a variable that the configuration names cannot be used.
    pub fn options(
        &self,
        mode: Mode,
        limits: &Limits,
        site_dir: &Path,
        lookup: impl Fn(&str) -> Option<String>,
    ) -> Result<Options, FetchError> {
        let mut allow = self.allow.clone();
        if mode == Mode::Dev {
            allow.add_loopback();
        }
        let files: Vec<PathBuf> = self
            .ca_files
            .iter()
            .map(|file| site_dir.join(file))
            .collect();
        let tls = match files.is_empty() {
            true => Tls::default(),
            false => Tls::with_ca_files(&files).map_err(FetchError::CaFile)?,
        };
        Ok(Options {
            guard: Guard::new(allow),
            tls,
            proxies: self.proxies(lookup)?,
            limits: calls(limits),
            ..Options::default()
        })
    }

    fn proxies(&self, lookup: impl Fn(&str) -> Option<String>) -> Result<Proxies, FetchError> {
        let mut except = self.no_proxy.clone();
        let (http, https) = match &self.proxy {
            ProxyChoice::None => (None, None),
            ProxyChoice::At(proxy) => (Some(proxy.clone()), Some(proxy.clone())),
            ProxyChoice::Environment => {
                // Entries in a form that is not known here except nothing: those of other programs.
                let listed = lookup("NO_PROXY").unwrap_or_default();
                for entry in listed.split(',').map(str::trim) {
                    let below = entry.strip_prefix('.').map(|domain| format!("*.{domain}"));
                    let _ = except.add(below.as_deref().unwrap_or(entry));
                }
                let named = |name: &'static str| match lookup(name).filter(|url| !url.is_empty()) {
                    None => Ok(None),
                    Some(url) => Proxy::parse(&url)
                        .map(Some)
                        .map_err(|why| FetchError::Variable { name, why }),
                };
                (named("HTTP_PROXY")?, named("HTTPS_PROXY")?)
            }
        };
        Ok(Proxies {
            http,
            https,
            except,
            names_by_proxy: self.names_by_proxy,
        })
    }
}

/// The site's limits as those of a client.
fn calls(limits: &Limits) -> velodrome_outbound::Limits {
    let count = |limit: u64| usize::try_from(limit).unwrap_or(usize::MAX);
    velodrome_outbound::Limits {
        connect_time_max: Duration::from_millis(limits.fetch_connect_time_ms_max),
        total_time_max: Duration::from_millis(limits.fetch_time_ms_max),
        response_body_bytes_max: limits.fetch_response_bytes_max,
        response_head_bytes_max: count(limits.fetch_response_head_bytes_max),
        redirects_max: count(limits.fetch_redirects_max),
        connections_max: count(limits.fetch_connections_max),
        ..velodrome_outbound::Limits::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(
        fetch: &Fetch,
        mode: Mode,
        variables: &[(&str, &str)],
    ) -> Result<Options, FetchError> {
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        fetch.options(mode, &Limits::default(), Path::new("/"), lookup)
    }

    #[test]
    fn loopback_may_be_called_while_developing_only() {
        let loopback = "127.0.0.1".parse().expect("an address");
        let (dev, serve) = (
            options(&Fetch::default(), Mode::Dev, &[]).expect("nothing is wrong"),
            options(&Fetch::default(), Mode::Serve, &[]).expect("nothing is wrong"),
        );
        assert!(dev.guard.check("localhost", 80, loopback).is_ok());
        assert!(serve.guard.check("localhost", 80, loopback).is_err());
    }

    #[test]
    fn the_environment_names_a_proxy_only_when_asked_to() {
        let variables = &[
            ("HTTPS_PROXY", "http://proxy.example:3128"),
            ("NO_PROXY", "localhost, .internal.example, 10.0.0.0/8, *"),
        ];
        let silent = options(&Fetch::default(), Mode::Serve, variables).expect("nothing is wrong");
        assert_eq!(silent.proxies.https, None);
        let asking = Fetch {
            proxy: ProxyChoice::Environment,
            ..Fetch::default()
        };
        let found = options(&asking, Mode::Serve, variables)
            .expect("nothing is wrong")
            .proxies;
        assert_eq!(found.http, None);
        assert_eq!(found.https, Proxy::parse("http://proxy.example:3128").ok());
        for host in ["localhost", "a.internal.example", "10.1.2.3"] {
            assert!(found.except.names(host, 443), "{host}");
        }
        assert!(!found.except.names("a.example", 443));
        let error = options(&asking, Mode::Serve, &[("HTTP_PROXY", "socks5://x")]);
        let error = error.expect_err("no such proxy").to_string();
        assert!(error.contains("HTTP_PROXY"), "{error}");
    }

    #[test]
    fn a_missing_file_of_authorities_is_told_with_its_path() {
        let fetch = Fetch {
            ca_files: vec![PathBuf::from("certs/missing.pem")],
            ..Fetch::default()
        };
        let error = options(&fetch, Mode::Serve, &[]).expect_err("it is not there");
        assert!(
            error
                .to_string()
                .starts_with("fetch.ca_files: /certs/missing.pem: "),
            "{error}"
        );
    }
}
