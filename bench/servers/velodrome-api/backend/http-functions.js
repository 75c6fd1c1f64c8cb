// The API needs no function; this one tells that the server is up.
import { ok } from 'wix-http-functions';

export const get_hello = () => ok({ body: 'Hello, world!' });
