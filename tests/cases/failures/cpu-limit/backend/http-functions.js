import { ok } from 'wix-http-functions';

export function get_loop() { for (;;) {} }
export function get_stubborn() {
    for (;;) {
        try {
            for (;;) {}
        } catch {
            // Not even this keeps it going.
        }
    }
}
export const get_fine = () => ok({ body: 'fine' });
