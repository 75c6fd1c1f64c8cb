//! Instance tokens: two that published clients carry in their tests, and our own.

use proptest::prelude::*;
use velodrome_model::signing::{
    InstanceClaims, InstanceTokenError, SigningKey, decode_instance, mint_instance,
};
use velodrome_model::timestamp::parse_ms;

const SECRET_1: &str = "21c9be40-fda0-4f01-8091-3a525db5dcb6";
const TOKEN_1: &str = "Ikf28Yx7zaY_J0jKyHwvumeSzKde0nuOn-N9ZqzXo_k.eyJpbnN0YW5jZUlkIjoiMTM4MzI4YmQtMGNkZS0wNGUzLWQ3YmUtOGY1NTAwZTM2MmU3Iiwic2lnbkRhdGUiOiIyMDE0LTA5LTA3VDA2OjU5OjEwLjk0NC0wNTowMCIsInVpZCI6ImExMWJiMzM0LWZkZDQtNDUxZi05YWU1LTM5M2U2MTJlNzZhYSIsInBlcm1pc3Npb25zIjoiT1dORVIiLCJpcEFuZFBvcnQiOiJudWxsL251bGwiLCJ2ZW5kb3JQcm9kdWN0SWQiOm51bGwsImRlbW9Nb2RlIjpmYWxzZX0";
const SECRET_2: &str = "371f1483-6a37-402c-a004-91d3d8416923";
const TOKEN_2: &str = "83gbLhxNGMEMR8yoUQWmbxaR937hqO8vDR68zjnQJc4.eyJpbnN0YW5jZUlkIjoiMTM5NWRmMGMtNjA5ZS0zZmM2LWVkYWEtNjk1MmQ4NDkzZDc2Iiwic2lnbkRhdGUiOiIyMDE0LTA5LTIxVDAxOjAxOjQyLjUwNS0wNTowMCIsInVpZCI6ImFhMzY1Y2U4LWJiNjMtNGQ0YS1hMDAyLThlNTFmOGMzODk3NCIsInBlcm1pc3Npb25zIjoiT1dORVIiLCJpcEFuZFBvcnQiOiI1MC4xODUuNDYuMTIzLzQ2NDU1IiwidmVuZG9yUHJvZHVjdElkIjpudWxsLCJkZW1vTW9kZSI6ZmFsc2V9";

#[test]
fn published_tokens_are_decoded() {
    for (secret, token, instance, signed_at) in [
        (
            SECRET_1,
            TOKEN_1,
            "138328bd-0cde-04e3-d7be-8f5500e362e7",
            "2014-09-07T11:59:10.944Z",
        ),
        (
            SECRET_2,
            TOKEN_2,
            "1395df0c-609e-3fc6-edaa-6952d8493d76",
            "2014-09-21T06:01:42.505Z",
        ),
    ] {
        let claims = decode_instance(&SigningKey::new(secret), token).unwrap();
        assert_eq!(claims.instance_id, instance);
        assert_eq!(parse_ms(&claims.sign_date), parse_ms(signed_at));
        assert_eq!(claims.permissions.as_deref(), Some("OWNER"));
        assert_eq!(claims.vendor_product_id, None);
        assert!(!claims.demo_mode && claims.more.is_empty());
    }
}

#[test]
fn published_tokens_are_minted_again() {
    for (secret, token) in [(SECRET_1, TOKEN_1), (SECRET_2, TOKEN_2)] {
        let secret = SigningKey::new(secret);
        let claims = decode_instance(&secret, token).unwrap();
        assert_eq!(mint_instance(&secret, &claims), token);
    }
}

#[test]
fn later_members_are_kept_and_null_texts_read_as_none() {
    let secret = SigningKey::new(SECRET_1);
    let more = [
        ("siteOwnerId".to_owned(), "owner".into()),
        ("aid".to_owned(), serde_json::Value::Null),
    ];
    let claims = InstanceClaims {
        instance_id: "i".to_owned(),
        sign_date: "2014-09-07T11:59:10.944Z".to_owned(),
        permissions: Some("null".to_owned()),
        more: more.into_iter().collect(),
        ..InstanceClaims::default()
    };
    let decoded = decode_instance(&secret, &mint_instance(&secret, &claims)).unwrap();
    assert_eq!(
        decoded,
        InstanceClaims {
            permissions: None,
            ..claims
        }
    );
}

#[test]
fn what_is_no_token_is_told_from_what_is_not_signed() {
    let secret = SigningKey::new(SECRET_1);
    let decode = |token: &str| decode_instance(&secret, token).unwrap_err();
    let (signature, data) = TOKEN_1.split_once('.').unwrap();
    for token in [
        "",
        ".",
        "a.b",
        data,
        signature,
        &format!("{TOKEN_1}.x"),
        &format!("{TOKEN_1}="),
        &format!("x{TOKEN_1}"),
        &"a.".repeat(20_000),
    ] {
        assert_eq!(decode(token), InstanceTokenError::Malformed, "{token:.60}");
    }
    assert_eq!(decode(TOKEN_2), InstanceTokenError::WrongSignature);
    assert_eq!(
        decode(&format!("{signature}.{}", &data[..40])),
        InstanceTokenError::WrongSignature
    );
}

#[test]
fn signed_data_that_is_no_instance_is_refused() {
    // A token whose data is `[]`, minted from outside: the signature of "W10".
    let secret = SigningKey::new("secret");
    let token = "BOOZOf1TQJHz5kqGwug2axsmfUEEtuNPfdnm76kNW0Y.W10";
    assert_eq!(
        decode_instance(&secret, token),
        Err(InstanceTokenError::NotAnInstance)
    );
}

proptest! {
    #[test]
    fn any_changed_byte_is_refused(place in 0..TOKEN_1.len(), byte in b' '..=b'~') {
        let mut bytes = TOKEN_1.as_bytes().to_vec();
        let is_alphabet = matches!((bytes[place], byte), (b'-', b'+') | (b'_', b'/'));
        prop_assume!(bytes[place] != byte && !(is_alphabet && place < 43));
        bytes[place] = byte;
        let token = String::from_utf8(bytes).unwrap();
        prop_assert!(decode_instance(&SigningKey::new(SECRET_1), &token).is_err());
    }

    #[test]
    fn any_text_is_refused(token in "\\PC{0,80}") {
        prop_assert!(decode_instance(&SigningKey::new(SECRET_1), &token).is_err());
    }
}
