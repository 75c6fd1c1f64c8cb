//! From the keys of the file to a [`Config`], one function per section.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use toml::de::DeTable;
use velodrome_model::compat::FLAGS;
use velodrome_model::limits::{LimitError, TABLE};

use super::keys::{KEYS, SECTIONS};
use super::mistakes::Mistakes;
use super::read::{Item, Reader};
use super::{
    Config, DevEndpoints, Networks, Plan, Surroundings, parse_collections, parse_fetch,
    parse_functions, parse_packages, parse_published, parse_tls, timezone,
};

/// Most variables of `[env]` and `env_from` together.
const VARIABLES_MAX: usize = 1000;
/// Longest window for timestamps, in seconds.
const WINDOW_S_MAX: u64 = 3600;

pub(super) fn parse(text: &str, surroundings: &Surroundings) -> Result<Config, Mistakes> {
    let (mut reader, table) = Reader::new(text);
    let mut config = Config::default();
    for (key, item) in &table {
        match key.get_ref().as_ref() {
            "base_url" => {
                config.base_url = reader.parsed("base_url", item, str::parse);
            }
            "timezone" => {
                let checked = reader.parsed("timezone", item, |name| {
                    timezone::check(name, &surroundings.zoneinfo_dir).map(|()| name.to_owned())
                });
                config.timezone = checked.unwrap_or_default();
            }
            "plan" => config.plan = reader.parsed("plan", item, plan),
            "trusted_proxies" => config.trusted_proxies = networks(&mut reader, item),
            "env" => variables(&mut reader, item, &mut config),
            "env_from" => variable_names(&mut reader, item, &mut config),
            "limits" => {}
            "compat" => flags(&mut reader, item, &mut config),
            "strict_collections" => {
                config.collections.strict = reader.boolean("strict_collections", item);
            }
            "strict_permissions" => {
                let said = reader.boolean("strict_permissions", item);
                config.collections.strict_permissions = said.unwrap_or_default();
            }
            "collections" => {
                config.collections.declared = parse_collections::collections(&mut reader, item);
            }
            "functions" => {
                config.signed_functions = parse_functions::signed(&mut reader, item);
            }
            "packages" => config.packages = parse_packages::packages(&mut reader, item),
            "site" => config.site = parse_published::published(&mut reader, item),
            "tls" => config.tls = parse_tls::pairs(&mut reader, key.span(), item),
            "api" => api(&mut reader, item, &mut config),
            "fetch" => config.fetch = parse_fetch::fetch(&mut reader, item),
            "serve" => serve(&mut reader, item, &mut config),
            "dev" => dev(&mut reader, item, &mut config),
            name => {
                let sections = SECTIONS.into_iter();
                let known = KEYS
                    .iter()
                    .map(|key| key.path)
                    .filter(|path| !path.contains('.'));
                reader.unknown_key(key.span(), "", name, known.chain(sections));
            }
        }
    }
    limits(&mut reader, &table, &mut config);
    if config.env.len() + config.env_from.len() > VARIABLES_MAX {
        reader.note(
            0..0,
            format!("there are more than {VARIABLES_MAX} variables in env and env_from"),
        );
    }
    if let Some((key, _)) = table.get_key_value("env_from") {
        for name in config
            .env_from
            .iter()
            .filter(|name| config.env.contains_key(*name))
        {
            reader.note(
                key.span(),
                format!("\"{name}\" is in env and in env_from; once is enough"),
            );
        }
    }
    reader.finish().map_or(Ok(config), Err)
}

fn plan(text: &str) -> Result<Plan, String> {
    match text {
        "free" => Ok(Plan::Free),
        "premium" => Ok(Plan::Premium),
        _ => Err(format!(
            "\"{text}\" is not a plan; \"free\" and \"premium\" are"
        )),
    }
}

fn networks(reader: &mut Reader<'_>, item: &Item<'_>) -> Networks {
    let mut networks = Networks::default();
    for (place, text) in reader.strings("trusted_proxies", item) {
        match text.parse() {
            Ok(network) => networks.0.push(network),
            Err(message) => reader.note(place, format!("trusted_proxies: {message}")),
        }
    }
    networks
}

