//! A VM with a site loaded into it, on one thread.
//!
//! Every entry into the VM goes through [`Instance::enter`], which says whose work it is, arms the
//! budget, and looks afterwards whether the VM survived. A VM that was ended is never entered
//! again: whoever still waits on it gets an answer from here.

use crate::activity::Activity;
use crate::budget::{Budget, code_of};
use crate::host::Host;
use crate::mailbox;
use crate::ops::{self, OpState};
use crate::outcome::Outcome;
use crate::release::Release;
use crate::requests::{NOBODY, Serial};
use crate::source_map::{SCRIPT_URL, SourceIndex};
use crate::{builtin, event_loop};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::time::{Duration, Instant};
use velodrome_engine::{EndReason, Exception, Object, Root, RunLoop, Scope, Vm, VmOptions};
use velodrome_model::code::Code;
use velodrome_model::compat::{Compat, FLAGS};
use velodrome_model::limits::Limits;
use velodrome_model::log::Severity;
use velodrome_model::routes::Routes;

/// How often the engine asks whether a running entry may go on.
const TICK_MS: u32 = 20;

/// What a VM is made with.
#[derive(Clone)]
pub struct Settings {
    /// The limits in force.
    pub limits: Arc<Limits>,
    /// The flags in force.
    pub compat: Arc<Compat>,
    /// The world.
    pub host: Rc<dyn Host>,
    /// Where this thread shows when it is inside JavaScript.
    pub activity: Arc<Activity>,
}

/// Why a site could not be loaded into a VM.
#[derive(Clone, Debug)]
pub struct LoadError {
    /// LOAD_FAILED, or the limit that ended it.
    pub code: Code,
    /// The error's message.
    pub message: String,
    /// Name, message and frames, positions in the site's own files.
    pub stack: String,
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.stack)
    }
}

impl std::error::Error for LoadError {}

/// A VM with a site loaded into it.
pub struct Instance {
    pub(crate) state: Rc<OpState>,
    pub(crate) budget: Rc<Budget>,
    pub(crate) dispatch: RefCell<Option<Root>>,
    /// What gives the exports of a shipped file.
    pub(crate) require: RefCell<Option<Root>>,
    routes: RefCell<Rc<Routes>>,
    exports: RefCell<Rc<[Rc<str>]>>,
    mailbox_root: Root,
    dead: Cell<Option<Code>>,
    entries: Cell<u64>,
    /// When the heap was last looked at between two entries, and how many there had been.
    pub(crate) looked: Cell<(Instant, u64)>,
    /// Last field: roots must go before the VM does.
    pub(crate) vm: Vm,
}

impl Instance {
    /// Makes a VM and loads a release into it: all its modules run, top-level `await` included.
    ///
    /// Must run inside a `LocalSet`, on the thread of `run_loop`.
    ///
    /// # Errors
    /// The site's code threw or was ended by a limit, or did not load within `wall_time_ms_max`.
    pub async fn load(
        run_loop: &RunLoop,
        release: Arc<Release>,
        settings: Settings,
    ) -> Result<Rc<Instance>, LoadError> {
        let wall_ms = settings.limits.wall_time_ms_max;
        let instance = Instance::new(run_loop, release, settings)?;
        instance.start()?;
        tokio::task::spawn_local(event_loop::drive(Rc::downgrade(&instance)));
        let loaded =
            tokio::time::timeout(Duration::from_millis(wall_ms), instance.wait_loaded()).await;
        let exports = match loaded {
            Ok(result) => result?,
            Err(_) => {
                instance.close();
                let message =
                    format!("The site's code did not finish loading within {wall_ms} ms.");
                return Err(LoadError {
                    code: Code::LoadFailed,
                    stack: message.clone(),
                    message,
                });
            }
        };
        *instance.routes.borrow_mut() = Rc::new(Routes::new(exports.iter().map(String::as_str)));
        *instance.exports.borrow_mut() = exports.into_iter().map(Rc::from).collect();
        Ok(instance)
    }

