import type { Account } from '../api/types';
import type { Tone } from '../ui/columns';

export const filters = ['role', 'state'] as const;
export const limit = 50;
export const states = ['invited', 'active', 'locked', 'closed'];
export const tones: Record<string, Tone> = { invited: 'amber', active: 'jade', locked: 'vermilion', closed: 'plain' };

export type Step = 'unlock' | 'invite' | 'role' | 'close';

/** What a security officer can do with an account in this state; nobody acts on the own account. */
export function steps(account: Account, ownId: string): Step[] {
  if (account.id === ownId || account.state === 'closed') return [];
  if (account.state === 'locked') return ['unlock', 'invite', 'role', 'close'];
  return ['invite', 'role', 'close'];
}

/** The token stands in the fragment, so that no server between us and the reader writes it down. */
export function invitationLink(origin: string, token: string): string {
  return `${origin}/invitation#${token}`;
}
