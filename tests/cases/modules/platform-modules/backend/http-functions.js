import { ok } from 'wix-http-functions';
import wixPaymentProviderBackend from 'wix-payment-provider-backend';
import wixPay from 'wix-pay-backend';
import wixStoresBackend from 'wix-stores-backend';
import { bookings } from 'wix-bookings.v2';
import { wixEvents } from 'wix-events-backend';
import { authorize } from 'wix-captcha-backend';
import { generalInfo } from 'wix-site-backend';
import { orders } from '@wix/ecom';
import wixWindow from 'wix-window';
import wixUsers from 'wix-users';
import cache, { invalidateCache } from 'wix-cache-backend';

const why = (call) => {
    try {
        return typeof call();
    } catch (error) {
        return error.message;
    }
};

export const get_needs = () =>
    ok({
        body: [
            why(() => wixPaymentProviderBackend.submitEvent({ event: {} })),
            why(() => wixPay.createPayment({})),
            why(() => wixStoresBackend.createProduct({})),
            why(() => bookings.createBooking({})),
            why(() => wixEvents.createEvent({})),
            why(() => authorize('token')),
            why(() => generalInfo.getEmail()),
            why(() => orders.getOrder('id')),
            why(() => wixWindow.openLightbox('x')),
            why(() => wixUsers.login()),
        ],
    });

export const get_cache = async () => ok({ body: [typeof (await invalidateCache([{ key: 'x' }])), typeof (await cache.invalidateCache())] });
