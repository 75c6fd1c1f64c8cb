//! A request's head, and the export that answers it.

use std::hint::black_box;

use gungraun::prelude::*;
use velodrome_model::routes::{Found, Routes, Verb};
use velodrome_server::http1::{HeadParser, Http1Limits};

const REQUEST: &[u8] = b"GET /_functions/orders/42?limit=10&after=a%20b HTTP/1.1\r\n\
    host: www.example.com\r\n\
    user-agent: bench/1\r\n\
    accept: application/json\r\n\
    accept-encoding: gzip, br\r\n\
    accept-language: en-GB,en;q=0.8\r\n\
    x-token: t0ken-1234\r\n\
    \r\n";

fn site() -> (HeadParser, Http1Limits, Routes) {
    let exports: Vec<String> = (0..100).map(|number| format!("get_more{number}")).collect();
    let exports = exports.iter().map(String::as_str);
    let routes = Routes::new(exports.chain(["get_orders", "post_orders"]));
    let mut parser = HeadParser::default();
    let limits = Http1Limits::default();
    // What a connection's first request allocates, its second has.
    assert!(
        parser
            .advance(REQUEST, &limits)
            .is_ok_and(|length| length == Some(REQUEST.len()))
    );
    (parser, limits, routes)
}

#[library_benchmark(setup = site)]
fn parse_and_route((mut parser, limits, routes): (HeadParser, Http1Limits, Routes)) -> Routes {
    parser.reset();
    let length = parser.advance(black_box(REQUEST), &limits);
    assert_eq!(length, Ok(Some(REQUEST.len())));
    let head = parser.head(REQUEST);
    let rest = head.path().strip_prefix("/_functions/").unwrap_or_default();
    let name = rest.split('/').next().unwrap_or_default();
    let found = routes.find(name, Verb::of_method("GET"));
    assert_eq!(found, Found::Handler(100));
    routes
}

library_benchmark_group!(name = requests; benchmarks = parse_and_route);
