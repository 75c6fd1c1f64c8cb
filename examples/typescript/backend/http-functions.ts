// TypeScript needs no build step: types are dropped, errors still show these lines.
import { ok, badRequest } from 'wix-http-functions';
import { quote, type Item } from './pricing';
import { currency } from 'public/currency';

interface Order {
    items: Item[];
    coupon?: string;
}

export async function post_quote(request: { body: { json(): Promise<Order> } }) {
    const order = await request.body.json();
    if (!Array.isArray(order.items)) {
        return badRequest({ body: { error: 'items must be a list' } });
    }
    const cents = quote(order.items, order.coupon);
    return ok({ body: { cents, text: currency(cents) } });
}
