import type { Tone } from '../ui/columns';
import { grouped } from '../ui/format';
import type { Terminal } from './types';

export const terminalTones: Record<Terminal['state'], Tone> = { new: 'amber', enrolled: 'jade', revoked: 'plain' };

/** Those in use first, then those that wait to be enrolled, the ended ones last; the newest first within each. */
export function inOrder(terminals: Terminal[]): Terminal[] {
  const rank = { enrolled: 0, new: 1, revoked: 2 };
  return [...terminals].sort((a, b) => rank[a.state] - rank[b.state] || Date.parse(b.created_at) - Date.parse(a.created_at));
}

export const revocable = ({ state }: Terminal) => state !== 'revoked';

/** A code that is typed on another device is read in groups. */
export const spoken = (code: string) => grouped(code.replace(/[\s-]/g, ''));
