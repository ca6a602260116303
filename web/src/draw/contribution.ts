import type { Problem } from '../api/call';
import { commitmentOf, freshNonce, goodDigits, type Question, type Secret } from './number';
import type { Contribution, ContributorKind } from './types';

/** A number that this phone committed to, bound to what it answers. */
export interface Slip extends Question, Secret { sent: boolean }

/** What this phone keeps of one link, so that a reload, a call or an empty page loses nothing. */
export interface Kept { device: string | null; slips: Slip[] }

export const nothingKept: Kept = { device: null, slips: [] };

export type View =
  | { kind: 'before' }
  | { kind: 'wait' }
  | { kind: 'enter' }
  | { kind: 'sending'; slip: Slip }
  | { kind: 'committed'; slip: Slip | null; mine: boolean }
  | { kind: 'revealing'; slip: Slip }
  | { kind: 'lost' }
  | { kind: 'revealed'; slip: Slip | null }
  | { kind: 'over'; slip: Slip | null };

/** What the page shows: the server says where the draw stands, the phone what it keeps. */
export function viewOf(answer: Contribution, kept: Kept): View {
  const slip = slipFor(answer, kept);
  switch (answer.phase) {
    case 'before': return { kind: 'before' };
    case 'wait': return { kind: 'wait' };
    case 'commit':
      if (answer.commit === null) return { kind: 'before' };
      if (slip === null) return { kind: 'enter' };
      return slip.sent ? { kind: 'committed', slip, mine: false } : { kind: 'sending', slip };
    case 'committed': return { kind: 'committed', slip, mine: answer.turn === answer.role };
    case 'reveal': return slip ? { kind: 'revealing', slip } : { kind: 'lost' };
    case 'revealed': return { kind: 'revealed', slip };
    case 'over': return { kind: 'over', slip };
  }
}

/** A slip of another commitment, round or role answers another question. */
export function slipFor(answer: Contribution, { slips }: Kept): Slip | null {
  return slips.find((one) => one.commit === answer.commit && one.round === answer.round && one.blind === answer.blind && one.role === answer.role) ?? null;
}

export function makeSlip(answer: Contribution, digits: string, nonce = freshNonce()): Slip | null {
  if (answer.commit === null || !goodDigits(digits)) return null;
  return { commit: answer.commit, round: answer.round, blind: answer.blind, role: answer.role, nonce, digits, sent: false };
}

export const keep = (kept: Kept, slip: Slip): Kept => ({ ...kept, slips: [...kept.slips.filter((one) => !same(one, slip)), slip] });
const same = (one: Question, other: Question) => one.commit === other.commit && one.round === other.round && one.blind === other.blind && one.role === other.role;

export const commitmentOfSlip = (slip: Slip) => commitmentOf(slip, slip);

const insiders: ContributorKind[] = ['centre', 'supervisor', 'holder'];
export const isInsider = (kind: ContributorKind) => insiders.includes(kind);

/** What ends a page for good; a lost network, a busy server or a restart does not. */
export const isFinal = ({ status }: Problem) => status >= 400 && status < 500 && status !== 429 && status !== 408;

/** Milliseconds until the next question. */
export function pauseAfter(failures: number): number {
  return failures === 0 ? 3000 : Math.min(10_000, 1000 * 2 ** failures);
}

export function parseKept(text: string | null): Kept {
  try {
    const read = JSON.parse(text ?? '') as Partial<Kept> | null;
    return { device: typeof read?.device === 'string' ? read.device : null, slips: Array.isArray(read?.slips) ? read.slips : [] };
  } catch {
    return nothingKept;
  }
}

/** The token stands behind `#`, where it reaches no server's log. */
export const tokenOf = (fragment: string) => fragment.replace(/^#/, '') || null;
