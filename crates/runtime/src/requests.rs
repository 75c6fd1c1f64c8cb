//! The requests of one VM, and what JavaScript may still read of those that have ended.
//!
//! A handler holds only a serial number. What it names stays readable while the request runs, and
//! for a while after: ended requests are reused oldest first and never fewer than [`KEPT`] later,
//! so that work left over by a handler can still read its request.

use crate::outcome::Outcome;
use std::collections::VecDeque;
use std::net::IpAddr;
use std::task::Waker;

/// Ended requests that stay readable.
const KEPT: usize = 1024;
/// A longer body is let go when its request ends.
const KEPT_BODY_BYTES: usize = 4096;
/// A longer head likewise.
const KEPT_HEAD_BYTES: usize = 8192;

/// Number of a request in its VM: slot in the low 21 bits, reuse count above. Fits a double.
pub(crate) type Serial = u64;
const SLOT_BITS: u32 = 21;

/// The owner of work that belongs to no request.
pub(crate) const NOBODY: Serial = 0;

/// What the server knows of a request when it calls a handler. Borrowed: the VM copies.
#[derive(Clone, Copy, Debug)]
pub struct RequestView<'a> {
    /// The request's id, for log lines.
    pub id: &'a str,
    /// As sent.
    pub method: &'a str,
    /// Scheme and authority, as `https://www.example.com`.
    pub origin: &'a str,
    /// The path up to and including `/_functions`.
    pub base_path: &'a str,
    /// The name that was called, without its prefix.
    pub function_name: &'a str,
    /// The path after the name, as sent, with the slash between; empty when there is none.
    pub sub_path: &'a str,
    /// The whole path, as sent.
    pub path: &'a str,
    /// What follows the question mark, as sent.
    pub query: Option<&'a str>,
    /// The client's address.
    pub ip: IpAddr,
    /// The field lines, `name: value CRLF` each.
    pub header_lines: &'a str,
}

/// What [`Requests::part`] gives; the numbers are those of `js/velo/request.js`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Method,
    Url,
    BaseUrl,
    FunctionName,
    Ip,
}

/// What [`Requests::raw`] gives; the numbers are those of `js/velo/request.js`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ObjectPart {
    Path,
    Query,
    Headers,
}

impl ObjectPart {
    pub(crate) fn from_number(number: f64) -> Option<ObjectPart> {
        const PARTS: [ObjectPart; 3] = [ObjectPart::Path, ObjectPart::Query, ObjectPart::Headers];
        PARTS.get(number as usize).copied()
    }
}

impl Part {
    pub(crate) fn from_number(number: f64) -> Option<Part> {
        const PARTS: [Part; 5] = [
            Part::Method,
            Part::Url,
            Part::BaseUrl,
            Part::FunctionName,
            Part::Ip,
        ];
        PARTS.get(number as usize).copied()
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Free,
    Running,
    /// Answered for the client (504), going on.
    Background,
    Ended,
}

/// The texts of a request, one after another in one buffer that is reused.
#[derive(Default)]
struct Texts {
    buffer: String,
    ends: [u32; Texts::COUNT],
}

impl Texts {
    const COUNT: usize = 9;

    fn fill(&mut self, view: &RequestView<'_>) {
        self.buffer.clear();
        let parts: [&str; Texts::COUNT] = [
            view.id,
            view.method,
            view.origin,
            view.base_path,
            view.function_name,
            view.sub_path,
            view.path,
            view.query.unwrap_or_default(),
            view.header_lines,
        ];
        for (end, part) in self.ends.iter_mut().zip(parts) {
            self.buffer.push_str(part);
            *end = self.buffer.len() as u32;
        }
    }

