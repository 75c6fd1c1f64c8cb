//! A world for a VM, and running a text in it: what the script logs comes back as values.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Instant;
use velodrome_model::compat::Compat;
use velodrome_model::limits::Limits;
use velodrome_model::log::{LogLine, Severity};
use velodrome_runtime::{
    Activity, DataCall, Host, HostReply, Instance, LoadError, Release, RunLoop, Settings,
};

/// What a test answers when a script asks for data.
pub type Data = Box<dyn Fn(DataCall<'_>) -> HostReply>;

/// A host with a real clock, repeatable "randomness" and a list of log lines.
pub struct World {
    began: Instant,
    seed: Cell<u64>,
    env: Vec<(String, String)>,
    data: Option<Data>,
    pub lines: RefCell<Vec<LogLine>>,
    /// A line was added.
    pub logged: tokio::sync::Notify,
}

impl World {
    pub fn new() -> World {
        World {
            began: Instant::now(),
            seed: Cell::new(0x9e37_79b9_7f4a_7c15),
            env: vec![("GREETING".to_owned(), "hello".to_owned())],
            data: None,
            lines: RefCell::default(),
            logged: tokio::sync::Notify::new(),
        }
    }
}

impl World {
    pub fn with_data(data: Data) -> World {
        World {
            data: Some(data),
            ..World::new()
        }
    }
}

impl Host for World {
    fn now_ms(&self) -> f64 {
        1_700_000_000_000.0 + self.monotonic_ms()
    }

    fn monotonic_ms(&self) -> f64 {
        self.began.elapsed().as_secs_f64() * 1000.0
    }

    fn random(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let next = self
                .seed
                .get()
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            self.seed.set(next);
            *byte = (next >> 56) as u8;
        }
    }

    fn log(&self, line: LogLine) {
        self.lines.borrow_mut().push(line);
        self.logged.notify_waiters();
    }

    fn env(&self) -> &[(String, String)] {
        &self.env
    }

    fn data(&self, call: DataCall<'_>) -> HostReply {
        let data = self.data.as_ref().expect("this test has no data");
        data(call)
    }
}

/// What a text did.
pub struct Ran {
    pub lines: Vec<(Severity, String)>,
    pub result: Result<(), LoadError>,
}

/// Runs `body`, the body of an async function with `vd` (the table that a site's script gets), as a
/// site that exports nothing.
pub fn run(body: &str) -> Ran {
    run_mapped(
        body,
        r#"{"version":3,"sources":[],"names":[],"mappings":""}"#,
    )
}

/// As [`run`], with a source map of the script (whose first line is that of `body`).
pub fn run_mapped(body: &str, source_map: &str) -> Ran {
    // Limits are the business of other tests; a busy machine must not fail these.
    let limits = Limits {
        log_lines_per_request_max: 100_000,
        cpu_time_ms_max: 600_000,
        wall_time_ms_max: 600_000,
        heap_bytes_max: 16 << 30,
        ..Limits::default()
    };
    let world = Rc::new(World::new());
    let host: Rc<dyn Host> = Rc::clone(&world) as Rc<dyn Host>;
    let settings = Settings {
        limits: Arc::new(limits),
        compat: Arc::new(Compat::default()),
        host,
        activity: Arc::new(Activity::default()),
    };
    let release = Arc::new(Release {
        number: 0,
        id: "test".into(),
        script: format!("(async function (vd) {{ {body}\nvd.part('functions', {{}}); }})").into(),
        source_map: source_map.into(),
    });
    let run_loop = RunLoop::for_this_thread();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let local = tokio::task::LocalSet::new();
    let result = local.block_on(&runtime, Instance::load(&run_loop, release, settings));
    let result = result.map(|instance| instance.close());
    let lines = world
        .lines
        .borrow_mut()
        .drain(..)
        .map(|line| (line.severity, line.message))
        .collect();
    Ran { lines, result }
}

/// Runs a text that must end well; gives the lines it logged.
pub fn lines_of(body: &str) -> Vec<String> {
    let ran = run(body);
    if let Err(error) = ran.result {
        panic!("{error}");
    }
    ran.lines.into_iter().map(|(_, text)| text).collect()
}
