import { isInsider } from './contribution';
import type { Contributor, TerminalDraw } from './types';

/** What the terminal can do for somebody, or why not. */
export type Offered = { act: 'commit' | 'reveal' } | { why: 'closed' | 'insidersFirst' | 'committed' | 'laterTurn' | 'revealed' | 'missing' };

export function offeredTo(one: Contributor, { numbers, commit }: Pick<TerminalDraw, 'numbers' | 'commit'>): Offered {
  if (one.state === 'revealed') return { why: 'revealed' };
  if (one.state === 'missing') return { why: 'missing' };
  if (one.state === 'committed') {
    if (numbers.list !== 'reveals') return { why: 'committed' };
    return numbers.turn === one.role ? { act: 'reveal' } : { why: 'laterTurn' };
  }
  if (commit === null || numbers.list === 'closed' || numbers.list === 'reveals' || numbers.list === 'done') return { why: 'closed' };
  if (numbers.list === 'insiders' && !isInsider(one.kind)) return { why: 'insidersFirst' };
  return { act: 'commit' };
}

/** Milliseconds after which an untouched field is emptied, since the next person stands before the same screen. */
export const idleLimit = 120_000;
