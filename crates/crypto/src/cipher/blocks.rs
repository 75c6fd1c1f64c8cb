//! ECB and CBC: whole blocks, and PKCS#7 padding at the end.

use super::{Block, Mode, Spec};
use crate::Failure;
use ::cipher::inout::InOutBuf;
use ::cipher::{BlockDecryptMut, BlockEncryptMut, KeyInit, KeyIvInit};
use subtle::{Choice, ConstantTimeEq, ConstantTimeLess};

/// Changes whole blocks in place.
trait BlockMode {
    fn process(&mut self, blocks: &mut [u8]);
}

struct Encrypt<M>(M);

impl<M: BlockEncryptMut> BlockMode for Encrypt<M> {
    fn process(&mut self, blocks: &mut [u8]) {
        let (blocks, rest) = InOutBuf::from(blocks).into_chunks();
        debug_assert!(rest.is_empty(), "only whole blocks come here");
        self.0.encrypt_blocks_inout_mut(blocks);
    }
}

struct Decrypt<M>(M);

impl<M: BlockDecryptMut> BlockMode for Decrypt<M> {
    fn process(&mut self, blocks: &mut [u8]) {
        let (blocks, rest) = InOutBuf::from(blocks).into_chunks();
        debug_assert!(rest.is_empty(), "only whole blocks come here");
        self.0.decrypt_blocks_inout_mut(blocks);
    }
}

fn mode<C>(cbc: bool, encrypt: bool, key: &[u8], iv: &[u8]) -> Box<dyn BlockMode>
where
    C: ::cipher::BlockCipher
        + BlockEncryptMut
        + BlockDecryptMut
        + KeyInit
        + ::cipher::BlockEncrypt
        + ::cipher::BlockDecrypt
        + 'static,
{
    const CHECKED: &str = "the lengths were checked";
    match (cbc, encrypt) {
        (true, true) => Box::new(Encrypt(
            cbc::Encryptor::<C>::new_from_slices(key, iv).expect(CHECKED),
        )),
        (true, false) => Box::new(Decrypt(
            cbc::Decryptor::<C>::new_from_slices(key, iv).expect(CHECKED),
        )),
        (false, true) => Box::new(Encrypt(
            ecb::Encryptor::<C>::new_from_slice(key).expect(CHECKED),
        )),
        (false, false) => Box::new(Decrypt(
            ecb::Decryptor::<C>::new_from_slice(key).expect(CHECKED),
        )),
    }
}

/// A block cipher at work.
pub(super) struct Blocks {
    mode: Box<dyn BlockMode>,
    encrypt: bool,
    block_len: usize,
    /// What is no whole block yet; when decrypting with padding also the last whole one.
    waiting: Vec<u8>,
    pub(super) padding: bool,
}

impl Blocks {
    pub(super) fn new(spec: &Spec, encrypt: bool, key: &[u8], iv: &[u8]) -> Blocks {
        let cbc = spec.mode == Mode::Cbc;
        Blocks {
            mode: match spec.block {
                Block::Aes128 => mode::<aes::Aes128>(cbc, encrypt, key, iv),
                Block::Aes192 => mode::<aes::Aes192>(cbc, encrypt, key, iv),
                Block::Des3 => mode::<des::TdesEde3>(cbc, encrypt, key, iv),
                Block::Aes256 | Block::ChaCha20 => mode::<aes::Aes256>(cbc, encrypt, key, iv),
            },
            encrypt,
            block_len: spec.block_len(),
            waiting: Vec::new(),
            padding: true,
        }
    }

    pub(super) fn update(&mut self, data: &[u8]) -> Vec<u8> {
        self.waiting.extend_from_slice(data);
        let mut whole = self.waiting.len() - self.waiting.len() % self.block_len;
        if !self.encrypt && self.padding && whole == self.waiting.len() && whole > 0 {
            whole -= self.block_len;
        }
        let rest = self.waiting.split_off(whole);
        let mut ready = std::mem::replace(&mut self.waiting, rest);
        self.mode.process(&mut ready);
        ready
    }

    pub(super) fn finish(&mut self) -> Result<Vec<u8>, Failure> {
        let mut last = std::mem::take(&mut self.waiting);
        if self.encrypt {
            if self.padding {
                let count = self.block_len - last.len() % self.block_len;
                last.resize(last.len() + count, count as u8);
            } else if !last.is_empty() {
                return Err(not_whole(true));
            }
            self.mode.process(&mut last);
            return Ok(last);
        }
        if !last.len().is_multiple_of(self.block_len) || (self.padding && last.is_empty()) {
            return Err(not_whole(false));
        }
        self.mode.process(&mut last);
        if self.padding {
            let text_len = unpadded_len(&last).ok_or_else(|| {
                Failure::new(
                    "ERR_OSSL_BAD_DECRYPT",
                    "error:1C800064:Provider routines::bad decrypt",
                )
            })?;
            last.truncate(text_len);
        }
        Ok(last)
    }
}

fn not_whole(encrypt: bool) -> Failure {
    if encrypt {
        return Failure::new(
            "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH",
            "error:1C80006A:Provider routines::data not multiple of block length",
        );
    }
    Failure::new(
        "ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH",
        "error:1C80006B:Provider routines::wrong final block length",
    )
}

/// How much of a last block is text (RFC 5652, 6.3), in a time that does not depend on it.
fn unpadded_len(block: &[u8]) -> Option<usize> {
    let count = *block.last()?;
    let mut good = !count.ct_eq(&0) & !(block.len() as u8).ct_lt(&count);
    for (back, byte) in (0_u8..).zip(block.iter().rev()) {
        let inside: Choice = back.ct_lt(&count);
        good &= !inside | byte.ct_eq(&count);
    }
    bool::from(good).then(|| block.len() - usize::from(count))
}