    fn get(&self, place: usize) -> &str {
        let start = if place == 0 {
            0
        } else {
            self.ends[place - 1] as usize
        };
        self.buffer
            .get(start..self.ends[place] as usize)
            .unwrap_or_default()
    }
}

struct Slot {
    serial: Serial,
    state: State,
    texts: Texts,
    has_query: bool,
    ip: IpAddr,
    body: Vec<u8>,
    body_kept: bool,
    outcome: Option<Outcome>,
    waker: Option<Waker>,
    cpu_us: u64,
    log_lines: u64,
    fetches: u64,
}

/// The requests of one VM.
#[derive(Default)]
pub(crate) struct Requests {
    slots: Vec<Slot>,
    free: VecDeque<u32>,
    running: usize,
    background: usize,
}

impl Requests {
    /// Takes a request in and gives it its number.
    pub(crate) fn begin(&mut self, view: &RequestView<'_>, body: Vec<u8>) -> Serial {
        let index = match self.free.front() {
            Some(&index) if self.free.len() >= KEPT => {
                self.free.pop_front();
                index as usize
            }
            _ => {
                self.slots
                    .push(Slot::empty(view.ip, self.slots.len() as u64));
                self.slots.len() - 1
            }
        };
        let slot = &mut self.slots[index];
        slot.serial += 1 << SLOT_BITS;
        slot.state = State::Running;
        slot.texts.fill(view);
        slot.has_query = view.query.is_some();
        slot.ip = view.ip;
        slot.body = body;
        slot.body_kept = true;
        slot.outcome = None;
        slot.cpu_us = 0;
        slot.log_lines = 0;
        slot.fetches = 0;
        self.running += 1;
        slot.serial
    }

    /// Requests whose client waits.
    pub(crate) fn running(&self) -> usize {
        self.running
    }

    /// Whether any is at work, for its client or after its 504.
    pub(crate) fn any_active(&self) -> bool {
        self.running + self.background > 0
    }

    fn slot(&self, serial: Serial) -> Option<&Slot> {
        let slot = self.slots.get((serial & ((1 << SLOT_BITS) - 1)) as usize)?;
        (slot.serial == serial && slot.state != State::Free).then_some(slot)
    }

    fn slot_mut(&mut self, serial: Serial) -> Option<&mut Slot> {
        let slot = self
            .slots
            .get_mut((serial & ((1 << SLOT_BITS) - 1)) as usize)?;
        (slot.serial == serial && slot.state != State::Free).then_some(slot)
    }

    /// Whether the function still runs, for its client or in the background.
    pub(crate) fn is_active(&self, serial: Serial) -> bool {
        self.slot(serial)
            .is_some_and(|slot| matches!(slot.state, State::Running | State::Background))
    }

    /// One text of the request; `None` when it ended so long ago that it was let go.
    pub(crate) fn part(&self, serial: Serial, part: Part, out: &mut String) -> Option<()> {
        let slot = self.slot(serial)?;
        let texts = &slot.texts;
        match part {
            Part::Method => out.push_str(texts.get(1)),
            Part::Url => {
                out.push_str(texts.get(2));
                out.push_str(texts.get(6));
                if slot.has_query {
                    out.push('?');
                    out.push_str(texts.get(7));
                }
            }
            Part::BaseUrl => {
                out.push_str(texts.get(2));
                out.push_str(texts.get(3));
            }
            Part::FunctionName => out.push_str(texts.get(4)),
            Part::Ip => {
                use std::fmt::Write;
                let _ = write!(out, "{}", slot.ip);
            }
        }
        Some(())
    }

    /// What the client sent for one of the request's objects; `None` as for [`Requests::part`].
    pub(crate) fn raw(&self, serial: Serial, object: ObjectPart) -> Option<&str> {
        let texts = &self.slot(serial)?.texts;
        Some(match object {
            ObjectPart::Path => texts.get(5),
            ObjectPart::Query => texts.get(7),
            ObjectPart::Headers => texts.get(8),
        })
    }

    /// The request's body; `None` when it was let go.
    pub(crate) fn body(&self, serial: Serial) -> Option<&[u8]> {
        let slot = self.slot(serial)?;
        slot.body_kept.then_some(&slot.body)
    }

