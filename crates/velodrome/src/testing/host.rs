//! The world of a test file's VM: that of the site over data that the test may spoil, and the answers
//! to what `runtime/js/velo/testing` asks.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::Value;
use velodrome_model::log::{AccessLine, LogLine, LogSink};
use velodrome_runtime::{DataCall, FetchCall, FetchReply, Host, HostReply, ServiceCall};
use velodrome_server::InProcess;
use velodrome_site::host::SiteHost;

use super::request::{Asked, to_json};
use super::world::{Ground, TestClock, World};

/// The service that tests ask.
const SERVICE: &str = "velodrome:test";
/// Lines of one test that are kept; more are counted.
const LINES_MAX: usize = 1000;
/// Longest fixture, in bytes.
const FIXTURE_BYTES_MAX: u64 = 64 << 20;

/// Keeps what the site logs.
#[derive(Default)]
pub(super) struct Lines(Mutex<Vec<String>>);

impl Lines {
    /// What was logged since the last time.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl LogSink for Lines {
    fn line(&self, line: LogLine) {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if lines.len() >= LINES_MAX {
            return;
        }
        let function = line
            .function
            .map(|name| format!(" ({name})"))
            .unwrap_or_default();
        let severity = line.severity.as_str().to_ascii_lowercase();
        lines.push(format!("{severity}: {}{function}", line.message));
    }

    fn access(&self, _: &AccessLine<'_>) {}
}

/// The world of one VM.
pub(super) struct TestHost {
    ground: Rc<Ground>,
    /// Relative to the site.
    file: String,
    clock: Arc<TestClock>,
    logs: Arc<dyn LogSink>,
    base: World,
    base_host: Rc<SiteHost>,
    /// What the running test has: its own, or the file's.
    current: RefCell<Rc<SiteHost>>,
    copy: RefCell<Option<World>>,
    secrets: RefCell<BTreeMap<String, String>>,
    /// Set once, when the VM's thread is ready for requests.
    server: OnceCell<InProcess>,
}

impl TestHost {
    pub(super) fn new(
        ground: &Rc<Ground>,
        file: &str,
        lines: &Arc<Lines>,
    ) -> std::io::Result<TestHost> {
        let clock = Arc::new(TestClock::new());
        let logs: Arc<dyn LogSink> = Arc::clone(lines) as Arc<dyn LogSink>;
        let base = ground.world(&logs, &clock)?;
        let base_host = Rc::new(base.host());
        Ok(TestHost {
            ground: Rc::clone(ground),
            file: file.to_owned(),
            clock,
            logs,
            current: RefCell::new(Rc::clone(&base_host)),
            base,
            base_host,
            copy: RefCell::default(),
            secrets: RefCell::default(),
            server: OnceCell::new(),
        })
    }

    /// The site that requests are served with.
    pub(super) fn site(&self) -> Arc<velodrome_server::Site> {
        Arc::clone(&self.base.site)
    }

    /// Says who answers `call`.
    pub(super) fn serve_with(&self, server: InProcess) {
        // A second one would be the same.
        let _same = self.server.set(server);
    }

    fn now(&self) -> Rc<SiteHost> {
        Rc::clone(&self.current.borrow())
    }

    fn ask(&self, operation: &str, argument: &str) -> Result<HostReply, String> {
        let argument: Value = serde_json::from_str(argument).map_err(|error| error.to_string())?;
        let now = |value: Value| Ok(HostReply::Now(value.to_string()));
        match operation {
            "file" => now(Value::from(self.file.as_str())),
            "beside" => now(self.beside()?.map_or(Value::Null, Value::from)),
            "fixture" => now(Value::from(
                self.fixture(argument.as_str().unwrap_or_default())?,
            )),
            "recording" => {
                let file =
                    self.beside_test("fetch.record", argument.as_str().unwrap_or_default())?;
                now(self.ground.recordings.open(&self.ground.site_dir, &file)?)
            }
            "recorded" => {
                let recorded: Recorded =
                    serde_json::from_value(argument).map_err(|error| error.to_string())?;
                self.ground.recordings.save(
                    &self.ground.site_dir,
                    &recorded.file,
                    &recorded.text,
                    recorded.calls,
                )?;
                now(Value::Null)
            }
            "clock" => {
                self.clock.set(argument.as_i64());
                now(Value::Null)
            }
            "secrets" => {
                let secrets =
                    serde_json::from_value(argument).map_err(|error| error.to_string())?;
                *self.secrets.borrow_mut() = secrets;
                now(Value::Null)
            }
            "data" => {
                self.use_data(argument.as_str() == Some("copy"))?;
                now(Value::Null)
            }
            "call" => self.call(argument),
            _ => Err(format!("there is no operation {operation}")),
        }
    }

