//! The table of keys: what `docs/configuration.md` lists, what unknown keys are compared with.
//!
//! `[limits]`, `[compat]`, `[env]` and `[collections]` are listed as one row each; their keys are
//! those of the model's tables, the user's own, or in [`COLLECTION_KEYS`].

/// One key of `velodrome.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// With its section, as `serve.listen`.
    pub path: &'static str,
    /// What is written when the key is left out, as TOML.
    pub default: &'static str,
    /// A value that is not the default, as TOML.
    pub example: &'static str,
    /// What it decides.
    pub about: &'static str,
}

/// Every key.
pub const KEYS: &[Key] = &[
    Key {
        path: "base_url",
        default: "none",
        example: "\"https://www.example.com/mysite\"",
        about: "Address under which clients reach the site, without /_functions: the beginning of request.baseUrl and request.url. A path in it is a prefix of every route. Without it, the request's Host header decides.",
    },
    Key {
        path: "timezone",
        default: "\"UTC\"",
        example: "\"Europe/Berlin\"",
        about: "Time zone of the site's code, by its IANA name.",
    },
    Key {
        path: "plan",
        default: "none",
        example: "\"premium\"",
        about: "Requests per minute as documented for the plan: \"free\" is 5,000, \"premium\" is 7,000. limits.requests_per_minute_max wins over it. Not counted in development.",
    },
    Key {
        path: "trusted_proxies",
        default: "[]",
        example: "[\"10.0.0.0/8\", \"::1\"]",
        about: "Addresses and networks of proxies whose x-forwarded-for, -proto and -host headers are believed. Nobody else's are.",
    },
    Key {
        path: "env",
        default: "{}",
        example: "{ STAGE = \"test\" }",
        about: "Table of variables that process.env shows. A release keeps them: secrets belong in env_from.",
    },
    Key {
        path: "env_from",
        default: "[]",
        example: "[\"STRIPE_KEY\"]",
        about: "Names of variables that process.env takes from the environment of the process. One that is not set there is undefined.",
    },
    Key {
        path: "limits",
        default: "{}",
        example: "{ wall_time_ms_max = 5000 }",
        about: "Table of limits; `velodrome limits` lists them with units, defaults and bounds.",
    },
    Key {
        path: "compat",
        default: "{}",
        example: "{ head = \"405\" }",
        about: "Table of compatibility flags; see compat.md.",
    },
    Key {
        path: "strict_collections",
        default: "none",
        example: "true",
        about: "Whether wix-data knows only collections that are declared or were made before; others are WDE0025. Without it, `dev` makes a collection when it is first written, and `serve` is strict.",
    },
    Key {
        path: "strict_permissions",
        default: "false",
        example: "true",
        about: "Whether an operation on a collection that declares no permission for it needs the administrator's (suppressAuth or elevate). Otherwise backend code may do it.",
    },
    Key {
        path: "collections",
        default: "{}",
        example: "{ orders = { unique = [\"number\"] } }",
        about: "Table of collections, each a table with the keys listed under Collections. A collection in it exists, with or without keys.",
    },
    Key {
        path: "functions",
        default: "{}",
        example: "{ orders = { auth = \"signed\" } }",
        about: "Table of functions by the name in their address (orders for get_orders), each a table with auth: \"signed\" leaves the function to signed requests, /v1/functions/NAME; \"none\" lets everybody call it by /_functions/NAME as well.",
    },
    Key {
        path: "packages",
        default: "{}",
        example: "{ cheerio = { conditions = [\"browser\"] } }",
        about: "Table of npm packages, each a table with conditions: which build is taken of a package that has several, in place of [\"node\"]. See npm packages.",
    },
    Key {
        path: "site.title",
        default: "\"\"",
        example: "\"Bakery\"",
        about: "Title of the site, for /v1/sites/site/settings.",
    },
    Key {
        path: "site.published",
        default: "true",
        example: "false",
        about: "Whether /v1/sites/site says that the site is published. It runs all the same.",
    },
    Key {
        path: "site.locale",
        default: "none",
        example: "\"en-GB\"",
        about: "Language and country of the site, for /v1/sites/site/settings.",
    },
    Key {
        path: "site.currency",
        default: "none",
        example: "\"EUR\"",
        about: "Currency of the site by ISO 4217, for the same.",
    },
    Key {
        path: "site.contact_email",
        default: "none",
        example: "\"office@example.com\"",
        about: "Address of the site's contact form, for the same.",
    },
    Key {
        path: "site.favicon",
        default: "none",
        example: "\"https://www.example.com/favicon.ico\"",
        about: "Address of the site's small picture, for the same.",
    },
    Key {
        path: "site.logo",
        default: "none",
        example: "\"https://www.example.com/logo.png\"",
        about: "Address of the site's logo, for the same.",
    },
    Key {
        path: "site.pages",
        default: "[]",
        example: "[{ path = \"/\", title = \"Home\", id = \"c1dmp\" }]",
        about: "Pages of the site, for /v1/sites/site/pages: tables with path, title, id and hidden.",
    },
    Key {
        path: "site.redirects",
        default: "[]",
        example: "[{ name = \"cart\", target = \"https://www.example.com/cart\" }]",
        about: "Redirects of the site, for /v1/redirects: tables with id, name, description and target.",
    },
    Key {
        path: "tls",
        default: "none",
        example: "{ cert = \"/etc/ssl/site.pem\", key = \"/etc/ssl/site.key\" }",
        about: "Certificate and private key with which `velodrome serve` speaks HTTPS, HTTP/2 included, and nothing else on its port. See TLS.",
    },
    Key {
        path: "api.allow_insecure",
        default: "false",
        example: "true",
        about: "Whether /v1 answers requests over plain HTTP from other machines. Otherwise such a request needs a trusted proxy whose x-forwarded-proto is https; programs on this machine may always use HTTP.",
    },
    Key {
        path: "api.timestamp_window_s",
        default: "60",
        example: "300",
        about: "Seconds that the timestamp of a request to /v1 may be from the server's clock, on either side: from 1 to 3600.",
    },
    Key {
        path: "api.replay_cache",
        default: "false",
        example: "true",
        about: "Whether a signed request to /v1 that may change something is accepted only once. Two that are equal to the millisecond are then taken for a replay, so it is off unless clients send distinct timestamps.",
    },
    Key {
        path: "fetch.allow",
        default: "[]",
        example: "[\"10.0.0.0/8\", \"db.internal:8080\"]",
        about: "What the site may call besides public addresses: networks, addresses, hosts, \"*.example.com\" for all hosts below a domain; an address or a host may have a port behind it. A host is allowed whatever its address is. In development this machine is allowed without a word.",
    },
    Key {
        path: "fetch.proxy",
        default: "none",
        example: "\"http://proxy.internal:3128\"",
        about: "Proxy that all calls to other servers go through, by CONNECT. \"environment\" takes those that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name; otherwise these variables mean nothing. A release keeps what is written here: a password belongs in the environment.",
    },
    Key {
        path: "fetch.no_proxy",
        default: "[]",
        example: "[\"*.internal\"]",
        about: "Hosts and addresses that are called without the proxy, in the forms of fetch.allow.",
    },
    Key {
        path: "fetch.names_by_proxy",
        default: "false",
        example: "true",
        about: "Whether the proxy is asked for names. Otherwise names are resolved here and the proxy is asked for the address that was checked. If it is, whether a name leads to a private address is the proxy's to judge; addresses in URLs are still judged here.",
    },
    Key {
        path: "fetch.ca_files",
        default: "[]",
        example: "[\"certs/company.pem\"]",
        about: "PEM files of authorities whose certificates are trusted besides the public ones, such as /etc/ssl/certs/ca-certificates.crt. Relative paths begin at the site's folder.",
    },
    Key {
        path: "serve.listen",
        default: "\"127.0.0.1:8080\"",
        example: "\"0.0.0.0:80\"",
        about: "Address and port of `velodrome serve`; port 0 takes a free one. --listen wins over it.",
    },
    Key {
        path: "serve.admin_listen",
        default: "\"127.0.0.1:0\"",
        example: "\"127.0.0.1:9000\"",
        about: "Loopback address and port of /_velodrome/live and /_velodrome/ready, or \"off\". Port 0 takes a free one and says which.",
    },
    Key {
        path: "serve.dev_endpoints",
        default: "\"loopback\"",
        example: "\"public\"",
        about: "Who may call /_functions-dev/* and ?siteRevision=N: callers on this machine, or everybody.",
    },
    Key {
        path: "serve.instances",
        default: "0",
        example: "1",
        about: "Threads that run the site, each with its own module state: the same as limits.instances_max. 0 is one per processor core.",
    },
    Key {
        path: "serve.jobs",
        default: "true",
        example: "false",
        about: "Whether `velodrome serve` runs the scheduled jobs of the release.",
    },
    Key {
        path: "dev.jobs",
        default: "true",
        example: "false",
        about: "Whether `velodrome dev` runs the scheduled jobs of backend/jobs.config. --no-jobs wins over it.",
    },
    Key {
        path: "dev.listen",
        default: "\"127.0.0.1:8080\"",
        example: "\"127.0.0.1:0\"",
        about: "Address and port of `velodrome dev`; port 0 takes a free one. --listen wins over it.",
    },
    Key {
        path: "dev.tls",
        default: "false",
        example: "true",
        about: "Whether `velodrome dev` uses the certificates of [tls] too.",
    },
    Key {
        path: "dev.poll",
        default: "false",
        example: "true",
        about: "Look for changed files every 50 ms instead of being told by the system: for network drives and shared folders of virtual machines.",
    },
];

