//! What `elevate` marks, as the host sees it: a bit of the operation's options.

use crate::site::Site;
use crate::world::World;
use std::cell::RefCell;
use std::rc::Rc;
use velodrome_model::limits::Limits;
use velodrome_runtime::HostReply;

/// Permissions are not asked (`suppressAuth`).
const LIFTED: u32 = 1;

/// Runs a handler; gives the options of its operations by the id they ask for.
fn options(handler: &str) -> Vec<(String, u32)> {
    let seen: Rc<RefCell<Vec<(String, u32)>>> = Rc::default();
    let sees = Rc::clone(&seen);
    let world = World::with_data(Box::new(move |call| {
        sees.borrow_mut()
            .push((call.argument.to_owned(), call.options));
        HostReply::Now("null".to_owned())
    }));
    let body = format!(
        "const {{ elevate }} = vd.module('wix-auth'); const {{ get }} = vd.module('wix-data');
         return {{ get_x: async () => {{ {handler} return {{ status: 204 }}; }} }};"
    );
    let (_, site) = Site::in_world(world, &body, Limits::default());
    site.unwrap_or_else(|error| panic!("{error}")).get("x");
    seen.take()
}

fn expect(handler: &str, expected: &[(&str, u32)]) {
    let found = options(handler);
    let found: Vec<(&str, u32)> = found.iter().map(|(id, bits)| (&**id, *bits)).collect();
    assert_eq!(found, expected, "{handler}");
}

#[test]
fn an_elevated_function_lifts_permissions_while_it_runs() {
    expect("await get('c', 'plain');", &[("plain", 0)]);
    expect(
        "await elevate(get)('c', 'lifted'); await get('c', 'after');",
        &[("lifted", LIFTED), ("after", 0)],
    );
    expect(
        "const outer = elevate(() => { elevate(() => {})(); return get('c', 'inside'); }); await outer();",
        &[("inside", LIFTED)],
    );
    expect(
        "await elevate(async () => { await get('c', 'before'); await get('c', 'after its await'); })();",
        &[("before", LIFTED), ("after its await", 0)],
    );
}

#[test]
fn a_function_that_throws_leaves_nothing_lifted() {
    expect(
        "try { elevate(() => { throw new Error('no'); })(); } catch {} await get('c', 'after');",
        &[("after", 0)],
    );
}

#[test]
fn an_elevated_function_is_otherwise_the_one_it_was() {
    let site = Site::new(
        "const { elevate, auth } = vd.module('@wix/essentials');
         const named = elevate(function named(...args) { return [this.x, ...args]; });
         return { get_x: () => ({ body: [named.name, ...named.call({ x: 1 }, 2, 3), auth.elevate === elevate].join() }) };",
    );
    assert_eq!(site.text("x"), "named,1,2,3,true");
}
