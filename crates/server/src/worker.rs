//! One serving thread: its VMs, its view of the site, its connections.
//!
//! A request is read, run and answered on the thread that accepted its connection. Nothing here is
//! shared with other threads but [`Site`] and the thread's own [`ThreadState`].

use crate::api::{Api, ApiShared, LazyApi};
use crate::clock::Clock;
use crate::error_answer::ErrorAnswer;
use crate::functions::{FunctionPath, parse};
use crate::http1::Head;
use crate::instances::Instances;
use crate::request_id::{RequestId, RequestIds};
use crate::shared::{COOKIE_WARNED_MAX, Site, ThreadState};
use crate::turn::{Pace, Turn};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::OwnedSemaphorePermit;
use velodrome_model::code::Code;
use velodrome_model::limits::Limits;
use velodrome_model::log::{LogLine, LogSink, Severity};
use velodrome_runtime::{Host, Instance, LoadError, Release, RunLoop, Settings};
use velodrome_site::config::{Config, Mode};
use velodrome_site::lanes::{Lane, Lanes, Standing};
use velodrome_site::media::MediaLibrary;
use velodrome_site::realtime::Hub;

/// The system's clock may be set: for access lines it is asked again after this long.
const ANCHOR_MAX: Duration = Duration::from_secs(1);

/// What a thread has seen of the lanes at some epoch.
struct Seen {
    epoch: u64,
    production: Standing,
    development: Standing,
    /// The VM that answered last, with its release: nearly always the one wanted next.
    last: Option<(Arc<Release>, Rc<Instance>)>,
}

pub(crate) struct Worker {
    site: Arc<Site>,
    state: Arc<ThreadState>,
    instances: Instances,
    turn: Rc<Turn>,
    api: LazyApi,
    ids: RefCell<RequestIds>,
    seen: RefCell<Seen>,
    /// Reused for texts that live for one call.
    scratch: RefCell<String>,
    release_name: RefCell<(Option<Arc<Release>>, String)>,
    /// A moment on the monotonic clock, and what the system's clock said then.
    anchor: Cell<(Instant, u64)>,
}

impl Worker {
    pub(crate) fn new(site: Arc<Site>, state: Arc<ThreadState>, pace: Arc<Pace>) -> Worker {
        let host = Rc::new(site.host());
        Worker::in_world(site, state, pace, host)
    }

    /// A worker whose VMs see another world than the site's own.
    pub(crate) fn in_world(
        site: Arc<Site>,
        state: Arc<ThreadState>,
        pace: Arc<Pace>,
        host: Rc<dyn Host>,
    ) -> Worker {
        let mut seed = [0; 16];
        getrandom::fill(&mut seed).expect("the system has randomness once it is up");
        let settings = Settings {
            limits: Arc::clone(&site.limits),
            compat: Arc::new(site.config.compat.clone()),
            host,
            activity: Arc::clone(&state.activity),
        };
        Worker {
            turn: Rc::new(Turn::new(pace, site.limits.write_idle_ms_max)),
            instances: Instances::new(RunLoop::for_this_thread(), settings),
            api: LazyApi::default(),
            ids: RefCell::new(RequestIds::new(seed)),
            seen: RefCell::new(Seen {
                epoch: 0,
                production: Standing::Nothing,
                development: Standing::Nothing,
                last: None,
            }),
            scratch: RefCell::default(),
            release_name: RefCell::new((None, "none".to_owned())),
            anchor: Cell::new((Instant::now(), site.clock.now_ms())),
            site,
            state,
        }
    }

    /// The answers that this thread holds back.
    pub(crate) fn turn(&self) -> &Rc<Turn> {
        &self.turn
    }

    pub(crate) fn config(&self) -> &Config {
        &self.site.config
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.site.limits
    }

    pub(crate) fn lanes(&self) -> &Lanes {
        &self.site.lanes
    }

    pub(crate) fn logs(&self) -> &dyn LogSink {
        &*self.site.logs
    }

    pub(crate) fn is_dev(&self) -> bool {
        self.site.mode == Mode::Dev
    }

    pub(crate) fn instances(&self) -> &Instances {
        &self.instances
    }

