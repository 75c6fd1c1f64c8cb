//! The JavaScript that ships with the runtime, and all that a site's code can see of it.
//!
//! [`GLOBALS`] and [`MODULES`] are the manifest: a test compares them with a real VM. Nothing is
//! evaluated before its first use, so that a new VM costs little: a global is an accessor until
//! somebody reads it.

mod node;

use velodrome_engine::{Args, Exception, Object, Scope, Value};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../js/", $name, ".js")))),*]
    };
}

/// Shipped files: the name for `require`, and the source.
pub(crate) const FILES: &[(&str, &str)] = files![
    "node/abort_error",
    "node/absent",
    "node/assert",
    "node/assert/call_tracker",
    "node/assert/difference",
    "node/assert/error",
    "node/assert/strict",
    "node/assert/throws",
    "node/async_hooks",
    "node/async_hooks/context",
    "node/buffer",
    "node/buffer/encodings",
    "node/buffer/fast_buffer",
    "node/buffer/fill",
    "node/buffer/from",
    "node/buffer/inspect",
    "node/buffer/methods",
    "node/buffer/numbers",
    "node/buffer/search",
    "node/buffer/transcode",
    "node/child_process",
    "node/cluster",
    "node/console",
    "node/constants",
    "node/crypto",
    "node/crypto/digest",
    "node/crypto/hash",
    "node/crypto/random",
    "node/deep_equal",
    "node/dgram",
    "node/diagnostics_channel",
    "node/dispose",
    "node/dns",
    "node/dns/promises",
    "node/domain",
    "node/errors",
    "node/events",
    "node/events/async_resource",
    "node/events/awaiting",
    "node/events/emitter",
    "node/fs",
    "node/fs/arguments",
    "node/fs/constants",
    "node/fs/descriptors",
    "node/fs/dir",
    "node/fs/promises",
    "node/fs/stats",
    "node/fs/streams",
    "node/fs/sync",
    "node/fs/volume",
    "node/http",
    "node/http/client",
    "node/http/incoming",
    "node/http/module",
    "node/http/outgoing_headers",
    "node/http/socket",
    "node/http/status",
    "node/http2",
    "node/https",
    "node/inspector",
    "node/module",
    "node/net",
    "node/os",
    "node/os/constants",
    "node/os/errno",
    "node/path",
    "node/path/posix",
    "node/path/shared",
    "node/path/win32",
    "node/perf_hooks",
    "node/process",
    "node/process/next_tick",
    "node/process/stdio",
    "node/process/warning",
    "node/process_module",
    "node/punycode",
    "node/querystring",
    "node/readline",
    "node/readline/promises",
    "node/repl",
    "node/stream",
    "node/stream/abort",
    "node/stream/base",
    "node/stream/compose",
    "node/stream/consumers",
    "node/stream/destroy",
    "node/stream/duplex",
    "node/stream/duplex_pair",
    "node/stream/duplexify",
    "node/stream/errors",
    "node/stream/finished",
    "node/stream/from",
    "node/stream/high_water_mark",
    "node/stream/iterate",
    "node/stream/kind",
    "node/stream/legacy/duplex",
    "node/stream/legacy/passthrough",
    "node/stream/legacy/readable",
    "node/stream/legacy/transform",
    "node/stream/legacy/writable",
    "node/stream/operators",
    "node/stream/pipe",
    "node/stream/pipeline",
    "node/stream/promises",
    "node/stream/readable",
    "node/stream/readable_flow",
    "node/stream/readable_state",
    "node/stream/transform",
    "node/stream/web",
    "node/stream/web_adapters",
    "node/stream/web_closed",
    "node/stream/writable",
    "node/stream/writable_flow",
    "node/stream/writable_state",
    "node/string_decoder",
    "node/timers",
    "node/timers/promises",
    "node/tls",
    "node/tty",
    "node/url",
    "node/url/domain",
    "node/url/files",
    "node/url/legacy",
    "node/url/resolve",
    "node/util",
    "node/util/debuglog",
    "node/util/deprecate",
    "node/util/inspect",
    "node/util/legacy",
    "node/util/mime",
    "node/util/parse_args",
    "node/util/parse_env",
    "node/util/promisify",
    "node/util/style_text",
    "node/util/types",
    "node/v8",
    "node/validate",
    "node/vm",
    "node/worker_threads",
    "velo/absent",
    "velo/auth",
    "velo/body",
    "velo/crm/asking",
    "velo/crm/contacts",
    "velo/crm/queries",
    "velo/crm/wix_crm_backend",
    "velo/cache",
    "velo/data/administer",
    "velo/data/aggregate",
    "velo/data/arguments",
    "velo/data/bulk",
    "velo/data/collections",
    "velo/data/crossing",
    "velo/data/decode",
    "velo/data/distinct",
    "velo/data/encode",
    "velo/data/errors",
    "velo/data/filter",
    "velo/data/hooked_bulk",
    "velo/data/hooked_reads",
    "velo/data/hooked_writes",
    "velo/data/hooks",
    "velo/data/items",
    "velo/data/operand",
    "velo/data/options",
    "velo/data/query",
    "velo/data/references",
    "velo/data/results",
    "velo/data/sdk",
    "velo/data/sort",
    "velo/data/v2",
    "velo/data/wix_data",
    "velo/dispatch",
    "velo/elevation",
    "velo/event",
    "velo/hmac_authentication",
    "velo/http_functions",
    "velo/invoke",
    "velo/job",
    "velo/json",
    "velo/load",
    "velo/members/anonymous",
    "velo/members/backend",
    "velo/members/sdk",
    "velo/members/users",
    "velo/own",
    "velo/parts",
    "velo/platform",
    "velo/request",
    "velo/response",
    "velo/router",
    "velo/secrets/calls",
    "velo/secrets/sdk",
    "velo/secrets/v1",
    "velo/service",
    "velo/stack",
    "velo/stub",
    "velo/testing/asymmetric",
    "velo/testing/call",
    "velo/testing/clock",
    "velo/testing/data",
    "velo/testing/diff",
    "velo/testing/each",
    "velo/testing/equality",
    "velo/testing/expect",
    "velo/testing/failure",
    "velo/testing/fetch",
    "velo/testing/host",
    "velo/testing/matchers",
    "velo/testing/mock_function",
    "velo/testing/module",
    "velo/testing/modules",
    "velo/testing/print",
    "velo/testing/registry",
    "velo/testing/run",
    "velo/testing/secrets",
    "velo/testing/start",
    "velo/web_module",
    "web/abort",
    "web/base64",
    "web/binary_string",
    "web/console",
    "web/crypto",
    "web/decoder_state",
    "web/dom_exception",
    "web/event",
    "web/event_target",
    "web/form_encoding",
    "web/format",
    "web/global_object",
    "web/idl",
    "web/inspect",
    "web/inspect/error",
    "web/inspect/layout",
    "web/inspect/members",
    "web/inspect/primitive",
    "web/inspect/shape",
    "web/microtask",
    "web/performance",
    "web/streams/async_iterator",
    "web/streams/buffers",
    "web/streams/byob_request",
    "web/streams/byte_tee",
    "web/streams/convert",
    "web/streams/from",
    "web/streams/pipe",
    "web/streams/promises",
    "web/streams/queue",
    "web/streams/readable",
    "web/streams/readable_byte_controller",
    "web/streams/readable_core",
    "web/streams/readable_default_controller",
    "web/streams/readable_record",
    "web/streams/readers",
    "web/streams/strategy",
    "web/streams/tee",
    "web/streams/text_streams",
    "web/streams/transform",
    "web/streams/writable",
    "web/streams/writable_core",
    "web/streams/writable_record",
    "web/streams/writer",
    "web/structured_clone",
    "web/table",
    "web/text_decoder",
    "web/text_encoder",
    "web/timers",
    "web/url",
    "web/url_search_params",
    "web/utf8",
];

