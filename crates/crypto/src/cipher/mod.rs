//! Symmetric ciphers, for data that comes in pieces: AES in its modes, ChaCha20-Poly1305, triple DES.

mod aead;
mod blocks;
mod counter;

pub use counter::aes_ctr;

use crate::Failure;
use aead::Aead;
use blocks::Blocks;

/// How a block cipher is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Mode {
    Ecb,
    Cbc,
    Ctr,
    Gcm,
    /// ChaCha20-Poly1305, a stream cipher with an authenticator of its own.
    Poly1305,
}

/// The cipher itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Block {
    Aes128,
    Aes192,
    Aes256,
    Des3,
    ChaCha20,
}

/// One cipher as OpenSSL names it.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// In lower case.
    pub name: &'static str,
    /// OpenSSL's number of it, which `crypto.getCipherInfo` gives.
    pub nid: u32,
    /// The cipher.
    pub block: Block,
    /// Its mode.
    pub mode: Mode,
}

const fn spec(name: &'static str, nid: u32, block: Block, mode: Mode) -> Spec {
    Spec {
        name,
        nid,
        block,
        mode,
    }
}

/// All, sorted by name.
pub const CIPHERS: &[Spec] = &[
    spec("aes-128-cbc", 419, Block::Aes128, Mode::Cbc),
    spec("aes-128-ctr", 904, Block::Aes128, Mode::Ctr),
    spec("aes-128-ecb", 418, Block::Aes128, Mode::Ecb),
    spec("aes-128-gcm", 895, Block::Aes128, Mode::Gcm),
    spec("aes-192-cbc", 423, Block::Aes192, Mode::Cbc),
    spec("aes-192-ctr", 905, Block::Aes192, Mode::Ctr),
    spec("aes-192-ecb", 422, Block::Aes192, Mode::Ecb),
    spec("aes-192-gcm", 898, Block::Aes192, Mode::Gcm),
    spec("aes-256-cbc", 427, Block::Aes256, Mode::Cbc),
    spec("aes-256-ctr", 906, Block::Aes256, Mode::Ctr),
    spec("aes-256-ecb", 426, Block::Aes256, Mode::Ecb),
    spec("aes-256-gcm", 901, Block::Aes256, Mode::Gcm),
    spec("chacha20-poly1305", 1018, Block::ChaCha20, Mode::Poly1305),
    spec("des-ede3-cbc", 44, Block::Des3, Mode::Cbc),
    spec("des-ede3-ecb", 33, Block::Des3, Mode::Ecb),
];

/// Other names of some of them.
const ALIASES: &[(&str, &str)] = &[
    ("aes128", "aes-128-cbc"),
    ("aes192", "aes-192-cbc"),
    ("aes256", "aes-256-cbc"),
    ("des-ede3", "des-ede3-ecb"),
    ("des3", "des-ede3-cbc"),
    ("id-aes128-gcm", "aes-128-gcm"),
    ("id-aes192-gcm", "aes-192-gcm"),
    ("id-aes256-gcm", "aes-256-gcm"),
];

/// All names, sorted.
pub fn names() -> Vec<&'static str> {
    let mut all: Vec<&str> = CIPHERS.iter().map(|spec| spec.name).collect();
    all.extend(ALIASES.iter().map(|(alias, _)| *alias));
    all.sort_unstable();
    all
}

impl Spec {
    /// By name, in any case.
    pub fn by_name(name: &str) -> Option<&'static Spec> {
        let lower = name.to_ascii_lowercase();
        let alias = ALIASES.iter().find(|(alias, _)| *alias == lower);
        let plain = alias.map_or(lower.as_str(), |(_, plain)| plain);
        CIPHERS.iter().find(|spec| spec.name == plain)
    }

    /// Bytes of the key.
    pub fn key_len(&self) -> usize {
        match self.block {
            Block::Aes128 => 16,
            Block::Aes192 | Block::Des3 => 24,
            Block::Aes256 | Block::ChaCha20 => 32,
        }
    }

    /// Bytes of the initialisation vector: those that must be, or usually are (GCM).
    pub fn iv_len(&self) -> usize {
        match self.mode {
            Mode::Ecb => 0,
            Mode::Cbc | Mode::Ctr => self.block_len(),
            Mode::Gcm | Mode::Poly1305 => 12,
        }
    }

    /// Whether that many bytes can be its initialisation vector.
    pub fn takes_iv_len(&self, len: usize) -> bool {
        match self.mode {
            Mode::Gcm => (1..=128).contains(&len),
            // OpenSSL pads shorter ones in front.
            Mode::Poly1305 => (1..=12).contains(&len),
            _ => len == self.iv_len(),
        }
    }

    /// Bytes of a block; 1 for what works as a stream.
    pub fn block_len(&self) -> usize {
        match self.block {
            Block::Des3 => 8,
            Block::ChaCha20 => 1,
            _ => 16,
        }
    }

    /// Whether it authenticates.
    pub fn is_aead(&self) -> bool {
        matches!(self.mode, Mode::Gcm | Mode::Poly1305)
    }
}

