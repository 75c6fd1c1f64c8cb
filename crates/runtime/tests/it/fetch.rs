//! Calls to other servers: what crosses, whose they are, what ends them.
//!
//! The paths that the scripts call say how the test's web answers.

use crate::site::{Sent, Site, code, text};
use crate::world::World;
use bytes::Bytes;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{pending, ready};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;
use velodrome_runtime::{
    FetchAnswer, FetchBody, FetchCall, FetchError, FetchReply, FetchedBody, Piece,
};

/// The rest of the world.
#[derive(Default)]
struct Web {
    calls: RefCell<Vec<(String, u64)>>,
    /// Calls and bodies that are gone.
    gone: Cell<usize>,
    /// What comes of the body at /bits: bytes, or nothing for its end.
    bits: RefCell<VecDeque<Option<&'static str>>>,
    waker: RefCell<Option<Waker>>,
}

/// Counts when it is dropped.
struct Gone(Rc<Web>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.gone.set(self.0.gone.get() + 1);
    }
}

/// A body that is there.
struct There(Option<Bytes>);

impl FetchedBody for There {
    fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Result<Option<Bytes>, FetchError>> {
        Poll::Ready(Ok(self.0.take()))
    }
}

/// A body that comes as the test says.
struct Bits(Gone);

impl FetchedBody for Bits {
    fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, FetchError>> {
        let web = &self.0.0;
        match web.bits.borrow_mut().pop_front() {
            Some(Some("broken")) => {
                let error = FetchError::new("CONNECTION_LOST", "the connection was lost");
                Poll::Ready(Err(error))
            }
            Some(bit) => Poll::Ready(Ok(bit.map(|text| Bytes::from_static(text.as_bytes())))),
            None => {
                web.waker.replace(Some(cx.waker().clone()));
                Poll::Pending
            }
        }
    }
}

fn answer(status: u16, headers: &str, body: impl FetchedBody + 'static) -> FetchAnswer {
    FetchAnswer {
        status,
        status_text: "Fine".to_owned(),
        url: "http://other.test/where".to_owned(),
        redirected: true,
        headers: headers.to_owned(),
        body: Box::new(body),
    }
}