/// Globals beyond the language's own: the name, and the file that exports it under that name.
pub const GLOBALS: &[(&str, &str)] = &[
    ("AbortController", "web/abort"),
    ("AbortSignal", "web/abort"),
    ("Buffer", "node/buffer"),
    ("ByteLengthQueuingStrategy", "web/streams/strategy"),
    ("CountQueuingStrategy", "web/streams/strategy"),
    ("Crypto", "web/crypto"),
    ("CustomEvent", "web/event"),
    ("DOMException", "web/dom_exception"),
    ("Event", "web/event"),
    ("EventTarget", "web/event_target"),
    ("Performance", "web/performance"),
    (
        "ReadableByteStreamController",
        "web/streams/readable_byte_controller",
    ),
    ("ReadableStream", "web/streams/readable"),
    ("ReadableStreamBYOBReader", "web/streams/readers"),
    ("ReadableStreamBYOBRequest", "web/streams/byob_request"),
    (
        "ReadableStreamDefaultController",
        "web/streams/readable_default_controller",
    ),
    ("ReadableStreamDefaultReader", "web/streams/readers"),
    ("TextDecoder", "web/text_decoder"),
    ("TextDecoderStream", "web/streams/text_streams"),
    ("TextEncoder", "web/text_encoder"),
    ("TextEncoderStream", "web/streams/text_streams"),
    ("TransformStream", "web/streams/transform"),
    ("TransformStreamDefaultController", "web/streams/transform"),
    ("URL", "web/url"),
    ("URLSearchParams", "web/url_search_params"),
    ("WritableStream", "web/streams/writable"),
    ("WritableStreamDefaultController", "web/streams/writable"),
    ("WritableStreamDefaultWriter", "web/streams/writer"),
    ("atob", "web/base64"),
    ("btoa", "web/base64"),
    ("clearImmediate", "web/timers"),
    ("clearInterval", "web/timers"),
    ("clearTimeout", "web/timers"),
    ("console", "web/console"),
    ("crypto", "web/crypto"),
    ("global", "web/global_object"),
    ("performance", "web/performance"),
    ("process", "node/process"),
    ("queueMicrotask", "web/microtask"),
    ("setImmediate", "web/timers"),
    ("setInterval", "web/timers"),
    ("setTimeout", "web/timers"),
    ("structuredClone", "web/structured_clone"),
];

