//! Backend events: what was changed calls the handlers of `events.js`.

use crate::support::{Server, Site, get};

fn site(mark: &str) -> Site {
    let site = Site::of(
        "import { ok } from 'wix-http-functions'; import wixData from 'wix-data';\n\
         export const get_insert = async (r) => ok({ body: await wixData.insert('notes', { _id: r.path[0], text: 'a' }) });\n\
         export const get_update = async (r) => ok({ body: await wixData.update('notes', { _id: r.path[0], text: 'b' }) });\n\
         export const get_remove = async (r) => ok({ body: await wixData.remove('notes', r.path[0]) });\n",
    )
    .with_config("[collections.notes]\n");
    events(&site, mark);
    site
}

fn events(site: &Site, mark: &str) {
    site.write(
        "backend/events.js",
        &format!(
            "import wixData from 'wix-data';
             const say = (what, event) => console.log('{mark}', what, event.metadata.entityId, event.entity.dataCollectionId, event.entity.data?.text ?? 'gone', event.metadata.eventTime instanceof Date);
             export const wixData_onDataItemCreated = (event) => say('created', event);
             export async function wixData_onDataItemUpdated(event) {{ await null; say('updated', event); throw new Error('on purpose'); }}
             export function wixData_onDataItemDeleted(event) {{ say('deleted', event); }}\n"
        ),
    );
}

#[test]
fn changes_of_documents_call_their_handlers_in_order() {
    let site = site("v1");
    let server = Server::dev(&site);
    for path in ["insert/n1", "update/n1"] {
        assert_eq!(get(server.addr, &format!("/_functions/{path}")).status, 200);
    }
    server.wait_for_log("v1 created n1 notes");
    server.wait_for_log("v1 updated n1 notes b true (event:wixData_onDataItemUpdated");
    server.wait_for_log("Error: on purpose");
    assert_eq!(get(server.addr, "/_functions/remove/n1").status, 200);
    server.wait_for_log("v1 deleted n1 notes gone true");
}

#[test]
fn what_happened_while_nobody_followed_is_not_lost() {
    let site = site("v1");
    site.publish();
    let server = Server::serve(&site);
    assert_eq!(get(server.addr, "/_functions/insert/n1").status, 200);
    server.wait_for_log("v1 created n1 notes a true");
    drop(server);
    // Another process changes the same data.
    site.run(&[
        "call",
        "GET",
        "/_functions/insert/n2",
        "--data-dir",
        "../data",
    ])
    .exits(0);
    events(&site, "v2");
    site.publish();
    let server = Server::serve(&site);
    server.wait_for_log("v2 created n2 notes a true");
    assert!(
        !server
            .logs
            .lines()
            .iter()
            .any(|line| line.contains("created n1"))
    );
}

#[test]
fn new_contacts_call_their_handler() {
    let site = Site::of(
        "import { ok } from 'wix-http-functions'; import { contacts } from 'wix-crm-backend';\n\
         export const get_add = async () => ok({ body: await contacts.createContact({ name: { first: 'One' }, emails: [{ email: 'one@example.com' }] }, { suppressAuth: true }) });\n",
    );
    site.write(
        "backend/events.js",
        "export const wixCrm_onContactCreated = ({ entity, metadata }) => console.log('new contact', entity._id === metadata.entityId, entity.info?.name?.first);\n",
    );
    let server = Server::dev(&site);
    assert_eq!(get(server.addr, "/_functions/add").status, 200);
    server.wait_for_log("new contact true One (event:wixCrm_onContactCreated");
}
