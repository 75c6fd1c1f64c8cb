export function posts_beforeInsert(item) {
    if (!item.title) throw new Error('title is missing');
    return item;
}
export const late_afterInsert = () => Promise.reject(new Error('too late'));
export function handled_beforeInsert() {
    throw new Error('no');
}
export const handled_onFailure = async (error) => ({ instead: error.message.startsWith('WDE0078') ? error.message : error.message.slice(0, 7) });
export const rejected_onFailure = () => Promise.reject(new Error('second'));
