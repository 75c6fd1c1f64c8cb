import { ok } from 'wix-http-functions';

export const get_deep = () => {
    const dive = () => dive() + 1;
    return dive();
};
export const get_caught = () => {
    const dive = () => dive() + 1;
    try {
        return dive();
    } catch (error) {
        return ok({ body: error.name });
    }
};
export const get_long = () => ok({ body: 'x'.repeat(2 ** 40) });