impl Web {
    fn come(&self, bits: &[Option<&'static str>]) {
        self.bits.borrow_mut().extend(bits);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn answer(self: &Rc<Web>, call: FetchCall) -> FetchReply {
        let path = call.url.trim_start_matches("http://other.test").to_owned();
        self.calls.borrow_mut().push((path.clone(), call.depth));
        let gone = Gone(Rc::clone(self));
        match path.as_str() {
            "/never" => Box::pin(async move {
                let _gone = gone;
                pending().await
            }),
            "/bits" => Box::pin(ready(Ok(answer(200, "", Bits(gone))))),
            "/refused" => Box::pin(ready(Err(FetchError::new(
                "CONNECT_FAILED",
                "nobody answers at other.test:80",
            )))),
            _ => Box::pin(async move {
                let _gone = gone;
                let echo = echo(call).await?;
                let headers = "content-type:application/json\nx-a:1\nset-cookie:a\nset-cookie:b\n";
                Ok(answer(201, headers, There(Some(echo))))
            }),
        }
    }
}

/// What was asked, as JSON: `method`, `headers`, `body`.
async fn echo(call: FetchCall) -> Result<Bytes, FetchError> {
    let mut body = match call.body {
        FetchBody::None => "none".to_owned(),
        FetchBody::Whole(bytes) => String::from_utf8(bytes).expect("text"),
        FetchBody::Stream(mut pieces) => {
            let mut parts = Vec::new();
            loop {
                match pieces.recv().await {
                    Some(Piece::Bytes(bytes)) => {
                        parts.push(String::from_utf8(bytes.to_vec()).expect("text"));
                    }
                    Some(Piece::End) => break parts.join("|"),
                    None => return Err(FetchError::new("REQUEST_BODY_FAILED", "given up")),
                }
            }
        }
    };
    body = body.replace('"', "'");
    let headers = call.headers.replace('\n', ";");
    let method = call.method;
    let json = format!(r#"{{"method":"{method}","headers":"{headers}","body":"{body}"}}"#);
    Ok(Bytes::from(json))
}

fn site_with(limits: Limits, body: &str) -> (Rc<Web>, Site) {
    let web = Rc::new(Web::default());
    let there = Rc::clone(&web);
    let world = World::with_web(Box::new(move |call| there.answer(call)));
    let body = format!(
        "const at = (path, options) => fetch('http://other.test' + path, options);
         const caught = async (promise) => {{ try {{ await promise; return 'nothing'; }} catch (error) {{ return error; }} }};
         const shown = (error) => [error.name, error.message, error.cause?.code].join();
         {body}"
    );
    let (_, site) = Site::in_world(world, &body, limits);
    (web, site.unwrap_or_else(|error| panic!("{error}")))
}

/// What the function `get_x` of this body answers.
fn text_of(body: &str) -> String {
    let (_, site) = site_with(
        Limits::default(),
        &format!("return {{ get_x: async () => {{ {body} }} }};"),
    );
    site.text("x")
}

#[test]
fn a_call_and_its_answer_cross() {
    let json = text_of(
        "const r = await at('/echo', { method: 'post', body: 'b\\u00e9', headers: { 'X-Mine': '1' } });
         const facts = [r.status, r.ok, r.statusText, r.url, r.redirected, r.type, r.headers.get('x-a'), r.headers.getSetCookie()];
         return { body: { facts, bodyUsed: r.bodyUsed, json: await r.json(), after: r.bodyUsed } };",
    );
    assert_eq!(
        json,
        r#"{"facts":[201,true,"Fine","http://other.test/where",true,"basic","1",["a","b"]],"bodyUsed":false,"json":{"method":"POST","headers":"x-mine:1;content-type:text/plain;charset=UTF-8;","body":"bé"},"after":true}"#
    );
}

#[test]
fn an_answer_is_read_in_every_form() {
    let text = text_of(
        "const sizes = [];
         for (const how of ['text', 'arrayBuffer', 'bytes', 'blob']) {
           const read = await (await at('/echo'))[how]();
           sizes.push(read.length ?? read.byteLength ?? read.size);
         }
         let streamed = 0;
         for await (const chunk of (await at('/echo')).body) streamed += chunk.byteLength;
         const clone = (await at('/echo')).clone();
         return { body: [new Set([...sizes, streamed, (await clone.text()).length]).size, sizes[0] > 20].join() };",
    );
    assert_eq!(text, "1,true");
}

#[test]
fn a_body_that_comes_bit_by_bit_is_read_as_it_comes() {
    let (web, site) = site_with(
        Limits::default(),
        "const seen = [];
         return {
           get_stream: async () => {
             for await (const chunk of (await at('/bits')).body) { seen.push(new TextDecoder().decode(chunk)); console.log(seen.at(-1)); }
             return { body: seen.join() };
           },
           get_whole: async () => ({ body: await (await at('/bits')).text() }),
         };",
    );
    let call = site.begin(&Sent {
        name: "stream",
        ..Sent::default()
    });
    web.come(&[Some("one")]);
    site.line("one");
    web.come(&[Some("two"), None]);
    assert_eq!(text(site.end(call)), "one,two");
    let call = site.begin(&Sent {
        name: "whole",
        ..Sent::default()
    });
    web.come(&[Some("\u{feff}a"), Some("b")]);
    web.come(&[None]);
    assert_eq!(text(site.end(call)), "ab");
    assert_eq!(web.gone.get(), 2);
}

#[test]
fn what_goes_wrong_is_a_type_error_with_a_code() {
    assert_eq!(
        text_of("return { body: shown(await caught(at('/refused'))) };"),
        "TypeError,fetch failed: nobody answers at other.test:80,CONNECT_FAILED"
    );
    let (web, site) = site_with(
        Limits::default(),
        "return { get_x: async () => { const r = await at('/bits'); return { body: shown(await caught(r.text())) }; } };",
    );
    web.come(&[Some("half"), Some("broken")]);
    assert_eq!(
        site.text("x"),
        "TypeError,fetch failed: the connection was lost,CONNECTION_LOST"
    );
}

#[test]
fn an_abort_ends_the_call_and_its_body() {
    let (web, site) = site_with(
        Limits::default(),
        "return {
           get_head: async () => {
             const stop = new AbortController();
             const call = caught(at('/never', { signal: stop.signal }));
             stop.abort('enough');
             return { body: String(await call) };
           },
           get_body: async () => {
             const stop = new AbortController();
             const r = await at('/bits', { signal: stop.signal });
             const read = caught(r.text());
             setTimeout(() => stop.abort(), 1);
             return { body: (await read).name };
           },
           get_stream: async () => {
             const stop = new AbortController();
             const reader = (await at('/bits', { signal: stop.signal })).body.getReader();
             setTimeout(() => stop.abort('stop'), 1);
             return { body: String(await caught(reader.read())) };
           },
           get_timeout: async () => ({ body: (await caught(at('/never', { signal: AbortSignal.timeout(1) }))).name }),
           get_cancel: async () => { await (await at('/bits')).body.cancel(); return { body: 'cancelled' }; },
         };",
    );
    for (name, expected) in [
        ("head", "enough"),
        ("body", "AbortError"),
        ("stream", "stop"),
        ("timeout", "TimeoutError"),
        ("cancel", "cancelled"),
    ] {
        let before = web.gone.get();
        assert_eq!(site.text(name), expected);
        // The task that waits is told, and lets go at its next turn.
        site.run(async {
            while web.gone.get() == before {
                tokio::task::yield_now().await;
            }
        });
    }
}

#[test]
fn a_body_is_sent_bit_by_bit_and_not_faster_than_it_is_taken() {
    let text = text_of(
        "let pulled = 0;
         const body = new ReadableStream({ pull(c) { if (++pulled > 20) c.close(); else c.enqueue(new TextEncoder().encode(String(pulled))); } });
         const sent = await (await at('/echo', { method: 'PUT', body, duplex: 'half' })).json();
         const broken = new ReadableStream({ pull(c) { c.error(new Error('torn')); } });
         const failed = await caught(at('/echo', { method: 'PUT', body: broken, duplex: 'half' }));
         return { body: [sent.body, sent.method, failed.message].join() };",
    );
    let numbers: Vec<String> = (1..=20).map(|number: u32| number.to_string()).collect();
    assert_eq!(text, format!("{},PUT,torn", numbers.join("|")));
}

#[test]
fn a_request_may_make_so_many_calls_and_no_more() {
    let limits = Limits {
        fetch_calls_per_request_max: 2,
        ..Limits::default()
    };
    let (web, site) = site_with(
        limits,
        "return { get_x: async () => {
           for (let i = 0; i < 2; i++) await (await at('/echo')).text();
           return { body: shown(await caught(at('/echo'))) };
         } };",
    );
    for _ in 0..2 {
        let text = site.text("x");
        assert!(
            text.contains("fetch_calls_per_request_max") && text.ends_with(",TOO_MANY_CALLS"),
            "{text}"
        );
    }
    assert_eq!(web.calls.borrow().len(), 4);
}

