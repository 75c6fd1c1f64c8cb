import { ok } from 'wix-http-functions';

export function get_talk() {
    console.log('a log line', { a: [1, 2] }, 42);
    console.info('an info line');
    console.warn('a warning');
    console.error(new Error('an error with a stack'));
    console.debug('a debug line');
    console.log('%s is %d', 'the answer', 42);
    return ok({ body: 'said' });
}
