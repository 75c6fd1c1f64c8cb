//! The configuration after all checks: types that cannot hold a nonsensical value.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use velodrome_model::compat::Compat;
use velodrome_model::limits::Limits;

use super::{BaseUrl, Collections, Fetch, Networks, Published};

/// One site's configuration. [`super::KEYS`] says what each key means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// Address under which clients reach the site.
    pub base_url: Option<BaseUrl>,
    /// IANA name of the zone that dates are shown in.
    pub timezone: String,
    /// Whose documented request rate applies.
    pub plan: Option<Plan>,
    /// Whose `x-forwarded-*` headers are believed.
    pub trusted_proxies: Networks,
    /// Variables for `process.env`, with their values.
    pub env: BTreeMap<String, String>,
    /// Variables for `process.env` whose values come from the process's own environment.
    pub env_from: Vec<String>,
    /// The limits, plan and `instances` applied; see [`Config::limits`].
    pub(super) limits: Limits,
    /// The compatibility flags.
    pub compat: Compat,
    /// What was said of collections.
    pub collections: Collections,
    /// The functions, by the name in their address, that only signed requests may call.
    pub signed_functions: BTreeSet<String>,
    /// By a package's name, the conditions under which its build is chosen, in place of `node`.
    pub packages: BTreeMap<String, Vec<String>>,
    /// What the signed HTTP API says about the site.
    pub site: Published,
    /// Certificates and keys; the first pair answers clients that name no host.
    pub tls: Vec<PairFiles>,
    /// What the signed HTTP API asks of requests.
    pub api: Api,
    /// Where calls to other servers may go.
    pub fetch: Fetch,
    /// What only `velodrome serve` uses.
    pub serve: Serve,
    /// What only `velodrome dev` uses.
    pub dev: Dev,
}

/// The files of a certificate and its key, as written: relative paths begin in the site's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairFiles {
    /// The certificate, then those that lead from it to a root, in PEM.
    pub cert: PathBuf,
    /// The certificate's private key, in PEM.
    pub key: PathBuf,
}

/// `[api]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Api {
    /// Whether requests may come over plain HTTP from other machines.
    pub allow_insecure: bool,
    /// How far a request's timestamp may be from now, on either side.
    pub timestamp_window_s: u32,
    /// Whether a signed write is accepted only once.
    pub replay_cache: bool,
}

/// `[serve]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serve {
    /// Where requests arrive.
    pub listen: SocketAddr,
    /// Where the operator asks for `/_velodrome/live` and `/ready`: a loopback address, or `None`.
    pub admin_listen: Option<SocketAddr>,
    /// Who may call the testing endpoint and old revisions.
    pub dev_endpoints: DevEndpoints,
    /// Whether scheduled jobs run.
    pub jobs: bool,
}

/// `[dev]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dev {
    /// Where requests arrive.
    pub listen: SocketAddr,
    /// Whether scheduled jobs run.
    pub jobs: bool,
    /// Whether changes are found by looking again and again instead of by being told.
    pub poll: bool,
    /// Whether the certificates of `[tls]` are used in development too.
    pub tls: bool,
}

/// Who may call `/_functions-dev/*` and `?siteRevision=N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DevEndpoints {
    /// Callers on this machine.
    Loopback,
    /// Everybody.
    Public,
}

/// A plan whose documented requests per minute apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plan {
    /// 5,000 requests per minute.
    Free,
    /// 7,000 requests per minute.
    Premium,
}

impl Plan {
    /// The documented requests per minute.
    pub const fn requests_per_minute(self) -> u64 {
        match self {
            Plan::Free => 5_000,
            Plan::Premium => 7_000,
        }
    }
}

/// What the process is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `velodrome dev`: somebody is writing code.
    Dev,
    /// `velodrome serve`: clients are waiting.
    Serve,
}

impl Config {
    /// The limits in force; in development nobody counts requests per minute.
    pub fn limits(&self, mode: Mode) -> Limits {
        let mut limits = self.limits.clone();
        if mode == Mode::Dev {
            limits.requests_per_minute_max = 0;
        }
        limits
    }

    /// Whether clients speak TLS to this process.
    pub fn speaks_tls(&self, mode: Mode) -> bool {
        match mode {
            Mode::Serve => !self.tls.is_empty(),
            Mode::Dev => self.dev.tls,
        }
    }

    /// Whether a collection must exist before it is written: unless something else was said, who
    /// writes code need not declare what they try, and who serves wants typing errors refused.
    pub fn strict_collections(&self, mode: Mode) -> bool {
        self.collections.strict.unwrap_or(mode == Mode::Serve)
    }
}

/// Where both modes listen when nothing is said: this machine only.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl Default for Config {
    fn default() -> Self {
        Config {
            base_url: None,
            timezone: "UTC".to_owned(),
            plan: None,
            trusted_proxies: Networks::default(),
            env: BTreeMap::new(),
            env_from: Vec::new(),
            limits: Limits::default(),
            compat: Compat::default(),
            collections: Collections::default(),
            signed_functions: BTreeSet::new(),
            packages: BTreeMap::new(),
            site: Published::default(),
            tls: Vec::new(),
            api: Api {
                allow_insecure: false,
                timestamp_window_s: 60,
                replay_cache: false,
            },
            fetch: Fetch::default(),
            serve: Serve {
                listen: LISTEN,
                admin_listen: Some(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 0)),
                dev_endpoints: DevEndpoints::Loopback,
                jobs: true,
            },
            dev: Dev {
                listen: LISTEN,
                jobs: true,
                poll: false,
                tls: false,
            },
        }
    }
}
