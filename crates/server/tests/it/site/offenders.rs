//! Code that would not end or not stop growing: its request gets its code, the VM's others are
//! told, new connections are answered meanwhile, and the next request works.

use velodrome_server::Notice;

use super::server::{Server, alone, expect, finish, wait_until};

/// What happens to others at work on the same VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Others {
    /// Their VM was ended.
    Lost,
    /// The offender worked in pieces: only it is stopped.
    Unharmed,
}

/// Ends while JavaScript runs, so the VM ends with it.
const CPU: (&str, Others) = ("CPU_LIMIT", Others::Lost);
/// Runs in pieces and is not resumed.
const PIECES: (&str, Others) = ("CPU_LIMIT", Others::Unharmed);
const MEMORY: (&str, Others) = ("MEMORY_LIMIT", Others::Lost);

/// Name, body of an async function, and how it ends.
const OFFENDERS: &[(&str, &str, (&str, Others))] = &[
    ("loop", "for (;;) {}", CPU),
    ("loop after an await", "await null; for (;;) {}", CPU),
    (
        "loop in a timer",
        "await new Promise(() => setTimeout(() => { for (;;) {} }, 1));",
        CPU,
    ),
    (
        "loop that catches",
        "for (;;) { try { for (;;) {} } catch {} finally { continue; } }",
        CPU,
    ),
    (
        "loop that throws and catches",
        "for (;;) { try { throw new Error(); } catch {} }",
        CPU,
    ),
    (
        // As the bundler writes a loop that awaits.
        "loop that awaits",
        "for (;;) { if ($vd.tick()) await $vd.yield(); await null; }",
        PIECES,
    ),
    (
        "busy interval",
        "await new Promise(() => setInterval(() => { const end = Date.now() + 20; while (Date.now() < end); }, 0));",
        PIECES,
    ),
    (
        "intervals without end, their refusal ignored",
        "for (;;) { try { setInterval(() => {}, 1); } catch {} }",
        CPU,
    ),
    ("array", "const a = []; for (;;) a.push({ a });", MEMORY),
    (
        "array buffers",
        "const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1));",
        MEMORY,
    ),
    (
        "map",
        "const m = new Map(); for (let i = 0; ; i++) m.set(i, { i });",
        MEMORY,
    ),
    (
        "strings",
        "const a = []; for (let i = 0; ; i++) a.push(`${i}`.padEnd(10000, i));",
        MEMORY,
    ),
    (
        "array that awaits",
        "const a = []; for (;;) { if ($vd.tick()) await $vd.yield(); a.push({ a }); await null; }",
        MEMORY,
    ),
];

fn site(offence: &str, others: Others) -> String {
    // Whoever is to be lost waits for long enough.
    let wait_ms = if others == Others::Lost {
        600_000
    } else {
        2000
    };
    format!(
        r#"
        let count = 0;
        return {{
            get_count() {{ return ok({{ body: String(++count) }}); }},
            get_wait() {{
                console.log("waiting");
                return new Promise((resolve) => setTimeout(() => resolve(ok({{ body: "unharmed" }})), {wait_ms}));
            }},
            async get_bad() {{ console.log("began"); {offence} }},
        }};"#
    )
}

fn check(name: &str, offence: &str, (code, others): (&str, Others)) {
    // Memory is to run out before CPU time does, also on a slow machine.
    let cpu_time_ms = if code == "MEMORY_LIMIT" { 60_000 } else { 1000 };
    let config = format!(
        "[limits]\ninstances_max = 1\ncpu_time_ms_max = {cpu_time_ms}\nheap_bytes_max = 67108864\nwall_time_ms_max = 60000\n"
    );
    let server = Server::dev(&config, &site(offence, others));
    assert_eq!(server.get("/count").text(), "1");
    let waiting = server.begin("/wait");
    server.logs.wait_for("waiting");
    let bad = server.begin("/bad");
    server.logs.wait_for("began");
    // By a stand-in, or by the same thread in a pause.
    expect(&server.get("/count"), 200, "");
    let answer = finish(bad);
    assert_eq!(
        super::server::code(&answer),
        code,
        "{name}: {}",
        answer.text()
    );
    assert_eq!(answer.status, 500, "{name}");
    expect(&server.get("/count"), 200, "");
    match others {
        Others::Lost => {
            let lost = finish(waiting);
            expect(&lost, 503, "VM_LOST");
            assert_eq!(lost.header("retry-after"), Some("1"), "{name}");
        }
        Others::Unharmed => assert_eq!(finish(waiting).text(), "unharmed", "{name}"),
    }
    assert!(server.notices.lock().unwrap().is_empty(), "{name}");
    let line = format!("GET /_functions/bad 500 {code}");
    wait_until("the access line", || server.logs.access().contains(&line));
}

