//! The world as a site's JavaScript may see it.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use velodrome_model::data::Options;
use velodrome_model::log::{LogLine, LogSink};
use velodrome_runtime::{DataCall, Host, HostReply, ServiceCall};

use crate::crm::{self, Crm};
use crate::data::{DataService, DataSession, no_data};
use crate::secrets::Redactor;
use crate::services::Services;

/// The real world of one thread: the system's clocks and randomness, the server's log, the site's
/// data.
pub struct SiteHost {
    logs: Arc<dyn LogSink>,
    env: Arc<[(String, String)]>,
    began: Instant,
    data: Option<Rc<DataSession>>,
    contacts: Option<Crm>,
    services: Services,
    redactor: Option<Arc<Redactor>>,
    /// Whether the code acts with the site owner's rights.
    administrator: bool,
}

impl SiteHost {
    /// A world with these variables and services, and with data where there is some.
    pub fn new(
        logs: Arc<dyn LogSink>,
        env: Arc<[(String, String)]>,
        data: Option<Arc<DataService>>,
        services: Services,
    ) -> SiteHost {
        let data = data.map(DataSession::new).map(Rc::new);
        SiteHost {
            logs,
            env,
            began: Instant::now(),
            contacts: data.clone().map(Crm::new),
            data,
            services,
            redactor: None,
            administrator: false,
        }
    }

    /// The same world for code that acts with the site owner's rights, whatever it asks for: jobs
    /// and the handlers of events.
    #[must_use]
    pub fn as_administrator(self) -> SiteHost {
        SiteHost {
            administrator: true,
            ..self
        }
    }

    /// The same, with what it logs free of the secrets that this knows.
    #[must_use]
    pub fn redacting(mut self, redactor: Arc<Redactor>) -> SiteHost {
        self.redactor = Some(redactor);
        self
    }
}

impl Host for SiteHost {
    fn now_ms(&self) -> f64 {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        since.as_secs_f64() * 1000.0
    }

    fn monotonic_ms(&self) -> f64 {
        self.began.elapsed().as_secs_f64() * 1000.0
    }

    fn random(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the system has randomness once it is up");
    }

    fn log(&self, line: LogLine) {
        self.logs.line(line);
    }

    fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.redactor {
            Some(redactor) => redactor.redact(text),
            None => Cow::Borrowed(text),
        }
    }

    fn resident_bytes(&self) -> Option<u64> {
        resident_bytes()
    }

    fn env(&self) -> &[(String, String)] {
        &self.env
    }

    fn data(&self, mut call: DataCall<'_>) -> HostReply {
        if self.administrator {
            call.options = Options(call.options).with(Options::ADMIN).0;
        }
        match &self.data {
            Some(data) => data.call(call),
            None => HostReply::Now(no_data()),
        }
    }

    fn service(&self, mut call: ServiceCall<'_>) -> HostReply {
        call.elevated |= self.administrator;
        // Like the data, the contacts are asked for through what the thread has open.
        match &self.contacts {
            Some(contacts) if call.service == crm::SERVICE => contacts.call(call),
            _ => self.services.call(call),
        }
    }

    fn data_declarations(&self) -> String {
        match &self.data {
            Some(data) => data.declarations(self.administrator),
            None => NO_DECLARATIONS.to_owned(),
        }
    }
}

/// What is declared where there is no data.
const NO_DECLARATIONS: &str =
    r#"{"identity":{"userId":null,"userRole":"anonymous"},"collections":{}}"#;

/// Resident memory of this process; `None` where the system does not say.
pub fn resident_bytes() -> Option<u64> {
    let statm = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as u64)
}
