export function posts_beforeInsert(item, context) {
    item.slug = item.title.toLowerCase();
    return item;
}
export const posts_afterInsert = async (item) => ({ ...item, shown: true });

export function counted_beforeUpdate(item, context) {
    return { ...item, was: context.currentItem.n };
}
export function counted_afterUpdate(item, context) {
    item.after = context.currentItem.n;
    return item;
}
export const counted_beforeRemove = (itemId) => (itemId === 'alias' ? 'kept' : itemId);
export const counted_afterRemove = (item) => ({ removed: item._id, was: item.n });

export const saved_beforeInsert = (item) => ({ ...item, by: 'insert' });
export const saved_beforeUpdate = (item) => ({ ...item, by: 'update' });

export const ignored_beforeInsert = async () => 'text';
export const ignored_afterInsert = () => 5;
export const ignored_afterGet = () => undefined;

export const seen_beforeInsert = (item, context) => ({
    context: { ...context, userId: context.userId === null || context.userId.length === 36, keys: Object.keys(context) },
});
