//! GCM (NIST SP 800-38D) and ChaCha20-Poly1305 (RFC 8439) for data that comes in pieces: the
//! libraries have them in one step only, so their parts are put together here.

use super::counter::{Keystream, ctr32};
use crate::Failure;
use ::cipher::{BlockEncrypt, KeyInit, KeyIvInit, StreamCipher, StreamCipherSeek};
use ghash::universal_hash::UniversalHash;
use subtle::ConstantTimeEq;

const BLOCK: usize = 16;

/// The authenticator of either.
#[expect(
    clippy::large_enum_variant,
    reason = "one for each message, and not moved once it is made"
)]
enum Authenticator {
    Ghash(ghash::GHash),
    Poly1305(poly1305::Poly1305),
}

impl Authenticator {
    /// Whole blocks.
    fn blocks(&mut self, data: &[u8]) {
        for block in data.chunks_exact(BLOCK) {
            let block = [*ghash::Block::from_slice(block)];
            match self {
                Authenticator::Ghash(hash) => hash.update(&block),
                Authenticator::Poly1305(hash) => hash.update(&block),
            }
        }
    }

    /// The last block: how long both parts were, in bytes.
    fn lengths(&mut self, aad_len: u64, text_len: u64) {
        let mut block = [0; BLOCK];
        let (first, second) = match self {
            Authenticator::Ghash(_) => ((aad_len * 8).to_be_bytes(), (text_len * 8).to_be_bytes()),
            Authenticator::Poly1305(_) => (aad_len.to_le_bytes(), text_len.to_le_bytes()),
        };
        block[..8].copy_from_slice(&first);
        block[8..].copy_from_slice(&second);
        self.blocks(&block);
    }

    fn finish(self) -> [u8; BLOCK] {
        match self {
            Authenticator::Ghash(hash) => hash.finalize().into(),
            Authenticator::Poly1305(hash) => hash.finalize().into(),
        }
    }
}

/// An authenticated cipher at work.
pub(super) struct Aead {
    encrypt: bool,
    keystream: Keystream,
    authenticator: Option<Authenticator>,
    /// Laid over the authenticator's result.
    mask: [u8; BLOCK],
    /// The part of a block that the authenticator still waits for.
    partial: Vec<u8>,
    aad_len: u64,
    text_len: u64,
    in_text: bool,
    computed: Option<[u8; BLOCK]>,
    expected: Option<Vec<u8>>,
}

impl Aead {
    fn new(
        encrypt: bool,
        keystream: Keystream,
        authenticator: Authenticator,
        mask: [u8; BLOCK],
    ) -> Aead {
        Aead {
            encrypt,
            keystream,
            authenticator: Some(authenticator),
            mask,
            partial: Vec::new(),
            aad_len: 0,
            text_len: 0,
            in_text: false,
            computed: None,
            expected: None,
        }
    }

    /// The lengths were checked: `key` is one of AES, `iv` has 1 to 128 bytes.
    pub(super) fn gcm(encrypt: bool, key: &[u8], iv: &[u8]) -> Aead {
        let subkey = encrypted_zeros(key);
        let mut first = [0; BLOCK];
        if iv.len() == 12 {
            first[..12].copy_from_slice(iv);
            first[15] = 1;
        } else {
            let mut hash = Authenticator::Ghash(ghash::GHash::new(&subkey.into()));
            let mut padded = iv.to_vec();
            padded.resize(iv.len().next_multiple_of(BLOCK), 0);
            hash.blocks(&padded);
            hash.lengths(0, iv.len() as u64);
            first = hash.finish();
        }
        let mut keystream = ctr32(key, &first);
        // The keystream's first block masks the tag, the text begins with its second.
        let mut mask = [0; BLOCK];
        keystream(&mut mask);
        let authenticator = Authenticator::Ghash(ghash::GHash::new(&subkey.into()));
        Aead::new(encrypt, keystream, authenticator, mask)
    }

