import { ok } from 'wix-http-functions';
import tools, { add } from './tools';
const { shout } = require('./shout');
const helpers = require('backend/helpers');

export const get_mixed = () => ok({ body: [add(1, 2), tools.add(3, 4), shout('hi'), helpers.default, helpers.named] });
