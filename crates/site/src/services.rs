//! What a site's code can ask for besides its documents: each service has a name, by which the
//! modules in `runtime/js/velo` ask for it, and takes and gives JSON.

use std::collections::BTreeMap;
use std::sync::Arc;

use velodrome_runtime::{HostReply, ServiceCall};

/// One service. Shared by all threads of a site process.
pub trait Service: Send + Sync {
    /// Does what JavaScript asks for. What takes longer than a look-up is for [`HostReply::Later`].
    fn call(&self, call: ServiceCall<'_>) -> HostReply;
}

/// The services of one site, by name.
#[derive(Clone, Default)]
pub struct Services(BTreeMap<&'static str, Arc<dyn Service>>);

impl Services {
    /// The same with one more.
    #[must_use]
    pub fn with(mut self, name: &'static str, service: Arc<dyn Service>) -> Services {
        self.0.insert(name, service);
        self
    }

    /// Asks the service that the call names.
    pub fn call(&self, call: ServiceCall<'_>) -> HostReply {
        match self.0.get(call.service) {
            Some(service) => service.call(call),
            None => {
                let message = format!("{} is not available in this runtime", call.service);
                HostReply::Now(HostReply::error("NOT_AVAILABLE", &message))
            }
        }
    }
}