fn variables<'t>(reader: &mut Reader<'t>, item: &Item<'t>, config: &mut Config) {
    let Some(table) = reader.table("env", item) else {
        return;
    };
    for (key, item) in table {
        let name = key.get_ref().as_ref();
        if let Err(message) = variable_name(name) {
            reader.note(key.span(), message);
        }
        let value = reader.parsed(&format!("env.{name}"), item, |value| {
            let has_nul = value.contains('\0');
            (!has_nul)
                .then(|| value.to_owned())
                .ok_or_else(|| "must not have a NUL in it".to_owned())
        });
        config
            .env
            .insert(name.to_owned(), value.unwrap_or_default());
    }
}

fn variable_names(reader: &mut Reader<'_>, item: &Item<'_>, config: &mut Config) {
    for (place, name) in reader.strings("env_from", item) {
        match variable_name(name) {
            Ok(()) => config.env_from.push(name.to_owned()),
            Err(message) => reader.note(place, message),
        }
    }
}

fn variable_name(name: &str) -> Result<(), String> {
    let first_fits = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    if first_fits
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    {
        return Ok(());
    }
    Err(format!(
        "{name:?} is not the name of a variable: letters, digits and _ only, no digit first"
    ))
}

/// The limits: the plan first, then what is said one by one, so that the latter wins.
fn limits<'t>(reader: &mut Reader<'t>, table: &DeTable<'t>, config: &mut Config) {
    if let Some(plan) = config.plan {
        config.limits.requests_per_minute_max = plan.requests_per_minute();
    }
    let limits = table
        .get("limits")
        .and_then(|item| reader.table("limits", item));
    for (key, item) in limits.into_iter().flatten() {
        let name = key.get_ref().as_ref();
        set_limit(
            reader,
            config,
            key.span(),
            &format!("limits.{name}"),
            name,
            item,
        );
    }
    let instances = table
        .get("serve")
        .and_then(|item| item.get_ref().as_table()?.get_key_value("instances"));
    let Some((key, item)) = instances else { return };
    if limits.is_some_and(|limits| limits.contains_key("instances_max")) {
        reader.note(
            key.span(),
            "serve.instances and limits.instances_max are the same; one is enough".to_owned(),
        );
    }
    set_limit(
        reader,
        config,
        key.span(),
        "serve.instances",
        "instances_max",
        item,
    );
}

fn set_limit(
    reader: &mut Reader<'_>,
    config: &mut Config,
    key_place: std::ops::Range<usize>,
    called: &str,
    name: &str,
    item: &Item<'_>,
) {
    if !TABLE.iter().any(|row| row.name == name) {
        return reader.unknown_key(key_place, "limits", name, TABLE.iter().map(|row| row.name));
    }
    let Some(value) = reader.count(called, item) else {
        return;
    };
    if let Err(LimitError::OutOfRange { floor, ceiling }) = config.limits.set(name, value) {
        let message = format!("{called} must be from {floor} to {ceiling}, not {value}");
        reader.note(item.span(), message);
    }
}

fn flags<'t>(reader: &mut Reader<'t>, item: &Item<'t>, config: &mut Config) {
    let Some(table) = reader.table("compat", item) else {
        return;
    };
    for (key, item) in table {
        let name = key.get_ref().as_ref();
        if config.compat.get(name).is_none() {
            reader.unknown_key(
                key.span(),
                "compat",
                name,
                FLAGS.iter().map(|flag| flag.name),
            );
            continue;
        }
        let key = format!("compat.{name}");
        reader.parsed(&key, item, |value| {
            config.compat.set(name, value).map_err(|flag| {
                let allowed = flag.map_or(&[][..], |flag| flag.values);
                let allowed: Vec<_> = allowed.iter().map(|value| format!("\"{value}\"")).collect();
                format!("\"{value}\" is not one of {}", allowed.join(", "))
            })
        });
    }
}

