// Runs npm's openapi-node 3.0.3, as it is, against a server: what its users did with it.
//
//   node openapi-node.cjs PACKAGE PORT CA.pem CREDENTIALS.json
//
// Its address is written into it, so that connections to openapi.wix.com are led to PORT of this
// machine, by HTTPS with a certificate of that name.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const https = require('node:https');

const [folder, port, ca, credentials] = process.argv.slice(2);
const request = https.request;
https.request = (options, ...rest) => {
    assert.equal(options.host ?? options.hostname, 'openapi.wix.com');
    const here = { host: '127.0.0.1', hostname: '127.0.0.1', port, servername: 'openapi.wix.com' };
    return request({ ...options, ...here, agent: false, ca: fs.readFileSync(ca) }, ...rest);
};

const wixApi = require(folder);
const { applicationId, instanceId, secret } = JSON.parse(fs.readFileSync(credentials, 'utf8'));
const wix = wixApi.getAPI(secret, applicationId, instanceId);
const COUNT = 60;

/** What a promise is rejected with. */
async function rejection(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    throw new Error('it was accepted');
}

const steps = {
    async 'contacts are created'() {
        for (let number = 0; number < COUNT; number += 1) {
            const contact = wix.Contacts.newContact();
            contact.name({ first: 'Walk', last: `Nr. ${number}` });
            contact.addEmail({ tag: 'work', email: `walk${number}@example.com`, emailStatus: 'optOut' });
            const id = await wix.Contacts.create(contact);
            assert.match(id, /^[0-9a-f-]{36}$/);
        }
    },
    async 'a walk forth and back by cursor sees every contact once'() {
        const pages = [await wix.Contacts.getContacts(null, { pageSize: 25 })];
        while (pages.at(-1).hasNext()) {
            pages.push(await pages.at(-1).next());
        }
        const ids = (page) => page.results().map(({ id }) => id);
        assert.deepEqual(pages.map((page) => page.results().length), [25, 25, COUNT - 50]);
        assert.equal(new Set(pages.flatMap(ids)).size, COUNT);
        assert.equal(pages[0].hasPrevious(), false);
        let page = pages.at(-1);
        for (const expected of pages.slice(0, -1).reverse()) {
            page = await page.previous();
            assert.deepEqual(ids(page), ids(expected));
        }
        assert.equal(page.hasPrevious(), false);
    },
    async 'an upsert finds by email and makes by phone'() {
        const known = await wix.Contacts.upsert(null, 'walk7@example.com');
        const contact = await wix.Contacts.getContactById(known);
        assert.equal(contact.name().last(), 'Nr. 7');
        const made = await wix.Contacts.upsert('+1-415-639-5555', null);
        assert.notEqual(made, known);
        assert.equal(await wix.Contacts.upsert('+1-415-639-5555', null), made);
    },
    async 'every part of a contact is added and edited'() {
        const id = await wix.Contacts.upsert(null, 'walk8@example.com');
        let contact = await wix.Contacts.getContactById(id);
        contact.name().first('Changed');
        contact = await contact.updateName();
        assert.equal(contact.name().first(), 'Changed');
        contact.company({ role: 'Lead', name: 'Example' });
        contact = await contact.updateCompany();
        assert.equal(contact.company().name(), 'Example');
        contact.picture('https://example.com/picture.png');
        contact = await contact.updatePicture();
        assert.equal(contact.picture(), 'https://example.com/picture.png');
        const parts = {
            Email: [{ tag: 'home', email: 'home@example.com', emailStatus: 'optOut' }, 'emails'],
            Phone: [{ tag: 'home', phone: '+1-415-639-5556' }, 'phones'],
            Address: [{ tag: 'home', address: '1 Main Street', city: 'Springfield' }, 'addresses'],
            Url: [{ tag: 'home', url: 'https://example.com/' }, 'urls'],
            Date: [{ tag: 'birthday', date: '1990-05-01T00:00:00.000Z' }, 'dates'],
            Note: [{ content: 'a note' }, 'notes'],
            CustomField: [{ field: 'colour', value: 'red' }, 'customFields'],
        };
        for (const [part, [value, list]] of Object.entries(parts)) {
            const before = contact[list]().length;
            const fresh = wix.Contacts.newContact();
            fresh[`add${part}`](value);
            contact = await contact[`post${part}`](fresh[list]().at(-1));
            assert.equal(contact[list]().length, before + 1, part);
            const last = contact[list]().at(-1);
            assert.ok(last.id() !== undefined, part);
            contact = await contact[`update${part}`](last);
            assert.equal(contact[list]().length, before + 1, part);
        }
    },
    async 'an edit of what was changed meanwhile is refused'() {
        const id = await wix.Contacts.upsert(null, 'walk9@example.com');
        const [mine, theirs] = [await wix.Contacts.getContactById(id), await wix.Contacts.getContactById(id)];
        theirs.name().first('Theirs');
        await theirs.updateName();
        mine.name().first('Mine');
        const refused = await rejection(mine.updateName());
        assert.equal(refused.errorCode, 400);
        assert.equal((await wix.Contacts.getContactById(id)).name().first(), 'Theirs');
    },
    async 'activities are posted, read and listed'() {
        const types = await wix.Activities.getTypes();
        assert.ok(types.types.includes('contact/contact-form'));
        const posted = [];
        for (let number = 0; number < 30; number += 1) {
            const activity = wix.Activities.newActivity(wix.Activities.TYPES.CONTACT_FORM);
            activity.withLocationUrl('https://example.com/form');
            activity.withActivityDetails('a form', 'https://example.com/more');
            activity.activityInfo.addField({ name: 'number', value: String(number) });
            activity.contactUpdate.addEmail({ tag: 'main', email: `walk${number}@example.com` });
            posted.push(await activity.post('session', wix));
        }
        const one = await wix.Activities.getActivityById(posted[0]);
        assert.equal(one.activityType.name, 'contact/contact-form');
        assert.equal(one.activityDetails.summary, 'a form');
        const options = { activityTypes: ['contact/contact-form'], scope: wix.Activities.Scope.APP };
        const first = await wix.Activities.getActivities(null, options);
        assert.equal(first.results()[0].id, posted.at(-1), 'the newest comes first');
        const second = await first.next();
        const listed = [...first.results(), ...second.results()].map(({ id }) => id);
        assert.deepEqual(listed, posted.toReversed());
        assert.equal(second.hasNext(), false);
        const back = await second.previous();
        assert.deepEqual(back.results().map(({ id }) => id), listed.slice(0, 25));
    },
    async 'a contact has its activities'() {
        const id = await wix.Contacts.upsert(null, 'walk3@example.com');
        const contact = await wix.Contacts.getContactById(id);
        const activity = wix.Activities.newActivity(wix.Activities.TYPES.ALBUM_FAN);
        activity.withLocationUrl('https://example.com/album').withActivityDetails('a fan', 'https://example.com/more');
        Object.assign(activity.activityInfo, { album: { name: 'Album', id: '1' } });
        const { activityId, contactId } = await contact.addActivity(activity);
        assert.equal(contactId, id);
        const page = await contact.getActivities(null, null);
        assert.equal(page.results[0].id, activityId);
    },
    async 'the summary and the site are there'() {
        const summary = await wix.Insights.getActivitiesSummary(wix.Insights.Scope.SITE);
        assert.ok(summary.total >= 31);
        const site = await wix.Sites.getSite();
        assert.equal(typeof site.url, 'string');
    },
    // It signs PUT and sends POST: no server can accept that.
    async 'its own mistake is answered 403'() {
        const id = await wix.Contacts.upsert(null, 'walk5@example.com');
        const contact = await wix.Contacts.getContactById(id);
        const refused = await rejection(contact.update());
        assert.equal(refused.errorCode, 403);
        assert.equal(typeof refused.message, 'string');
    },
};

async function main() {
    let failed = 0;
    for (const [name, step] of Object.entries(steps)) {
        try {
            await step();
            console.log(`ok      ${name}`);
        } catch (error) {
            failed += 1;
            console.log(`FAILED  ${name}`);
            console.log(error instanceof Error ? error.stack : JSON.stringify(error));
        }
    }
    console.log(`${Object.keys(steps).length - failed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
}

main();
