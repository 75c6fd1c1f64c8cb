export const get_whole = () => ({ status: 201, headers: { 'X-Plain': 'yes' }, body: { a: 1 } });
export const get_status = () => ({ status: 401 });
export const get_body = async () => ({ body: 'only a body' });
export const get_headers = () => ({ headers: { 'X-Only': 'headers' } });
