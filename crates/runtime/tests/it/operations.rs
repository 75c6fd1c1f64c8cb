//! Operations that the host answers at once or later: whose they are, in which order they settle,
//! and what ends them.
//!
//! The scripts ask for items by id, and the id says how the test's host answers.

use crate::site::{Sent, Site, code, text, thrown};
use crate::world::World;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::pending;
use std::rc::Rc;
use tokio::sync::oneshot;
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;
use velodrome_model::log::Severity;
use velodrome_runtime::{Call, DataCall, HostReply, Instance};

/// A host that answers when the test says so.
#[derive(Default)]
struct Desk {
    asked: RefCell<Vec<String>>,
    open: RefCell<HashMap<String, oneshot::Sender<String>>>,
    /// Futures that were begun and are gone.
    gone: Rc<Cell<usize>>,
}

/// Counts when it is dropped.
struct Gone(Rc<Cell<usize>>);

impl Drop for Gone {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

fn item(id: &str) -> String {
    format!(r#"{{"_id":"{id}"}}"#)
}

impl Desk {
    fn answer(&self, call: DataCall<'_>) -> HostReply {
        let id = call.argument.to_owned();
        self.asked.borrow_mut().push(id.clone());
        let gone = Gone(Rc::clone(&self.gone));
        match id.split(' ').next() {
            Some("now") => HostReply::Now(item(&id)),
            Some("refused") => HostReply::Now(
                r#"!{"code":"WD_PERMISSION_DENIED","wde":"WDE0027","message":"WDE0027: no"}"#
                    .to_owned(),
            ),
            Some("soon") => HostReply::Later(Box::pin(async move {
                let _gone = gone;
                tokio::task::yield_now().await;
                item(&id)
            })),
            Some("never") => HostReply::Later(Box::pin(async move {
                let _gone = gone;
                pending().await
            })),
            _ => {
                let (sender, receiver) = oneshot::channel();
                self.open.borrow_mut().insert(id, sender);
                HostReply::Later(Box::pin(async move {
                    let _gone = gone;
                    receiver.await.expect("the test answers")
                }))
            }
        }
    }

    fn reply(&self, id: &str, reply: &str) {
        let sender = self.open.borrow_mut().remove(id).expect("it was asked");
        sender.send(reply.to_owned()).expect("somebody waits");
    }

    fn give(&self, id: &str) {
        self.reply(id, &item(id));
    }
}

/// A site in whose script `get(id)` asks for an item.
fn site_with(limits: Limits, body: &str) -> (Rc<Desk>, Site) {
    let desk = Rc::new(Desk::default());
    let at_the_desk = Rc::clone(&desk);
    let world = World::with_data(Box::new(move |call| at_the_desk.answer(call)));
    let body = format!(
        "const {{ get: getItem }} = vd.module('wix-data'); const get = (id) => getItem('c', id); {body}"
    );
    let (_, site) = Site::in_world(world, &body, limits);
    (desk, site.unwrap_or_else(|error| panic!("{error}")))
}

fn site(body: &str) -> (Rc<Desk>, Site) {
    site_with(Limits::default(), body)
}

fn begin(site: &Site, name: &str) -> Call {
    site.begin(&Sent {
        name,
        ..Sent::default()
    })
}

/// The answer of a handler that answers at once; for use inside the site's loop.
fn text_now(site: &Site, name: &str) -> String {
    let call = site.call(&Sent {
        name,
        ..Sent::default()
    });
    match call {
        Call::Ready(outcome, _) => text(outcome),
        Call::Pending(_) => panic!("{name} waits"),
    }
}

/// Lets everything that can run do so.
fn settle(site: &Site) {
    site.run(async {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    });
}

#[test]
fn a_reply_comes_at_once_or_later_and_may_be_an_error() {
    let (desk, site) = site(
        "return {
           get_now: async () => ({ body: (await get('now'))._id }),
           get_later: async () => ({ body: (await get('later'))._id }),
           get_refused: async () => { await get('refused'); },
           get_refused_later: async () => { try { await get('later'); } catch (error) { return { body: error.code }; } },
         };",
    );
    assert_eq!(site.text("now"), "now");
    let call = begin(&site, "later");
    assert!(matches!(call, Call::Pending(_)));
    desk.give("later");
    assert_eq!(text(site.end(call)), "later");
    assert_eq!(thrown(site.get("refused")).message, "WDE0027: no");
    let call = begin(&site, "refused_later");
    desk.reply("later", r#"!{"code":"WD_ITEM","message":"WDE0073: gone"}"#);
    assert_eq!(text(site.end(call)), "WD_ITEM");
}

#[test]
fn replies_settle_in_the_order_in_which_they_come() {
    let (desk, site) = site(
        "return { get_x: async () => {
           const order = [];
           await Promise.all(['a', 'b', 'c'].map(async (id) => { await get(id); order.push(id); await null; order.push(id); }));
           return { body: order.join('') };
         } };",
    );
    let call = begin(&site, "x");
    settle(&site);
    for id in ["c", "a", "b"] {
        desk.give(id);
    }
    // Each in an entry of its own: the reactions to one have run when the next begins.
    assert_eq!(text(site.end(call)), "ccaabb");
}

