import { ok } from 'wix-http-functions';
import esm, { named } from 'esm-package';
import common from 'common-package';
import { part } from 'esm-package/part';
import { helper } from '@scope/tools';

export const get_npm = () => ok({ body: [esm, named, common(), common.part, part, helper] });
