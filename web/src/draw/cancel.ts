import { sameCode } from '../ui/typed';
import type { Cancellation } from './types';

/** Causes that a page can say in words; another one of a pack stands as its token. */
export const knownCauses = ['infeasible', 'withdrawn', 'no-reveal', 'law-changed', 'force-majeure'];

export interface CancelForm { document: string; first: string; second: string; code: string }
type Wrong = 'document' | 'persons' | 'code';

export function faultsOf(form: CancelForm, code: string): Wrong[] {
  const [first, second] = [form.first.trim(), form.second.trim()];
  return [
    ...([...form.document.trim()].length < 4 ? ['document' as const] : []),
    ...(first === '' || second === '' || first === second ? ['persons' as const] : []),
    ...(sameCode(form.code, code) ? [] : ['code' as const]),
  ];
}

/** The centre alone ends a draw only before the first number is revealed, because the project is withdrawn. The code goes as the project spells it. */
export const cancellation = (form: CancelForm, code: string): Cancellation => ({ cause: 'withdrawn', document: form.document.trim(), persons: [form.first.trim(), form.second.trim()], code });
