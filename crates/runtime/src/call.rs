//! Calling a handler: at once when it answers at once, else a future that its settling wakes. What
//! else there is to run in a VM (jobs, events, tests) is invoked, and ends in the same ways.

use crate::instance::Instance;
use crate::mailbox;
use crate::ops::request::{answer, thrown};
use crate::outcome::{Outcome, Thrown};
use crate::requests::{NOBODY, RequestView, Serial};
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use velodrome_engine::{ErrorReport, Scope, Value};
use velodrome_model::code::Code;
use velodrome_model::routes::HandlerIndex;

/// A call that was made.
pub enum Call {
    /// It ended at once. The second value is the time spent in JavaScript, in microseconds.
    Ready(Outcome, u64),
    /// It goes on.
    Pending(Pending),
}

/// Something to run that no request asks for.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// Its id, for log lines.
    pub id: &'a str,
    /// What people call it, for log lines.
    pub name: &'a str,
    /// The shipped file that exports `run` (`js/velo/job.js`, for example).
    pub file: &'a str,
    /// What `run` is told, as JSON.
    pub argument: &'a str,
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

    /// Runs what is no handler. An answer's body is what `run` gave, as JSON.
    pub fn invoke(self: &Rc<Self>, invocation: &Invocation<'_>) -> Call {
        let view = RequestView {
            id: invocation.id,
            method: "",
            origin: "",
            base_path: "",
            function_name: invocation.name,
            sub_path: "",
            path: "",
            query: None,
            ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
            header_lines: "",
        };
        let serial = self.state.requests.borrow_mut().begin(&view, Vec::new());
        // What goes wrong at once is told as what goes wrong later; a VM that died has told it.
        let _told = self.enter(serial, |scope| {
            self.begin_invocation(scope, serial, invocation)
        });
        self.pending(serial)
    }

    fn begin_invocation(&self, scope: Scope<'_>, serial: Serial, invocation: &Invocation<'_>) {
        let require = self.require.borrow();
        let Some(require) = require
            .as_ref()
            .and_then(|root| root.get(scope).as_object())
        else {
            return;
        };
        let called = require
            .call(None, &[scope.string("velo/invoke")])
            .and_then(|module| match module.as_object() {
                Some(module) => module.get("invoke"),
                None => Ok(scope.undefined()),
            })
            .and_then(|invoke| match invoke.as_object() {
                Some(invoke) => invoke.call(
                    None,
                    &[
                        scope.number(serial as f64),
                        scope.string(invocation.file),
                        scope.string(invocation.argument),
                    ],
                ),
                None => Ok(scope.undefined()),
            });
        match called {
            Ok(_) => {}
            Err(exception) if exception.is_termination() => {}
            Err(exception) => {
                let thrown = thrown(&self.state, exception.value(), Code::FunctionFailed);
                let mut requests = self.state.requests.borrow_mut();
                requests.settle(serial, Outcome::Threw(thrown));
            }
        }
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
        let called = dispatch.call(
            None,
            &[scope.number(f64::from(index)), scope.number(serial as f64)],
        );
        match called {
            Ok(body) => self.answered(body),
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
