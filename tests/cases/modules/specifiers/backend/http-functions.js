import { ok } from 'wix-http-functions';
import { plain } from 'backend/plain';
import { withExtension } from 'backend/plain.js';
import { jsw } from 'backend/old';
import { jswNamed } from 'backend/old.jsw';
import { web } from 'backend/page.web';
import { webNamed } from 'backend/page.web.js';
import { shared } from 'public/shared';
import { sharedNamed } from 'public/shared.js';
import { relative } from './plain';
import { relativeNamed } from './plain.js';
import { deep } from 'backend/folder/deep';
import { index } from 'backend/folder';
import { esm } from './kinds/esm.mjs';
import { common } from './kinds/common.cjs';
import { typed } from 'backend/kinds/typed';
import settings from 'backend/settings.json';

export const get_all = () =>
    ok({
        body: [
            plain, withExtension, jsw(), jswNamed(), web, webNamed, shared, sharedNamed, relative, relativeNamed,
            deep, index, esm, common, typed, settings.name,
        ],
    });

export async function get_dynamic() {
    const { jsw } = await import('backend/old.jsw');
    const plain = await import('./plain');
    return ok({ body: [jsw(), plain.relative] });
}
