import { response } from 'wix-http-functions';

export const get_redirect = ({ path: [status] }) =>
    response({ status: Number(status), headers: { Location: 'https://www.domain.com/next?a=1#there' } });
