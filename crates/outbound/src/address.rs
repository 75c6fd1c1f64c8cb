//! Which addresses are public: the special-purpose registries of IANA for IPv4 and IPv6 as tables.
//!
//! IPv6 is judged the other way round: only 2000::/3 is in public use, and parts of it are not.
//! An address that carries an IPv4 address which a translator would call is judged by that one.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A network by its first address and the number of its bits that count, and what it is for.
struct Special<A> {
    first: A,
    prefix_bits: u32,
    what: &'static str,
}

const fn v4(a: u8, b: u8, c: u8, d: u8, prefix_bits: u32, what: &'static str) -> Special<Ipv4Addr> {
    Special {
        first: Ipv4Addr::new(a, b, c, d),
        prefix_bits,
        what,
    }
}

const fn v6(first: [u16; 3], prefix_bits: u32, what: &'static str) -> Special<Ipv6Addr> {
    Special {
        first: Ipv6Addr::new(first[0], first[1], first[2], 0, 0, 0, 0, 0),
        prefix_bits,
        what,
    }
}

/// What of IPv4 is not public.
const IPV4: &[Special<Ipv4Addr>] = &[
    v4(0, 0, 0, 0, 8, "this machine"),
    v4(10, 0, 0, 0, 8, "private"),
    v4(100, 64, 0, 0, 10, "carrier-grade NAT"),
    v4(127, 0, 0, 0, 8, "loopback"),
    v4(169, 254, 0, 0, 16, "link-local"),
    v4(172, 16, 0, 0, 12, "private"),
    v4(192, 0, 0, 0, 24, "protocol assignment"),
    v4(192, 0, 2, 0, 24, "documentation"),
    v4(192, 88, 99, 0, 24, "6to4 relay"),
    v4(192, 168, 0, 0, 16, "private"),
    v4(198, 18, 0, 0, 15, "benchmarking"),
    v4(198, 51, 100, 0, 24, "documentation"),
    v4(203, 0, 113, 0, 24, "documentation"),
    v4(224, 0, 0, 0, 4, "multicast"),
    v4(255, 255, 255, 255, 32, "broadcast"),
    v4(240, 0, 0, 0, 4, "reserved"),
    // In public space, but the machine's own cloud answers there.
    v4(168, 63, 129, 16, 32, "cloud metadata"),
];

/// What of 2000::/3 is not public.
const IPV6: &[Special<Ipv6Addr>] = &[
    v6([0x2001, 0, 0], 32, "Teredo"),
    v6([0x2001, 2, 0], 48, "benchmarking"),
    v6([0x2001, 0xdb8, 0], 32, "documentation"),
    v6([0x2001, 0, 0], 23, "protocol assignment"),
    v6([0x2002, 0, 0], 16, "6to4"),
    v6([0x3fff, 0, 0], 20, "documentation"),
];

/// What lies outside of 2000::/3, for messages; anything else there is unassigned.
const IPV6_ELSEWHERE: &[Special<Ipv6Addr>] = &[
    v6([0x64, 0xff9b, 1], 48, "local NAT64"),
    v6([0x100, 0, 0], 64, "discard"),
    v6([0xfc00, 0, 0], 7, "unique local"),
    v6([0xfe80, 0, 0], 10, "link-local"),
    v6([0xfec0, 0, 0], 10, "site-local"),
    v6([0xff00, 0, 0], 8, "multicast"),
];

/// Why an address is not public, in a word or two; `None` for one that is.
pub fn refusal(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => refusal_v4(address),
        IpAddr::V6(address) => refusal_v6(address),
    }
}

fn refusal_v4(address: Ipv4Addr) -> Option<&'static str> {
    let bits = |address: Ipv4Addr, prefix_bits: u32| address.to_bits() >> (32 - prefix_bits);
    let special = IPV4.iter().find(|special| {
        bits(special.first, special.prefix_bits) == bits(address, special.prefix_bits)
    });
    special.map(|special| special.what)
}

fn refusal_v6(address: Ipv6Addr) -> Option<&'static str> {
    if let Some(carried) = carried_v4(address) {
        return refusal_v4(carried);
    }
    if address.is_loopback() {
        return Some("loopback");
    }
    if address.is_unspecified() {
        return Some("this machine");
    }
    let public = address.segments()[0] >> 13 == 1;
    let table = if public { IPV6 } else { IPV6_ELSEWHERE };
    let bits = |address: Ipv6Addr, prefix_bits: u32| address.to_bits() >> (128 - prefix_bits);
    let special = table.iter().find(|special| {
        bits(special.first, special.prefix_bits) == bits(address, special.prefix_bits)
    });
    match special {
        Some(special) => Some(special.what),
        None if public => None,
        None => Some("reserved"),
    }
}

