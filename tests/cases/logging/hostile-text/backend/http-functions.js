import { ok } from 'wix-http-functions';

export function get_hostile() {
    console.log('red: \u001b[31m and a bell: \u0007 end');
    console.log({ get trap() { throw new Error('x'); } }, new Proxy({}, { get() { throw new Error('y'); } }));
    console.log('after the traps');
    return ok({ body: 'said' });
}
