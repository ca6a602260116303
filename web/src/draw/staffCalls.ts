import { api, call, withKey } from '../api/call';
import type { DrawRow, DrawView, PackRow, Terminal, Wanted } from './types';

interface Options {
  params?: { path?: Record<string, string>; query?: Record<string, string | number | null | undefined> };
  body?: unknown;
  headers?: Record<string, string>;
  parseAs?: 'blob';
}
type Asked<T> = Promise<{ data?: T; error?: unknown; response: Response }>;

/** The one client, for routes whose shapes stand in `types.ts` and not in the server's document. */
const client = api as unknown as Record<'GET' | 'POST', (path: string, options?: Options) => Asked<unknown>>;
const get = <T>(path: string, options?: Options) => call(client.GET(path, options) as Asked<T>);
const post = <T>(path: string, options?: Options) => call(client.POST(path, options) as Asked<T>);
const at = (id: string) => ({ params: { path: { id } } });

export interface DrawPage { items: DrawRow[]; after: string | null }
export const listDraws = (query: { state?: string; after?: string; limit: number }) => get<DrawPage>('/api/draws', { params: { query } });
export const readDraw = (id: string) => get<DrawView>('/api/draws/{id}', at(id));
export const beginDraw = (request_id: string, key: string) => post<DrawView>('/api/draws', { body: { request_id }, ...withKey(key) });

export interface Link { role: string; link: string }
export const addContributor = (id: string, body: { kind: string; organisation: string }, key: string) => post<Link>('/api/draws/{id}/contributors', { ...at(id), body, ...withKey(key) });
const of = (id: string, role: string) => ({ params: { path: { id, role } } });
export const renewLink = (id: string, role: string) => post<Link>('/api/draws/{id}/contributors/{role}/link', of(id, role));
export const removeContributor = (id: string, role: string) => post<unknown>('/api/draws/{id}/contributors/{role}/remove', of(id, role));
export const closeNumbers = (id: string) => post<unknown>('/api/draws/{id}/numbers/close', at(id));
export const revealSlip = (id: string, body: { role: string; digits: string; letters: string }) => post<unknown>('/api/draws/{id}/reveal', { ...at(id), body });

export interface Cancellation { cause: string; document: string; persons: string[]; code: string }
export const cancelDraw = (id: string, body: Cancellation, key: string) => post<DrawView>('/api/draws/{id}/cancel', { ...at(id), body, ...withKey(key) });
export const listWanted = (id: string) => get<Wanted[]>('/api/draws/{id}/wanted', at(id));
export const signWanted = (id: string, note: string) => post<unknown>('/api/draws/{id}/sign', { ...at(id), body: { note } });

/** An `approval` statement of a coming attempt, which no draw carries before it begins. */
export interface WantedApproval extends Wanted { request_id: string; project_code: string; lot: string; attempt: number; cause: string }
export const listApprovals = () => get<WantedApproval[]>('/api/approvals');
export const signApproval = (note: string) => post<unknown>('/api/approvals/sign', { body: { note } });

export const readBundle = (id: string) => get<Blob>('/api/draws/{id}/draw.vdraw', { ...at(id), parseAs: 'blob' });
export const readAnchor = (id: string) => get<Blob>('/api/draws/{id}/anchor.txt', { ...at(id), parseAs: 'blob' });

export const listPacks = () => get<PackRow[]>('/api/packs');
export const handInPack = (body: { text: string; note: string; toml?: string }, key: string) => post<unknown>('/api/packs', { body, ...withKey(key) });

export interface CheckInAnswer { answer: 'expected' | 'not_expected'; seat: null }
export const checkIn = (body: { id_number: string; code: string }) => post<CheckInAnswer>('/api/check-in', { body });

export const listTerminals = () => get<{ items: Terminal[] }>('/api/terminals');
export const addTerminal = (name: string, key: string) => post<{ id: string; code: string }>('/api/terminals', { body: { name }, ...withKey(key) });
export const revokeTerminal = (id: string) => post<unknown>('/api/terminals/{id}/revoke', at(id));
