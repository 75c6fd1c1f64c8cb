//! Networks by their first bits: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
//!
//! An IPv4 address that arrives in its IPv6 form (`::ffff:10.0.0.1`, as on a dual-stack socket)
//! is the IPv4 address.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// An address with the number of bits that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix_bits: u8,
}

/// A list of networks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(pub Vec<Network>);

impl Networks {
    /// Whether one of the networks has the address in it.
    pub fn contain(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

impl Network {
    /// Whether the address is in the network.
    pub fn contains(&self, address: IpAddr) -> bool {
        let (ours, theirs) = (self.address, address.to_canonical());
        let shift = width(ours) - u32::from(self.prefix_bits);
        width(ours) == width(theirs)
            && bits(ours).checked_shr(shift) == bits(theirs).checked_shr(shift)
    }
}

/// Bits of an address of this family.
fn width(address: IpAddr) -> u32 {
    if address.is_ipv4() { 32 } else { 128 }
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(address.to_bits()),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address = IpAddr::from_str(address).map_err(|_| {
            format!("\"{text}\" is neither an IP address nor a network such as \"10.0.0.0/8\"")
        })?;
        let width = width(address);
        let prefix_bits = match prefix {
            None => width,
            Some(digits) => digits
                .parse()
                .ok()
                .filter(|bits| *bits <= width && digits.bytes().all(|byte| byte.is_ascii_digit()))
                .ok_or_else(|| {
                    format!("\"{text}\": what follows / must be a number from 0 to {width}")
                })?,
        };
        let host_bits = bits(address) & !u128::MAX.checked_shl(width - prefix_bits).unwrap_or(0);
        if host_bits != 0 {
            return Err(format!(
                "\"{text}\" has bits after the first {prefix_bits}: is a longer prefix meant?"
            ));
        }
        let prefix_bits = u8::try_from(prefix_bits).expect("at most 128");
        Ok(Network {
            address,
            prefix_bits,
        })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.address, self.prefix_bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(network: &str, address: &str) -> bool {
        let network: Network = network.parse().expect("a network");
        network.contains(address.parse().expect("an address"))
    }

    #[test]
    fn the_first_bits_count_and_no_others() {
        assert!(contains("10.0.0.0/8", "10.255.1.2"));
        assert!(!contains("10.0.0.0/8", "11.0.0.0"));
        assert!(contains("10.1.2.3", "10.1.2.3"));
        assert!(!contains("10.1.2.3", "10.1.2.4"));
        assert!(contains("0.0.0.0/0", "1.2.3.4"));
        assert!(!contains("0.0.0.0/0", "::1"));
        assert!(contains("2001:db8::/32", "2001:db8:ffff::1"));
        assert!(!contains("2001:db8::/32", "2001:db9::1"));
        assert!(contains("::/0", "::1"));
        assert!(contains("::1", "::1"));
        assert!(contains("10.0.0.0/8", "::ffff:10.1.1.1"));
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in [
            "",
            "10.0.0",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/",
            "10.0.0.0/+8",
            "a/8",
            "10.0.0.1/8",
        ] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
