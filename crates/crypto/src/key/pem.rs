//! Keys as PEM. Read leniently, as OpenSSL does: whatever is around the first block, lines of any
//! length; written with 64 characters a line.

use super::der::{self, Form, certificate_public_key, read_private, read_public};
use super::write::{Encryption, sealed};
use super::{Key, PrivateKey, PublicKey, legacy, unreadable, write_private, write_public};
use crate::Failure;
use data_encoding::BASE64;
use zeroize::Zeroizing;

/// A block that was read: its label, its header lines, its bytes.
pub(super) struct Block<'a> {
    pub(super) label: &'a str,
    pub(super) headers: Vec<(&'a str, &'a str)>,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

/// Labels that hold no key, and may come before one (`openssl ecparam` writes such).
const SKIPPED: &[&str] = &["EC PARAMETERS"];

fn first_block(text: &str) -> Result<Block<'_>, Failure> {
    let mut rest = text;
    loop {
        let (_, after) = rest.split_once("-----BEGIN ").ok_or_else(unreadable)?;
        let (label, body) = after.split_once("-----").ok_or_else(unreadable)?;
        let (body, after) = body.split_once("-----END ").ok_or_else(unreadable)?;
        rest = after;
        if !SKIPPED.contains(&label) {
            return block(label, body);
        }
    }
}

fn block<'a>(label: &'a str, body: &'a str) -> Result<Block<'a>, Failure> {
    let mut headers = Vec::new();
    let mut base64 = Zeroizing::new(Vec::with_capacity(body.len()));
    for line in body.lines() {
        match line.split_once(':') {
            Some((name, value)) => headers.push((name.trim(), value.trim())),
            None => base64.extend(line.bytes().filter(|byte| !byte.is_ascii_whitespace())),
        }
    }
    let bytes = BASE64.decode(&base64).map_err(|_| unreadable())?;
    Ok(Block {
        label,
        headers,
        bytes: Zeroizing::new(bytes),
    })
}

/// The first key (or certificate) in a text.
///
/// # Errors
/// There is none, it is of no known kind, or its passphrase is missing or wrong.
pub fn read_pem(text: &[u8], passphrase: Option<&[u8]>) -> Result<Key, Failure> {
    let text = std::str::from_utf8(text).map_err(|_| unreadable())?;
    let block = first_block(text)?;
    let plain = legacy::unsealed(&block, passphrase)?;
    let der = plain.as_deref().unwrap_or(&block.bytes);
    match block.label {
        "PRIVATE KEY" => read_private(Form::Pkcs8, der, None).map(Key::Private),
        "ENCRYPTED PRIVATE KEY" if passphrase.is_none() => Err(der::needs_passphrase()),
        "ENCRYPTED PRIVATE KEY" => read_private(Form::Pkcs8, der, passphrase).map(Key::Private),
        "RSA PRIVATE KEY" => read_private(Form::Pkcs1, der, None).map(Key::Private),
        "EC PRIVATE KEY" => read_private(Form::Sec1, der, None).map(Key::Private),
        "PUBLIC KEY" => read_public(Form::Spki, der).map(Key::Public),
        "RSA PUBLIC KEY" => read_public(Form::Pkcs1, der).map(Key::Public),
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => {
            certificate_public_key(der).map(Key::Public)
        }
        _ => Err(unreadable()),
    }
}

fn write(label: &str, der: &[u8]) -> String {
    let base64 = Zeroizing::new(BASE64.encode(der));
    let mut out = format!("-----BEGIN {label}-----\n");
    for line in base64.as_bytes().chunks(64) {
        out.push_str(std::str::from_utf8(line).expect("base64 is ASCII"));
        out.push('\n');
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}

/// What is written: the bytes themselves, or the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Sealing {
    Der,
    Pem,
}

/// A private key as PEM, or with [`Sealing::Der`] as DER; sealed if `encryption` is given (`pkcs8`
/// only).
///
/// # Errors
/// A form that this kind of key does not have, a cipher that is not known.
pub fn write_private_pem(
    form: Form,
    key: &PrivateKey,
    encryption: Option<&Encryption<'_>>,
    sealing: Sealing,
) -> Result<Vec<u8>, Failure> {
    let der = write_private(form, key)?;
    let (label, der) = match (form, encryption) {
        (Form::Pkcs8, Some(encryption)) => {
            let document = sealed(&der, encryption)?;
            (
                "ENCRYPTED PRIVATE KEY",
                Zeroizing::new(document.as_bytes().to_vec()),
            )
        }
        (_, Some(_)) => {
            return Err(Failure::new(
                "ERR_CRYPTO_INCOMPATIBLE_KEY_OPTIONS",
                "The selected key encoding does not support encryption: use pkcs8.",
            ));
        }
        (Form::Pkcs1, None) => ("RSA PRIVATE KEY", der),
        (Form::Sec1, None) => ("EC PRIVATE KEY", der),
        (_, None) => ("PRIVATE KEY", der),
    };
    Ok(match sealing {
        Sealing::Der => der.to_vec(),
        Sealing::Pem => write(label, &der).into_bytes(),
    })
}

/// A public key as PEM.
///
/// # Errors
/// A form that this kind of key does not have.
pub fn write_public_pem(form: Form, key: &PublicKey) -> Result<String, Failure> {
    let label = if form == Form::Pkcs1 {
        "RSA PUBLIC KEY"
    } else {
        "PUBLIC KEY"
    };
    Ok(write(label, &write_public(form, key)?))
}
