//! Keys out and in again, in every form, and what belongs to which.

use velodrome_crypto::agreement::shared_secret;
use velodrome_crypto::key::{
    self, Curve, Encryption, Form, Key, PrivateKey, PublicKey, Sealing, from_jwk, read_pem,
    read_private, read_public, to_jwk, write_private, write_private_pem, write_public,
    write_public_pem,
};
use velodrome_crypto::signature::{RsaScheme, Salt, Scheme, sign, verify};
use velodrome_crypto::{Hash, Seed};

const CURVES: [Curve; 4] = [Curve::P256, Curve::P384, Curve::P521, Curve::K256];

fn seed(number: u8) -> Seed {
    [number; 32]
}

fn keys() -> Vec<PrivateKey> {
    let mut keys: Vec<PrivateKey> = CURVES
        .iter()
        .map(|curve| key::ec(*curve, seed(1)))
        .collect();
    keys.push(key::rsa(1024, 65537, seed(2)).expect("a size that can be"));
    keys.push(key::ed25519(seed(3)));
    keys.push(key::x25519(seed(4)));
    keys
}

fn private_of(key: Key) -> PrivateKey {
    match key {
        Key::Private(key) => key,
        Key::Public(_) => panic!("a private key was written"),
    }
}

fn same(a: &PrivateKey, b: &PrivateKey) -> bool {
    let der = |key| write_private(Form::Pkcs8, key).expect("every key has this form");
    der(a) == der(b)
}

#[test]
fn every_form_of_every_kind() {
    for key in keys() {
        let forms: &[Form] = match &key {
            PrivateKey::Rsa(_) => &[Form::Pkcs8, Form::Pkcs1],
            PrivateKey::Ec(_) => &[Form::Pkcs8, Form::Sec1],
            _ => &[Form::Pkcs8],
        };
        for form in forms {
            let der = write_private(*form, &key).expect("it has this form");
            assert!(same(
                &read_private(*form, &der, None).expect("it was just written"),
                &key
            ));
            let pem = write_private_pem(*form, &key, None, Sealing::Pem).expect("it has this form");
            assert!(same(
                &private_of(read_pem(&pem, None).expect("it was just written")),
                &key
            ));
        }
        assert!(same(
            &private_of(from_jwk(&to_jwk(&Key::Private(key.clone()))).expect("a JWK")),
            &key
        ));
        let public = key.public();
        let spki = write_public(Form::Spki, &public).expect("every key has this form");
        assert!(read_public(Form::Spki, &spki).expect("it was just written") == public);
        let pem = write_public_pem(Form::Spki, &public).expect("every key has this form");
        let read = read_pem(pem.as_bytes(), None).expect("it was just written");
        assert!(matches!(read, Key::Public(read) if read == public));
    }
}

#[test]
fn sealed_keys_need_their_passphrase() {
    for key in keys() {
        let encryption = Encryption {
            cipher: "aes-256-cbc",
            passphrase: b"secret",
            seed: seed(9),
        };
        let pem = write_private_pem(Form::Pkcs8, &key, Some(&encryption), Sealing::Pem)
            .expect("a known cipher");
        assert!(same(
            &private_of(read_pem(&pem, Some(b"secret")).expect("the passphrase")),
            &key
        ));
        let code = |passphrase| read_pem(&pem, passphrase).err().map(|failure| failure.code);
        assert_eq!(code(None), Some("ERR_MISSING_PASSPHRASE"));
        assert_eq!(code(Some(&b"other"[..])), Some("ERR_OSSL_BAD_DECRYPT"));
    }
}

#[test]
fn signatures_hold_for_their_data_and_key_only() {
    let schemes = |key: &PrivateKey| -> Vec<Scheme> {
        let hash = (!matches!(key, PrivateKey::Ed25519(_))).then_some(Hash::Sha384);
        let rsa = [
            RsaScheme::Pkcs1,
            RsaScheme::Pss(Salt::Any),
            RsaScheme::Pss(Salt::Digest),
            RsaScheme::Pss(Salt::Bytes(0)),
        ];
        let schemes = rsa.iter().flat_map(|rsa| {
            [true, false].map(|der| Scheme {
                hash,
                rsa: *rsa,
                der,
            })
        });
        schemes.collect()
    };
    for key in keys() {
        if matches!(key, PrivateKey::X25519(_)) {
            assert!(sign(&key, b"text", &schemes(&key)[0], seed(5)).is_err());
            continue;
        }
        for scheme in schemes(&key) {
            let mut signature = sign(&key, b"text", &scheme, seed(5)).expect("it signs");
            let holds = |data: &[u8], signature: &[u8]| {
                verify(&key.public(), data, signature, &scheme).expect("it verifies")
            };
            assert!(holds(b"text", &signature));
            assert!(!holds(b"else", &signature));
            let last = signature.len() - 1;
            signature[last] ^= 1;
            assert!(!holds(b"text", &signature));
            assert!(!holds(b"text", &[]));
        }
    }
}

#[test]
fn both_parties_come_to_one_secret() {
    let pairs = CURVES.map(|curve| (key::ec(curve, seed(1)), key::ec(curve, seed(2))));
    for (a, b) in pairs
        .into_iter()
        .chain([(key::x25519(seed(1)), key::x25519(seed(2)))])
    {
        let one = shared_secret(&a, &b.public()).expect("keys of one kind");
        assert_eq!(
            one,
            shared_secret(&b, &a.public()).expect("keys of one kind")
        );
    }
    let other = key::ec(Curve::P384, seed(3));
    assert!(shared_secret(&other, &key::ec(Curve::P256, seed(3)).public()).is_err());
    // With a point of small order every secret would be zero.
    let zero = PublicKey::X25519([0; 32].into());
    assert!(shared_secret(&key::x25519(seed(1)), &zero).is_err());
}

#[test]
fn sizes_that_cannot_be_are_refused() {
    assert!(key::rsa(100, 65537, seed(1)).is_err());
    assert!(key::rsa(1 << 20, 65537, seed(1)).is_err());
    assert!(key::rsa(1024, 2, seed(1)).is_err());
}