#[test]
fn data_is_there_while_the_site_loads() {
    let (desk, site) = site(
        "const first = await get('now 1'); const second = await get('soon 2');
         return { get_x: () => ({ body: first._id + second._id }) };",
    );
    assert_eq!(site.text("x"), "now 1soon 2");
    assert_eq!(*desk.asked.borrow(), ["now 1", "soon 2"]);
}

#[test]
fn work_after_a_reply_belongs_to_the_request_that_asked() {
    let (desk, site) = site(
        "const asked = async (name) => { await get(name); console.log('at work for ' + name); };
         return {
           get_a: async () => { await asked('a'); return { body: 'a' }; },
           get_b: async () => { await asked('b'); return { body: 'b' }; },
         };",
    );
    let (a, b) = (begin(&site, "a"), begin(&site, "b"));
    desk.give("b");
    assert_eq!(text(site.end(b)), "b");
    desk.give("a");
    assert_eq!(text(site.end(a)), "a");
    for name in ["a", "b"] {
        let line = site.line(&format!("at work for {name}"));
        assert_eq!(line.request_id.as_deref(), Some(&*format!("id-of-{name}")));
        assert_eq!(line.function.as_deref(), Some(&*format!("get_{name}")));
    }
}

#[test]
fn work_goes_on_after_the_answer_and_what_it_throws_is_logged() {
    let (desk, site) = site(
        "let last = 'none';
         return {
           get_first: () => { get('ends').then((item) => { last = item._id; console.log('written'); }); return { body: 'first' }; },
           get_second: () => { get('fails').then(() => { throw new Error('left over'); }); return { body: 'second' }; },
           get_refused: () => { get('refused'); return { body: 'third' }; },
           get_last: () => ({ body: last }),
         };",
    );
    assert_eq!(site.text("first"), "first");
    assert_eq!(site.text("second"), "second");
    assert_eq!(site.text("refused"), "third");
    desk.give("ends");
    desk.give("fails");
    for (part, id) in [
        ("written", "id-of-first"),
        ("left over", "id-of-second"),
        ("WDE0027: no", "id-of-refused"),
    ] {
        assert_eq!(site.line(part).request_id.as_deref(), Some(id), "{part}");
    }
    assert_eq!(site.line("left over").severity, Severity::Error);
    assert_eq!(site.text("last"), "ends");
    assert_eq!(site.instance.dead(), None);
}

#[test]
fn a_loop_after_a_reply_is_ended_in_the_name_of_who_asked() {
    let limits = Limits {
        cpu_time_ms_max: 100,
        ..Limits::default()
    };
    let (desk, site) = site_with(
        limits,
        "return {
           get_loop: async () => { await get('loop'); for (;;) {} },
           get_other: async () => { await get('never'); },
         };",
    );
    let (other, offender) = (begin(&site, "other"), begin(&site, "loop"));
    desk.give("loop");
    assert_eq!(code(site.end(offender)), Code::CpuLimit);
    assert_eq!(code(site.end(other)), Code::VmLost);
    assert_eq!(site.instance.dead(), Some(Code::CpuLimit));
    settle(&site);
    assert_eq!(desk.gone.get(), 2, "the one that waited is let go");
}

#[test]
fn time_spent_between_replies_adds_up() {
    let limits = Limits {
        cpu_time_ms_max: 100,
        ..Limits::default()
    };
    let (_, site) = site_with(
        limits,
        "const busy = (ms) => { const until = Date.now() + ms; while (Date.now() < until) {} };
         return {
           get_pieces: async () => { for (;;) { await get('soon'); busy(5); } },
           get_fine: () => ({ body: 'fine' }),
         };",
    );
    assert_eq!(code(site.get("pieces")), Code::CpuLimit);
    assert_eq!(site.text("fine"), "fine", "its VM stays");
    assert_eq!(
        site.line("pending work was dropped").request_id.as_deref(),
        Some("id-of-pieces")
    );
}

#[test]
fn futures_end_with_their_vm() {
    let ends: [fn(&Instance); 2] = [Instance::close, |_| {}];
    for end in ends {
        let (desk, site) = site(
            "get('never 0'); return { get_x: () => { get('never 1'); get('open'); return { status: 204 }; } };",
        );
        site.get("x");
        settle(&site);
        assert_eq!(desk.gone.get(), 0);
        end(&site.instance);
        let Site {
            instance,
            local,
            runtime,
            ..
        } = site;
        drop(instance);
        local.block_on(&runtime, tokio::task::yield_now());
        assert_eq!(desk.gone.get(), 3);
        assert!(desk.open.borrow()["open"].is_closed());
    }
}

