/** The calls of those who run and supervise draws, of the desk, and of the packs. */
import { api, call, withKey } from '../api/call';
import type { Approval, Cancellation, CheckInAnswer, DrawPage, DrawView, PackOffer, PackRow, SignedApproval, Wanted } from './types';

const at = (id: string) => ({ params: { path: { id } } });

export const listDraws = (query: { after?: string; limit: number }) => call(api.GET('/api/draws', { params: { query } })) as Promise<DrawPage>;
export const readDraw = (id: string) => call(api.GET('/api/draws/{id}', at(id))) as Promise<DrawView>;
export const beginDraw = (request_id: string, key: string) => call(api.POST('/api/draws', { body: { request_id }, ...withKey(key) })) as Promise<DrawView>;

export const addContributor = (id: string, body: { kind: string; organisation: string }, key: string) =>
  call(api.POST('/api/draws/{id}/contributors', { ...at(id), body, ...withKey(key) }));
const of = (id: string, role: string) => ({ params: { path: { id, role } } });
export const renewLink = (id: string, role: string) => call(api.POST('/api/draws/{id}/contributors/{role}/link', of(id, role)));
export const removeContributor = (id: string, role: string) => call(api.POST('/api/draws/{id}/contributors/{role}/remove', of(id, role)));
export const closeNumbers = (id: string) => call(api.POST('/api/draws/{id}/numbers/close', at(id)));
export const revealSlip = (id: string, body: { role: string; digits: string; letters: string }) => call(api.POST('/api/draws/{id}/reveal', { ...at(id), body }));
export const cancelDraw = (id: string, body: Cancellation, key: string) => call(api.POST('/api/draws/{id}/cancel', { ...at(id), body, ...withKey(key) })) as Promise<DrawView>;

export const listWanted = (id: string) => call(api.GET('/api/draws/{id}/wanted', at(id))) as Promise<Wanted[]>;
export const signWanted = (id: string, note: string) => call(api.POST('/api/draws/{id}/sign', { ...at(id), body: { note } }));
export const listApprovals = () => call(api.GET('/api/approvals')) as Promise<Approval[]>;
export const enterApproval = (body: SignedApproval, key: string) => call(api.POST('/api/approvals', { body, ...withKey(key) }));

export const readBundle = (id: string) => call(api.GET('/api/draws/{id}/draw.vdraw', { ...at(id), parseAs: 'blob' }));
export const readAnchor = (id: string) => call(api.GET('/api/draws/{id}/anchor.txt', { ...at(id), parseAs: 'blob' }));

export const checkIn = (body: { id_number: string; code: string }) => call(api.POST('/api/check-in', { body })) as Promise<CheckInAnswer>;

export const listPacks = () => call(api.GET('/api/packs')) as Promise<PackRow[]>;
export const handInPack = (body: PackOffer, key: string) => call(api.POST('/api/packs', { body, ...withKey(key) }));