    /// Function name and id of the request, for log lines.
    pub(crate) fn names(&self, serial: Serial) -> Option<(&str, &str, &str)> {
        let slot = self.slot(serial)?;
        Some((slot.texts.get(1), slot.texts.get(4), slot.texts.get(0)))
    }

    /// Counts a log line; `None` when the request is gone.
    pub(crate) fn count_log_line(&mut self, serial: Serial) -> Option<u64> {
        let slot = self.slot_mut(serial)?;
        slot.log_lines += 1;
        Some(slot.log_lines)
    }

    /// Counts a call to another server; 0 when the request is gone.
    pub(crate) fn count_fetch(&mut self, serial: Serial) -> u64 {
        self.slot_mut(serial).map_or(0, |slot| {
            slot.fetches += 1;
            slot.fetches
        })
    }

    /// Adds time spent in JavaScript for the request and gives the sum, in microseconds.
    pub(crate) fn charge(&mut self, serial: Serial, cpu_us: u64) -> u64 {
        self.slot_mut(serial).map_or(0, |slot| {
            slot.cpu_us += cpu_us;
            slot.cpu_us
        })
    }

    /// What the owner of an entry has used of its CPU time, in microseconds. Work that no running
    /// request owns begins anew at each entry.
    pub(crate) fn spent_us(&self, serial: Serial) -> u64 {
        if self.is_active(serial) {
            self.cpu_us(serial)
        } else {
            0
        }
    }

    /// The active request that has used the most time in JavaScript, but at least `least_us`.
    pub(crate) fn busiest(&self, least_us: u64) -> Serial {
        let active = self
            .slots
            .iter()
            .filter(|slot| matches!(slot.state, State::Running | State::Background));
        active
            .filter(|slot| slot.cpu_us >= least_us)
            .max_by_key(|slot| slot.cpu_us)
            .map_or(NOBODY, |slot| slot.serial)
    }

    /// Time spent in JavaScript for the request, in microseconds.
    pub(crate) fn cpu_us(&self, serial: Serial) -> u64 {
        self.slot(serial).map_or(0, |slot| slot.cpu_us)
    }

    /// Ends a request at once, for the caller who holds its outcome already.
    pub(crate) fn end(&mut self, serial: Serial) {
        let Some(slot) = self.slot_mut(serial) else {
            return;
        };
        match slot.state {
            State::Running => self.running -= 1,
            State::Background => self.background -= 1,
            State::Free | State::Ended => return,
        }
        self.retire(serial);
    }

    fn retire(&mut self, serial: Serial) {
        let Some(slot) = self.slot_mut(serial) else {
            return;
        };
        slot.state = State::Ended;
        slot.waker = None;
        if slot.body.capacity() > KEPT_BODY_BYTES {
            slot.body_kept = slot.body.is_empty();
            slot.body = Vec::new();
        }
        if slot.texts.buffer.capacity() > KEPT_HEAD_BYTES {
            slot.state = State::Free;
            slot.texts = Texts::default();
        }
        self.free
            .push_back((serial & ((1 << SLOT_BITS) - 1)) as u32);
    }

    /// Gives a waiting client its outcome; one in the background just ends. False when it had ended.
    pub(crate) fn settle(&mut self, serial: Serial, outcome: Outcome) -> bool {
        let Some(slot) = self.slot_mut(serial) else {
            return false;
        };
        match slot.state {
            State::Running if slot.outcome.is_none() => {
                slot.outcome = Some(outcome);
                if let Some(waker) = slot.waker.take() {
                    waker.wake();
                }
                true
            }
            State::Background => {
                self.end(serial);
                true
            }
            _ => false,
        }
    }

    /// Takes the outcome if there is one, which ends the request.
    pub(crate) fn take_outcome(&mut self, serial: Serial) -> Option<(Outcome, u64)> {
        let slot = self.slot_mut(serial)?;
        let outcome = slot.outcome.take()?;
        let cpu_us = slot.cpu_us;
        self.end(serial);
        Some((outcome, cpu_us))
    }

