//! Calling a handler: at once when it answers at once, else a future that its settling wakes.

use crate::instance::Instance;
use crate::mailbox;
use crate::ops::OpState;
use crate::ops::request::answer;
use crate::outcome::{Outcome, Thrown};
use crate::requests::{NOBODY, RequestView, Serial};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use velodrome_engine::{ErrorReport, Scope, Value};
use velodrome_model::code::Code;
use velodrome_model::routes::HandlerIndex;

/// A body up to this length goes along with the call.
const SHORT_BODY_BYTES: usize = 4096;

/// A call that was made.
pub enum Call {
    /// It ended at once. The second value is the time spent in JavaScript, in microseconds.
    Ready(Outcome, u64),
    /// It goes on.
    Pending(Pending),
}

/// The number that means an operation on the site's data; no export has it. As in
/// `js/velo/dispatch.js`.
const ADMINISTER: HandlerIndex = HandlerIndex::MAX;

impl Instance {
    /// Does an operation on the site's data with its hooks, and the rights of the site's owner. The
    /// body is `{operation, collection, argument}`, the answer that of `js/velo/data/administer.js`.
    pub fn administer(self: &Rc<Self>, view: &RequestView<'_>, body: Vec<u8>) -> Call {
        self.call(ADMINISTER, view, body)
    }

    /// Calls the handler at `index` of the exports with this request.
    pub fn call(
        self: &Rc<Self>,
        index: HandlerIndex,
        view: &RequestView<'_>,
        body: Vec<u8>,
    ) -> Call {
        let serial = self.state.requests.borrow_mut().begin(view, body);
        let entered = self.enter(serial, |scope| self.dispatch(scope, index, serial));
        match entered {
            Ok(Some(outcome)) => {
                let mut requests = self.state.requests.borrow_mut();
                let cpu_us = requests.cpu_us(serial);
                requests.end(serial);
                drop(requests);
                self.state.note_end();
                Call::Ready(outcome, cpu_us)
            }
            // Settled meanwhile, by a microtask or because the VM died, or not yet.
            Ok(None) | Err(_) => self.pending(serial),
        }
    }

    fn pending(self: &Rc<Self>, serial: Serial) -> Call {
        let settled = self.state.requests.borrow_mut().take_outcome(serial);
        match settled {
            Some((outcome, cpu_us)) => {
                self.state.note_end();
                Call::Ready(outcome, cpu_us)
            }
            None => Call::Pending(Pending {
                instance: Rc::clone(self),
                serial,
            }),
        }
    }

    /// The handler's answer when it gave one at once, or in the microtasks that follow.
    fn dispatch(&self, scope: Scope<'_>, index: HandlerIndex, serial: Serial) -> Option<Outcome> {
        let dispatch = self.dispatch.borrow();
        let dispatch = dispatch.as_ref()?.get(scope).as_object()?;
        let state = &self.state;
        if scope.can_run_microtasks() {
            state.mailbox.set(mailbox::OPEN, serial as f64);
        }
        let called = dispatch.call(
            None,
            &[
                scope.number(f64::from(index)),
                scope.number(serial as f64),
                short_text(state, scope, serial),
            ],
        );
        match called {
            Ok(body) => self
                .answered(body)
                .or_else(|| self.answered_later(scope, serial)),
            Err(exception) if exception.is_termination() => None,
            // Only a stack that is too short even for our own code ends here.
            Err(exception) => {
                let report = ErrorReport::of(exception.value());
                let stack = state.mapped_stack(&report);
                Some(Outcome::Threw(Thrown {
                    code: Code::FunctionFailed,
                    message: report.message,
                    stack,
                }))
            }
        }
    }

    /// The answer of which the mailbox tells, if it does.
    fn answered(&self, body: Value<'_>) -> Option<Outcome> {
        let state = &self.state;
        if state.mailbox.get(mailbox::STATE) != mailbox::ANSWERED {
            return None;
        }
        state.mailbox.set(mailbox::STATE, mailbox::PENDING);
        let status = state.mailbox.get(mailbox::STATUS);
        let kind = state.mailbox.get(mailbox::KIND);
        Some(answer(state, status, kind, body, String::new()))
    }

    /// Runs the microtasks and looks again: most promises need nothing else, and what a settled
    /// one has to say need not cross by a call of its own.
    fn answered_later(&self, scope: Scope<'_>, serial: Serial) -> Option<Outcome> {
        let mailbox = &self.state.mailbox;
        if mailbox.get(mailbox::OPEN) != serial as f64 {
            return None;
        }
        self.state.run_ticks(scope);
        scope.run_microtasks();
        mailbox.set(mailbox::OPEN, 0.0);
        if scope.is_ended() {
            return None;
        }
        let settled = self.settled.borrow();
        let body = settled.as_ref()?.get(scope).as_object()?.get_index(0);
        self.answered(body.ok()?)
    }
}

/// The request's body as a text when it is a short one: nearly every handler that is sent one reads
/// it, and then it need not ask. Undefined for others.
fn short_text<'s>(state: &OpState, scope: Scope<'s>, serial: Serial) -> Value<'s> {
    let requests = state.requests.borrow();
    let body = requests.body(serial).unwrap_or_default();
    if body.is_empty() || body.len() > SHORT_BODY_BYTES {
        return scope.undefined();
    }
    match std::str::from_utf8(body) {
        Ok(text) => scope.string(text),
        Err(_) => scope.undefined(),
    }
}

/// A call that goes on. Dropping it lets the function go on in the background.
pub struct Pending {
    instance: Rc<Instance>,
    serial: Serial,
}

impl Pending {
    /// The instance that runs it.
    pub fn instance(&self) -> &Rc<Instance> {
        &self.instance
    }
}

impl Future for Pending {
    /// How it ended, and the time spent in JavaScript so far, in microseconds.
    type Output = (Outcome, u64);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let state = Rc::clone(&self.instance.state);
        let mut requests = state.requests.borrow_mut();
        match requests.take_outcome(self.serial) {
            Some(ended) => {
                drop(requests);
                self.serial = NOBODY;
                state.note_end();
                Poll::Ready(ended)
            }
            None => {
                requests.wait(self.serial, context.waker());
                Poll::Pending
            }
        }
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if self.serial != NOBODY {
            self.instance.to_background(self.serial);
        }
    }
}
