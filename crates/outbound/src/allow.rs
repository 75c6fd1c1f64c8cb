//! What an operator allows besides public addresses: networks, hosts, one port of either.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use velodrome_model::network::Network;

/// A list as of `[fetch] allow`. Empty by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowList(Vec<Entry>);

/// One entry: who, and which port of them; all ports without one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    who: Who,
    port: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Who {
    /// Whatever name it has.
    Network(Network),
    /// Whatever address it has; lower case.
    Host(String),
    /// Every host below, not the domain itself; with its first dot.
    Below(String),
}

impl AllowList {
    /// Adds an entry: a network (`10.0.0.0/8`), an address (`10.0.0.7`, `::1`), a host
    /// (`internal.example.com`), all hosts below a domain (`*.example.com`). Addresses and hosts may
    /// be followed by a port (`10.0.0.7:8080`, `[::1]:8080`, `localhost:3000`).
    ///
    /// # Errors
    /// What is wrong with the text, for people.
    pub fn add(&mut self, text: &str) -> Result<(), String> {
        self.0.push(text.parse()?);
        Ok(())
    }

    /// Allows every address of this machine.
    pub fn add_loopback(&mut self) {
        for network in ["127.0.0.0/8", "::1"] {
            self.add(network).expect("a network");
        }
    }

    /// Whether the list has a host as it stands in a URL, or the address that it has.
    pub fn allows(&self, host: &str, port: u16, address: IpAddr) -> bool {
        self.0.iter().any(|entry| {
            entry.has_port(port)
                && match &entry.who {
                    Who::Network(network) => network.contains(address),
                    Who::Host(_) | Who::Below(_) => entry.names(host),
                }
        })
    }

    /// Whether the list names the host itself, whatever its address is.
    pub fn names(&self, host: &str, port: u16) -> bool {
        let address = host.parse::<IpAddr>().ok();
        self.0.iter().any(|entry| {
            entry.has_port(port)
                && match (&entry.who, address) {
                    (Who::Network(network), Some(address)) => network.contains(address),
                    _ => entry.names(host),
                }
        })
    }
}

impl Entry {
    fn has_port(&self, port: u16) -> bool {
        self.port.is_none_or(|ours| ours == port)
    }

    fn names(&self, host: &str) -> bool {
        let host = host.strip_suffix('.').unwrap_or(host);
        match &self.who {
            Who::Network(_) => false,
            Who::Host(name) => host.eq_ignore_ascii_case(name),
            Who::Below(domain) => host
                .len()
                .checked_sub(domain.len())
                .filter(|at| *at > 0)
                .and_then(|at| host.get(at..))
                .is_some_and(|end| end.eq_ignore_ascii_case(domain)),
        }
    }
}

impl FromStr for Entry {
    type Err = String;

    fn from_str(text: &str) -> Result<Entry, String> {
        if let Ok(network) = text.parse() {
            return Ok(Entry {
                who: Who::Network(network),
                port: None,
            });
        }
        if let Ok(address) = text.parse::<SocketAddr>() {
            let network = address.ip().to_string().parse();
            return Ok(Entry {
                who: Who::Network(network.expect("an address is a network of one")),
                port: Some(address.port()),
            });
        }
        if text.contains('/') {
            // A network by its looks: say what a network must be.
            text.parse::<Network>()?;
        }
        let (name, port) = match text.rsplit_once(':') {
            Some((name, digits)) => (name, Some(port(text, digits)?)),
            None => (text, None),
        };
        let who = match name.strip_prefix("*.") {
            Some(domain) => Who::Below(format!(".{}", host_name(text, domain)?)),
            None => Who::Host(host_name(text, name)?),
        };
        Ok(Entry { who, port })
    }
}

fn port(text: &str, digits: &str) -> Result<u16, String> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let port = digits.parse().ok().filter(|port| plain && *port > 0);
    port.ok_or_else(|| format!("\"{text}\": what follows : must be a port from 1 to 65535"))
}

