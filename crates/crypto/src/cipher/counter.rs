//! Counter mode.

use crate::Failure;
use ::cipher::{KeyIvInit, StreamCipher};

const CHECKED: &str = "the lengths were checked";

/// A keystream that is laid over data in place.
pub(super) type Keystream = Box<dyn FnMut(&mut [u8])>;

fn keystream<C: StreamCipher + KeyIvInit + 'static>(key: &[u8], iv: &[u8]) -> Keystream {
    let mut cipher = C::new_from_slices(key, iv).expect(CHECKED);
    Box::new(move |data| cipher.apply_keystream(data))
}

/// AES with all 16 bytes as the counter.
pub(super) fn ctr128(key: &[u8], iv: &[u8]) -> Keystream {
    match key.len() {
        16 => keystream::<ctr::Ctr128BE<aes::Aes128>>(key, iv),
        24 => keystream::<ctr::Ctr128BE<aes::Aes192>>(key, iv),
        _ => keystream::<ctr::Ctr128BE<aes::Aes256>>(key, iv),
    }
}

/// AES with the last 4 bytes as the counter (GCM).
pub(super) fn ctr32(key: &[u8], iv: &[u8; 16]) -> Keystream {
    match key.len() {
        16 => keystream::<ctr::Ctr32BE<aes::Aes128>>(key, iv),
        24 => keystream::<ctr::Ctr32BE<aes::Aes192>>(key, iv),
        _ => keystream::<ctr::Ctr32BE<aes::Aes256>>(key, iv),
    }
}

/// AES-CTR as WebCrypto has it: only the last `bits` of the counter block count, and wrap around.
///
/// # Errors
/// A length that is wrong, or so much data that the counter would come to a value again.
pub fn aes_ctr(key: &[u8], counter: &[u8], bits: u32, data: &[u8]) -> Result<Vec<u8>, Failure> {
    let wrong = || Failure::operation("The counter is invalid, or too short for this much data");
    let start: [u8; 16] = counter.try_into().map_err(|_| wrong())?;
    if !matches!(key.len(), 16 | 24 | 32) || !(1..=128).contains(&bits) {
        return Err(wrong());
    }
    let mask = u128::MAX >> (128 - bits);
    let start = u128::from_be_bytes(start);
    let blocks = data.len().div_ceil(16) as u128;
    if blocks.saturating_sub(1) > mask {
        return Err(wrong());
    }
    let mut out = data.to_vec();
    // Blocks until the counter is 0 again, less one: it may be 2 to the 128.
    let room = mask - (start & mask);
    if blocks.saturating_sub(1) <= room {
        ctr128(key, &start.to_be_bytes())(&mut out);
    } else {
        let (before, after) = out.split_at_mut((room as usize + 1) * 16);
        ctr128(key, &start.to_be_bytes())(before);
        ctr128(key, &(start & !mask).to_be_bytes())(after);
    }
    Ok(out)
}