/// Every key of one collection; `FIELD` is the name of a field.
pub const COLLECTION_KEYS: &[Key] = &[
    Key {
        path: "display_name",
        default: "none",
        example: "\"Orders of 2026\"",
        about: "Name for people. Otherwise that of the collection.",
    },
    Key {
        path: "permissions.read",
        default: "none",
        example: "\"ANYONE\"",
        about: "Least role that may read: \"ANYONE\", \"SITE_MEMBER\", \"SITE_MEMBER_AUTHOR\" or \"ADMIN\". Callers of HTTP functions are anonymous: any role but the first needs suppressAuth or elevate, without which it is WDE0027.",
    },
    Key {
        path: "permissions.insert",
        default: "none",
        example: "\"SITE_MEMBER\"",
        about: "The same for new documents.",
    },
    Key {
        path: "permissions.update",
        default: "none",
        example: "\"SITE_MEMBER_AUTHOR\"",
        about: "The same for changes to documents and to their multi-references.",
    },
    Key {
        path: "permissions.remove",
        default: "none",
        example: "\"ADMIN\"",
        about: "The same for removing documents.",
    },
    Key {
        path: "indexes",
        default: "[]",
        example: "[\"status\", \"address.city\"]",
        about: "Fields with an index, as dotted paths. `_id` and the default order have one without a word, and a long search makes its own.",
    },
    Key {
        path: "unique",
        default: "[]",
        example: "[\"number\"]",
        about: "Fields of which no two documents may have the same value, as dotted paths; a second one is WDE0123. Documents without the field do not count.",
    },
    Key {
        path: "fields.FIELD.type",
        default: "none",
        example: "\"NUMBER\"",
        about: "Type of a field by Wix's name, for those who read definitions and for imports. Documents are not checked against it.",
    },
    Key {
        path: "fields.FIELD.references",
        default: "none",
        example: "\"Authors\"",
        about: "Collection whose documents the field refers to. Without it the id is looked for in all collections.",
    },
    Key {
        path: "fields.FIELD.multiple",
        default: "false",
        example: "true",
        about: "Whether the field refers to many documents, which insertReference and its like change.",
    },
];

/// The sections that hold keys of their own rows.
pub(super) const SECTIONS: [&str; 5] = ["site", "api", "fetch", "serve", "dev"];
