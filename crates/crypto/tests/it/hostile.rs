//! What comes from outside may be anything: it is refused, and nothing else happens.

use proptest::prelude::*;
use velodrome_crypto::cipher::{CIPHERS, aes_ctr, open};
use velodrome_crypto::key::{
    self, Form, Key, certificate_public_key, from_jwk, read_pem, read_private, read_public, to_jwk,
    write_private, write_public,
};
use velodrome_crypto::key_wrap::unwrap;
use velodrome_crypto::rsa_encryption::{Padding, decrypt, decrypt_public};
use velodrome_crypto::{Hash, signature};

const FORMS: [Form; 4] = [Form::Pkcs1, Form::Pkcs8, Form::Sec1, Form::Spki];

fn samples() -> Vec<Vec<u8>> {
    let keys = [
        key::ec(key::Curve::P256, [1; 32]),
        key::ec(key::Curve::P521, [1; 32]),
        key::rsa(512, 65537, [2; 32]).expect("a size that can be"),
        key::ed25519([3; 32]),
    ];
    let mut samples = Vec::new();
    for key in &keys {
        samples.push(
            write_private(Form::Pkcs8, key)
                .expect("every key has this form")
                .to_vec(),
        );
        samples.push(write_public(Form::Spki, &key.public()).expect("every key has this form"));
    }
    samples
}

fn read_all_ways(bytes: &[u8]) {
    for form in FORMS {
        let _refused = read_private(form, bytes, Some(b"p"));
        let _refused = read_public(form, bytes);
    }
    let _refused = certificate_public_key(bytes);
    let _refused = read_pem(bytes, Some(b"p"));
    for label in [
        "PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "RSA PRIVATE KEY",
        "CERTIFICATE",
    ] {
        let base64 = data_encoding::BASE64.encode(bytes);
        let pem = format!(
            "-----BEGIN {label}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n{base64}\n-----END {label}-----"
        );
        let _refused = read_pem(pem.as_bytes(), Some(b"p"));
    }
}

proptest! {
    #[test]
    fn any_bytes_as_a_key(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_all_ways(&bytes);
    }

    #[test]
    fn a_changed_key(which in 0_usize..8, place in any::<prop::sample::Index>(), value in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = samples()[which].clone();
        let at = place.index(bytes.len());
        bytes[at] = value;
        read_all_ways(&bytes);
        bytes.truncate(cut.index(bytes.len()));
        read_all_ways(&bytes);
    }

    #[test]
    fn any_text_as_a_jwk(text in ".{0,60}", x in "[A-Za-z0-9_-]{0,90}", kty in "(RSA|EC|OKP|oct)", crv in "(P-256|P-521|Ed25519|X25519|x)") {
        let _refused = from_jwk(&text);
        let members = format!(r#""kty":"{kty}","crv":"{crv}","x":"{x}","y":"{x}","n":"{x}","e":"AQAB""#);
        let _refused = from_jwk(&format!("{{{members}}}"));
        let _refused = from_jwk(&format!(r#"{{{members},"d":"{x}","p":"{x}","q":"{x}","dp":"{x}","dq":"{x}","qi":"{x}"}}"#));
    }

    #[test]
    fn any_bytes_to_decrypt(bytes in proptest::collection::vec(any::<u8>(), 0..80), length in 0_usize..40) {
        for spec in CIPHERS {
            let (key, iv) = (vec![1; spec.key_len()], vec![2; spec.iv_len()]);
            let _refused = open(spec, &key, &iv, &bytes, &bytes, length);
            let _refused = open(spec, &bytes, &bytes, b"", &bytes, length);
        }
        let _refused = unwrap(&[1; 16], &bytes);
        let _refused = unwrap(&bytes, &bytes);
        let _refused = aes_ctr(&bytes, &bytes, length as u32 * 4, &bytes);
        let _refused = aes_ctr(&[1; 16], &[0xff; 16], length as u32 * 4, &bytes);
    }

    #[test]
    fn any_bytes_as_a_signature(bytes in proptest::collection::vec(any::<u8>(), 0..140)) {
        let rsa = key::rsa(512, 65537, [2; 32]).expect("a size that can be");
        let curve = key::ec(key::Curve::K256, [1; 32]);
        for der in [true, false] {
            for salt in [signature::Salt::Any, signature::Salt::Bytes(1_000_000), signature::Salt::Digest] {
                let scheme = signature::Scheme { hash: Some(Hash::Sha256), rsa: signature::RsaScheme::Pss(salt), der };
                for key in [&rsa, &curve] {
                    prop_assert!(!signature::verify(&key.public(), b"text", &bytes, &scheme).expect("a key that verifies"));
                }
            }
        }
        if let (key::PrivateKey::Rsa(private), key::PublicKey::Rsa(public)) = (&rsa, rsa.public()) {
            let oaep = Padding::Oaep { hash: Hash::Sha1, label: b"" };
            for padding in [Padding::None, Padding::Pkcs1, oaep] {
                let _refused = decrypt(private, &bytes, padding, [7; 32]);
                let _refused = decrypt_public(&public, &bytes, padding);
            }
        }
    }
}

#[test]
fn a_jwk_with_parts_of_two_keys_is_refused() {
    let (a, b) = (key::ed25519([1; 32]), key::ed25519([2; 32]));
    let (a, b) = (to_jwk(&Key::Private(a)), to_jwk(&Key::Private(b)));
    let part = |jwk: &str, name: &str| {
        let start = jwk.find(&format!("\"{name}\":\"")).expect("the part") + name.len() + 4;
        jwk[start..start + 43].to_owned()
    };
    let mixed = a.replace(&part(&a, "x"), &part(&b, "x"));
    assert_ne!(mixed, a);
    assert_eq!(
        from_jwk(&mixed).err().map(|failure| failure.code),
        Some("ERR_CRYPTO_INVALID_JWK")
    );
}