/// A cipher at work.
pub struct Cipher(Inner);

/// Changes bytes in place, one part of a message after the other.
type Keystream = Box<dyn FnMut(&mut [u8])>;

enum Inner {
    Blocks(Blocks),
    Stream(Keystream),
    Aead(Box<Aead>),
}

impl Cipher {
    /// Begins.
    ///
    /// # Errors
    /// A key or initialisation vector of a wrong length.
    pub fn new(spec: &Spec, encrypt: bool, key: &[u8], iv: &[u8]) -> Result<Cipher, Failure> {
        if key.len() != spec.key_len() {
            return Err(Failure::new(
                "ERR_CRYPTO_INVALID_KEYLEN",
                "Invalid key length",
            ));
        }
        if !spec.takes_iv_len(iv.len()) {
            return Err(Failure::new(
                "ERR_CRYPTO_INVALID_IV",
                "Invalid initialization vector",
            ));
        }
        Ok(Cipher(match spec.mode {
            Mode::Ecb | Mode::Cbc => Inner::Blocks(Blocks::new(spec, encrypt, key, iv)),
            Mode::Ctr => Inner::Stream(counter::ctr128(key, iv)),
            Mode::Gcm => Inner::Aead(Box::new(Aead::gcm(encrypt, key, iv))),
            Mode::Poly1305 => Inner::Aead(Box::new(Aead::poly1305(encrypt, key, iv))),
        }))
    }

    /// Takes more, gives what is ready.
    pub fn update(&mut self, data: &[u8]) -> Vec<u8> {
        match &mut self.0 {
            Inner::Blocks(blocks) => blocks.update(data),
            Inner::Stream(apply) => {
                let mut out = data.to_vec();
                apply(&mut out);
                out
            }
            Inner::Aead(aead) => aead.update(data),
        }
    }

    /// The rest.
    ///
    /// # Errors
    /// Padding or an authentication tag that is wrong, a block that is not whole.
    pub fn finish(&mut self) -> Result<Vec<u8>, Failure> {
        match &mut self.0 {
            Inner::Blocks(blocks) => blocks.finish(),
            Inner::Stream(_) => Ok(Vec::new()),
            Inner::Aead(aead) => aead.finish().map(|()| Vec::new()),
        }
    }

    /// Data that is authenticated only; before the first update. False if this cipher takes none.
    pub fn authenticate(&mut self, data: &[u8]) -> bool {
        match &mut self.0 {
            Inner::Aead(aead) => {
                aead.authenticate(data);
                true
            }
            _ => false,
        }
    }

    /// The 16 bytes of the tag, once all was encrypted.
    pub fn tag(&self) -> Option<[u8; 16]> {
        match &self.0 {
            Inner::Aead(aead) => aead.tag(),
            _ => None,
        }
    }

    /// The tag (or its beginning) that what is decrypted must have. False if this cipher has none.
    pub fn expect_tag(&mut self, tag: &[u8]) -> bool {
        match &mut self.0 {
            Inner::Aead(aead) => {
                aead.expect_tag(tag);
                true
            }
            _ => false,
        }
    }

    /// Whether the last block is padded (PKCS#7), as it is unless told otherwise.
    pub fn set_padding(&mut self, on: bool) {
        if let Inner::Blocks(blocks) = &mut self.0 {
            blocks.padding = on;
        }
    }
}

/// All of an authenticated encryption in one step: the text, and the tag's first `tag_len` bytes.
///
/// # Errors
/// A key or nonce of a wrong length.
pub fn seal(
    spec: &Spec,
    key: &[u8],
    iv: &[u8],
    aad: &[u8],
    data: &[u8],
    tag_len: usize,
) -> Result<Vec<u8>, Failure> {
    let mut cipher = Cipher::new(spec, true, key, iv)?;
    cipher.authenticate(aad);
    let mut out = cipher.update(data);
    out.extend(cipher.finish()?);
    let tag = cipher.tag().unwrap_or_default();
    out.extend_from_slice(&tag[..tag_len.min(tag.len())]);
    Ok(out)
}

/// The other way; `data` ends with the tag.
///
/// # Errors
/// A key or nonce of a wrong length, a tag that is wrong.
pub fn open(
    spec: &Spec,
    key: &[u8],
    iv: &[u8],
    aad: &[u8],
    data: &[u8],
    tag_len: usize,
) -> Result<Vec<u8>, Failure> {
    let Some(text_len) = data.len().checked_sub(tag_len) else {
        return Err(aead::unauthentic());
    };
    let mut cipher = Cipher::new(spec, false, key, iv)?;
    cipher.authenticate(aad);
    cipher.expect_tag(&data[text_len..]);
    let out = cipher.update(&data[..text_len]);
    cipher.finish()?;
    Ok(out)
}
