import type { Difference, ProblemBody } from '../../src/api/types';

/** `situation` stands in the cookie behind the role: in which of several a page is looked at. */
export interface Asked { method: string; path: string; query: URLSearchParams; body: Record<string, unknown>; role: string | null; situation: string }
/** `now` is the server's time, where a page shows timers; a picture shows the same each time. */
export interface Answer { status: number; body?: unknown; cookie?: string; now?: string }

/** `T` is the server's shape of the answer. */
export const ok = <T>(body: T, status = 200): Answer => ({ status, body });
export const done: Answer = { status: 204 };
export const refuse = (status: number, code: string, message: string, more: Pick<ProblemBody, 'fields'> & { difference?: Difference[] } = {}): Answer => ok<ProblemBody>({ type: 'about:blank', title: code, status, code, message, ...more }, status);
