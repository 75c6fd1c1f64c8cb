//! The VM of the handlers, and one call after another in it.

use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

use serde_json::json;
use velodrome_model::log::{LogLine, Severity};
use velodrome_runtime::{
    Activity, Call, Instance, Invocation, Outcome, Release, RunLoop, Settings, turn_engine,
};
use velodrome_server::{Site, Watched};

use crate::jobs::now_ms;

/// How often the engine's own work runs meanwhile.
const PULSE: Duration = Duration::from_millis(50);

/// A call of a handler.
pub(super) struct Event {
    pub(super) handler: &'static str,
    /// Its place in the order of all changes.
    pub(super) number: i64,
    pub(super) at_ms: i64,
    pub(super) id: String,
    /// `None` for a contact.
    pub(super) collection: Option<String>,
}

/// Calls handlers, in a VM that lives as long as its release is in force.
pub(super) struct Caller {
    site: Arc<Site>,
    run_loop: RunLoop,
    activity: Arc<Activity>,
    vm: Option<Rc<Instance>>,
}

impl Caller {
    pub(super) fn new(site: Arc<Site>) -> Caller {
        let activity = Arc::new(Activity::default());
        let thread = velodrome_server::this_thread().unwrap_or(0);
        site.watched.add(Watched {
            activity: Arc::clone(&activity),
            thread: Arc::new(AtomicU32::new(thread)),
            cpu_time_ms_max: site.limits.cpu_time_ms_max,
        });
        Caller {
            site,
            run_loop: RunLoop::for_this_thread(),
            activity,
            vm: None,
        }
    }

    /// Calls a handler and waits for it as long as a request may take. What goes wrong is logged.
    pub(super) async fn call(&mut self, release: &Arc<Release>, event: &Event) {
        let Some(instance) = self.instance(release).await else {
            return;
        };
        let argument = json!({
            "handler": event.handler,
            "eventId": format!("{}-{}", event.number, event.id),
            "atMs": event.at_ms,
            "id": event.id,
            "collection": event.collection,
        });
        let call = instance.invoke(&Invocation {
            id: &format!("event-{}", event.number),
            name: &format!("event:{}", event.handler),
            file: "velo/event",
            argument: &argument.to_string(),
        });
        let Call::Pending(pending) = call else { return };
        let wall_ms = self.site.limits.wall_time_ms_max;
        let turning = async {
            loop {
                let wait = turn_engine(
                    &self.run_loop,
                    &self.activity,
                    std::slice::from_ref(&instance),
                );
                let wait = wait.unwrap_or(PULSE);
                tokio::time::sleep(wait.clamp(Duration::from_millis(1), PULSE)).await;
            }
        };
        tokio::select! {
            // What it threw has been logged where it happened.
            (outcome, _) = pending => if let Outcome::Ended(code) = outcome {
                self.say(release, event.handler, format!("{code}: {}", code.message()));
            },
            () = tokio::time::sleep(Duration::from_millis(wall_ms)) => {
                let message = format!("the handler did not end within {wall_ms} ms; it goes on, and the next event comes");
                self.say(release, event.handler, message);
            }
            () = turning => unreachable!("it turns until it is dropped"),
        }
    }

    async fn instance(&mut self, release: &Arc<Release>) -> Option<Rc<Instance>> {
        let fits = |vm: &Rc<Instance>| Arc::ptr_eq(vm.release(), release) && vm.dead().is_none();
        if let Some(vm) = self.vm.as_ref().filter(|vm| fits(vm)) {
            return Some(Rc::clone(vm));
        }
        if let Some(before) = self.vm.take() {
            before.close();
        }
        let site = &self.site;
        let settings = Settings {
            limits: Arc::clone(&site.limits),
            compat: Arc::new(site.config.compat.clone()),
            host: Rc::new(site.host().as_administrator()),
            activity: Arc::clone(&self.activity),
        };
        match Instance::load(&self.run_loop, Arc::clone(release), settings).await {
            Ok(instance) => {
                self.vm = Some(Rc::clone(&instance));
                Some(instance)
            }
            Err(error) => {
                self.say(
                    release,
                    "events.js",
                    format!("the site could not be loaded: {}", error.message),
                );
                None
            }
        }
    }

    fn say(&self, release: &Release, handler: &str, message: String) {
        self.site.logs.line(LogLine {
            time_ms: u64::try_from(now_ms()).unwrap_or_default(),
            severity: Severity::Error,
            function: Some(format!("event:{handler}")),
            request_id: None,
            position: None,
            message,
            revision: release.number,
        });
    }
}
