//! A site in a VM, called without a server: a script written by hand instead of a bundle, and
//! requests as values.

use crate::world::World;
use std::future::Future;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::task::LocalSet;
use velodrome_model::code::Code;
use velodrome_model::compat::Compat;
use velodrome_model::limits::Limits;
use velodrome_model::log::LogLine;
use velodrome_model::routes::{Found, Verb};
use velodrome_runtime::{
    Activity, Answer, Call, Host, Instance, LoadError, Outcome, Release, RequestView, RunLoop,
    Settings, Thrown, turn_engine,
};

/// Nothing here takes long; a machine that is busy may.
const PATIENCE: Duration = Duration::from_secs(60);

/// The file that every line of a script comes from.
pub const FILE: &str = "backend/http-functions.js";

/// A request to send.
pub struct Sent<'s> {
    pub method: &'s str,
    pub name: &'s str,
    pub sub_path: &'s str,
    pub query: Option<&'s str>,
    pub header_lines: &'s str,
    pub body: &'s [u8],
}

impl Default for Sent<'_> {
    fn default() -> Self {
        Sent {
            method: "GET",
            name: "x",
            sub_path: "",
            query: None,
            header_lines: "",
            body: b"",
        }
    }
}

/// A loaded site with its world and its event loop.
pub struct Site {
    pub instance: Rc<Instance>,
    pub world: Rc<World>,
    pub local: LocalSet,
    pub runtime: Runtime,
}

impl Site {
    /// Loads a site whose entry exports what `body`, the body of an async function of `vd`, returns.
    pub fn new(body: &str) -> Site {
        Site::with(body, Limits::default())
            .1
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The same under limits; the world is there also when loading fails.
    pub fn with(body: &str, limits: Limits) -> (Rc<World>, Result<Site, LoadError>) {
        Site::in_world(World::new(), body, limits)
    }

    /// The same in a world of the test's own.
    pub fn in_world(
        world: World,
        body: &str,
        limits: Limits,
    ) -> (Rc<World>, Result<Site, LoadError>) {
        Site::of_script(world, script(body), limits)
    }

    /// Loads a script as it is.
    pub fn of_script(
        world: World,
        script: String,
        limits: Limits,
    ) -> (Rc<World>, Result<Site, LoadError>) {
        let world = Rc::new(world);
        let settings = Settings {
            limits: Arc::new(limits),
            compat: Arc::new(Compat::default()),
            host: Rc::clone(&world) as Rc<dyn Host>,
            activity: Arc::new(Activity::default()),
        };
        let activity = Arc::clone(&settings.activity);
        let run_loop = RunLoop::for_this_thread();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let local = LocalSet::new();
        let loaded = local.block_on(
            &runtime,
            Instance::load(&run_loop, release(script), settings),
        );
        let site = loaded.map(|instance| {
            local.spawn_local(turn(run_loop, activity, Rc::downgrade(&instance)));
            Site {
                instance,
                world: Rc::clone(&world),
                local,
                runtime,
            }
        });
        (world, site)
    }

    /// Runs the site's event loop until `future` is ready.
    pub fn run<F: Future>(&self, future: F) -> F::Output {
        let bounded = async { tokio::time::timeout(PATIENCE, future).await };
        self.local
            .block_on(&self.runtime, bounded)
            .expect("it ends in time")
    }

    /// Begins a call.
    pub fn begin(&self, sent: &Sent<'_>) -> Call {
        self.local
            .block_on(&self.runtime, async { self.call(sent) })
    }

    /// The same from within [`Site::run`].
    pub fn call(&self, sent: &Sent<'_>) -> Call {
        let found = self
            .instance
            .routes()
            .find(sent.name, Verb::of_method(sent.method));
        let Found::Handler(index) = found else {
            panic!("{} {}: {found:?}", sent.method, sent.name)
        };
        let path = format!("/_functions/{}{}", sent.name, sent.sub_path);
        let view = RequestView {
            id: &format!("id-of-{}", sent.name),
            method: sent.method,
            origin: "https://www.example.com",
            base_path: "/_functions",
            function_name: sent.name,
            sub_path: sent.sub_path,
            path: &path,
            query: sent.query,
            ip: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7)),
            header_lines: sent.header_lines,
        };
        self.instance.call(index, &view, sent.body.to_vec())
    }

    /// Waits for the end of a call.
    pub fn end(&self, call: Call) -> Outcome {
        match call {
            Call::Ready(outcome, _) => outcome,
            Call::Pending(pending) => self.run(pending).0,
        }
    }

    /// Calls and waits.
    pub fn send(&self, sent: &Sent<'_>) -> Outcome {
        let call = self.begin(sent);
        self.end(call)
    }

    /// Calls `get_<name>` and waits.
    pub fn get(&self, name: &str) -> Outcome {
        self.send(&Sent {
            name,
            ..Sent::default()
        })
    }

    /// Calls `get_<name>`, which must answer with text.
    pub fn text(&self, name: &str) -> String {
        text(self.get(name))
    }

    /// The first line that contains `part`, once there is one.
    pub fn line(&self, part: &str) -> LogLine {
        self.run(async {
            loop {
                let more = self.world.logged.notified();
                let found = self
                    .world
                    .lines
                    .borrow()
                    .iter()
                    .find(|line| line.message.contains(part))
                    .cloned();
                match found {
                    Some(line) => return line,
                    None => more.await,
                }
            }
        })
    }
}

/// Lets the engine's own work run: WebAssembly settles there.
async fn turn(run_loop: RunLoop, activity: Arc<Activity>, instance: std::rc::Weak<Instance>) {
    while let Some(instance) = instance.upgrade() {
        turn_engine(&run_loop, &activity, &[instance]);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// A script whose handler file exports what `body` returns.
fn script(body: &str) -> String {
    format!("(async (vd) => {{ vd.part('functions', await (async function () {{{body}\n}})()); }})")
}

/// A release in whose script line `n` comes from line `n` of [`FILE`].
fn release(script: String) -> Arc<Release> {
    let lines = vec!["AACA"; script.lines().count() - 1].join(";");
    Arc::new(Release {
        number: 7,
        id: "test".into(),
        source_map: format!(
            r#"{{"version":3,"sources":["{FILE}"],"names":[],"mappings":"AAAA;{lines}"}}"#
        )
        .into(),
        script: script.into(),
    })
}

/// The function's answer.
pub fn answer(outcome: Outcome) -> Answer {
    match outcome {
        Outcome::Answer(answer) => answer,
        other => panic!("{other:?}"),
    }
}

/// The text of the function's answer.
pub fn text(outcome: Outcome) -> String {
    String::from_utf8(answer(outcome).body).expect("UTF-8")
}

/// What the function threw.
pub fn thrown(outcome: Outcome) -> Thrown {
    match outcome {
        Outcome::Threw(thrown) => thrown,
        other => panic!("{other:?}"),
    }
}

/// The code of what did not end well.
pub fn code(outcome: Outcome) -> Code {
    match outcome {
        Outcome::Threw(thrown) => thrown.code,
        Outcome::Ended(code) => code,
        Outcome::Answer(answer) => panic!("{answer:?}"),
    }
}