/// A module that a site can import.
pub struct Module {
    /// The names it goes by.
    pub names: &'static [&'static str],
    /// The shipped file that is the module.
    pub file: &'static str,
    /// What it exports, sorted.
    pub keys: &'static [&'static str],
}

/// Importable modules. Every other host module is a stub.
pub const MODULES: &[Module] = &[
    Module {
        names: &["buffer", "node:buffer"],
        file: "node/buffer",
        keys: &[
            "Buffer",
            "INSPECT_MAX_BYTES",
            "SlowBuffer",
            "atob",
            "btoa",
            "constants",
            "isAscii",
            "isUtf8",
            "kMaxLength",
            "kStringMaxLength",
            "transcode",
        ],
    },
    Module {
        names: &["crypto", "node:crypto"],
        file: "node/crypto",
        keys: &[
            "Hash",
            "Hmac",
            "createHash",
            "createHmac",
            "getHashes",
            "getRandomValues",
            "hash",
            "pseudoRandomBytes",
            "randomBytes",
            "randomFill",
            "randomFillSync",
            "randomInt",
            "randomUUID",
            "timingSafeEqual",
            "webcrypto",
        ],
    },
    Module {
        names: &["assert", "node:assert"],
        file: "node/assert",
        keys: node::ASSERT,
    },
    Module {
        names: &["assert/strict", "node:assert/strict"],
        file: "node/assert/strict",
        keys: node::ASSERT_STRICT,
    },
    Module {
        names: &["async_hooks", "node:async_hooks"],
        file: "node/async_hooks",
        keys: node::ASYNC_HOOKS,
    },
    Module {
        names: &["child_process", "node:child_process"],
        file: "node/child_process",
        keys: node::CHILD_PROCESS,
    },
    Module {
        names: &["cluster", "node:cluster"],
        file: "node/cluster",
        keys: node::CLUSTER,
    },
    Module {
        names: &["console", "node:console"],
        file: "node/console",
        keys: node::CONSOLE,
    },
    Module {
        names: &["constants", "node:constants"],
        file: "node/constants",
        keys: node::CONSTANTS,
    },
    Module {
        names: &["dgram", "node:dgram"],
        file: "node/dgram",
        keys: node::DGRAM,
    },
    Module {
        names: &["diagnostics_channel", "node:diagnostics_channel"],
        file: "node/diagnostics_channel",
        keys: node::DIAGNOSTICS_CHANNEL,
    },
    Module {
        names: &["dns", "node:dns"],
        file: "node/dns",
        keys: node::DNS,
    },
    Module {
        names: &["dns/promises", "node:dns/promises"],
        file: "node/dns/promises",
        keys: node::DNS_PROMISES,
    },
    Module {
        names: &["domain", "node:domain"],
        file: "node/domain",
        keys: node::DOMAIN,
    },
    Module {
        names: &["events", "node:events"],
        file: "node/events",
        keys: node::EVENTS,
    },
    Module {
        names: &["fs", "node:fs"],
        file: "node/fs",
        keys: node::FS,
    },
    Module {
        names: &["fs/promises", "node:fs/promises"],
        file: "node/fs/promises",
        keys: node::FS_PROMISES,
    },
    Module {
        names: &["http", "node:http"],
        file: "node/http",
        keys: node::HTTP,
    },
    Module {
        names: &["http2", "node:http2"],
        file: "node/http2",
        keys: node::HTTP2,
    },
    Module {
        names: &["https", "node:https"],
        file: "node/https",
        keys: node::HTTPS,
    },
    Module {
        names: &["inspector", "node:inspector"],
        file: "node/inspector",
        keys: node::INSPECTOR,
    },
    Module {
        names: &["module", "node:module"],
        file: "node/module",
        keys: node::MODULE,
    },
    Module {
        names: &["net", "node:net"],
        file: "node/net",
        keys: node::NET,
    },
    Module {
        names: &["os", "node:os"],
        file: "node/os",
        keys: node::OS,
    },
    Module {
        names: &["path", "node:path"],
        file: "node/path",
        keys: node::PATH,
    },
    Module {
        names: &["path/posix", "node:path/posix"],
        file: "node/path/posix",
        keys: node::PATH_POSIX,
    },
    Module {
        names: &["path/win32", "node:path/win32"],
        file: "node/path/win32",
        keys: node::PATH_WIN32,
    },
    Module {
        names: &["perf_hooks", "node:perf_hooks"],
        file: "node/perf_hooks",
        keys: node::PERF_HOOKS,
    },
    Module {
        names: &["process", "node:process"],
        file: "node/process_module",
        keys: node::PROCESS_MODULE,
    },
    Module {
        names: &["punycode", "node:punycode"],
        file: "node/punycode",
        keys: node::PUNYCODE,
    },
    Module {
        names: &["querystring", "node:querystring"],
        file: "node/querystring",
        keys: node::QUERYSTRING,
    },
    Module {
        names: &["readline", "node:readline"],
        file: "node/readline",
        keys: node::READLINE,
    },
    Module {
        names: &["readline/promises", "node:readline/promises"],
        file: "node/readline/promises",
        keys: node::READLINE_PROMISES,
    },
    Module {
        names: &["repl", "node:repl"],
        file: "node/repl",
        keys: node::REPL,
    },
    Module {
        names: &["stream", "node:stream"],
        file: "node/stream",
        keys: node::STREAM,
    },
    Module {
        names: &["stream/consumers", "node:stream/consumers"],
        file: "node/stream/consumers",
        keys: node::STREAM_CONSUMERS,
    },
    Module {
        names: &["_stream_duplex", "node:_stream_duplex"],
        file: "node/stream/legacy/duplex",
        keys: node::STREAM_LEGACY_DUPLEX,
    },
    Module {
        names: &["_stream_passthrough", "node:_stream_passthrough"],
        file: "node/stream/legacy/passthrough",
        keys: node::STREAM_LEGACY_PASSTHROUGH,
    },
    Module {
        names: &["_stream_readable", "node:_stream_readable"],
        file: "node/stream/legacy/readable",
        keys: node::STREAM_LEGACY_READABLE,
    },
    Module {
        names: &["_stream_transform", "node:_stream_transform"],
        file: "node/stream/legacy/transform",
        keys: node::STREAM_LEGACY_TRANSFORM,
    },
    Module {
        names: &["_stream_writable", "node:_stream_writable"],
        file: "node/stream/legacy/writable",
        keys: node::STREAM_LEGACY_WRITABLE,
    },
    Module {
        names: &["stream/promises", "node:stream/promises"],
        file: "node/stream/promises",
        keys: node::STREAM_PROMISES,
    },
    Module {
        names: &["stream/web", "node:stream/web"],
        file: "node/stream/web",
        keys: node::STREAM_WEB,
    },
    Module {
        names: &["string_decoder", "node:string_decoder"],
        file: "node/string_decoder",
        keys: node::STRING_DECODER,
    },
    Module {
        names: &["timers", "node:timers"],
        file: "node/timers",
        keys: node::TIMERS,
    },
    Module {
        names: &["timers/promises", "node:timers/promises"],
        file: "node/timers/promises",
        keys: node::TIMERS_PROMISES,
    },
    Module {
        names: &["tls", "node:tls"],
        file: "node/tls",
        keys: node::TLS,
    },
    Module {
        names: &["tty", "node:tty"],
        file: "node/tty",
        keys: node::TTY,
    },
    Module {
        names: &["url", "node:url"],
        file: "node/url",
        keys: node::URL,
    },
    Module {
        names: &["util", "node:util", "sys", "node:sys"],
        file: "node/util",
        keys: node::UTIL,
    },
    Module {
        names: &["util/types", "node:util/types"],
        file: "node/util/types",
        keys: node::UTIL_TYPES,
    },
    Module {
        names: &["v8", "node:v8"],
        file: "node/v8",
        keys: node::V8,
    },
    Module {
        names: &["vm", "node:vm"],
        file: "node/vm",
        keys: node::VM,
    },
    Module {
        names: &["worker_threads", "node:worker_threads"],
        file: "node/worker_threads",
        keys: node::WORKER_THREADS,
    },
    Module {
        names: &["wix-http-functions"],
        file: "velo/http_functions",
        keys: &[
            "badRequest",
            "created",
            "forbidden",
            "notFound",
            "ok",
            "response",
            "serverError",
        ],
    },
    Module {
        names: &["wix-web-module", "@wix/web-methods"],
        file: "velo/web_module",
        keys: &["Permissions", "webMethod"],
    },
    Module {
        names: &["wix-data"],
        file: "velo/data/wix_data",
        keys: &[
            "aggregate",
            "bulkInsert",
            "bulkRemove",
            "bulkSave",
            "bulkUpdate",
            "filter",
            "get",
            "insert",
            "insertReference",
            "isReferenced",
            "query",
            "queryReferenced",
            "remove",
            "removeReference",
            "replaceReferences",
            "save",
            "sort",
            "truncate",
            "update",
        ],
    },
    Module {
        names: &["@wix/data"],
        file: "velo/data/sdk",
        keys: &[
            "collections",
            "externalDatabaseConnections",
            "indexes",
            "items",
        ],
    },
    Module {
        names: &["wix-data.v2"],
        file: "velo/data/v2",
        keys: &[
            "collections",
            "externalDatabaseConnections",
            "indexes",
            "items",
        ],
    },
    Module {
        names: &["@velo/wix-http-functions-hmac-authentication-backend"],
        file: "velo/hmac_authentication",
        keys: &["invoke", "validateAuth"],
    },
    Module {
        names: &["wix-cache-backend"],
        file: "velo/cache",
        keys: &["invalidateCache"],
    },
    Module {
        names: &["wix-members-backend"],
        file: "velo/members/backend",
        keys: &[
            "authentication",
            "authorization",
            "badges",
            "currentMember",
            "members",
        ],
    },
    Module {
        names: &["wix-users-backend"],
        file: "velo/members/users",
        keys: &[
            "approveByEmail",
            "approveByToken",
            "badges",
            "blockByEmail",
            "currentUser",
            "deleteUser",
            "emailUser",
            "generateSessionToken",
            "getUser",
            "login",
            "register",
            "roles",
            "updateUserFields",
        ],
    },
    Module {
        names: &["wix-members.v2", "@wix/members"],
        file: "velo/members/sdk",
        keys: &["badges", "members"],
    },
    Module {
        names: &["wix-router"],
        file: "velo/router",
        keys: &[
            "WixRouterSitemapEntry",
            "forbidden",
            "next",
            "notFound",
            "ok",
            "redirect",
            "sendStatus",
        ],
    },
    Module {
        names: &["wix-secrets-backend"],
        file: "velo/secrets/v1",
        keys: &[
            "createSecret",
            "deleteSecret",
            "getSecret",
            "listSecretInfo",
            "updateSecret",
        ],
    },
    Module {
        names: &["wix-secrets-backend.v2", "@wix/secrets"],
        file: "velo/secrets/sdk",
        keys: &["secrets"],
    },
    Module {
        names: &["wix-crm-backend"],
        file: "velo/crm/wix_crm_backend",
        keys: &[
            "contacts",
            "createContact",
            "deleteContact",
            "emailContact",
            "getContactById",
            "invoices",
            "notifications",
            "priceQuotes",
            "tasks",
            "triggeredEmails",
            "updateContact",
            "workflows",
        ],
    },
    Module {
        names: &["velodrome:test"],
        file: "velo/testing/module",
        keys: &[
            "afterAll",
            "afterEach",
            "beforeAll",
            "beforeEach",
            "call",
            "clock",
            "data",
            "describe",
            "expect",
            "fetch",
            "fn",
            "it",
            "mock",
            "secrets",
            "spyOn",
            "test",
        ],
    },
    Module {
        names: &["wix-auth"],
        file: "velo/auth",
        keys: &["auth", "elevate"],
    },
    Module {
        names: &["@wix/essentials"],
        file: "velo/auth",
        keys: &["auth", "elevate"],
    },
];

