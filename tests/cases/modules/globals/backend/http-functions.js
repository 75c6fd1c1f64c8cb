import { ok } from 'wix-http-functions';

const NAMES = [
    'AbortController', 'AbortSignal', 'Buffer', 'Event', 'EventTarget', 'Intl', 'TextDecoder', 'TextEncoder', 'URL',
    'URLSearchParams', 'atob', 'btoa', 'clearInterval', 'clearTimeout', 'console', 'crypto', 'performance', 'process',
    'queueMicrotask', 'setImmediate', 'setInterval', 'setTimeout', 'structuredClone',
];

export const get_missing = () => ok({ body: NAMES.filter((name) => !(name in globalThis)) });

export const get_used = () =>
    ok({
        body: {
            url: new URL('../b?x=1', 'https://a.example/c/d').href,
            base64: Buffer.from(atob(btoa('hi')), 'latin1').toString('base64'),
            text: new TextDecoder().decode(new TextEncoder().encode('é')),
            clone: structuredClone(new Map([['a', new Date(0)]])).get('a').getTime(),
            uuid: crypto.randomUUID().length,
            number: (1234.5).toLocaleString('de-DE'),
            hour: new Date(0).getHours(),
            zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        },
    });
