import { ok, badRequest, response } from 'wix-http-functions';

export const get_fixed = () => ok({ status: 500, body: 'still 200' });
export const get_word = () => ok({ status: 'healthy' });
export const get_bad = () => badRequest({ status: 200 });
export const get_teapot = () => response({ status: 418, body: 'teapot' });
export const get_unnamed = () => response({ status: 299 });