    /// Who is to be woken when the outcome is there.
    pub(crate) fn wait(&mut self, serial: Serial, waker: &Waker) {
        if let Some(slot) = self.slot_mut(serial) {
            slot.waker = Some(waker.clone());
        }
    }

    /// The client waits no longer; the function goes on.
    pub(crate) fn move_to_background(&mut self, serial: Serial) {
        if let Some(slot) = self.slot_mut(serial)
            && slot.state == State::Running
        {
            slot.state = State::Background;
            slot.waker = None;
            self.running -= 1;
            self.background += 1;
        }
    }

    /// Everything that runs, ended: clients get the outcome that `outcome` gives for their number.
    pub(crate) fn end_all(&mut self, outcome: impl Fn(Serial) -> Outcome) {
        let active: Vec<Serial> = self
            .slots
            .iter()
            .filter(|slot| matches!(slot.state, State::Running | State::Background))
            .map(|slot| slot.serial)
            .collect();
        for serial in active {
            self.settle(serial, outcome(serial));
        }
    }
}

impl Slot {
    fn empty(ip: IpAddr, index: u64) -> Slot {
        Slot {
            serial: index,
            state: State::Free,
            texts: Texts::default(),
            has_query: false,
            ip,
            body: Vec::new(),
            body_kept: true,
            outcome: None,
            waker: None,
            cpu_us: 0,
            log_lines: 0,
            fetches: 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    fn view() -> RequestView<'static> {
        RequestView {
            id: "r1",
            method: "GET",
            origin: "https://a.b",
            base_path: "/_functions",
            function_name: "x",
            sub_path: "/y/z",
            path: "/_functions/x/y/z",
            query: Some("q=1"),
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            header_lines: "Host: a.b\r\nX-A:  1 \r\n",
        }
    }

    fn part(requests: &Requests, serial: Serial, part: Part) -> Option<String> {
        let mut out = String::new();
        requests.part(serial, part, &mut out).map(|()| out)
    }

    #[test]
    fn parts_are_composed_when_asked_for() {
        let mut requests = Requests::default();
        let serial = requests.begin(&view(), vec![1]);
        assert_eq!(
            part(&requests, serial, Part::Url).as_deref(),
            Some("https://a.b/_functions/x/y/z?q=1")
        );
        assert_eq!(
            part(&requests, serial, Part::BaseUrl).as_deref(),
            Some("https://a.b/_functions")
        );
        assert_eq!(
            requests.raw(serial, ObjectPart::Headers),
            Some("Host: a.b\r\nX-A:  1 \r\n")
        );
        assert_eq!(
            part(&requests, serial, Part::Ip).as_deref(),
            Some("127.0.0.1")
        );
    }

    #[test]
    fn an_ended_request_stays_readable_for_a_while_and_then_its_number_is_void() {
        let mut requests = Requests::default();
        let first = requests.begin(&view(), b"body".to_vec());
        requests.end(first);
        assert_eq!(requests.body(first), Some(&b"body"[..]));
        for _ in 0..KEPT {
            let serial = requests.begin(&view(), Vec::new());
            requests.end(serial);
        }
        let reused = requests.begin(&view(), Vec::new());
        assert_ne!(reused, first);
        assert_eq!(part(&requests, first, Part::Method), None);
        assert_eq!(requests.running(), 1);
    }

    #[test]
    fn the_background_settles_silently() {
        let mut requests = Requests::default();
        let serial = requests.begin(&view(), Vec::new());
        requests.move_to_background(serial);
        assert_eq!((requests.running(), requests.background), (0, 1));
        assert!(requests.settle(serial, Outcome::Ended(velodrome_model::code::Code::VmLost)));
        assert_eq!(requests.background, 0);
        assert!(requests.take_outcome(serial).is_none());
    }
}
