//! What holds for every request.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::Index;
use velodrome_model::signing::{SignedHead, Verifier};

use super::requests::{
    APPLICATION, INSTANCE, Request, SECRET, SIGNED_AT, SIGNED_AT_MS, Site, encode,
};

/// A request as a client thinks of it: names and values not encoded yet.
#[derive(Clone, Debug)]
struct Parts {
    is_query_mode: bool,
    method: String,
    path: String,
    parameters: Vec<(String, String)>,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Parts {
    fn request(&self) -> Request {
        let pairs = self.parameters.iter();
        let pairs: Vec<_> = pairs
            .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
            .collect();
        Request {
            headers: self.headers.clone(),
            body: self.body.clone(),
            ..Request::new(&self.method, &self.path, &pairs.join("&"))
        }
    }

    fn signed(mut self) -> Parts {
        let signature = self.request().signature(SECRET).encode();
        let (list, name) = if self.is_query_mode {
            (&mut self.parameters, "signature")
        } else {
            (&mut self.headers, "x-wix-signature")
        };
        list.push((name.to_owned(), signature));
        self
    }

    /// Every text of the request that is signed, and the signature.
    fn texts(&mut self) -> Vec<&mut String> {
        let values = self
            .parameters
            .iter_mut()
            .chain(&mut self.headers)
            .map(|(_, value)| value);
        let texts = values.chain([&mut self.method, &mut self.path]);
        texts.filter(|text| !text.is_empty()).collect()
    }
}

/// Values as they are after trimming, from all planes of Unicode.
fn value() -> impl Strategy<Value = String> {
    "([!-~éλ中🎈]([ -~éλ中🎈]{0,12}[!-~éλ中🎈])?)?"
}

prop_compose! {
    fn parts()(
        is_query_mode: bool,
        method in "GET|POST|PUT|PATCH|DELETE",
        path in "/v1(/[a-zA-Z0-9._~%-]{1,12}){1,3}",
        own in btree_map("[a-z][a-z.]{0,8}", value(), 0..6),
        extra in btree_map("x-wix-e[a-z-]{0,8}", "([!-~]([ -~]{0,12}[!-~])?)?", 0..3),
        body in vec(any::<u8>(), 0..60),
    ) -> Parts {
        let mut parts = Parts {
            is_query_mode,
            method,
            path,
            parameters: own.into_iter().filter(|(name, _)| name != "signature" && name != "timestamp").collect(),
            headers: extra.into_iter().collect(),
            body,
        };
        for (name, value) in [("application-id", APPLICATION), ("instance-id", INSTANCE), ("timestamp", SIGNED_AT)] {
            if is_query_mode {
                parts.parameters.push((name.to_owned(), value.to_owned()));
            } else {
                parts.headers.push((format!("x-wix-{name}"), value.to_owned()));
            }
        }
        parts
    }
}

proptest! {
    #[test]
    fn what_was_signed_is_accepted(parts in parts()) {
        prop_assert_eq!(parts.signed().request().accepted(), Ok(()));
    }

    #[test]
    fn any_changed_character_is_refused(parts in parts(), text: Index, place: Index, to in "[0-9a-zA-Z./@]") {
        let mut changed = parts.signed();
        let mut texts = changed.texts();
        let count = texts.len();
        let text = &mut *texts[text.index(count)];
        let mut characters: Vec<char> = text.chars().collect();
        let place = place.index(characters.len());
        let to = to.chars().next().expect("one character");
        // Another spelling of the same: the method's letter case, the signature's alphabet.
        prop_assume!(!characters[place].eq_ignore_ascii_case(&to));
        prop_assume!((characters[place], to) != ('_', '/'));
        characters[place] = to;
        *text = characters.into_iter().collect();
        prop_assert!(changed.request().accepted().is_err());
    }

    #[test]
    fn any_changed_bit_of_the_body_is_refused(parts in parts(), place: Index, bit in 0..8u8) {
        prop_assume!(!parts.body.is_empty());
        let mut changed = parts.signed();
        let place = place.index(changed.body.len());
        changed.body[place] ^= 1 << bit;
        prop_assert!(changed.request().accepted().is_err());
    }

    #[test]
    fn any_added_or_lost_part_is_refused(parts in parts(), name in "f[0-9]{1,4}", value in value(), lost: Index) {
        let signed = parts.signed();
        let mut added = signed.clone();
        added.parameters.push((name, value));
        prop_assert!(added.request().accepted().is_err());

        let mut longer = signed.clone();
        longer.body.push(0);
        prop_assert!(longer.request().accepted().is_err());

        let mut shorter = signed;
        let list = if shorter.is_query_mode { &mut shorter.parameters } else { &mut shorter.headers };
        list.remove(lost.index(list.len()));
        prop_assert!(shorter.request().accepted().is_err());
    }

    #[test]
    fn the_order_of_parameters_and_headers_does_not_matter(
        (parts, parameters, headers) in parts().prop_map(Parts::signed).prop_flat_map(|parts| {
            let parameters = Just(parts.parameters.clone()).prop_shuffle();
            let headers = Just(parts.headers.clone()).prop_shuffle();
            (Just(parts), parameters, headers)
        })
    ) {
        let reordered = Parts { parameters, headers, ..parts.clone() }.request();
        prop_assert_eq!(reordered.canonical_bytes(), parts.request().canonical_bytes());
        prop_assert_eq!(reordered.accepted(), Ok(()));
    }

    #[test]
    fn any_head_is_read_or_refused(
        method in "\\PC{0,8}",
        path in "\\PC{0,16}",
        query in "((application-id|instance-id|timestamp|signature|a|%[0-9a-f]{2}|\\PC)[=&+%]?){0,24}",
        names in vec("x-wix-(application-id|instance-id|timestamp|signature|b)|\\PC{0,8}", 0..6),
        values in vec("\\PC{0,50}|[A-Za-z0-9_-]{43}|[0-9]{4}-0[0-9]-1[0-9]T0[0-9]:00:00Z", 6),
        body in vec(any::<u8>(), 0..16),
    ) {
        let headers = names.iter().map(String::as_str).zip(values.iter().map(String::as_str));
        if let Ok(head) = SignedHead::read(&method, &path, &query, headers) {
            let verified = Verifier::new(SECRET).verify(&head, &body, &Site::default(), SIGNED_AT_MS);
            prop_assert!(verified.is_err(), "a signature was guessed");
        }
    }
}
