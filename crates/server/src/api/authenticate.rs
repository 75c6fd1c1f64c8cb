//! Who calls, and whether it is so: the head before the body is read, the signature after.

use super::code::ApiCode;
use super::error::ApiError;
use super::rate::Rate;
use super::replay::Refused;
use super::routes::Route;
use super::state::Api;
use crate::caller::Caller;
use crate::http1::Head;
use crate::worker::Worker;
use std::sync::Arc;
use velodrome_model::signing::{CredentialName, Origin, Parameters, RefusalReason, SignedHead};
use velodrome_site::apps::{Application, Applications};

/// A request that was signed by an application that may do what it asks for.
pub(super) struct Authenticated {
    applications: Arc<Applications>,
    id: String,
    /// Parameters of the query without credentials, in the order of their names.
    parameters: Vec<(String, String)>,
}

impl Authenticated {
    /// The application.
    pub(super) fn application(&self) -> &Application {
        self.applications
            .get(&self.id)
            .expect("it was found in this snapshot")
    }

    pub(super) fn applications(&self) -> &Applications {
        &self.applications
    }

    /// The same application in an operation of a batch, which counts as a request of its own.
    pub(super) fn within_batch(
        &self,
        worker: &Worker,
        route: &Route,
        parameters: &Parameters<'_>,
        at_ms: i64,
    ) -> Result<Authenticated, ApiError> {
        check_parameters(route, parameters)?;
        let own = parameters.iter().filter(|one| !is_credential(one.name()));
        let own = own.map(|one| (one.name().to_owned(), one.value().to_owned()));
        let caller = Authenticated {
            applications: Arc::clone(&self.applications),
            id: self.id.clone(),
            parameters: own.collect(),
        };
        count(worker, &caller, u64::try_from(at_ms).unwrap_or_default())?;
        caller.check_scope(route)?;
        Ok(caller)
    }

    fn check_scope(&self, route: &Route) -> Result<(), ApiError> {
        match route.scope {
            Some(scope) if !self.application().scopes.allow(scope) => {
                let message = format!("The application lacks the scope {scope}.");
                Err(ApiError::new(ApiCode::ScopeMissing, message))
            }
            _ => Ok(()),
        }
    }

    /// Gives a parameter another value.
    pub(super) fn set_parameter(&mut self, name: &str, value: String) {
        self.parameters.retain(|(known, _)| known != name);
        self.parameters.push((name.to_owned(), value));
    }

    /// The value of a parameter.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Plain HTTP is for programs on this machine, unless a proxy that is trusted says that the client
/// used HTTPS, or the configuration allows it.
pub(super) fn check_transport(
    worker: &Worker,
    head: &Head<'_>,
    caller: &Caller,
) -> Result<(), ApiError> {
    let config = worker.config();
    if config.api.allow_insecure || caller.used_https(head) || caller.is_local(head) {
        return Ok(());
    }
    Err(ApiError::new(
        ApiCode::Insecure,
        "The signed API is served over HTTPS only. Call it by its https:// address; a proxy that takes HTTPS must be in trusted_proxies and send x-forwarded-proto.",
    ))
}

/// Whether a head has credentials, good or bad.
pub(super) fn is_signed(head: &Head<'_>) -> bool {
    let signed = SignedHead::read(
        head.method().as_str(),
        head.path(),
        head.query().unwrap_or_default(),
        head.fields(),
    );
    !signed.is_err_and(|refusal| *refusal.reason() == RefusalReason::NoCredentials)
}

/// The credentials of a head, well-formed and of our time, and no parameter that the route does not know.
pub(super) fn read<'h>(
    api: &Api,
    head: &Head<'h>,
    route: &Route,
    now_ms: i64,
) -> Result<SignedHead<'h>, ApiError> {
    let signed = SignedHead::read(
        head.method().as_str(),
        head.path(),
        head.query().unwrap_or_default(),
        head.fields(),
    )?;
    api.verifier.check_time(&signed.credentials(), now_ms)?;
    check_parameters(route, signed.parameters())?;
    Ok(signed)
}