    fn new(
        run_loop: &RunLoop,
        release: Arc<Release>,
        settings: Settings,
    ) -> Result<Rc<Instance>, LoadError> {
        let budget = Rc::new(Budget::new(
            &settings.limits,
            Rc::clone(&settings.host),
            Arc::clone(&settings.activity),
        ));
        let watched: Rc<RefCell<Weak<OpState>>> = Rc::default();
        let vm = Vm::new(run_loop, vm_options(&budget, &watched));
        let (mailbox, mailbox_root) = vm
            .enter(|scope| {
                let (array, mailbox) = scope.mailbox(mailbox::LEN);
                (mailbox, scope.root(array))
            })
            .map_err(|ended| LoadError::ended(code_of(ended.reason)))?;
        let source = SourceIndex::new(Arc::clone(&release.source_map));
        let state = Rc::new(OpState::new(settings, release, source, mailbox));
        *watched.borrow_mut() = Rc::downgrade(&state);
        Ok(Rc::new(Instance {
            state,
            budget,
            dispatch: RefCell::new(None),
            require: RefCell::new(None),
            mailbox_root,
            routes: RefCell::default(),
            exports: RefCell::new(Rc::from([])),
            dead: Cell::new(None),
            entries: Cell::new(0),
            looked: Cell::new((Instant::now(), 0)),
            vm,
        }))
    }

    /// Evaluates our own files and the site's script; the site's modules run until they wait.
    fn start(&self) -> Result<(), LoadError> {
        let state = Rc::clone(&self.state);
        let started = self.enter(NOBODY, |scope| {
            self.prepare(scope).map_err(|exception| {
                let report = exception.report();
                let stack = state.mapped_stack(&report);
                LoadError {
                    code: Code::LoadFailed,
                    message: report.message,
                    stack,
                }
            })
        });
        started.unwrap_or_else(|code| Err(LoadError::ended(code)))
    }