#[test]
fn calls_of_a_site_to_itself_have_a_depth() {
    let limits = Limits {
        fetch_depth_max: 3,
        ..Limits::default()
    };
    let (web, site) = site_with(
        limits,
        "return { get_x: async () => ({ body: shown(await caught(at('/echo'))) }) };",
    );
    let sent = |header_lines| Sent {
        header_lines,
        ..Sent::default()
    };
    assert_eq!(text(site.send(&sent(""))), ",,");
    assert_eq!(text(site.send(&sent("X-Velodrome-Depth: 2\r\n"))), ",,");
    let refused = text(site.send(&sent("x-velodrome-depth: 3\r\n")));
    assert!(refused.ends_with(",LOOP_DETECTED"), "{refused}");
    let depths: Vec<u64> = web.calls.borrow().iter().map(|(_, depth)| *depth).collect();
    assert_eq!(depths, [1, 3]);
}

#[test]
fn what_a_request_leaves_behind_is_closed() {
    let limits = Limits {
        wall_time_ms_max: 600_000,
        background_time_ms_max: 20,
        fetch_time_ms_max: 100,
        ..Limits::default()
    };
    let (web, site) = site_with(
        limits,
        "return {
           get_never: async () => { await at('/never'); },
           get_left: async () => { await at('/bits'); return { body: 'left' }; },
         };",
    );
    let gone = |count| {
        site.run(async {
            while web.gone.get() < count {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
        });
    };
    // Its client waits no longer, and then its time in the background is over.
    drop(site.begin(&Sent {
        name: "never",
        ..Sent::default()
    }));
    gone(1);
    // Nobody reads the body: it is closed when the call's time is over.
    assert_eq!(site.text("left"), "left");
    gone(2);
    // The VM goes.
    drop(site.begin(&Sent {
        name: "never",
        ..Sent::default()
    }));
    site.instance.close();
    gone(3);
}

#[test]
fn the_module_is_as_handlers_know_it() {
    let text = text_of(
        "const { fetch: call, getJSON } = vd.module('wix-fetch');
         const r = await call('http://other.test/echo', { method: 'patch', body: '{}', headers: 'application/json' });
         const all = r.headers.raw();
         const echoed = JSON.parse((await r.buffer()).toString());
         const json = await getJSON('http://other.test/echo', { method: 'post' });
         const failed = await caught(getJSON('http://other.test/refused'));
         return { body: [all['x-a'][0], all['set-cookie'].length, echoed.method, echoed.headers, json.method, json.headers, failed.cause.code, r instanceof Response].join() };",
    );
    assert_eq!(
        text,
        "1,2,PATCH,content-type:application/json;,GET,accept:application/json;,CONNECT_FAILED,true"
    );
}

#[test]
fn nothing_of_fetch_is_loaded_before_it_is_used() {
    let text = text_of(
        "const before = Object.getOwnPropertyDescriptor(globalThis, 'fetch').get !== undefined;
         const used = typeof fetch;
         return { body: [before, used, Object.getOwnPropertyDescriptor(globalThis, 'fetch').get].join() };",
    );
    assert_eq!(text, "true,function,");
    let (_, site) = site_with(
        Limits::default(),
        "return { get_x: async () => { await at('/refused'); } };",
    );
    assert_eq!(code(site.get("x")), Code::FunctionFailed);
}
