//! What all threads of a site process share. Nothing here is changed per request but counters.

use crate::api::ApiShared;
use crate::clock::Clock;
use crate::http1::Peer;
use crate::link::Links;
use crate::rate::RateLimit;
use crate::tls::Tls;
use std::borrow::Cow;
use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, AtomicUsize};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Semaphore;
use velodrome_model::limits::Limits;
use velodrome_model::log::LogSink;
use velodrome_runtime::Activity;
use velodrome_site::apps::{ApplicationsWatch, KeySource};
use velodrome_site::calls::Calls;
use velodrome_site::config::{Config, Mode};
use velodrome_site::data::DataService;
use velodrome_site::host::SiteHost;
use velodrome_site::lanes::Lanes;
use velodrome_site::media::{MediaLibrary, MediaService};
use velodrome_site::realtime::{Hub, RealtimeService};
use velodrome_site::secrets::{RedactedLog, Redactor, SecretsService};
use velodrome_site::services::Services;
use velodrome_site::tls::CertificateStore;

/// The site that a process serves.
pub struct Site {
    /// Its configuration.
    pub config: Config,
    /// What the process is for.
    pub mode: Mode,
    /// The limits in force.
    pub limits: Arc<Limits>,
    /// What each address runs.
    pub lanes: Lanes,
    /// Where log lines go.
    pub logs: Arc<dyn LogSink>,
    /// What `process.env` shows.
    pub env: Arc<[(String, String)]>,
    /// Its data, where it has some.
    pub data: Option<Arc<DataService>>,
    /// What its code can ask for besides its data.
    pub services: Services,
    /// How its code may call other servers, where it may.
    pub calls: Option<Calls>,
    /// The applications that may call its signed API, where it has data.
    pub applications: Option<Arc<ApplicationsWatch>>,
    /// Its secrets, where it has data.
    pub secrets: Option<Arc<SecretsService>>,
    /// Its media, where it has data.
    pub media: Option<Arc<MediaLibrary>>,
    /// What its code publishes, and who listens.
    pub realtime: Arc<Hub>,
    pub(crate) redactor: Arc<Redactor>,
    /// What connections speak; plain HTTP when there is nothing.
    pub(crate) tls: Option<Arc<Tls>>,
    pub(crate) clock: Clock,
    /// Places for uploads that come at once.
    pub(crate) uploads: Arc<Semaphore>,
    /// Threads of others that run JavaScript.
    pub watched: WatchedThreads,
    pub(crate) api: ApiShared,
    pub(crate) rate: RateLimit,
    /// Functions that were warned of, by name.
    pub(crate) cookie_warned: Mutex<HashSet<String>>,
}

impl Site {
    /// A site with these parts.
    pub fn new(
        config: Config,
        mode: Mode,
        lanes: Lanes,
        logs: Arc<dyn LogSink>,
        env: Arc<[(String, String)]>,
    ) -> Site {
        let limits = Arc::new(config.limits(mode));
        let realtime = Arc::new(Hub::new(&limits, epoch()));
        let service = RealtimeService::new(Arc::clone(&realtime));
        let uploads = usize::try_from(limits.media_uploads_max).unwrap_or(Semaphore::MAX_PERMITS);
        Site {
            config,
            mode,
            limits,
            lanes,
            logs,
            env,
            data: None,
            services: Services::default().with("realtime", Arc::new(service)),
            calls: None,
            applications: None,
            secrets: None,
            media: None,
            realtime,
            uploads: Arc::new(Semaphore::new(uploads)),
            redactor: Arc::default(),
            tls: None,
            clock: Clock::default(),
            watched: WatchedThreads::default(),
            api: ApiShared::default(),
            rate: RateLimit::default(),
            cookie_warned: Mutex::default(),
        }
    }

    /// The site with this way to call other servers.
    #[must_use]
    pub fn with_calls(mut self, calls: Calls) -> Site {
        self.calls = Some(calls);
        self
    }

    /// The site on a port that speaks TLS, with these certificates.
    #[must_use]
    pub fn with_tls(mut self, certificates: Arc<CertificateStore>) -> Site {
        self.tls = Some(Arc::new(Tls::new(certificates, &self.limits)));
        self
    }

