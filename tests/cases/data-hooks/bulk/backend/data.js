export const seen = [];

export function c_beforeInsert(item) {
    if (item._id === 'b') throw new Error('not b');
    return { ...item, hooked: true };
}
export function c_beforeUpdate(item, context) {
    seen.push(`${item._id} was ${context.currentItem.hooked}`);
}
export function c_beforeRemove(itemId) {
    if (itemId === 'c') throw new Error('c stays');
}
