import type { ChangeRow } from '../api/types';
import type { Tone } from '../ui/columns';

export const filters = ['state'] as const;
export const limit = 50;
export const states = ['pending', 'approved', 'rejected', 'withdrawn'];
export const tones: Record<string, Tone> = { pending: 'amber', approved: 'jade', rejected: 'vermilion', withdrawn: 'plain' };

/** What this officer may do with a change, and the sentence that says why not. */
export function duties(change: ChangeRow): { decide: boolean; withdraw: boolean; why: string | null } {
  if (change.state !== 'pending') return { decide: false, withdraw: false, why: null };
  if (change.mine) return { decide: false, withdraw: true, why: 'expert.changes.own' };
  return { decide: true, withdraw: false, why: null };
}
