//! The WHATWG URL parser (ada) behind `URL`.

use super::{OpState, OpTable};
use ada_url::Url;
use velodrome_engine::{Args, Scope, Value};

pub(crate) const OPS: OpTable = &[("urlParse", url_parse), ("urlSet", url_set)];

/// `urlParse(input, base?)`: undefined if it is none, else `[href, protocolEnd, usernameEnd,
/// hostStart, hostEnd, port, pathStart, searchStart, hashStart]`, positions in the (ASCII) text,
/// undefined where there is no such part.
fn url_parse<'a>(_: &OpState, scope: Scope<'a>, args: Args<'a>) -> Result<Value<'a>, Value<'a>> {
    let input = args.get(0).to_str_lossy();
    let base = args.get(1);
    let base = (!base.is_undefined()).then(|| base.to_str_lossy());
    let parsed = Url::parse(&input, base.as_deref());
    Ok(parsed.map_or(scope.undefined(), |url| parts(scope, &url)))
}

fn parts<'a>(scope: Scope<'a>, url: &Url) -> Value<'a> {
    let at = url.components();
    let sure = |position: u32| scope.number(f64::from(position));
    let perhaps = |position: Option<u32>| position.map_or(scope.undefined(), sure);
    let all = [
        scope.string(url.href()),
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
    let Ok(mut url) = Url::parse(args.get(0).to_str_lossy(), None) else {
        return Ok(scope.undefined());
    };
    let text = args.get(2).to_str_lossy();
    let given = Some(text.as_str());
    let optional = (!text.is_empty()).then_some(text.as_str());
    let set = match args.get(1).as_number().unwrap_or_default() as u32 {
        0 => url.set_href(&text),
        1 => url.set_protocol(&text),
        2 => url.set_username(given),
        3 => url.set_password(given),
        4 => url.set_host(given),
        5 => url.set_hostname(given),
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
    Ok(if set.is_ok() {
        parts(scope, &url)
    } else {
        scope.undefined()
    })
}
