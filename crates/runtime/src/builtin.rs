//! The JavaScript that ships with the runtime, and all that a site's code can see of it.
//!
//! [`GLOBALS`] and [`MODULES`] are the manifest: a test compares them with a real VM. Nothing is
//! evaluated before its first use, so that a new VM costs little: a global is an accessor until
//! somebody reads it.

use velodrome_engine::{Exception, Object, Scope, Value};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../js/", $name, ".js")))),*]
    };
}

/// Shipped files: the name for `require`, and the source.
pub(crate) const FILES: &[(&str, &str)] = files![
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
    "node/crypto",
    "node/crypto/digest",
    "node/crypto/hash",
    "node/crypto/random",
    "node/errors",
    "node/process",
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
    "velo/hmac_authentication",
    "velo/http_functions",
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

/// Puts the globals into a new VM, and `hostModules` (name to file) onto `native`.
///
/// Returns `require`, which gives the exports of a shipped file.
///
/// # Errors
/// A mistake in the shipped files.
pub(crate) fn install<'s>(
    scope: Scope<'s>,
    native: Object<'s>,
) -> Result<Object<'s>, Exception<'s>> {
    let modules = scope.object();
    for module in MODULES {
        for name in module.names {
            modules.set(name, scope.string(module.file))?;
        }
    }
    native.set("hostModules", modules)?;
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