/// Names are not part of the signature: one that nobody knows may once have been another.
fn check_parameters(route: &Route, parameters: &Parameters<'_>) -> Result<(), ApiError> {
    let Some(known) = route.parameters else {
        return Ok(());
    };
    let mut previous: Option<&str> = None;
    for name in own_names(parameters) {
        if name != "version" && !known.contains(&name) {
            let mut all = known.to_vec();
            all.push("version");
            let message = format!(
                "There is no parameter {name:?} here. Known are: {}.",
                all.join(", ")
            );
            return Err(ApiError::new(ApiCode::UnknownParameter, message));
        }
        if previous == Some(name) {
            let message = format!("The parameter {name:?} is given more than once.");
            return Err(ApiError::new(ApiCode::UnknownParameter, message));
        }
        previous = Some(name);
    }
    Ok(())
}

fn own_names<'p>(parameters: &'p Parameters<'_>) -> impl Iterator<Item = &'p str> {
    parameters
        .iter()
        .filter(|one| one.origin() == Origin::Query && !is_credential(one.name()))
        .map(|one| one.name())
}

fn is_credential(name: &str) -> bool {
    CredentialName::ALL
        .iter()
        .any(|credential| name.eq_ignore_ascii_case(credential.query()))
}

/// Decides about a request whose body is there. `at_ms` is when its head arrived.
pub(super) fn verify(
    worker: &Worker,
    api: &Api,
    signed: &SignedHead<'_>,
    route: &Route,
    body: &[u8],
    at_ms: i64,
) -> Result<Authenticated, ApiError> {
    let applications = api.applications()?;
    let time_ms = u64::try_from(at_ms).unwrap_or_default();
    let verified = api
        .verifier
        .verify(signed, body, &applications.at(time_ms), at_ms)
        .map_err(|refusal| {
            let of = signed.credentials();
            let reason = format!("{refusal} (application {})", of.application);
            ApiError::from(refusal).with_reason(reason)
        })?;
    let parameters = verified.parameters.iter();
    let own = parameters.filter(|one| one.origin() == Origin::Query && !is_credential(one.name()));
    let parameters = own
        .map(|one| (one.name().to_owned(), one.value().to_owned()))
        .collect();
    let id = verified.application.to_owned();
    let caller = Authenticated {
        applications,
        id,
        parameters,
    };
    count(worker, &caller, time_ms)?;
    caller.check_scope(route)?;
    if worker.config().api.replay_cache && route.may_write() {
        refuse_replay(worker, api, signed, at_ms)?;
    }
    Ok(caller)
}

fn count(worker: &Worker, caller: &Authenticated, time_ms: u64) -> Result<(), ApiError> {
    let limits = worker.limits();
    let rate = Rate {
        per_minute: limits.api_requests_per_minute_max,
        burst: limits.api_burst_max,
    };
    let rates = &worker.api_shared().rates;
    rates.count(&caller.id, time_ms, rate).map_err(|seconds| {
        let message = format!(
            "The application sends more than {} requests a minute. Go on in {seconds} s.",
            rate.per_minute
        );
        ApiError::new(ApiCode::RateLimited, message).with_field("retry-after", seconds.to_string())
    })
}

fn refuse_replay(
    worker: &Worker,
    api: &Api,
    signed: &SignedHead<'_>,
    at_ms: i64,
) -> Result<(), ApiError> {
    let credentials = signed.credentials();
    let until_ms = credentials
        .timestamp_ms
        .saturating_add(api.verifier.window_ms);
    let max = worker.limits().api_replay_signatures_max;
    let replays = &worker.api_shared().replays;
    match replays.note(&credentials.signature, at_ms, until_ms, max) {
        Ok(()) => Ok(()),
        Err(Refused::Replayed) => {
            let reason = format!("replayed (application {})", credentials.application);
            Err(ApiError::from(refused()).with_reason(reason))
        }
        Err(Refused::Full) => Err(ApiError::new(
            ApiCode::Overloaded,
            "So many writes were signed lately that no further one can be told from a replay.",
        )
        .with_field("retry-after", "1")),
    }
}

/// What every request hears whose credentials are not accepted.
fn refused() -> velodrome_model::signing::Refusal {
    RefusalReason::WrongSignature.into()
}
