import { ok } from 'wix-http-functions';

export function post_reports_create() { return ok({ body: 'reports_create' }); }
export function use_get_x() { return ok({ body: 'use get_x' }); }
export function use_post_x() { return ok({ body: 'use post_x' }); }
export function get_camelCase() { return ok({ body: 'camelCase' }); }
export function get_x1() { return ok({ body: 'x1' }); }

// None of these is a route.
export function patch_x() { return ok({ body: 'patch_x' }); }
export function data_get() { return ok({ body: 'data_get' }); }
export function get_() { return ok({ body: 'get_' }); }
export function GET_upper() { return ok({ body: 'GET_upper' }); }
export function helper() { return ok({ body: 'helper' }); }
export const get_settings = { not: 'a function' };
export default function () { return ok({ body: 'default' }); }
