//! One connection of a port that speaks TLS, from its first byte on.

use std::rc::Rc;
use std::sync::Arc;

use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout_at};

use super::Tls;
use super::handshakes::Place;
use crate::http1::{self, Fault, Peer, Service};
use crate::http2::{self, Http2};
use crate::link::{Link, LinkIo};

/// The first byte of every TLS connection: the type of its first record (RFC 8446 5.1).
const HANDSHAKE_RECORD: u8 = 22;

/// Serves a connection in a task of its own, which holds `held` while it runs.
pub(crate) fn spawn<S, F>(
    tls: &Arc<Tls>,
    link: Arc<Link>,
    peer: Peer,
    http: Http2<F>,
    held: impl Sized + 'static,
) -> AbortHandle
where
    S: Service + 'static,
    F: Fn() -> S + 'static,
{
    let place = tls.handshakes.enter();
    let (id, of_task) = (place.id(), Arc::clone(tls));
    let task = tokio::task::spawn_local(async move {
        serve(link, peer, &of_task, place, Rc::new(http)).await;
        drop(held);
    });
    tls.handshakes.set_task(id, task.abort_handle());
    task.abort_handle()
}

/// Shakes hands and serves what the client chose, HTTP/1.1 or HTTP/2.
async fn serve<S, F>(link: Arc<Link>, peer: Peer, tls: &Tls, place: Place, http: Rc<Http2<F>>)
where
    S: Service + 'static,
    F: Fn() -> S + 'static,
{
    let deadline = Instant::now() + tls.handshake_time;
    let first_byte = timeout_at(deadline, link.first_byte()).await;
    let io = LinkIo(Arc::clone(&link));
    match first_byte {
        Ok(Ok(Some(HANDSHAKE_RECORD))) => {}
        Ok(Ok(Some(_))) => {
            drop(place);
            return http1::refuse_connection(io, peer, &http.to_http1(), Fault::PlainHttp).await;
        }
        Ok(Ok(None) | Err(_)) | Err(_) => return,
    }
    let Ok(Ok(stream)) = timeout_at(deadline, tls.acceptor.accept(io)).await else {
        return;
    };
    drop(place);
    let peer = Peer {
        secure: true,
        ..peer
    };
    if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
        let limits = Rc::clone(&http.limits);
        http2::serve_connection(stream, peer, http).await;
        // What the client answers to the end must not find a closed socket: the reset would make
        // its system throw away what it has not read yet.
        http1::linger_on_socket(LinkIo(link), &limits).await;
    } else {
        http1::serve_connection(stream, peer, &http.to_http1()).await;
    }
}