    /// The site under another clock than the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Site {
        self.clock = clock;
        self
    }

    /// The site with its data, applications, secrets and media in this data directory, and a log
    /// that no secret reaches. Opens nothing.
    #[must_use]
    pub fn with_data(self, data_dir: &Path) -> Site {
        self.with_changed_data(data_dir, |data| data)
    }

    /// The same with documents that `change` has given another clock, for example.
    #[must_use]
    pub fn with_changed_data(
        mut self,
        data_dir: &Path,
        change: impl FnOnce(DataService) -> DataService,
    ) -> Site {
        let redactor = Arc::clone(&self.redactor);
        self.logs = Arc::new(RedactedLog::new(self.logs, Arc::clone(&redactor)));
        let logs = Arc::clone(&self.logs);
        let data = DataService::new(data_dir, &self.config, self.mode, logs);
        self.data = Some(Arc::new(change(data)));
        let key = KeySource::from_environment(|name| std::env::var(name).ok());
        self.applications = Some(Arc::new(ApplicationsWatch::open(data_dir, key.clone())));
        let logs = Arc::clone(&self.logs);
        let base_url = self.config.base_url.as_ref().map(|url| url.as_str());
        let media = MediaLibrary::open(data_dir, key.clone(), &self.limits, base_url);
        let media = Arc::new(media);
        let service = MediaService::new(Arc::clone(&media), Arc::clone(&logs));
        self.services = self.services.with("media", Arc::new(service));
        self.media = Some(media);
        let secrets = Arc::new(SecretsService::open(
            data_dir, key, self.mode, logs, redactor,
        ));
        self.services = self.services.with("secrets", Arc::clone(&secrets) as _);
        self.secrets = Some(secrets);
        self
    }
}

/// What no other process has.
fn epoch() -> String {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).expect("the system has randomness once it is up");
    data_encoding::HEXLOWER.encode(&bytes)
}

/// A thread that runs JavaScript and serves no requests.
#[derive(Clone)]
pub struct Watched {
    /// Where it shows when it is inside JavaScript.
    pub activity: Arc<Activity>,
    /// Its number for the system ([`crate::this_thread`]), 0 where that is not known.
    pub thread: Arc<AtomicU32>,
    /// CPU time after which what it runs should have ended.
    pub cpu_time_ms_max: u64,
}

/// The threads that the crew's watch looks at besides its own: JavaScript that cannot be stopped
/// costs the process there, too.
#[derive(Default)]
pub struct WatchedThreads(Mutex<Vec<Watched>>);

impl WatchedThreads {
    /// Adds one, for as long as the process lives.
    pub fn add(&self, watched: Watched) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(watched);
    }

    pub(crate) fn all(&self) -> Vec<Watched> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Site {
    /// The world of the VMs of one thread.
    pub fn host(&self) -> SiteHost {
        SiteHost::new(
            Arc::clone(&self.logs),
            Arc::clone(&self.env),
            self.data.clone(),
            self.services.clone(),
        )
        .redacting(Arc::clone(&self.redactor))
        .calling(self.calls.as_ref())
    }

    /// A text without the values of the site's secrets.
    pub fn redact<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.redactor.redact(text)
    }
}

/// Functions remembered as warned of; more are warned of again.
pub(crate) const COOKIE_WARNED_MAX: usize = 10_000;

/// What one serving thread shows and is told.
#[derive(Debug, Default)]
pub(crate) struct ThreadState {
    pub(crate) activity: Arc<Activity>,
    /// Its number for the system, where that tells its CPU time; 0 before.
    pub(crate) number: AtomicU32,
    /// Whether it may accept connections.
    pub(crate) accepting: AtomicBool,
    /// Whether it has made its first VM, or failed to.
    pub(crate) warm: AtomicBool,
    /// Told when `accepting` or `draining` changed.
    pub(crate) gate: tokio::sync::Notify,
    pub(crate) draining: AtomicBool,
    pub(crate) connections: AtomicUsize,
    /// The sockets behind them.
    pub(crate) links: Links,
    /// Connections taken over from threads that are stuck.
    pub(crate) inbox: Mutex<Vec<(std::net::TcpStream, Peer)>>,
    /// Answers that are to close their connection, so that it comes back to another thread.
    pub(crate) shed: AtomicUsize,
    /// Requests whose clients wait, as of the last look.
    pub(crate) running: AtomicUsize,
    /// Share of the last interval that the thread did not wait, in thousandths.
    pub(crate) load_permille: AtomicU64,
    /// The thread has ended.
    pub(crate) ended: AtomicBool,
}
