import { ok } from 'wix-http-functions';
import build from 'builds';
import other from 'others';

export const get_build = () => ok({ body: [build, other] });
