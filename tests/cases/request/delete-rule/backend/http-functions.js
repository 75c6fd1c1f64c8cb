import { ok } from 'wix-http-functions';

let runs = 0;

export function delete_thing() {
    runs += 1;
    return ok({ body: { runs } });
}
export function get_thing() { return ok({ body: { runs } }); }
