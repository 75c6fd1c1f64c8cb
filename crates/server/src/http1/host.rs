//! The one reading of a host with an optional port.
//!
//! Narrower than the URI grammar on purpose: user information, lists, sub-delimiters and percent
//! signs have no use in a `Host` field, and programs disagree about each of them.

use std::net::Ipv6Addr;

/// The longest DNS name.
const NAME_BYTES_MAX: usize = 255;

/// Whether `bytes` is a DNS name, an IPv4 address or a bracketed IPv6 address, with an optional
/// port of 0 to 65535 after a colon.
pub(super) fn is_authority(bytes: &[u8]) -> bool {
    match bytes.first() {
        Some(b'[') => is_bracketed(bytes),
        Some(_) => {
            let name_end = memchr::memchr(b':', bytes).unwrap_or(bytes.len());
            is_name(&bytes[..name_end]) && is_port(&bytes[name_end..])
        }
        None => false,
    }
}

fn is_bracketed(bytes: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b']', bytes) else {
        return false;
    };
    std::str::from_utf8(&bytes[1..end]).is_ok_and(|address| address.parse::<Ipv6Addr>().is_ok())
        && is_port(&bytes[end + 1..])
}

fn is_name(name: &[u8]) -> bool {
    !name.is_empty()
        && name.len() <= NAME_BYTES_MAX
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~'))
}

/// Nothing, or a colon and one to five digits.
fn is_port(bytes: &[u8]) -> bool {
    match bytes {
        [] => true,
        [b':', digits @ ..] if (1..=5).contains(&digits.len()) => {
            digits.iter().all(u8::is_ascii_digit)
                && digits
                    .iter()
                    .fold(0u32, |port, digit| port * 10 + u32::from(digit - b'0'))
                    <= u32::from(u16::MAX)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_authority;

    #[test]
    fn one_host_with_an_optional_port() {
        for good in [
            "a",
            "a.b",
            "A_b-c",
            "1.2.3.4:80",
            "a:0",
            "a:65535",
            "[::1]",
            "[2001:db8::1]:8080",
        ] {
            assert!(is_authority(good.as_bytes()), "{good}");
        }
        for bad in [
            "",
            ":80",
            "a:",
            "a:65536",
            "a:123456",
            "a:+1",
            "a:8 0",
            "a b",
            "a,b",
            "a, b",
            "u@a",
            "a/b",
            "a?b",
            "a#b",
            "a%41",
            "[::1",
            "[]",
            "[::1]80",
            "[1.2.3.4]",
            "[fe80::1%25eth0]",
            "a:80:80",
            "http://a",
            "a\\b",
            "a;b",
            "caf\u{e9}",
        ] {
            assert!(!is_authority(bad.as_bytes()), "{bad}");
        }
        assert!(is_authority(&[b'a'; 255]));
        assert!(!is_authority(&[b'a'; 256]));
    }
}
