//! Who calls, and under which address: the socket's word, or a trusted proxy's.
//!
//! `x-forwarded-*` are believed only from peers in `trusted_proxies`. The client is the last
//! address in `x-forwarded-for` that is not such a proxy: what stands before it anyone can write.

use crate::http1::{Head, Peer};
use std::net::{IpAddr, SocketAddr};
use velodrome_site::config::Config;

/// The caller of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The client's address.
    pub ip: IpAddr,
    /// The peer is a trusted proxy.
    via_proxy: bool,
    /// The peer speaks TLS to us.
    is_secure: bool,
    /// Every hop of a chain that trusted proxies vouch for could be read.
    is_known: bool,
}

/// The most addresses that are looked at.
const HOPS_MAX: usize = 32;

impl Caller {
    /// Reads the caller off a request.
    pub fn of(head: &Head<'_>, peer: &Peer, config: &Config) -> Caller {
        let peer_ip = peer.address.ip().to_canonical();
        let via_proxy =
            !config.trusted_proxies.0.is_empty() && config.trusted_proxies.contain(peer_ip);
        let chain = if via_proxy {
            Chain::of(head, config)
        } else {
            Chain::default()
        };
        let ip = chain.client.unwrap_or(peer_ip);
        Caller {
            ip,
            via_proxy,
            is_secure: peer.secure,
            is_known: chain.client.is_some() && !chain.is_broken,
        }
    }

    /// Whether it is certainly a program on this machine. A proxy here that names nobody, or
    /// nobody we can read, speaks for anyone.
    pub fn is_local(&self, head: &Head<'_>) -> bool {
        let is_forwarded = || {
            ["forwarded", "x-forwarded-for", "x-real-ip", "via"]
                .iter()
                .any(|name| head.field(name).is_some())
        };
        self.ip.is_loopback() && (self.is_known || !is_forwarded())
    }

    /// Whether the client used HTTPS: what a trusted proxy says of it, otherwise how it speaks to
    /// us.
    pub fn used_https(&self, head: &Head<'_>) -> bool {
        let told = if self.via_proxy {
            last_item(head, "x-forwarded-proto")
        } else {
            None
        };
        told.map_or(self.is_secure, |scheme| {
            scheme.eq_ignore_ascii_case("https")
        })
    }

    /// Appends scheme and authority of the address that the client used.
    pub fn write_origin(&self, head: &Head<'_>, config: &Config, out: &mut String) {
        if let Some(base_url) = &config.base_url {
            out.push_str(base_url.origin());
            return;
        }
        let trusted = |name| {
            if self.via_proxy {
                last_item(head, name)
            } else {
                None
            }
        };
        out.push_str(if self.used_https(head) {
            "https://"
        } else {
            "http://"
        });
        match trusted("x-forwarded-host").filter(|host| is_host(host)) {
            Some(host) => out.push_str(host),
            None if head.host().is_empty() => out.push_str("localhost"),
            None => out.push_str(head.host()),
        }
    }
}

/// The proxies that a request went through, as `x-forwarded-for` tells.
#[derive(Default)]
struct Chain {
    /// The last address that is no trusted proxy; when all are, or what comes first cannot be
    /// read, the first one that can.
    client: Option<IpAddr>,
    /// Something that cannot be read came before that.
    is_broken: bool,
}

impl Chain {
    fn of(head: &Head<'_>, config: &Config) -> Chain {
        let mut chain = Chain::default();
        let lines: Vec<&str> = values(head, "x-forwarded-for").collect();
        let hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
        for hop in hops.take(HOPS_MAX) {
            let Some(address) = hop_address(hop.trim()) else {
                chain.is_broken = true;
                break;
            };
            chain.client = Some(address);
            if !config.trusted_proxies.contain(address) {
                break;
            }
        }
        chain
    }
}

/// Every value of a field, in order.
fn values<'h>(head: &Head<'h>, name: &str) -> impl Iterator<Item = &'h str> {
    head.fields()
        .filter(move |(found, _)| found.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
}

/// The last item of a field that is a list: the one that the nearest proxy wrote.
fn last_item<'h>(head: &Head<'h>, name: &str) -> Option<&'h str> {
    Some(values(head, name).last()?.rsplit(',').next()?.trim())
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
