import { ok } from 'wix-http-functions';
import './settings';

export const get_fine = () => ok();
