export const c_beforeGet = (itemId) => (itemId === 'alias' ? 'a' : itemId);
export const c_afterGet = (item) => ({ ...item, by: 'got' });
export const c_beforeQuery = (query, context) => query.eq('n', 1);
export const c_afterQuery = async (item) => ({ ...item, by: 'queried' });
export const c_beforeCount = (query) => query.isNotEmpty('n');
export const c_afterCount = (count) => count + 100;
export const c_beforeDistinct = (distinct) => distinct.propertyName('name').descending();
export const c_afterDistinct = (item) => item.toUpperCase();
export const c_beforeAggregate = (aggregate) => aggregate.ascending('_id').limit(1);
export const c_afterAggregate = (item) => ({ ...item, seen: true });

const never = () => {
    throw new Error('ran');
};
export { never as strict_afterGet, never as strict_afterRemove, never as strict_afterQuery };
