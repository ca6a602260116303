import type { Problem } from '../api/call';
import { time } from '../ui/format';

export type Step = 'password' | 'code';
/** A sentence of ours beside the server's: what the person can do about it. */
export interface WayBack { key: string; params: Record<string, string> }

export function wayBack(problem: Problem): WayBack | null {
  const until = problem.until ? time(problem.until) : '';
  if (problem.status === 423 || problem.code.includes('locked')) return { key: 'account.signIn.locked', params: {} };
  if (problem.status === 429) {
    return until ? { key: 'account.signIn.limitedUntil', params: { until } } : { key: 'account.signIn.limited', params: {} };
  }
  if (problem.code === 'ticket_expired') return { key: 'account.signIn.ticketExpired', params: {} };
  return null;
}

/** A ticket that has run out leads back to the password. */
export function stepAfter(step: Step, problem: Problem): Step {
  return step === 'code' && (problem.code.startsWith('ticket') || problem.status === 410) ? 'password' : step;
}

/** Only a path of this site may follow a sign-in. */
export function safeReturn(back: unknown): string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back) ? back : '/';
}

export const onlyDigits = (text: string) => text.normalize('NFKC').replace(/[^0-9]/g, '');
