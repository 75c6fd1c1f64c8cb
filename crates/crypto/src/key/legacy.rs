//! PEM that OpenSSL sealed in its old way (`Proc-Type: 4,ENCRYPTED`): still common on disks.

use super::der::{bad_passphrase, needs_passphrase};
use super::pem::Block;
use super::unreadable;
use crate::cipher::{Cipher, Spec};
use crate::{Failure, Hash};
use data_encoding::HEXUPPER_PERMISSIVE;
use zeroize::Zeroizing;

/// The plain bytes of a block that says it is sealed; `None` for one that does not.
pub(super) fn unsealed(
    block: &Block<'_>,
    passphrase: Option<&[u8]>,
) -> Result<Option<Zeroizing<Vec<u8>>>, Failure> {
    let header = |wanted: &str| block.headers.iter().find(|(name, _)| *name == wanted);
    if !header("Proc-Type").is_some_and(|(_, value)| value.contains("ENCRYPTED")) {
        return Ok(None);
    }
    let (_, info) = header("DEK-Info").ok_or_else(unreadable)?;
    let (name, iv) = info.split_once(',').ok_or_else(unreadable)?;
    let spec = Spec::by_name(name.trim()).ok_or_else(unreadable)?;
    let iv = HEXUPPER_PERMISSIVE
        .decode(iv.trim().as_bytes())
        .map_err(|_| unreadable())?;
    let salt = iv.get(..8).ok_or_else(unreadable)?;
    let passphrase = passphrase.ok_or_else(needs_passphrase)?;
    let key = key_of(passphrase, salt, spec.key_len());
    let mut cipher = Cipher::new(spec, false, &key, &iv).map_err(|_| unreadable())?;
    let mut out = Zeroizing::new(cipher.update(&block.bytes));
    out.extend(cipher.finish().map_err(|_| bad_passphrase())?);
    Ok(Some(out))
}

/// OpenSSL's `EVP_BytesToKey` with MD5 and one round.
fn key_of(passphrase: &[u8], salt: &[u8], len: usize) -> Zeroizing<Vec<u8>> {
    let mut key = Zeroizing::new(Vec::new());
    let mut last = Vec::new();
    while key.len() < len {
        last = Hash::Md5.digest(&[&last, passphrase, salt].concat());
        key.extend_from_slice(&last);
    }
    key.truncate(len);
    key
}