/// The name in lower case.
fn host_name(text: &str, name: &str) -> Result<String, String> {
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    // The last label of a name is never a number: that would be an address, spelt in a way that
    // says nothing here.
    let numeric_end = name
        .rsplit('.')
        .next()
        .is_some_and(|end| end.bytes().all(|byte| byte.is_ascii_digit()));
    if name.len() > 253 || numeric_end || !name.split('.').all(label) {
        return Err(format!(
            "\"{text}\" is no network (\"10.0.0.0/8\"), address (\"10.0.0.7\"), host \
             (\"internal.example.com\", \"*.example.com\") or one with a port (\"localhost:3000\"); \
             names with other letters are written as xn--.."
        ));
    }
    Ok(name.to_ascii_lowercase())
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.who {
            Who::Network(network) => network.fmt(f)?,
            Who::Host(name) => f.write_str(name)?,
            Who::Below(domain) => write!(f, "*{domain}")?,
        }
        match self.port {
            Some(port) => write!(f, ":{port}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(entries: &[&str]) -> AllowList {
        let mut list = AllowList::default();
        for entry in entries {
            list.add(entry).expect("an entry");
        }
        list
    }

    fn allows(entry: &str, host: &str, port: u16, address: &str) -> bool {
        list(&[entry]).allows(host, port, address.parse().expect("an address"))
    }

    #[test]
    fn a_network_allows_its_addresses_by_any_name_and_port() {
        assert!(allows("10.0.0.0/8", "db.internal", 5432, "10.1.2.3"));
        assert!(allows("10.0.0.0/8", "x", 80, "::ffff:10.1.2.3"));
        assert!(!allows("10.0.0.0/8", "db.internal", 5432, "11.1.2.3"));
        assert!(allows("fd00::/8", "x", 80, "fd12::1"));
        assert!(allows("10.0.0.7", "x", 80, "10.0.0.7"));
        assert!(!allows("10.0.0.7", "10.0.0.7", 80, "10.0.0.8"));
    }

    #[test]
    fn a_port_allows_nothing_beside_it() {
        assert!(allows("127.0.0.1:3000", "x", 3000, "127.0.0.1"));
        assert!(!allows("127.0.0.1:3000", "x", 3001, "127.0.0.1"));
        assert!(allows("[::1]:3000", "x", 3000, "::1"));
        assert!(allows("localhost:3000", "localhost", 3000, "127.0.0.1"));
        assert!(!allows("localhost:3000", "localhost", 80, "127.0.0.1"));
    }

    #[test]
    fn a_host_is_allowed_by_its_name_alone() {
        assert!(allows(
            "Internal.example",
            "internal.EXAMPLE",
            1,
            "10.0.0.1"
        ));
        assert!(allows(
            "internal.example",
            "internal.example.",
            1,
            "10.0.0.1"
        ));
        assert!(!allows("internal.example", "other.example", 1, "10.0.0.1"));
        assert!(!allows(
            "internal.example",
            "a.internal.example",
            1,
            "10.0.0.1"
        ));
        assert!(allows(
            "*.internal.example",
            "a.b.internal.example",
            1,
            "10.0.0.1"
        ));
        assert!(!allows(
            "*.internal.example",
            "internal.example",
            1,
            "10.0.0.1"
        ));
        assert!(!allows(
            "*.internal.example",
            "evilinternal.example",
            1,
            "10.0.0.1"
        ));
        assert!(!allows(
            "*.internal.example",
            ".internal.example",
            1,
            "10.0.0.1"
        ));
    }

    #[test]
    fn a_host_is_named_by_its_address_too() {
        let list = list(&["10.0.0.0/8", "localhost:3000"]);
        assert!(list.names("10.1.2.3", 80));
        assert!(list.names("localhost", 3000));
        assert!(!list.names("localhost", 80));
        assert!(!list.names("ten.example", 80));
    }

    #[test]
    fn what_is_nothing_of_that_is_refused_with_a_reason() {
        for text in [
            "",
            "*",
            "*.",
            "a b",
            "a..b",
            "a/8",
            "10.0.0.0/33",
            "10.0.0.1/8",
            "10.0.0",
            "127.1",
            "localhost:",
            "localhost:0",
            "localhost:65536",
            "localhost:+1",
            "http://x",
            "::1:x",
            "a.*.b",
            "ex\u{e4}mple.com",
        ] {
            let refused = AllowList::default().add(text);
            assert!(refused.is_err_and(|why| why.contains(text)), "{text}");
        }
    }

    #[test]
    fn entries_are_shown_as_they_are_written() {
        for text in [
            "10.0.0.0/8",
            "localhost:3000",
            "*.example.com",
            "internal.example.com:80",
        ] {
            let entry: Entry = text.parse().expect("an entry");
            assert_eq!(entry.to_string(), text);
        }
    }
}
