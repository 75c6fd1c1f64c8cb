// Signed requests from Node, with nothing but what Node brings.
import { createHmac } from 'node:crypto';

/** A client of the signed API. `credentials` is what `velodrome apps create --json` prints. */
export class Client {
    constructor(base, { applicationId, instanceId, secret }) {
        this.base = base.replace(/\/$/, '');
        this.ids = { 'x-wix-application-id': applicationId, 'x-wix-instance-id': instanceId };
        this.secret = secret;
    }

    /** Sends a request and gives the JSON of its answer. */
    async send(method, path, query = {}, body = undefined) {
        const url = new URL(this.base + path);
        for (const [name, value] of Object.entries(query)) {
            url.searchParams.set(name, String(value).trim());
        }
        const text = body === undefined ? '' : JSON.stringify(body);
        const headers = { ...this.ids, 'x-wix-timestamp': new Date().toISOString() };
        headers['x-wix-signature'] = this.signature(method, url, headers, text);
        const answer = await fetch(url, { method, headers, ...(text && { body: text }) });
        const result = await answer.json();
        if (!answer.ok) {
            throw Object.assign(new Error(`${result.code}: ${result.message}`), result);
        }
        return result;
    }

    // Method, path, the values of all parameters and x-wix-* headers by the order of their names, body.
    signature(method, url, headers, text) {
        const named = [...url.searchParams, ...Object.entries(headers)];
        named.sort(([a], [b]) => (a < b ? -1 : 1));
        const parts = [method, url.pathname, ...named.map(([, value]) => value)];
        if (text) {
            parts.push(text);
        }
        return createHmac('sha256', this.secret).update(parts.join('\n')).digest('base64url');
    }

    /** Every result of a list, page by page. */
    async *list(path, query = {}) {
        for (let ask = query; ; ) {
            const page = await this.send('GET', path, ask);
            yield page;
            if (!page.nextCursor) {
                return;
            }
            // The cursor carries filter, order and page size.
            ask = { cursor: page.nextCursor };
        }
    }
}
