//! AES key wrap (RFC 3394).

use crate::Failure;

macro_rules! with_kek {
    ($key:expr, $kek:ident => $body:expr) => {
        match $key.len() {
            16 => {
                let $kek = aes_kw::KekAes128::try_from($key).map_err(failed)?;
                $body
            }
            24 => {
                let $kek = aes_kw::KekAes192::try_from($key).map_err(failed)?;
                $body
            }
            _ => {
                let $kek = aes_kw::KekAes256::try_from($key).map_err(failed)?;
                $body
            }
        }
    };
}

fn failed(_: aes_kw::Error) -> Failure {
    Failure::operation("The key cannot be wrapped or unwrapped")
}

/// Wraps a multiple of 8 bytes.
///
/// # Errors
/// Another length, or a key that is none of AES.
pub fn wrap(key: &[u8], data: &[u8]) -> Result<Vec<u8>, Failure> {
    with_kek!(key, kek => kek.wrap_vec(data).map_err(failed))
}

/// Unwraps.
///
/// # Errors
/// What was wrapped with another key, or changed since.
pub fn unwrap(key: &[u8], data: &[u8]) -> Result<Vec<u8>, Failure> {
    if data.len() < 24 {
        return Err(Failure::operation("The key cannot be wrapped or unwrapped"));
    }
    with_kek!(key, kek => kek.unwrap_vec(data).map_err(failed))
}
