//! Clients that ask for much and want little of it.

use std::sync::atomic::{AtomicUsize, Ordering};

use h2::Reason;

use super::support::{Secured, read, request, run};

const SITE: &str = r#"
let open = 0, most = 0;
return {
    get_x() { return ok({ body: "x" }); },
    get_most() { return ok({ body: String(most) }); },
    get_wait() {
        most = Math.max(most, ++open);
        return new Promise((done) => setTimeout(() => { open--; done(ok({ body: "x" })); }, 300));
    },
    get_never() { return new Promise(() => {}); },
    get_large() { return ok({ body: "x".repeat(3e6) }); },
};"#;

#[test]
pub fn so_many_streams_at_once() {
    let secured = Secured::new("[limits]\nhttp2_streams_max = 3", SITE);
    run(async {
        let mut client = secured.http2().await;
        client.get("/x").await.expect(200, "");
        let mut answers = Vec::new();
        for _ in 0..9 {
            client.send = client.send.clone().ready().await.unwrap();
            let (answer, _) = client
                .send
                .send_request(request("GET", "/wait"), true)
                .unwrap();
            answers.push(answer);
        }
        for answer in answers {
            read(answer.await.unwrap()).await.unwrap().expect(200, "");
        }
        assert_eq!(client.get("/most").await.text(), "3");
    });
}

/// Opens streams and takes each back at once, until the connection ends; gives how many, and why.
async fn flood(secured: &Secured, path: &str, max: usize) -> (usize, Option<h2::Error>) {
    let mut client = secured.http2().await;
    let opened = AtomicUsize::new(0);
    let flooding = async {
        while opened.fetch_add(1, Ordering::Relaxed) < max {
            let Ok(ready) = client.send.clone().ready().await else {
                return;
            };
            client.send = ready;
            let Ok((_, mut stream)) = client.send.send_request(request("GET", path), true) else {
                return;
            };
            stream.send_reset(Reason::CANCEL);
            tokio::task::yield_now().await;
        }
    };
    flooding.await;
    drop(client.send);
    let end = client.ended.await.unwrap();
    (opened.into_inner(), end.err())
}

/// The client is told why, unless its own frames are still under way when the socket is closed.
fn is_cut_off(why: &h2::Error) -> bool {
    why.is_io() || why.reason() == Some(Reason::ENHANCE_YOUR_CALM)
}

#[test]
pub fn more_taken_back_than_answered_is_cut_off() {
    let secured = Secured::new(
        "[limits]\nhttp2_resets_max = 20\nhttp2_streams_max = 10",
        SITE,
    );
    run(async {
        for path in ["/x", "/never"] {
            let (opened, why) = flood(&secured, path, 100_000).await;
            assert!(opened < 100_000, "{path}: nobody cut it off");
            assert!(why.is_some_and(|why| is_cut_off(&why)), "{path}");
        }
        let mut client = secured.http2().await;
        client.get("/x").await.expect(200, "");
    });
}

#[test]
fn a_client_that_takes_no_bytes_loses_its_answer() {
    let secured = Secured::new("[limits]\nwrite_idle_ms_max = 200", SITE);
    run(async {
        let mut client = secured.http2().await;
        let (answer, _) = client
            .send
            .send_request(request("GET", "/large"), true)
            .unwrap();
        let mut body = answer.await.unwrap().into_body();
        // Its window is never opened again.
        let mut received = 0;
        let error = loop {
            match body.data().await {
                Some(Ok(piece)) => received += piece.len(),
                Some(Err(error)) => break error,
                None => panic!("the whole answer came"),
            }
        };
        assert!(error.is_reset() && received < 3_000_000);
        // What it holds of the connection's window is given back.
        drop(body);
        client.get("/x").await.expect(200, "");
    });
}

#[test]
fn a_function_is_not_called_again_for_each_stream_that_is_taken_back() {
    let secured = Secured::new(
        "[limits]\nhttp2_streams_max = 5\nhttp2_resets_max = 1000",
        SITE,
    );
    run(async {
        let (opened, why) = flood(&secured, "/wait", 100_000).await;
        assert!(opened < 100_000 && why.is_some_and(|why| is_cut_off(&why)));
        let mut client = secured.http2().await;
        let most: usize = client.get("/most").await.text().parse().unwrap();
        assert!(most <= 5, "{most} at once on one connection");
    });
}
