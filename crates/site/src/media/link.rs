//! Links with a token: who has one may do for a while what it says, and nothing else.
//!
//! A token is what it allows as JSON in Base64, a full stop, and the HMAC-SHA256 of that.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

/// Longest token that is looked at, in bytes.
const TOKEN_BYTES_MAX: usize = 4096;

/// Why a token does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It was not made here, or for something else.
    Wrong,
    /// Its time is over.
    Expired,
}

/// What a token for reading allows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Download {
    /// The file.
    pub uri: String,
    /// From when it does not, in milliseconds since 1970.
    pub until_ms: u64,
    /// As which name the file is to be saved; in a browser it is shown when there is none.
    pub save_as: Option<String>,
    /// Where to send who comes too late.
    pub expired: Option<String>,
}

/// What a token for writing allows, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// Which link it is; no two are the same.
    pub nonce: String,
    /// From when it does not, in milliseconds since 1970.
    pub until_ms: u64,
    /// The folders that the file is put into.
    pub path: String,
    /// What the file is called, whatever its sender says.
    pub name: Option<String>,
    /// The only MIME type that the file may have.
    pub mime: Option<String>,
    /// Whether its link needs a token.
    pub is_private: bool,
    /// Whether the folders are those of visitors.
    pub by_visitor: bool,
}

#[derive(Serialize, Deserialize)]
enum Claims {
    #[serde(rename = "d")]
    Download(Download),
    #[serde(rename = "u")]
    Upload(Upload),
}

/// Makes and reads tokens.
#[derive(Clone)]
pub struct Links {
    key: [u8; 32],
}

impl std::fmt::Debug for Links {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Links(..)")
    }
}

impl Links {
    /// Links under a key, which may serve for other things too.
    pub(super) fn new(key: &[u8; 32]) -> Links {
        Links {
            key: mac(key, b"velodrome media links").into_bytes(),
        }
    }

    /// A token for reading.
    pub fn download(&self, download: Download) -> String {
        self.token(&Claims::Download(download))
    }

    /// A token for writing.
    pub fn upload(&self, upload: Upload) -> String {
        self.token(&Claims::Upload(upload))
    }

    fn token(&self, claims: &Claims) -> String {
        let json = serde_json::to_vec(claims).expect("it has only strings and numbers");
        let said = BASE64URL_NOPAD.encode(&json);
        let tag = mac(&self.key, said.as_bytes()).into_bytes();
        format!("{said}.{}", BASE64URL_NOPAD.encode(&tag))
    }

    /// What a token for reading this file allows. With [`LinkError::Expired`] comes where to send its
    /// bearer.
    ///
    /// # Errors
    /// It does not count.
    pub fn read_download(
        &self,
        token: &str,
        uri: &str,
        now_ms: u64,
    ) -> Result<Download, (LinkError, Option<String>)> {
        match self.claims(token) {
            Some(Claims::Download(download)) if download.uri == uri => {
                if now_ms < download.until_ms {
                    Ok(download)
                } else {
                    Err((LinkError::Expired, download.expired))
                }
            }
            _ => Err((LinkError::Wrong, None)),
        }
    }

    /// What a token for writing allows.
    ///
    /// # Errors
    /// It does not count.
    pub fn read_upload(&self, token: &str, now_ms: u64) -> Result<Upload, LinkError> {
        match self.claims(token) {
            Some(Claims::Upload(upload)) if now_ms < upload.until_ms => Ok(upload),
            Some(Claims::Upload(_)) => Err(LinkError::Expired),
            _ => Err(LinkError::Wrong),
        }
    }

    fn claims(&self, token: &str) -> Option<Claims> {
        if token.len() > TOKEN_BYTES_MAX {
            return None;
        }
        let (said, tag) = token.split_once('.')?;
        let tag = BASE64URL_NOPAD.decode(tag.as_bytes()).ok()?;
        mac(&self.key, said.as_bytes()).verify_slice(&tag).ok()?;
        serde_json::from_slice(&BASE64URL_NOPAD.decode(said.as_bytes()).ok()?).ok()
    }
}

/// HMAC-SHA256, to be finished.
struct Tag(Hmac<Sha256>);

impl Tag {
    fn into_bytes(self) -> [u8; 32] {
        self.0.finalize().into_bytes().into()
    }

    fn verify_slice(self, tag: &[u8]) -> Result<(), ()> {
        self.0.verify_slice(tag).map_err(drop)
    }
}

fn mac(key: &[u8], text: &[u8]) -> Tag {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text);
    Tag(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn download() -> Download {
        Download {
            uri: "a".to_owned(),
            until_ms: 1000,
            save_as: None,
            expired: Some("/late".to_owned()),
        }
    }

    #[test]
    fn a_token_counts_for_what_it_says_and_until_then() {
        let links = Links::new(&[1; 32]);
        let token = links.download(download());
        assert_eq!(links.read_download(&token, "a", 999), Ok(download()));
        let late = Err((LinkError::Expired, Some("/late".to_owned())));
        assert_eq!(links.read_download(&token, "a", 1000), late);
        let wrong = Err((LinkError::Wrong, None));
        assert_eq!(links.read_download(&token, "b", 1), wrong);
        assert_eq!(links.read_upload(&token, 1), Err(LinkError::Wrong));
        assert_eq!(Links::new(&[2; 32]).read_download(&token, "a", 1), wrong);
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let links = Links::new(&[1; 32]);
        let token = links.download(download());
        for place in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert!(links.read_download(&changed, "a", 1).is_err(), "{place}");
            assert!(links.read_download(&token[..place], "a", 1).is_err());
        }
    }
}