    /// The lengths were checked: `key` has 32 bytes, `iv` 1 to 12.
    pub(super) fn poly1305(encrypt: bool, key: &[u8], iv: &[u8]) -> Aead {
        let mut nonce = [0; 12];
        nonce[12 - iv.len()..].copy_from_slice(iv);
        let mut cipher =
            chacha20::ChaCha20::new_from_slices(key, &nonce).expect("the lengths were checked");
        let mut one_time = [0; 32];
        cipher.apply_keystream(&mut one_time);
        cipher.seek(64_u32);
        let authenticator = Authenticator::Poly1305(poly1305::Poly1305::new(&one_time.into()));
        Aead::new(
            encrypt,
            Box::new(move |data| cipher.apply_keystream(data)),
            authenticator,
            [0; BLOCK],
        )
    }

    pub(super) fn authenticate(&mut self, data: &[u8]) {
        self.aad_len += data.len() as u64;
        self.absorb(data);
    }

    fn absorb(&mut self, data: &[u8]) {
        let Some(authenticator) = &mut self.authenticator else {
            return;
        };
        let mut rest = data;
        if !self.partial.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(BLOCK - self.partial.len()));
            self.partial.extend_from_slice(now);
            rest = later;
            if self.partial.len() < BLOCK {
                return;
            }
            authenticator.blocks(&self.partial);
            self.partial.clear();
        }
        let whole = rest.len() - rest.len() % BLOCK;
        authenticator.blocks(&rest[..whole]);
        self.partial.extend_from_slice(&rest[whole..]);
    }

    /// Fills a block that is not whole with zeros.
    fn pad(&mut self) {
        if !self.partial.is_empty() {
            self.absorb(&[0; BLOCK][self.partial.len()..]);
        }
    }

    pub(super) fn update(&mut self, data: &[u8]) -> Vec<u8> {
        if !self.in_text {
            self.pad();
            self.in_text = true;
        }
        self.text_len += data.len() as u64;
        let mut out = data.to_vec();
        if self.encrypt {
            (self.keystream)(&mut out);
            self.absorb(&out);
        } else {
            self.absorb(data);
            (self.keystream)(&mut out);
        }
        out
    }

    pub(super) fn finish(&mut self) -> Result<(), Failure> {
        self.pad();
        let Some(mut authenticator) = self.authenticator.take() else {
            return Ok(());
        };
        authenticator.lengths(self.aad_len, self.text_len);
        let mut tag = authenticator.finish();
        for (byte, mask) in tag.iter_mut().zip(self.mask) {
            *byte ^= mask;
        }
        if self.encrypt {
            self.computed = Some(tag);
            return Ok(());
        }
        let expected = self.expected.as_deref().unwrap_or_default();
        let same = !expected.is_empty()
            && expected.len() <= BLOCK
            && bool::from(tag[..expected.len()].ct_eq(expected));
        if same { Ok(()) } else { Err(unauthentic()) }
    }

    pub(super) fn tag(&self) -> Option<[u8; BLOCK]> {
        self.computed
    }

    pub(super) fn expect_tag(&mut self, tag: &[u8]) {
        self.expected = Some(tag.to_vec());
    }
}

/// Node's message when a tag is wrong.
pub(super) fn unauthentic() -> Failure {
    Failure::operation("Unsupported state or unable to authenticate data")
}

/// GHASH's key: a block of zeros, encrypted.
fn encrypted_zeros(key: &[u8]) -> [u8; BLOCK] {
    const CHECKED: &str = "the length was checked";
    let mut block = Default::default();
    match key.len() {
        16 => aes::Aes128::new_from_slice(key)
            .expect(CHECKED)
            .encrypt_block(&mut block),
        24 => aes::Aes192::new_from_slice(key)
            .expect(CHECKED)
            .encrypt_block(&mut block),
        _ => aes::Aes256::new_from_slice(key)
            .expect(CHECKED)
            .encrypt_block(&mut block),
    }
    block.into()
}
