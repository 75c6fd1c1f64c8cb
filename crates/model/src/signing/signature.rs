//! A signature: 32 bytes that are compared in constant time and never shown in a log.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use subtle::ConstantTimeEq;

const SIGNATURE_BYTES: usize = 32;
/// Of 32 bytes in Base64 without padding.
const SIGNATURE_CHARS: usize = 43;

/// An HMAC-SHA256. Comparison takes the same time wherever the first difference is.
#[derive(Clone, Copy)]
pub struct Signature([u8; SIGNATURE_BYTES]);

impl Signature {
    /// The signature of these bytes.
    pub const fn from_bytes(bytes: [u8; SIGNATURE_BYTES]) -> Signature {
        Signature(bytes)
    }

    /// Its bytes, for example as the key of a cache of signatures already seen.
    pub const fn as_bytes(&self) -> &[u8; SIGNATURE_BYTES] {
        &self.0
    }

    /// Base64 in either alphabet, with or without its one `=`, of exactly 32 bytes.
    ///
    /// Source: the documentation says only "Base64"; clients send the URL alphabet without padding,
    /// one keeps the padding, one accepts both alphabets. Unused bits must be zero: every
    /// signature has one spelling per alphabet and padding.
    pub fn decode(text: &str) -> Option<Signature> {
        let text = match text.len() {
            SIGNATURE_CHARS => text,
            _ => text.strip_suffix('=')?,
        };
        let mut url_alphabet: [u8; SIGNATURE_CHARS] = text.as_bytes().try_into().ok()?;
        for byte in &mut url_alphabet {
            *byte = match *byte {
                b'+' => b'-',
                b'/' => b'_',
                other => other,
            };
        }
        let mut bytes = [0; SIGNATURE_BYTES];
        let length = BASE64URL_NOPAD.decode_mut(&url_alphabet, &mut bytes).ok()?;
        (length == SIGNATURE_BYTES).then_some(Signature(bytes))
    }

    /// Base64 in the URL alphabet without padding: 43 characters, as clients send it.
    pub fn encode(&self) -> String {
        BASE64URL_NOPAD.encode(&self.0)
    }
}

impl PartialEq for Signature {
    fn eq(&self, other: &Signature) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Signature {}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_same_bytes_is_read() {
        let signature = Signature([0xfb; 32]);
        let url = signature.encode();
        assert_eq!(url.len(), 43);
        assert!(url.contains('-') && url.contains('_'));
        let standard = url.replace('-', "+").replace('_', "/");
        let half = url.replacen('-', "+", 1);
        for text in [&url, &standard, &half] {
            assert_eq!(Signature::decode(text), Some(signature), "{text}");
            assert_eq!(
                Signature::decode(&format!("{text}=")),
                Some(signature),
                "{text}="
            );
        }
    }

    #[test]
    fn what_is_not_32_bytes_is_refused() {
        let url = Signature([7; 32]).encode();
        let unused_bit = format!("{}d", &url[..42]);
        assert_ne!(url, unused_bit);
        let all = [
            String::new(),
            "=".to_owned(),
            "garbage".to_owned(),
            url[..42].to_owned(),
            format!("{url}=="),
            format!("{url}A"),
            format!("{}=", &url[..42]),
            format!("{}é", &url[..41]),
            format!("{} ", &url[..42]),
            unused_bit,
        ];
        for text in all {
            assert_eq!(Signature::decode(&text), None, "{text}");
        }
    }

    #[test]
    fn a_log_does_not_show_it() {
        assert_eq!(format!("{:?}", Signature([7; 32])), "Signature(..)");
    }
}
