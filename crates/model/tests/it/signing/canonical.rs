//! What the vectors leave open of the text that is signed.

use velodrome_model::signing::{
    Origin, PARAMETER_COUNT_MAX, Parameters, ParametersError, QueryError,
};

use super::requests::Request;

fn values(query: &str) -> String {
    let canonical = Request::new("GET", "/p", query).canonical();
    canonical
        .strip_prefix("GET\n/p")
        .expect("method and path")
        .to_owned()
}

#[test]
fn values_are_decoded_trimmed_and_ordered_by_name() {
    assert_eq!(values(""), "");
    assert_eq!(values("b=2&a=1"), "\n1\n2");
    assert_eq!(values("a=%20%201+%2B+2++"), "\n1 + 2");
    assert_eq!(values("na%6De=Zo%C3%AB"), "\nZoë");
    assert_eq!(values("a=&b"), "\n\n");
    assert_eq!(values("name.last=2&name=1&name.first=3"), "\n1\n3\n2");
}

#[test]
fn names_are_ordered_in_lower_case_as_bytes() {
    assert_eq!(values("b=2&A=1&C=3"), "\n1\n2\n3");
    assert_eq!(values("ab=3&a_b=2&a-b=1"), "\n1\n2\n3");
    assert_eq!(values("%C3%89=3&z=1&%7E=2"), "\n1\n2\n3");
}

#[test]
fn repeats_are_joined_by_commas_in_the_order_sent() {
    assert_eq!(values("t=b&t=+a+&s=1&T=c"), "\n1\nb,a,c");
    let headers = Request::new("GET", "/p", "z=1")
        .header("X-Wix-B", "2")
        .header("x-wix-a", "1")
        .header("x-wix-b", " 3 ");
    assert_eq!(headers.canonical(), "GET\n/p\n1\n2,3\n1");
}

#[test]
fn other_headers_and_the_signature_are_left_out() {
    let request = Request::new("get", "/v1/%41%2f", "signature=x&Signature=y&v=1")
        .header("X-WIX-SIGNATURE", "z")
        .header("x-wix", "no")
        .header("accept", "no")
        .header("X-Wix-Event-Type", "/contacts/created");
    assert_eq!(request.canonical(), "GET\n/v1/%41%2f\n1\n/contacts/created");
}

#[test]
fn the_body_is_there_when_it_is_not_empty() {
    let request = Request::new("POST", "/p", "a=1");
    assert_eq!(request.canonical(), "POST\n/p\n1");
    assert_eq!(request.clone().body(" \n").canonical(), "POST\n/p\n1\n \n");
}

#[test]
fn what_cannot_be_signed_is_named() {
    let read = |query| Parameters::read(query, []).unwrap_err();
    assert_eq!(read("a=%4"), ParametersError::Query(QueryError::Percent));
    assert_eq!(read("%C3=4"), ParametersError::Query(QueryError::NotUtf8));
    let control = |name: &str| ParametersError::ControlCharacter {
        name: name.to_owned(),
    };
    for query in ["a=b%0Ac", "a=%00", "a=%0D", "a=b%09", "a=%7F", "a=%0A"] {
        assert_eq!(read(query), control("a"), "{query}");
    }
    assert_eq!(read("a%0Ab=1"), control("a?b"));
    let header = Parameters::read("", [("x-wix-a", "b\tc")]);
    assert_eq!(header.unwrap_err(), control("x-wix-a"));
    assert!(Parameters::read("", [("accept", "b\tc")]).is_ok());
}

#[test]
fn the_number_of_parameters_is_limited() {
    let most = vec!["a=1"; PARAMETER_COUNT_MAX].join("&");
    assert_eq!(
        Parameters::read(&most, []).unwrap().iter().count(),
        PARAMETER_COUNT_MAX
    );
    let more = Parameters::read(&most, [("x-wix-a", "1")]);
    assert_eq!(more.unwrap_err(), ParametersError::TooMany);
}

#[test]
fn parameters_are_given_as_they_were_signed() {
    let request = Request::new("GET", "/p", "Page%20Size=+5+").header("X-Wix-A", "b");
    let parameters = request.parameters();
    let all: Vec<_> = parameters
        .iter()
        .map(|one| (one.name(), one.value(), one.origin()))
        .collect();
    assert_eq!(
        all,
        [
            ("Page Size", "5", Origin::Query),
            ("X-Wix-A", "b", Origin::Header)
        ]
    );
}
