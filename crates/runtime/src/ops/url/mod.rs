//! The WHATWG URL parser (ada) behind `URL`.

mod ascii_host;

use super::{OpState, OpTable};
use ascii_host::Parsed;
use velodrome_engine::{Args, Scope, Value};

pub(crate) const OPS: OpTable = &[("urlParse", url_parse), ("urlSet", url_set)];

/// `urlParse(input, base?)`: undefined if it is none, else `[href, protocolEnd, usernameEnd,
/// hostStart, hostEnd, port, pathStart, searchStart, hashStart]`, positions in the (ASCII) text,
/// undefined where there is no such part.
fn url_parse<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let input = args.get(0).to_str_lossy();
    let base = args.get(1);
    let base = (!base.is_undefined()).then(|| base.to_str_lossy());
    let parsed = Parsed::new(&input, base.as_deref());
    Ok(parsed.map_or(scope.undefined(), |url| parts(scope, &url)))
}

fn parts<'a>(scope: Scope<'a>, url: &Parsed) -> Value<'a> {
    let at = url.components();
    let sure = |position: u32| scope.number(f64::from(position));
    let perhaps = |position: Option<u32>| position.map_or(scope.undefined(), sure);
    let all = [
        scope.string(&url.href()),
        sure(at.protocol_end),
        sure(at.username_end),
        sure(at.host_start),
        sure(at.host_end),
        perhaps(at.port),
        perhaps(at.pathname_start),
        perhaps(at.search_start),
        perhaps(at.hash_start),
    ];
    scope.array(&all).into()
}

/// `urlSet(href, part, text)`: what `urlParse` gives for the changed URL, undefined if the part
/// cannot be that. The numbers of the parts are those of `web/url.js`.
fn url_set<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let text = args.get(2).to_str_lossy();
    let part = args.get(1).as_number().unwrap_or_default() as u32;
    let is_whole = part == 0;
    let parsed = if is_whole {
        Parsed::new(&text, None)
    } else {
        Parsed::new(&args.get(0).to_str_lossy(), None)
    };
    let changed =
        parsed.and_then(|mut url| (is_whole || set(&mut url, part, &text)).then_some(url));
    Ok(changed.map_or(scope.undefined(), |url| parts(scope, &url)))
}

/// False if the part cannot be that.
fn set(parsed: &mut Parsed, part: u32, text: &str) -> bool {
    let given = Some(text);
    let optional = (!text.is_empty()).then_some(text);
    let url = parsed.url();
    let set = match part {
        1 => url.set_protocol(text),
        2 => url.set_username(given),
        3 => url.set_password(given),
        4 => return parsed.set_host(text, |url, host| url.set_host(host)),
        5 => return parsed.set_host(text, |url, host| url.set_hostname(host)),
        6 => url.set_port(optional),
        7 => url.set_pathname(given),
        8 => {
            url.set_search(optional);
            Ok(())
        }
        _ => {
            url.set_hash(optional);
            Ok(())
        }
    };
    set.is_ok()
}