/// The IPv4 address that is called when this one is: ::ffff:0:0/96 by this machine itself,
/// 64:ff9b::/96 (RFC 6052) by a translator, which networks without IPv4 name for every IPv4 server.
fn carried_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    if let Some(mapped) = address.to_ipv4_mapped() {
        return Some(mapped);
    }
    let nat64 = Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0).to_bits();
    let low_bits = u128::from(u32::MAX);
    let bits = address.to_bits();
    (bits & !low_bits == nat64)
        .then(|| Ipv4Addr::from_bits(u32::try_from(bits & low_bits).expect("32 bits")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn why(address: &str) -> Option<&'static str> {
        refusal(address.parse().expect("an address"))
    }

    #[test]
    fn an_address_is_public_or_has_a_reason_not_to_be() {
        for (address, expected) in [
            ("0.0.0.0", Some("this machine")),
            ("0.255.255.255", Some("this machine")),
            ("1.0.0.0", None),
            ("9.255.255.255", None),
            ("10.0.0.0", Some("private")),
            ("10.255.255.255", Some("private")),
            ("11.0.0.0", None),
            ("100.63.255.255", None),
            ("100.64.0.0", Some("carrier-grade NAT")),
            ("100.100.100.200", Some("carrier-grade NAT")),
            ("100.127.255.255", Some("carrier-grade NAT")),
            ("100.128.0.0", None),
            ("126.255.255.255", None),
            ("127.0.0.1", Some("loopback")),
            ("127.255.255.255", Some("loopback")),
            ("128.0.0.0", None),
            ("168.63.129.15", None),
            ("168.63.129.16", Some("cloud metadata")),
            ("169.254.169.254", Some("link-local")),
            ("172.15.255.255", None),
            ("172.16.0.0", Some("private")),
            ("172.31.255.255", Some("private")),
            ("172.32.0.0", None),
            ("192.0.0.192", Some("protocol assignment")),
            ("192.0.1.0", None),
            ("192.0.2.1", Some("documentation")),
            ("192.88.99.1", Some("6to4 relay")),
            ("192.167.255.255", None),
            ("192.168.0.1", Some("private")),
            ("192.169.0.0", None),
            ("198.17.255.255", None),
            ("198.18.0.1", Some("benchmarking")),
            ("198.19.255.255", Some("benchmarking")),
            ("198.20.0.0", None),
            ("198.51.100.7", Some("documentation")),
            ("203.0.113.7", Some("documentation")),
            ("223.255.255.255", None),
            ("224.0.0.1", Some("multicast")),
            ("239.255.255.255", Some("multicast")),
            ("240.0.0.1", Some("reserved")),
            ("255.255.255.255", Some("broadcast")),
            ("::", Some("this machine")),
            ("::1", Some("loopback")),
            ("::127.0.0.1", Some("reserved")),
            ("::8.8.8.8", Some("reserved")),
            ("::ffff:127.0.0.1", Some("loopback")),
            ("::ffff:8.8.8.8", None),
            ("::ffff:0:127.0.0.1", Some("reserved")),
            ("64:ff9b::127.0.0.1", Some("loopback")),
            ("64:ff9b::10.1.2.3", Some("private")),
            ("64:ff9b::8.8.8.8", None),
            ("64:ff9b::1:8.8.8.8", Some("reserved")),
            ("64:ff9b:1::8.8.8.8", Some("local NAT64")),
            ("100::1", Some("discard")),
            ("1fff::1", Some("reserved")),
            ("2000::1", None),
            ("2001::1", Some("Teredo")),
            ("2001:2::1", Some("benchmarking")),
            ("2001:20::1", Some("protocol assignment")),
            ("2001:1ff::1", Some("protocol assignment")),
            ("2001:200::1", None),
            ("2001:db8::1", Some("documentation")),
            ("2001:4860:4860::8888", None),
            ("2002:7f00:1::1", Some("6to4")),
            ("2002:808:808::1", Some("6to4")),
            ("2606:4700::1111", None),
            ("3fff::1", Some("documentation")),
            ("3fff:1000::1", None),
            ("4000::1", Some("reserved")),
            ("5f00::1", Some("reserved")),
            ("fc00::1", Some("unique local")),
            ("fd00:ec2::254", Some("unique local")),
            ("fe80::1", Some("link-local")),
            ("fec0::1", Some("site-local")),
            ("ff02::1", Some("multicast")),
        ] {
            assert_eq!(why(address), expected, "{address}");
        }
    }
}