    fn prepare<'s>(&self, scope: Scope<'s>) -> Result<(), Exception<'s>> {
        let native = scope.object();
        ops::install_all(scope, native, &self.state)?;
        native.set("mailbox", self.mailbox_root.get(scope))?;
        let compat = scope.object();
        for flag in FLAGS {
            compat.set(
                flag.name,
                scope.string(self.state.compat.get(flag.name).unwrap_or(flag.default)),
            )?;
        }
        native.set("compat", compat)?;
        native.set(
            "responseBodyBytesMax",
            scope.number(self.state.limits.response_body_bytes_max as f64),
        )?;
        let require = builtin::install(scope, native)?;
        *self.require.borrow_mut() = Some(scope.root(require));
        let module = |name: &str| {
            require
                .call(None, &[scope.string(name)])
                .map(|found| found.as_object())
        };
        let member = |module: Option<Object<'s>>, name: &str| match module {
            Some(module) => module.get(name),
            None => Ok(scope.undefined()),
        };
        let calls = module("velo/dispatch")?;
        *self.dispatch.borrow_mut() = Some(scope.root(member(calls, "dispatch")?));
        let start = member(module("velo/load")?, "start")?;
        let factory = scope.eval(&self.state.release.script, SCRIPT_URL, 1)?;
        if let Some(start) = start.as_object() {
            start.call(None, &[factory])?;
        }
        Ok(())
    }

    async fn wait_loaded(&self) -> Result<Vec<String>, LoadError> {
        loop {
            let waiting = self.state.load_waiter.notified();
            if let Some(loaded) = self.state.loaded.borrow_mut().take() {
                return loaded;
            }
            if let Some(code) = self.dead.get() {
                return Err(LoadError::ended(code));
            }
            waiting.await;
        }
    }

    /// Enters the VM for `owner`.
    ///
    /// # Errors
    /// The code that ended the VM, before or during this entry.
    pub(crate) fn enter<R>(
        &self,
        owner: Serial,
        f: impl for<'s> FnOnce(Scope<'s>) -> R,
    ) -> Result<R, Code> {
        if let Some(code) = self.dead.get() {
            return Err(code);
        }
        let state = &self.state;
        let began = Instant::now();
        state.owner.set(owner);
        self.budget.begin(state.requests.borrow().spent_us(owner));
        self.entries.set(self.entries.get() + 1);
        state.mailbox.set(mailbox::ENTRY, self.entries.get() as f64);
        state.activity.begin(began);
        let result = self.vm.enter_at(began, |scope| {
            state.mailbox.set(mailbox::TICK_STATE, mailbox::MAY_TICK);
            let value = f(scope);
            state.run_ticks(scope);
            value
        });
        state.activity.end();
        let spent_us = began.elapsed().as_micros() as u64;
        state.requests.borrow_mut().charge(owner, spent_us);
        state.owner.set(NOBODY);
        self.budget.begin(0);
        match result {
            Err(ended) => Err(self.died(owner, code_of(ended.reason))),
            Ok(_) if state.has_exited() => {
                self.vm.kill(EndReason::Stopped);
                Err(self.died(NOBODY, Code::ProcessExit))
            }
            Ok(value) => Ok(value),
        }
    }

    /// The VM is lost: everybody on it gets an answer.
    pub(crate) fn died(&self, offender: Serial, code: Code) -> Code {
        self.dead.set(Some(code));
        let state = &self.state;
        state.timers.borrow_mut().clear();
        state.operations.borrow_mut().clear();
        state.exchanges.borrow_mut().clear();
        state.streams.borrow_mut().clear();
        let everybody = code == Code::ProcessExit;
        if !everybody {
            state.owner.set(offender);
            state.log(
                Severity::Error,
                format!(
                    "{} The VM was ended; others at work on it are answered 503.",
                    code.message()
                ),
                None,
            );
            state.owner.set(NOBODY);
        }
        state.requests.borrow_mut().end_all(|serial| {
            Outcome::Ended(if everybody || serial == offender {
                code
            } else {
                Code::VmLost
            })
        });
        state.wake.notify_one();
        state.load_waiter.notify_one();
        code
    }

    /// The code that ended this VM. Such an instance answers nothing more.
    pub fn dead(&self) -> Option<Code> {
        self.dead.get()
    }

    /// The release that is loaded.
    pub fn release(&self) -> &Arc<Release> {
        &self.state.release
    }

    /// The route table of the loaded exports.
    pub fn routes(&self) -> Rc<Routes> {
        Rc::clone(&self.routes.borrow())
    }

    /// The exported functions of the site, in the order of their handler indexes.
    pub fn exports(&self) -> Rc<[Rc<str>]> {
        Rc::clone(&self.exports.borrow())
    }

    /// Requests whose clients wait.
    pub fn running(&self) -> usize {
        self.state.requests.borrow().running()
    }

    /// Bytes of the VM's heap. Walks it: some milliseconds for 100,000 objects.
    pub fn heap_bytes(&self) -> usize {
        self.vm.heap_bytes()
    }

    /// Ends the VM for its memory, outside any entry. Whoever worked most is taken for the offender,
    /// if anybody worked for as long as a tick: less does not fill a heap.
    pub(crate) fn end_for_memory(&self) {
        let busiest = self
            .state
            .requests
            .borrow()
            .busiest(u64::from(TICK_MS) * 1000);
        self.vm.kill(EndReason::Memory);
        self.died(busiest, Code::MemoryLimit);
    }

    /// The number of entries so far.
    pub(crate) fn entries(&self) -> u64 {
        self.entries.get()
    }

    /// Collects garbage now; for tests and for memory measurements.
    pub fn collect_garbage(&self) {
        self.vm.collect_garbage();
    }

    /// Waits until no request is at work, in the background either; and then, for no longer than
    /// `background_time_ms_max`, until nobody waits for what requests have asked of the host and all
    /// streams are sent.
    pub async fn drained(&self) {
        self.wait_until(|state| !state.requests.borrow().any_active())
            .await;
        let left_over = self.wait_until(|state| {
            state.operations.borrow().is_empty() && state.streams.borrow().is_empty()
        });
        let time = Duration::from_millis(self.state.limits.background_time_ms_max);
        let _in_time = tokio::time::timeout(time, left_over).await;
    }

    async fn wait_until(&self, is_so: impl Fn(&OpState) -> bool) {
        loop {
            let waiting = self.state.drained.notified();
            if self.dead.get().is_some() || is_so(&self.state) {
                return;
            }
            waiting.await;
        }
    }

    /// Stops the timers and what is asked of the host; nothing enters this VM again.
    pub fn close(&self) {
        if self.dead.get().is_none() {
            self.vm.kill(EndReason::Stopped);
            self.died(NOBODY, Code::ProcessExit);
        }
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // A root must not outlive its VM.
        self.state.on_timer.take();
        self.state.on_ticks.take();
        self.state.on_uncaught.take();
        self.state.operations.borrow_mut().clear();
        self.state.exchanges.borrow_mut().clear();
        self.state.streams.borrow_mut().clear();
        // The loop only holds a weak reference and has to notice.
        self.state.wake.notify_one();
    }
}

impl LoadError {
    fn ended(code: Code) -> LoadError {
        let message = format!(
            "The site's code was ended while it was loaded: {}",
            code.message()
        );
        LoadError {
            code,
            stack: message.clone(),
            message,
        }
    }
}

fn vm_options(budget: &Rc<Budget>, watched: &Rc<RefCell<Weak<OpState>>>) -> VmOptions {
    let budget = Rc::clone(budget);
    let watched = Rc::clone(watched);
    VmOptions {
        tick_ms: TICK_MS,
        on_tick: Box::new(move |tick| budget.judge(tick)),
        on_unhandled_rejection: Some(Box::new(move |scope, reason| {
            let state = watched.borrow().upgrade();
            if let Some(state) = state {
                state.log_rejection(scope, reason);
            }
        })),
        ..VmOptions::default()
    }
}