/// Takes `native`, a function that loads a file, and the globals (names and files in turn); gives `require`.
const LOADER: &str = include_str!("../js/loader.js");

/// Puts the globals into a new VM, and onto `native` what finds modules.
///
/// Returns `require`, which gives the exports of a shipped file.
///
/// # Errors
/// A mistake in the shipped files.
pub(crate) fn install<'s>(
    scope: Scope<'s>,
    native: Object<'s>,
) -> Result<Object<'s>, Exception<'s>> {
    native.set("hostModule", scope.function("hostModule", host_module))?;
    native.set("hostModules", scope.function("hostModules", host_modules))?;
    let source = scope.function("source", |scope, args| {
        load(scope, &args.get(0).to_str_lossy())
    });
    let globals: Vec<Value<'s>> = GLOBALS
        .iter()
        .flat_map(|(name, file)| [scope.string(name), scope.string(file)])
        .collect();
    let loader = scope
        .eval(LOADER, "velodrome:loader.js", 1)?
        .as_object()
        .expect("the loader is a function");
    let require = loader.call(
        None,
        &[native.into(), source.into(), scope.array(&globals).into()],
    )?;
    Ok(require.as_object().expect("the loader returns require"))
}

/// `hostModule(name)`: the shipped file that is the module, undefined when there is no such module. A
/// look-up rather than a table, which each VM would have to build.
fn host_module<'a>(scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let name = args.get(0).to_str_lossy();
    let found = MODULES
        .iter()
        .find(|module| module.names.contains(&name.as_str()));
    Ok(found.map_or(scope.undefined(), |module| scope.string(module.file)))
}

/// `hostModules()`: all names, a line each.
fn host_modules<'a>(scope: Scope<'a>, _: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let names: Vec<&str> = MODULES
        .iter()
        .flat_map(|module| module.names.iter().copied())
        .collect();
    Ok(scope.string(&names.join("\n")))
}

/// Evaluates a shipped file: gives the function that fills its `exports`.
fn load<'a>(scope: Scope<'a>, name: &str) -> Result<Value<'a>, Value<'a>> {
    let Some((name, source)) = FILES.iter().find(|(known, _)| *known == name) else {
        let message = format!("There is no shipped file {name}.");
        return Err(scope
            .error(velodrome_engine::ErrorKind::Error, &message)
            .into());
    };
    // On one line with the source's first, so that line numbers are the file's.
    let code =
        format!("(function (exports, require, module, native) {{ \"use strict\"; {source}\n}})");
    scope
        .eval(&code, &format!("velodrome:{name}.js"), 1)
        .map_err(Exception::value)
}
