//! What JavaScript may call: each op is a plain function, each file one family.
//!
//! Ops never keep a `Value`, never wait, and take their world from [`OpState`].

pub(crate) mod compression;
pub(crate) mod console;
pub(crate) mod crypto;
pub(crate) mod data;
pub(crate) mod encoding;
pub(crate) mod fetch;
pub(crate) mod load;
pub(crate) mod process;
pub(crate) mod request;
pub(crate) mod service;
pub(crate) mod stream;
pub(crate) mod tick;
pub(crate) mod timer;
pub(crate) mod url;
pub(crate) mod zlib;

use crate::activity::Activity;
use crate::answer_streams::AnswerStreams;
use crate::exchanges::Exchanges;
use crate::host::Host;
use crate::instance::{LoadError, Settings};
use crate::pending_operations::PendingOperations;
use crate::release::Release;
use crate::requests::{NOBODY, Requests, Serial};
use crate::source_map::SourceIndex;
use crate::timers::Timers;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::Notify;
use velodrome_engine::{Args, Exception, Mailbox, Object, Root, Scope, Value};
use velodrome_model::compat::Compat;
use velodrome_model::limits::Limits;

/// An op: takes its arguments, gives a value or throws one.
pub type Op = for<'a> fn(&OpState, Scope<'a>, Args<'a>) -> Result<Value<'a>, Value<'a>>;
/// The ops of one family, by the name they have on `native`.
pub type OpTable = &'static [(&'static str, Op)];

/// The state of one VM that ops work on. Everything is of this VM and its thread alone.
pub struct OpState {
    /// The world.
    pub host: Rc<dyn Host>,
    /// The limits in force.
    pub limits: Arc<Limits>,
    /// The flags in force.
    pub compat: Arc<Compat>,
    pub(crate) activity: Arc<Activity>,
    pub(crate) release: Arc<Release>,
    pub(crate) source: SourceIndex,
    pub(crate) requests: RefCell<Requests>,
    pub(crate) timers: RefCell<Timers>,
    /// What to call when a timer is due; there once somebody used a timer.
    pub(crate) on_timer: RefCell<Option<Root>>,
    /// What to call when ticks wait; there once somebody used `process.nextTick`.
    pub(crate) on_ticks: RefCell<Option<Root>>,
    /// What to tell of errors that nobody caught; there once somebody listens to `process`.
    pub(crate) on_uncaught: RefCell<Option<Root>>,
    /// What the host was asked and has not answered yet.
    pub(crate) operations: RefCell<PendingOperations>,
    /// Calls to other servers whose answers were not read to their end yet.
    pub(crate) exchanges: Rc<RefCell<Exchanges>>,
    /// Bodies of answers that functions are still giving.
    pub(crate) streams: RefCell<AnswerStreams>,
    /// Requests that go on after their 504, and until when; some may have ended.
    pub(crate) background: RefCell<VecDeque<(Serial, Instant)>>,
    /// Something was added that the loop has to look at.
    pub(crate) wake: Rc<Notify>,
    /// The request whose work runs now.
    pub(crate) owner: Cell<Serial>,
    pub(crate) mailbox: Mailbox,
    pub(crate) exit: Cell<Option<i32>>,
    pub(crate) loaded: RefCell<Option<Result<Vec<String>, LoadError>>>,
    pub(crate) load_waiter: Notify,
    pub(crate) drained: Notify,
    pub(crate) scratch: RefCell<String>,
    pub(crate) slow_work: crypto::SlowWork,
}

impl OpState {
    pub(crate) fn new(
        settings: Settings,
        release: Arc<Release>,
        source: SourceIndex,
        mailbox: Mailbox,
    ) -> OpState {
        let wake = Rc::new(Notify::new());
        OpState {
            host: settings.host,
            limits: settings.limits,
            compat: settings.compat,
            activity: settings.activity,
            release,
            source,
            requests: RefCell::default(),
            timers: RefCell::default(),
            on_timer: RefCell::default(),
            on_ticks: RefCell::default(),
            on_uncaught: RefCell::default(),
            operations: RefCell::new(PendingOperations::new(Rc::clone(&wake))),
            exchanges: Rc::default(),
            streams: RefCell::default(),
            background: RefCell::default(),
            wake,
            owner: Cell::new(NOBODY),
            mailbox,
            exit: Cell::new(None),
            loaded: RefCell::new(None),
            load_waiter: Notify::new(),
            drained: Notify::new(),
            scratch: RefCell::default(),
            slow_work: crypto::SlowWork::default(),
        }
    }
}

/// Every family of ops.
const TABLES: &[OpTable] = &[
    request::OPS,
    load::OPS,
    tick::OPS,
    timer::OPS,
    process::OPS,
    console::OPS,
    encoding::OPS,
    url::OPS,
    data::OPS,
    service::OPS,
    fetch::OPS,
    stream::OPS,
    compression::OPS,
    zlib::OPS,
];

/// Puts every op onto `native`.
pub(crate) fn install_all<'s>(
    scope: Scope<'s>,
    native: Object<'s>,
    state: &Rc<OpState>,
) -> Result<(), Exception<'s>> {
    let tables = TABLES.iter().chain(crypto::OPS);
    for (name, op) in tables.copied().flatten() {
        let state = Rc::downgrade(state);
        let function = scope.lasting_function(name, move |scope, args| match state.upgrade() {
            Some(state) => op(&state, scope, args),
            None => Ok(scope.undefined()),
        });
        native.set(name, function)?;
    }
    tick::install(scope, native, state)
}
