import { clockTime } from '../draw/hall';
import type { DeclineReason, Offer } from '../draw/types';
import { time, today } from '../ui/format';

export const declineReasons: DeclineReason[] = ['busy', 'ill', 'away', 'other'];

/** What waits for an answer stands first, the most urgent on top; then what was accepted; then what is over. */
export function inOrder(offers: Offer[]): Offer[] {
  const rank: Record<Offer['state'], number> = { identify: 0, offer: 0, accepted: 1, declined: 2, over: 2 };
  const when = (offer: Offer) => (offer.state === 'accepted' ? offer.gather_at ?? offer.starts_at : offer.until) ?? '';
  return [...offers].sort((one, other) => rank[one.state] - rank[other.state] || when(one).localeCompare(when(other)));
}

export const isOpen = ({ state }: Offer) => state === 'identify' || state === 'offer';

/** The last four of an identity number; a full-width X or a small one is the same. */
export function idTail(typed: string): string | null {
  const plain = typed.normalize('NFKC').toUpperCase().replace(/[^0-9X]/g, '');
  return /^[0-9]{3}[0-9X]$/.test(plain) ? plain : null;
}

/** `2026-12-08 14:30 至 18:00`, with both days where they differ. */
export function span(offer: Offer, to: string): string {
  const { starts_at, ends_at } = offer;
  if (!starts_at) return '—';
  if (!ends_at) return time(starts_at);
  const sameDay = today(new Date(starts_at)) === today(new Date(ends_at));
  const [day, hour] = time(starts_at).split(' ');
  return sameDay ? `${day} ${together(`${hour} ${to} ${clockTime(ends_at).slice(0, 5)}`)}` : `${together(time(starts_at))} ${to} ${together(time(ends_at))}`;
}

/** Stays on one line. */
const together = (text: string) => text.replace(/ /g, '\u00a0');

/** The day is named only where it is not today. */
export function limit(at: string, now: number | null): string {
  return now !== null && today(new Date(at)) === today(new Date(now)) ? clockTime(at) : time(at);
}

/** `408 172`: read aloud at the desk. */
export const codeGroups = (code: string) => code.match(/.{1,3}/g)?.join(' ') ?? '';
