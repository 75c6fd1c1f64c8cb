// Orders to what a shop's owner wants to know of each; the same code in every runtime.
export function summary({ orders }) {
    return {
        orders: orders.map(({ id, customer, items, note }) => ({
            id,
            customer: customer.name,
            units: items.reduce((sum, item) => sum + item.count, 0),
            total: items.reduce((sum, item) => sum + item.count * item.price, 0),
            isUrgent: note.includes('urgent'),
            items: items.map((item) => ({ ...item, sku: item.sku.toUpperCase() })),
        })),
    };
}
