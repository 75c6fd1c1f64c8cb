import { ok } from 'wix-http-functions';

export const get_string = () => 'text';
export const get_number = () => 200;
export const get_true = async () => true;
export const get_array = () => [1, 2];
export const get_data = () => ({ items: [] });
export const get_fine = () => ok({ body: 'fine' });
