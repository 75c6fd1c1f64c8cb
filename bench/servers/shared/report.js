// A report over orders by lodash, given as `_`; the same code in every runtime.
export const report = (_, { orders }) =>
    _(orders)
        .flatMap((order) => order.items.map((item) => ({ ...item, city: order.customer.city, order: order.id })))
        .groupBy('city')
        .mapValues((items) => ({
            revenue: _.round(_.sumBy(items, (item) => item.count * item.price), 2),
            best: _.map(_.take(_.orderBy(items, ['price', 'sku'], ['desc', 'asc']), 3), 'sku'),
            orders: _.uniq(_.map(items, 'order')).length,
        }))
        .value();
