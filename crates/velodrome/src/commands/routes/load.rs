//! Loading a site once, without serving it.

use std::rc::Rc;
use std::sync::Arc;

use tokio::task::LocalSet;
use velodrome_model::build::{BuildOutput, Diagnostic, Severity};
use velodrome_model::log::LogSink;
use velodrome_runtime::{Activity, Instance, LoadError, Release, RunLoop, Settings};
use velodrome_site::apps::KeySource;
use velodrome_site::config::Mode;
use velodrome_site::data::DataService;
use velodrome_site::host::SiteHost;
use velodrome_site::releases::content_id;
use velodrome_site::secrets::{RedactedLog, Redactor, SecretsService};
use velodrome_site::services::Services;

use crate::commands::site::Opened;
use crate::place::first_place;

/// The names of the exported functions. What the site logs while it loads goes to stderr.
pub(super) fn exports(site: &Opened, output: &BuildOutput) -> Result<Vec<String>, Box<Diagnostic>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| cannot(&error))?;
    let limits = site.config.limits(Mode::Dev);
    let logger = crate::logs::start(false, &limits, "").map_err(|error| cannot(&error))?;
    let redactor: Arc<Redactor> = Arc::default();
    let logger: Arc<dyn LogSink> =
        Arc::new(RedactedLog::new(Arc::new(logger), Arc::clone(&redactor)));
    let env = site.config.environment(|name| std::env::var(name).ok());
    // Opened only by code that asks for data or secrets while it loads.
    let data_dir = crate::cli::data_dir(None, &site.layout.site_dir);
    let data = DataService::new(&data_dir, &site.config, Mode::Dev, Arc::clone(&logger));
    let secrets = SecretsService::open(
        &data_dir,
        KeySource::from_environment(|name| std::env::var(name).ok()),
        Mode::Dev,
        Arc::clone(&logger),
        Arc::clone(&redactor),
    );
    let services = Services::default().with("secrets", Arc::new(secrets));
    let settings = Settings {
        limits: Arc::new(limits),
        compat: Arc::new(site.config.compat.clone()),
        host: Rc::new(
            SiteHost::new(
                logger,
                env.into_iter().collect(),
                Some(Arc::new(data)),
                services,
            )
            .redacting(Arc::clone(&redactor)),
        ),
        activity: Arc::new(Activity::default()),
    };
    let release = Arc::new(Release {
        number: 0,
        id: content_id(&output.script, &output.source_map).into(),
        script: output.script.as_str().into(),
        source_map: output.source_map.as_str().into(),
    });
    let run_loop = RunLoop::for_this_thread();
    runtime.block_on(LocalSet::new().run_until(async {
        let instance = Instance::load(&run_loop, release, settings)
            .await
            .map_err(|error| failed(error, &redactor))?;
        let exports = instance
            .exports()
            .iter()
            .map(|name| name.to_string())
            .collect();
        instance.close();
        Ok(exports)
    }))
}

fn cannot(error: &std::io::Error) -> Box<Diagnostic> {
    let message = format!("the site could not be loaded: {error}");
    Box::new(diagnostic("INTERNAL", message))
}

fn failed(mut error: LoadError, redactor: &Redactor) -> Box<Diagnostic> {
    redactor.redact_in_place(&mut error.message);
    redactor.redact_in_place(&mut error.stack);
    let place = first_place(&error.stack);
    let (file, line, column) = place.map_or((None, 0, 0), |(file, line, column)| {
        (Some(file.to_owned()), line, column)
    });
    Box::new(Diagnostic {
        file,
        line,
        column,
        hint: Some("every request is answered 500 until the site's code loads".to_owned()),
        frame: Some(error.stack),
        ..diagnostic(error.code.as_str(), error.message)
    })
}

fn diagnostic(code: &str, message: String) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error,
        code: code.to_owned(),
        message,
        file: None,
        line: 0,
        column: 0,
        hint: None,
        frame: None,
    }
}