#[test]
fn offenders_get_their_code_and_the_server_goes_on() {
    let _alone = alone();
    for (name, offence, end) in OFFENDERS {
        eprintln!("{name}");
        check(name, offence, *end);
    }
}

#[test]
fn a_chain_of_microtasks_is_told_of_and_new_connections_are_answered() {
    let _alone = alone();
    // Bounded by its steps, which take CPU time and not only time: nothing but the end of the
    // process stops it, and it is not to outlive the test for long.
    let site = r#"return {
        get_x() { return ok({ body: "x" }); },
        get_chain() {
            console.log("began");
            let left = 1e7;
            const step = () => (--left > 0 ? Promise.resolve().then(step) : undefined);
            step();
        },
    };"#;
    let server = Server::dev("[limits]\ninstances_max = 1\ncpu_time_ms_max = 20\n", site);
    expect(&server.get("/x"), 200, "");
    let chain = server.begin("/chain");
    server.logs.wait_for("began");
    expect(&server.get("/x"), 200, "");
    server.wait_for_notice(Notice::Runaway);
    drop(chain);
}

#[test]
fn timers_left_over_leave_room_for_requests() {
    let _alone = alone();
    let site = r#"return {
        get_x() { return ok({ body: "x" }); },
        get_bomb() { for (;;) setInterval(() => {}, 1); },
    };"#;
    let server = Server::dev("", site);
    let bomb = server.get("/bomb");
    expect(&bomb, 500, "FUNCTION_FAILED");
    assert!(bomb.text().contains("timers_max"));
    for _ in 0..20 {
        assert_eq!(server.get("/x").text(), "x");
    }
}

/// Answers of one turn are written together: here those that were made before the loop began.
#[test]
fn answers_made_just_before_a_loop_do_not_wait_for_its_end() {
    let _alone = alone();
    let site = r#"return {
        get_x() { return ok({ body: "x" }); },
        get_pause() { console.log("paused"); const end = Date.now() + 60; while (Date.now() < end); return ok({ body: "p" }); },
        get_spin() { console.log("began"); for (;;) {} },
    };"#;
    let server = Server::dev(
        "[limits]\ninstances_max = 1\nstand_ins_max = 0\ncpu_time_ms_max = 3000\n",
        site,
    );
    let mut kept: Vec<_> = (0..20).map(|_| server.connect()).collect();
    let mut spins = server.connect();
    let quick = super::server::bytes("GET", "/x", &[], b"");
    for connection in kept.iter_mut().chain([&mut spins]) {
        assert_eq!(connection.request("GET", &quick).unwrap().text(), "x");
    }
    // All come while the thread is away, so they are one turn of its loop, in this order.
    let pause = server.begin("/pause");
    server.logs.wait_for("paused");
    for connection in &mut kept {
        connection.send(&quick).unwrap();
    }
    spins
        .send(&super::server::bytes("GET", "/spin", &[], b""))
        .unwrap();
    assert_eq!(finish(pause).text(), "p");
    server.logs.wait_for("began");
    for connection in &mut kept {
        assert_eq!(connection.read_response(false).unwrap().text(), "x");
    }
    let ended = "GET /_functions/spin 500";
    assert!(
        !server
            .logs
            .access()
            .iter()
            .any(|line| line.starts_with(ended))
    );
    expect(&finish(spins), 500, "CPU_LIMIT");
}

#[test]
fn others_on_other_connections_of_a_stuck_thread_are_answered() {
    let _alone = alone();
    let site = r#"return {
        get_x() { return ok({ body: "x" }); },
        get_spin() { console.log("began"); for (;;) {} },
    };"#;
    let server = Server::dev(
        "[limits]\ninstances_max = 1\ncpu_time_ms_max = 5000\n",
        site,
    );
    let mut kept = server.connect();
    let ask = |connection: &mut _| super::server::request(connection, "GET", "/x", &[], b"");
    assert_eq!(ask(&mut kept).text(), "x");
    let spin = server.begin("/spin");
    server.logs.wait_for("began");
    let spinning = || {
        server
            .logs
            .access()
            .iter()
            .all(|line| !line.contains("/spin"))
    };
    // Its connection belongs to the thread that spins; another one takes it over.
    assert_eq!(ask(&mut kept).text(), "x");
    assert!(spinning(), "answered only after the offender's end");
    expect(&finish(spin), 500, "CPU_LIMIT");
    wait_until("the access line", || !spinning());
}
