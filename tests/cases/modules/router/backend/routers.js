import { ok, notFound, WixRouterSitemapEntry } from 'wix-router';

export async function values({ redirect, forbidden, sendStatus, next }) {
    const entry = new WixRouterSitemapEntry('Home');
    entry.url = '/home';
    return [
        await ok('shop-page', { a: 1 }, { title: 't' }),
        await redirect('/a'),
        await redirect('/b', '301'),
        await redirect('/c', '307'),
        await notFound(),
        await forbidden('no'),
        await sendStatus('418', 'tea'),
        await next(),
        entry,
    ];
}

export const shop_Router = () => ok('shop-page');
export const shop_SiteMap = () => notFound();
