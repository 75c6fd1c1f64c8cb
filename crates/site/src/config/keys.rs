//! The table of keys: what `docs/configuration.md` lists, what unknown keys are compared with.
//!
//! `[limits]`, `[compat]` and `[env]` are listed as one row each; their keys are those of the
//! model's tables, or the user's own.

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
        path: "dev.listen",
        default: "\"127.0.0.1:8080\"",
        example: "\"127.0.0.1:0\"",
        about: "Address and port of `velodrome dev`; port 0 takes a free one. --listen wins over it.",
    },
    Key {
        path: "dev.poll",
        default: "false",
        example: "true",
        about: "Look for changed files every 50 ms instead of being told by the system: for network drives and shared folders of virtual machines.",
    },
];

/// The sections that hold keys of their own rows.
pub(super) const SECTIONS: [&str; 2] = ["serve", "dev"];
