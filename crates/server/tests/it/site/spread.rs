//! Keep-alive connections of a busy thread come to share another one.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::server::{Server, alone, expect, request, wait_until};

const CLIENTS: usize = 8;

#[test]
fn connections_of_a_busy_thread_spread_without_a_failure() {
    let _alone = alone();
    let site = r#"
        const vm = crypto.randomUUID();
        return {
            get_vm() {
                const until = performance.now() + 3;
                while (performance.now() < until);
                return ok({ body: vm });
            },
        };"#;
    let server = Server::dev("[limits]\ninstances_max = 2\n", site);
    let mut connections: Vec<_> = (0..CLIENTS).map(|_| server.connect()).collect();
    let first: BTreeSet<String> = connections
        .iter_mut()
        .map(|connection| request(connection, "GET", "/vm", &[], b"").text())
        .collect();
    assert_eq!(first.len(), 1, "a site at rest has one VM");
    let spread = AtomicBool::new(false);
    let latest = Mutex::new(vec![String::new(); CLIENTS]);
    std::thread::scope(|scope| {
        for (place, mut connection) in connections.into_iter().enumerate() {
            let (server, spread, latest) = (&server, &spread, &latest);
            scope.spawn(move || {
                while !spread.load(Ordering::Relaxed) {
                    let answer = request(&mut connection, "GET", "/vm", &[], b"");
                    expect(&answer, 200, "");
                    latest.lock().unwrap()[place] = answer.text();
                    if answer.closes {
                        connection = server.connect();
                    }
                }
            });
        }
        let _stop = StopOnDrop(&spread);
        wait_until("two VMs have two clients each", || {
            let latest = latest.lock().unwrap();
            let vms: BTreeSet<&String> = latest.iter().filter(|vm| !vm.is_empty()).collect();
            let clients = |vm: &String| latest.iter().filter(|other| *other == vm).count();
            vms.len() == 2 && vms.iter().all(|vm| clients(vm) >= 2)
        });
    });
}

/// Ends the clients also when the wait fails.
struct StopOnDrop<'s>(&'s AtomicBool);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
