import { ok } from 'wix-http-functions';
import type { Thing } from './types';

enum Level { Low = 1, High }

interface Request { query: Record<string, string> }

export function get_typed(request: Request) {
    const thing: Thing = { level: Level.High };
    return ok({ body: { ...thing, q: request.query.q! } satisfies object });
}

export function get_thrown(): never {
    const error: Error = new Error('typed boom');
    throw error;
}