    pub(crate) fn make_id(&self) -> RequestId {
        self.ids.borrow_mut().make()
    }

    pub(crate) fn now_ms(&self) -> u64 {
        self.site.clock.now_ms()
    }

    /// Milliseconds since 1970 at a moment just past. Looks at the system's clock once a second.
    pub(crate) fn wall_ms(&self, at: Instant) -> u64 {
        let (anchor, anchor_ms) = self.anchor.get();
        let since = at.saturating_duration_since(anchor);
        if since < ANCHOR_MAX {
            return anchor_ms + since.as_millis() as u64;
        }
        let now_ms = self.now_ms();
        self.anchor.set((at, now_ms));
        now_ms
    }

    /// The clock for what is not of this thread.
    pub(crate) fn clock(&self) -> &Clock {
        &self.site.clock
    }

    /// The function that the head's path names.
    pub(crate) fn function_path<'h>(&self, head: &Head<'h>) -> Option<FunctionPath<'h>> {
        parse(head.path(), self.prefix())
    }

    /// The path of the site's `base_url`, which may stand before every route.
    pub(crate) fn prefix(&self) -> &str {
        let base_url = self.site.config.base_url.as_ref();
        base_url.map_or("", |base| base.path())
    }

    /// The site's media.
    pub(crate) fn media(&self) -> Option<&Arc<MediaLibrary>> {
        self.site.media.as_ref()
    }

    /// What the site's code publishes.
    pub(crate) fn realtime(&self) -> &Arc<Hub> {
        &self.site.realtime
    }

    /// A place among the uploads that come at once, if one is free.
    pub(crate) fn upload_place(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.site.uploads).try_acquire_owned().ok()
    }

    /// This thread's part of the signed API.
    pub(crate) fn api(&self) -> &Api {
        self.api.get(&self.site)
    }

    /// The process's part of it.
    pub(crate) fn api_shared(&self) -> &ApiShared {
        &self.site.api
    }

    /// Counts a request against the site's rate.
    pub(crate) fn count_request(&self) -> Result<(), ErrorAnswer> {
        let max = self.limits().requests_per_minute_max;
        if max == 0 {
            return Ok(());
        }
        // The shared window needs one clock for all threads.
        self.site.rate.count(self.now_ms(), max).map_err(|seconds| {
            let message = format!("The site's {max} requests of this minute are used up.");
            ErrorAnswer::of(Code::RateLimited)
                .with_message(message)
                .with_field("retry-after", seconds.to_string())
        })
    }

    /// What the lane has now.
    pub(crate) fn standing(&self, lane: Lane) -> Standing {
        self.look();
        let seen = self.seen.borrow();
        match lane {
            Lane::Production => seen.production.clone(),
            Lane::Development => seen.development.clone(),
        }
    }

    /// Looks at the lanes again when something changed.
    pub(crate) fn look(&self) {
        let epoch = self.site.lanes.epoch();
        if self.seen.borrow().epoch == epoch {
            return;
        }
        let production = self.site.lanes.get(Lane::Production);
        let development = self.site.lanes.get(Lane::Development);
        let keep: Vec<Arc<Release>> = [&production, &development]
            .into_iter()
            .filter_map(|standing| {
                if let Standing::Ready(release) = standing {
                    Some(Arc::clone(release))
                } else {
                    None
                }
            })
            .collect();
        self.instances.keep_only(&keep);
        *self.seen.borrow_mut() = Seen {
            epoch,
            production,
            development,
            last: None,
        };
    }

    /// The VM of a release if it is there.
    pub(crate) fn instance_now(&self, release: &Arc<Release>) -> Option<Rc<Instance>> {
        if let Some((last, instance)) = &self.seen.borrow().last
            && Arc::ptr_eq(last, release)
            && instance.dead().is_none()
        {
            return Some(Rc::clone(instance));
        }
        let instance = self.instances.peek(release)?;
        self.seen.borrow_mut().last = Some((Arc::clone(release), Rc::clone(&instance)));
        Some(instance)
    }

    /// The VM of a release, made when it is not there.
    pub(crate) async fn instance(&self, release: &Arc<Release>) -> Result<Rc<Instance>, LoadError> {
        self.instances.get(release).await
    }

    /// Makes the VMs that the next requests will want, before they come.
    pub(crate) async fn warm_up(&self) {
        let lane = if self.is_dev() {
            Lane::Development
        } else {
            Lane::Production
        };
        if let Standing::Ready(release) = self.standing(lane) {
            // A failure is logged where it happens and answered when a request comes.
            let _failed = self.instances.get(&release).await;
        }
    }

    /// Gives the name of a release for `x-velodrome-release`.
    pub(crate) fn with_release_name(&self, release: Option<&Arc<Release>>, f: impl FnOnce(&str)) {
        let mut named = self.release_name.borrow_mut();
        let same = match (&named.0, release) {
            (None, None) => true,
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            _ => false,
        };
        if !same {
            let name = match release {
                None => "none".to_owned(),
                Some(release) if release.number == 0 => {
                    format!("dev-{}", release.id.get(..12).unwrap_or(&release.id))
                }
                Some(release) => release.number.to_string(),
            };
            *named = (release.cloned(), name);
        }
        f(&named.1);
    }

    /// Lends a buffer for texts that live for one call.
    pub(crate) fn with_scratch<R>(&self, f: impl FnOnce(&mut String) -> R) -> R {
        let mut buffer = self.scratch.take();
        buffer.clear();
        let result = f(&mut buffer);
        self.scratch.replace(buffer);
        result
    }

    /// Whether the answer that is made closes its connection, so that it comes back elsewhere.
    pub(crate) fn sheds_connection(&self) -> bool {
        let left = self.state.shed.load(Ordering::Relaxed);
        if left == 0 {
            return false;
        }
        self.state.shed.fetch_sub(1, Ordering::Relaxed);
        true
    }

    /// An answer that shows what code threw, without the site's secrets.
    pub(crate) fn redacted(&self, mut answer: ErrorAnswer) -> ErrorAnswer {
        let redactor = &self.site.redactor;
        redactor.redact_in_place(&mut answer.message);
        if let Some(stack) = &mut answer.stack {
            redactor.redact_in_place(stack);
        }
        answer
    }

    /// Logs what is wrong with the answer of a function.
    pub(crate) fn log_of_request(
        &self,
        function: Option<&str>,
        id: &RequestId,
        revision: u64,
        message: &str,
    ) {
        self.site.logs.line(LogLine {
            time_ms: self.now_ms(),
            severity: Severity::Error,
            function: function.map(str::to_owned),
            request_id: Some(id.as_str().to_owned()),
            position: None,
            message: message.to_owned(),
            revision,
        });
    }

    /// Logs that we failed.
    pub(crate) fn log_trouble(&self, message: &str) {
        self.site.logs.line(LogLine {
            time_ms: self.now_ms(),
            severity: Severity::Error,
            function: None,
            request_id: None,
            position: None,
            message: message.to_owned(),
            revision: 0,
        });
    }

    /// Logs why a request to the signed API is not accepted; its caller is not told.
    pub(crate) fn log_refusal(&self, id: &RequestId, reason: &str) {
        self.site.logs.line(LogLine {
            time_ms: self.now_ms(),
            severity: Severity::Warning,
            function: None,
            request_id: Some(id.as_str().to_owned()),
            position: None,
            message: format!("a request to /v1 was refused: {reason}"),
            revision: 0,
        });
    }

    /// Says once for each function that cookies are not meant for HTTP functions.
    pub(crate) fn warn_of_cookies(&self, function: &str) {
        let mut warned = self
            .site
            .cookie_warned
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if warned.len() >= COOKIE_WARNED_MAX || !warned.insert(function.to_owned()) {
            return;
        }
        drop(warned);
        self.site.logs.line(LogLine {
            time_ms: self.now_ms(),
            severity: Severity::Warning,
            function: Some(function.to_owned()),
            request_id: None,
            position: None,
            message: format!("The function \"{function}\" sets a cookie. HTTP functions are meant for servers; Wix warns against cookies for visitors."),
            revision: 0,
        });
    }
}