    /// The documents of the file, or a copy of them for one test.
    fn use_data(&self, as_copy: bool) -> Result<(), String> {
        if !as_copy {
            *self.current.borrow_mut() = Rc::clone(&self.base_host);
            *self.copy.borrow_mut() = None;
            return Ok(());
        }
        let world = self
            .ground
            .world(&self.logs, &self.clock)
            .map_err(|error| format!("no folder for the test's data: {error}"))?;
        self.base.copy_to(&world)?;
        *self.current.borrow_mut() = Rc::new(world.host());
        *self.copy.borrow_mut() = Some(world);
        Ok(())
    }

    /// The value that the test gave a secret, asked for as `runtime/js/velo/secrets` does.
    fn secret(&self, argument: &str) -> Option<Value> {
        let argument: Value = serde_json::from_str(argument).ok()?;
        let secrets = self.secrets.borrow();
        let value = secrets.get(argument["name"].as_str()?)?;
        Some(Value::from(value.as_str()))
    }

    fn call(&self, argument: Value) -> Result<HostReply, String> {
        let asked: Asked = serde_json::from_value(argument).map_err(|error| error.to_string())?;
        let bytes = asked.to_bytes()?;
        let server = self
            .server
            .get()
            .cloned()
            .ok_or("call: the site is not loaded yet; call it inside a test")?;
        Ok(HostReply::Later(Box::pin(async move {
            let answered = match server.answer(&bytes).await {
                Ok(answer) => to_json(&answer),
                Err(error) => Err(format!("call: {error}")),
            };
            match answered {
                Ok(answer) => answer.to_string(),
                Err(message) => HostReply::error("TEST", &message),
            }
        })))
    }

    /// `orders.data.json` of `orders.test.js`.
    fn beside(&self) -> Result<Option<String>, String> {
        let Some((stem, _)) = self.file.rsplit_once(".test.") else {
            return Ok(None);
        };
        let path = self.ground.site_dir.join(format!("{stem}.data.json"));
        path.is_file().then(|| read(&path)).transpose()
    }

    /// The text of a file that a test names, relative to its own.
    fn fixture(&self, name: &str) -> Result<String, String> {
        let path = self.beside_test("data.load", name)?;
        read(&self.ground.site_dir.join(path))
    }

    /// The path, from the site's folder, of a file that a test names relative to its own.
    fn beside_test(&self, asked_by: &str, name: &str) -> Result<PathBuf, String> {
        let relative = Path::new(name);
        let folder = Path::new(&self.file).parent().unwrap_or(Path::new(""));
        let mut path = PathBuf::new();
        for part in folder.join(relative).components() {
            match part {
                Component::Normal(part) => path.push(part),
                Component::CurDir => {}
                Component::ParentDir if path.pop() => {}
                _ => {
                    return Err(format!(
                        "{asked_by}: \"{name}\" is not below the site's folder"
                    ));
                }
            }
        }
        Ok(path)
    }
}

/// What a test file recorded, as `runtime/js/velo/testing/recordings.js` gives it.
#[derive(Deserialize)]
struct Recorded {
    file: PathBuf,
    text: String,
    calls: u64,
}

pub(super) fn read(path: &Path) -> Result<String, String> {
    let failed =
        |error: &dyn std::fmt::Display| format!("{} cannot be read: {error}", path.display());
    let size = std::fs::metadata(path)
        .map_err(|error| failed(&error))?
        .len();
    if size > FIXTURE_BYTES_MAX {
        return Err(failed(&format!(
            "it has more than {FIXTURE_BYTES_MAX} bytes"
        )));
    }
    let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

impl Host for TestHost {
    fn now_ms(&self) -> f64 {
        self.clock
            .faked_ms()
            .map_or_else(|| self.now().now_ms(), |ms| ms as f64)
    }

    fn monotonic_ms(&self) -> f64 {
        self.base_host.monotonic_ms()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.base_host.random(bytes);
    }

    fn log(&self, line: LogLine) {
        self.logs.line(line);
    }

    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.base_host.redact(text)
    }

    fn resident_bytes(&self) -> Option<u64> {
        self.base_host.resident_bytes()
    }

    fn env(&self) -> &[(String, String)] {
        self.base_host.env()
    }

    fn data(&self, call: DataCall<'_>) -> HostReply {
        self.now().data(call)
    }

    fn service(&self, call: ServiceCall<'_>) -> HostReply {
        if call.service == "secrets"
            && call.operation == "get"
            && let Some(value) = self.secret(call.argument)
        {
            return HostReply::Now(value.to_string());
        }
        if call.service != SERVICE {
            return self.now().service(call);
        }
        self.ask(call.operation, call.argument)
            .unwrap_or_else(|message| HostReply::Now(HostReply::error("TEST", &message)))
    }

    /// What a test allows: `js/velo/testing/fetch.js` refuses everything else.
    fn fetch(&self, call: FetchCall) -> FetchReply {
        self.base_host.fetch(call)
    }

    fn data_declarations(&self) -> String {
        self.base_host.data_declarations()
    }
}
