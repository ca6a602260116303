import type { Expert } from '../api/types';
import { daysUntil } from '../ui/format';

/** Numbers are typed with blanks, full-width digits or a leading +86. */
export function phoneNumber(typed: string): string | null {
  const digits = typed.normalize('NFKC').replace(/[^0-9]/g, '').replace(/^86(?=1[0-9]{10}$)/, '');
  return /^1[0-9]{10}$/.test(digits) ? digits : null;
}

/** `138 **** 0001`: enough to see a slip of the finger. */
export const half = (phone: string) => `${phone.slice(0, 3)} **** ${phone.slice(7)}`;

export function termWord(term: { until: string }, now: Date): { key: string; params: { days: number } } {
  const days = daysUntil(term.until, now);
  return days < 0 ? { key: 'expert.phone.termOver', params: { days: -days } } : { key: 'expert.phone.termLeft', params: { days } };
}

export function confirmedThisYear(expert: Pick<Expert, 'confirmed_on'>, today: string): boolean {
  return expert.confirmed_on?.slice(0, 4) === today.slice(0, 4);
}

/** Seconds until another code may be asked for. */
export const wait = 60;
