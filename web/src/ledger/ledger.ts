import type { LedgerCheck } from '../api/types';

export const filters = ['kind', 'subject'] as const;
export const limit = 50;

/** The message key of an entry's kind; a kind without one is shown by its code word. */
export const kindWord = (kind: string) => `ledger.kind.${kind.replace(/[^a-z]+/g, '_')}`;

/** Who acted: a person's name as it is, `command/import` and `system` in words, an account by its id. */
export function actorWord(actor: string): { key: string; name: string } | null {
  if (actor === 'system') return { key: 'ledger.by.system', name: '' };
  const [, kind, name] = /^(command|account)\/(.+)$/.exec(actor) ?? [];
  return kind && name ? { key: `ledger.by.${kind}`, name } : null;
}

/** Ids of accounts begin alike; their ends tell them apart. */
export const tail = (actor: string) => actor.replace(/^account\/.*(?=.{12}$)/, 'account/…');

/** A fingerprint that a person can compare: the first sixteen letters, the whole in the detail. */
export const short = (hash: string) => hash.slice(0, 16);

/** The server is still at it, so the page asks again. */
export const moving = (state: string) => state === 'waiting' || state === 'running';

export interface Verdict { good: boolean; key: string; params: Record<string, string> }

export function verdict(check: LedgerCheck, count: (value: number) => string): Verdict {
  const params = { size: count(check.size), compared: count(check.compared_count), problems: count(check.problem_count) };
  return check.problem_count === 0 ? { good: true, key: 'ledger.check.good', params } : { good: false, key: 'ledger.check.bad', params };
}