#[test]
fn work_left_over_is_waited_for_a_while() {
    let limits = Limits {
        background_time_ms_max: 50,
        ..Limits::default()
    };
    let body = "return { get_x: () => { (async () => { await get('one'); await get('two'); console.log('done'); })(); return { status: 204 }; } };";
    for (is_answered, limits) in [(true, Limits::default()), (false, limits)] {
        let (desk, site) = site_with(limits, body);
        site.get("x");
        site.run(async {
            let drained = site.instance.drained();
            tokio::pin!(drained);
            if is_answered {
                for id in ["one", "two"] {
                    let mut quiet = 0;
                    while !desk.open.borrow().contains_key(id) {
                        tokio::task::yield_now().await;
                    }
                    while quiet < 10 {
                        quiet += 1;
                        tokio::select! {
                            biased;
                            () = &mut drained => panic!("{id} is not answered"),
                            () = tokio::task::yield_now() => {}
                        }
                    }
                    desk.give(id);
                }
            }
            drained.await;
        });
        let lines = site.world.lines.borrow();
        let messages: Vec<&str> = lines.iter().map(|line| line.message.as_str()).collect();
        assert_eq!(messages, if is_answered { &["done"][..] } else { &[] });
    }
}

#[test]
fn a_reply_that_comes_too_late_disturbs_nobody() {
    let limits = Limits {
        background_requests_max: 0,
        ..Limits::default()
    };
    let (desk, site) = site_with(
        limits,
        "return {
           get_x: async () => { await get('late'); console.log('resumed'); return { body: 'x' }; },
           get_fine: () => ({ body: 'fine' }),
         };",
    );
    let call = begin(&site, "x");
    settle(&site);
    desk.give("late");
    // Nobody waits for the answer, and nothing may go on in the background.
    drop(call);
    settle(&site);
    assert_eq!(site.text("fine"), "fine");
    assert!(site.world.lines.borrow().is_empty());
    assert_eq!(desk.gone.get(), 1);
}

#[test]
fn one_operation_too_many_is_refused_before_the_host_is_asked() {
    let limits = Limits {
        data_operations_max: 3,
        ..Limits::default()
    };
    let (desk, site) = site_with(
        limits,
        "return {
           get_fill: ({ query }) => { for (const id of query.ids) get(id).catch(() => {}); return { body: 'full' }; },
           get_own: async () => {
             for (const id of 'xyz') get(id);
             try { await get('now'); return { body: 'room' }; } catch (error) { return { body: `${error.code} ${error.message}` }; }
           },
           get_more: async () => { try { await get('now'); return { body: 'room' }; } catch (error) { return { body: `${error.code} ${error.message}` }; } },
         };",
    );
    assert_eq!(site.text("more"), "room");
    let refused = site.text("own");
    assert!(
        refused.starts_with("WD_TOO_MANY_REQUESTS WDE0014: ")
            && refused.contains("data_operations_max is 3"),
        "{refused}"
    );
    assert_eq!(*desk.asked.borrow(), ["now", "x", "y", "z"]);
    // What one request has left behind is not the next one's business, until there are many.
    assert_eq!(site.text("more"), "room");
    for ids in [
        "abc", "def", "ghi", "jkl", "mno", "pqr", "stu", "123", "456",
    ] {
        let query = format!("ids={ids}");
        let fill = Sent {
            name: "fill",
            query: Some(&query),
            ..Sent::default()
        };
        assert_eq!(text(site.send(&fill)), "full");
    }
    assert!(site.text("more").starts_with("WD_TOO_MANY_REQUESTS"));
    desk.give("b");
    settle(&site);
    assert_eq!(site.text("more"), "room");
}

#[test]
fn thousands_of_replies_leave_room_for_timers_and_requests() {
    const COUNT: usize = 10_000;
    let limits = Limits {
        data_operations_max: COUNT as u64,
        cpu_time_ms_max: 600_000,
        ..Limits::default()
    };
    let (desk, site) = site_with(
        limits,
        "let settled = 0, atTimer = -1;
         const busy = (ms) => { const until = performance.now() + ms; while (performance.now() < until) {} };
         return {
           get_many: async ({ query }) => {
             const all = [];
             for (let i = 0; i < query.n; i++) all.push(get('open ' + i).then(() => { settled++; busy(0.02); }));
             setTimeout(() => { atTimer = settled; }, 1);
             await Promise.all(all);
             return { body: `${settled}` };
           },
           get_settled: () => ({ body: `${settled}` }),
           get_at_timer: () => ({ body: `${atTimer}` }),
         };",
    );
    let many = site.begin(&Sent {
        name: "many",
        query: Some(&format!("n={COUNT}")),
        ..Sent::default()
    });
    for i in 0..COUNT {
        desk.give(&format!("open {i}"));
    }
    // Another task of the thread, as a request's connection is one: it comes to its turn in between.
    let seen = site.run(async {
        loop {
            tokio::task::yield_now().await;
            let seen: usize = text_now(&site, "settled").parse().expect("a number");
            if seen > 0 {
                return seen;
            }
        }
    });
    assert!(seen < COUNT, "a request was answered in between");
    assert_eq!(text(site.end(many)), COUNT.to_string());
    let at_timer: usize = site.text("at_timer").parse().expect("a number");
    assert!(at_timer < COUNT, "the timer ran in between");
}
