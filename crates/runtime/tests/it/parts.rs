//! Parts of a site besides its functions, once its script has handed them over.

use crate::site::Site;
use crate::world::World;
use velodrome_model::limits::Limits;
use velodrome_runtime::HostReply;

fn site(body: &str) -> Site {
    let world = World::with_data(Box::new(|call| {
        let id = call.argument;
        HostReply::Now(format!(r#"{{"_id":"{id}"}}"#))
    }));
    let (_, site) = Site::in_world(world, body, Limits::default());
    site.unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn hooks_apply_from_the_moment_their_part_is_there() {
    let site = site(
        "const { get } = vd.module('wix-data');
         const ids = [(await get('c', 'before'))._id];
         vd.part('data', { c_afterGet: (item) => ({ ...item, _id: item._id + '!' }) });
         ids.push((await get('c', 'loading'))._id);
         return { get_x: async () => ({ body: [...ids, (await get('c', 'later'))._id].join() }) };",
    );
    assert_eq!(site.text("x"), "before,loading!,later!");
}

#[test]
fn inherited_names_are_no_parts() {
    let site = site(
        "Object.prototype.data = { c_afterGet: () => ({ _id: 'inherited' }) };
         const { get } = vd.module('wix-data');
         return { get_x: async () => ({ body: (await get('c', 'own'))._id }) };",
    );
    assert_eq!(site.text("x"), "own");
}
