/** The calls of the hall, of a contributor's page and of an expert's notices. */
import { api, call } from '../api/call';
import type { Contribution, DeclineReason, HallView, Offers } from './types';

export const readHall = (id: string) => call(api.GET('/api/draws/{id}/hall', { params: { path: { id } } })) as Promise<HallView>;

/** The link of a contributor, and the secret of the phone that opened it first. */
export interface Bound { token: string; device: string | null }

/** The answer and the server's time at which it was made, which it does not tell itself. */
export async function openContribution({ token, device }: Bound): Promise<{ answer: Contribution; now: string | null }> {
  let now: string | null = null;
  const body = { token, device };
  const asked = api.POST('/api/contributions/open', { body }).then((answered) => {
    now = answered.response.headers.get('date');
    return answered;
  });
  return { answer: (await call(asked)) as Contribution, now };
}
const bound = ({ token, device }: Bound) => ({ token, device: device ?? '' });
export const commitContribution = (link: Bound, commitment: string) => call(api.POST('/api/contributions/commit', { body: { ...bound(link), commitment } }));
export const revealContribution = (link: Bound, nonce: string, digits: string) => call(api.POST('/api/contributions/reveal', { body: { ...bound(link), nonce, digits } }));

const of = (token: string) => ({ params: { path: { token } } });
export const offers = () => call(api.GET('/api/me/tasks')) as Promise<Offers>;
export const identify = (token: string, id_tail: string) => call(api.POST('/api/me/tasks/{token}/identify', { ...of(token), body: { id_tail } }));
export const accept = (token: string) => call(api.POST('/api/me/tasks/{token}/accept', of(token)));
export const decline = (token: string, reason: DeclineReason) => call(api.POST('/api/me/tasks/{token}/decline', { ...of(token), body: { reason } }));