fn api<'t>(reader: &mut Reader<'t>, item: &Item<'t>, config: &mut Config) {
    let Some(table) = reader.table("api", item) else {
        return;
    };
    for (key, item) in table {
        match key.get_ref().as_ref() {
            "allow_insecure" => {
                let said = reader.boolean("api.allow_insecure", item);
                config.api.allow_insecure = said.unwrap_or_default();
            }
            "timestamp_window_s" => match reader.count("api.timestamp_window_s", item) {
                Some(seconds @ 1..=WINDOW_S_MAX) => config.api.timestamp_window_s = seconds as u32,
                Some(seconds) => reader.note(
                    item.span(),
                    format!(
                        "api.timestamp_window_s must be from 1 to {WINDOW_S_MAX}, not {seconds}"
                    ),
                ),
                None => {}
            },
            "replay_cache" => {
                let said = reader.boolean("api.replay_cache", item);
                config.api.replay_cache = said.unwrap_or_default();
            }
            name => unknown_in(reader, "api", key.span(), name),
        }
    }
}

fn serve<'t>(reader: &mut Reader<'t>, item: &Item<'t>, config: &mut Config) {
    let Some(table) = reader.table("serve", item) else {
        return;
    };
    for (key, item) in table {
        match key.get_ref().as_ref() {
            "listen" => {
                if let Some(address) = reader.parsed("serve.listen", item, address) {
                    config.serve.listen = address;
                }
            }
            "admin_listen" => {
                if let Some(address) = reader.parsed("serve.admin_listen", item, admin_address) {
                    config.serve.admin_listen = address;
                }
            }
            "dev_endpoints" => {
                if let Some(who) = reader.parsed("serve.dev_endpoints", item, dev_endpoints) {
                    config.serve.dev_endpoints = who;
                }
            }
            "instances" => {}
            "jobs" => config.serve.jobs = reader.boolean("serve.jobs", item).unwrap_or(true),
            name => unknown_in(reader, "serve", key.span(), name),
        }
    }
}

fn dev<'t>(reader: &mut Reader<'t>, item: &Item<'t>, config: &mut Config) {
    let Some(table) = reader.table("dev", item) else {
        return;
    };
    for (key, item) in table {
        match key.get_ref().as_ref() {
            "listen" => {
                if let Some(address) = reader.parsed("dev.listen", item, address) {
                    config.dev.listen = address;
                }
            }
            "jobs" => config.dev.jobs = reader.boolean("dev.jobs", item).unwrap_or(true),
            "poll" => config.dev.poll = reader.boolean("dev.poll", item).unwrap_or_default(),
            "tls" => config.dev.tls = reader.boolean("dev.tls", item).unwrap_or_default(),
            name => unknown_in(reader, "dev", key.span(), name),
        }
    }
}

pub(super) fn unknown_in(
    reader: &mut Reader<'_>,
    section: &str,
    place: std::ops::Range<usize>,
    name: &str,
) {
    let known = KEYS
        .iter()
        .filter_map(|key| key.path.strip_prefix(section)?.strip_prefix('.'));
    reader.unknown_key(place, section, name, known);
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let named = text
        .strip_prefix("localhost:")
        .and_then(|port| port.parse().ok());
    match named {
        Some(port) => Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)),
        None => text.parse().map_err(|_| {
            format!("\"{text}\" is not an address with a port, such as \"127.0.0.1:8080\" or \"[::]:80\"")
        }),
    }
}

fn admin_address(text: &str) -> Result<Option<SocketAddr>, String> {
    if text == "off" {
        return Ok(None);
    }
    let address = address(text)?;
    if !address.ip().is_loopback() {
        return Err(format!(
            "\"{text}\" is not a loopback address such as \"127.0.0.1:9000\""
        ));
    }
    Ok(Some(address))
}

fn dev_endpoints(text: &str) -> Result<DevEndpoints, String> {
    match text {
        "loopback" => Ok(DevEndpoints::Loopback),
        "public" => Ok(DevEndpoints::Public),
        _ => Err(format!("\"{text}\" is not one of \"loopback\", \"public\"")),
    }
}
