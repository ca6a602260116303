/** The calls of the draw's screens. Their routes are not in the generated document, so that the shapes are those of `types.ts`. */
import { api, call } from '../api/call';
import type { Contribution, DeclineReason, HallView, Offer, TerminalDraw } from './types';

interface Answered { data?: unknown; error?: unknown; response: Response }
interface Untyped {
  GET: (path: string, init: { params: { path: Record<string, string> } }) => Promise<Answered>;
  POST: (path: string, init: { params: { path: Record<string, string> }; body?: unknown }) => Promise<Answered>;
}
const untyped = api as unknown as Untyped;

/** An answer and the server's time at which it was made, where the answer itself does not tell. */
export interface Timed<T> { answer: T; now: string | null }

const get = async <T>(path: string, names: Record<string, string> = {}) => (await call(untyped.GET(path, { params: { path: names } }))) as T;
const post = async <T>(path: string, body?: unknown, names: Record<string, string> = {}) => (await call(untyped.POST(path, { params: { path: names }, body }))) as T;

async function timed<T>(asked: Promise<Answered>): Promise<Timed<T>> {
  let now: string | null = null;
  const answer = (await call(asked.then((answered) => {
    now = answered.response.headers.get('date');
    return answered;
  }))) as T;
  return { answer, now };
}

export const hall = (id: string) => get<HallView>('/api/draws/{id}/hall', { id });

export interface Link { token: string; device: string | null }
export const openContribution = ({ token, device }: Link) =>
  timed<Contribution>(untyped.POST('/api/contributions/open', { params: { path: {} }, body: device === null ? { token } : { token, device } }));
export const commitContribution = (link: Link, commitment: string) => post('/api/contributions/commit', { ...link, commitment });
export const revealContribution = (link: Link, nonce: string, digits: string) => post('/api/contributions/reveal', { ...link, nonce, digits });

export const enrolTerminal = (code: string) => post('/api/terminals/enrol', { code });
export const terminalDraw = () => timed<TerminalDraw | null>(untyped.GET('/api/terminal/draw', { params: { path: {} } }));
export const commitAtTerminal = (draw: string, role: string, commitment: string) => post('/api/terminal/commit', { draw, role, commitment });
export const revealAtTerminal = (draw: string, role: string, nonce: string, digits: string) => post('/api/terminal/reveal', { draw, role, nonce, digits });

export const offers = () => timed<{ items: Offer[] }>(untyped.GET('/api/me/tasks', { params: { path: {} } }));
export const identify = (token: string, id_tail: string) => post('/api/me/tasks/{token}/identify', { id_tail }, { token });
export const accept = (token: string) => post('/api/me/tasks/{token}/accept', undefined, { token });
export const decline = (token: string, reason: DeclineReason) => post('/api/me/tasks/{token}/decline', { reason }, { token });
