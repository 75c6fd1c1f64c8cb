//! What the API keeps: of a process, and of a thread. Nothing is opened before the first request to it.

use super::code::ApiCode;
use super::error::ApiError;
use super::hooks::KnownHooks;
use super::rate::Rates;
use super::replay::Replays;
use crate::shared::Site;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;
use velodrome_model::signing::Verifier;
use velodrome_site::apps::{Applications, ApplicationsReader, ApplicationsWatch};
use velodrome_site::crm::Crm;
use velodrome_site::data::DataSession;

/// What the threads of a process share.
#[derive(Debug, Default)]
pub(crate) struct ApiShared {
    pub(super) rates: Rates,
    pub(super) replays: Replays,
}

/// A thread's part.
pub(crate) struct Api {
    pub(super) verifier: Verifier,
    applications: Option<ApplicationsReader>,
    data: Option<Rc<DataSession>>,
    crm: Option<Crm>,
    pub(super) hooks: KnownHooks,
}

/// As long as a secret, and nobody's.
const STAND_IN: &str = "00000000-0000-0000-0000-000000000000";

impl Api {
    fn new(site: &Site) -> Api {
        let mut verifier = Verifier::new(STAND_IN);
        verifier.window_ms = i64::from(site.config.api.timestamp_window_s) * 1000;
        let data = site.data.clone().map(DataSession::new).map(Rc::new);
        Api {
            verifier,
            applications: site.applications.as_deref().map(ApplicationsWatch::reader),
            crm: data.clone().map(Crm::new),
            data,
            hooks: KnownHooks::default(),
        }
    }

    /// The applications of this moment.
    pub(super) fn applications(&self) -> Result<Arc<Applications>, ApiError> {
        let Some(reader) = &self.applications else {
            return Ok(Arc::new(Applications::none()));
        };
        reader.current().map_err(|error| {
            ApiError::new(ApiCode::Internal, "The server cannot tell who calls.")
                .with_reason(error.to_string())
        })
    }

    /// The site's data.
    pub(super) fn data(&self) -> Result<&DataSession, ApiError> {
        self.data.as_deref().ok_or_else(no_data)
    }

    /// The site's contacts.
    pub(super) fn crm(&self) -> Result<&Crm, ApiError> {
        self.crm.as_ref().ok_or_else(no_data)
    }
}

fn no_data() -> ApiError {
    ApiError::new(ApiCode::Internal, "The site's data is not available here.")
}

/// A thread's part, made when it is first asked for.
#[derive(Default)]
pub(crate) struct LazyApi(OnceCell<Box<Api>>);

impl LazyApi {
    pub(crate) fn get(&self, site: &Site) -> &Api {
        self.0.get_or_init(|| Box::new(Api::new(site)))
    }
}
