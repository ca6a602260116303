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

/** Kinds of things that have entries, as the ledger spells them; each has pages below its plural. */
export const subjectKinds = ['expert', 'account', 'unit', 'change', 'import', 'near', 'specialty_edition'] as const;
const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The subject meant by what was typed: an id of the chosen kind, the ledger's own spelling, or the address of the thing's page; null if it is none of them. */
export function subjectOf(kind: string, typed: string): string | null {
  const words = typed.trim().toLowerCase();
  if (id.test(words)) return `${kind}/${words}`;
  if (words === 'ledger' || words === 'demo') return words;
  const [, place = '', found = ''] = /(?:^|\/)([a-z_]+)\/([0-9a-f-]{36})(?![0-9a-f-])/.exec(words) ?? [];
  const named = subjectKinds.find((one) => one === place || `${one}s` === place);
  return named && id.test(found) ? `${named}/${found}` : null;
}

/** A subject from the address as the form shows it. */
export function subjectParts(subject: string): { kind: string; typed: string } {
  const [kind = '', ...rest] = subject.split('/');
  return subjectKinds.some((one) => one === kind) ? { kind, typed: rest.join('/') } : { kind: 'expert', typed: subject };
}
