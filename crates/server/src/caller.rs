//! Who calls, and under which address: the socket's word, or a trusted proxy's.
//!
//! `x-forwarded-*` are believed only from peers in `trusted_proxies`. The client is the last
//! address in `x-forwarded-for` that is not such a proxy: what stands before it anyone can write.

use crate::http1::Head;
use std::net::{IpAddr, SocketAddr};
use velodrome_site::config::Config;

/// The caller of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The client's address.
    pub ip: IpAddr,
    /// The peer is a trusted proxy.
    via_proxy: bool,
    /// Certainly a program on this machine.
    pub is_local: bool,
}

/// The most addresses that are looked at.
const HOPS_MAX: usize = 32;

impl Caller {
    /// Reads the caller off a request.
    pub fn of(head: &Head<'_>, peer: SocketAddr, config: &Config) -> Caller {
        let peer_ip = peer.ip().to_canonical();
        let via_proxy =
            !config.trusted_proxies.0.is_empty() && config.trusted_proxies.contain(peer_ip);
        let ip = if via_proxy {
            forwarded_for(head, config).unwrap_or(peer_ip)
        } else {
            peer_ip
        };
        let is_forwarded = || {
            ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
                .iter()
                .any(|name| head.field(name).is_some())
        };
        let is_local = ip.is_loopback() && (via_proxy || !is_forwarded());
        Caller {
            ip,
            via_proxy,
            is_local,
        }
    }

    /// Appends scheme and authority of the address that the client used.
    pub fn write_origin(&self, head: &Head<'_>, config: &Config, out: &mut String) {
        if let Some(base_url) = &config.base_url {
            out.push_str(base_url.origin());
            return;
        }
        let trusted = |name| {
            if self.via_proxy {
                head.field(name)
            } else {
                None
            }
        };
        let last =
            |list: &'_ str| -> Option<String> { Some(list.rsplit(',').next()?.trim().to_owned()) };
        match trusted("x-forwarded-proto").and_then(last).as_deref() {
            Some("https") => out.push_str("https://"),
            _ => out.push_str("http://"),
        }
        match trusted("x-forwarded-host")
            .and_then(last)
            .filter(|host| is_host(host))
        {
            Some(host) => out.push_str(&host),
            None if head.host().is_empty() => out.push_str("localhost"),
            None => out.push_str(head.host()),
        }
    }
}

fn forwarded_for(head: &Head<'_>, config: &Config) -> Option<IpAddr> {
    let mut client = None;
    let lines: Vec<&str> = head
        .fields()
        .filter(|(name, _)| name.eq_ignore_ascii_case("x-forwarded-for"))
        .map(|(_, value)| value)
        .collect();
    for hop in lines
        .iter()
        .rev()
        .flat_map(|line| line.rsplit(','))
        .take(HOPS_MAX)
    {
        let address = hop_address(hop.trim())?;
        client = Some(address);
        if !config.trusted_proxies.contain(address) {
            break;
        }
    }
    client
}

/// An address with or without a port.
fn hop_address(hop: &str) -> Option<IpAddr> {
    hop.parse::<IpAddr>()
        .ok()
        .or_else(|| hop.parse::<SocketAddr>().ok().map(|address| address.ip()))
        .or_else(|| hop.strip_prefix('[')?.strip_suffix(']')?.parse().ok())
        .map(|address| address.to_canonical())
}

fn is_host(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._:[]".contains(&byte))
}
