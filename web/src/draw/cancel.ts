import { sameCode } from '../ui/typed';
import type { Cancellation, HallView, PackRow } from './types';

/** Causes that a page can say in words; another one of a pack stands as its token. */
export const knownCauses = ['infeasible', 'withdrawn', 'no-reveal', 'ended-by-tenderee', 'ended-by-purchaser', 'ordered-to-correct', 'force-majeure'];

/** The causes of the packs' closed lists, each once. */
export const packCauses = (packs: PackRow[]) => [...new Set(packs.flatMap(({ lines }) => lines.filter(({ key }) => key === 'cancel-causes').flatMap(({ value }) => value.split('/'))))];

/** What is taken at this point: until the first number is revealed, until the last one, and after it. */
export function causesFor({ stage, numbers, contributors }: Pick<HallView, 'stage' | 'numbers' | 'contributors'>, packs: PackRow[]): string[] {
  const early = stage === 'open' || stage === 'committed' || stage === 'numbers';
  if (!early || numbers.list === 'done') return packCauses(packs);
  if (numbers.list !== 'reveals') return ['withdrawn'];
  return contributors.some(({ state }) => state === 'revealed') ? ['no-reveal'] : ['withdrawn', 'no-reveal'];
}

/** Who signs a cancellation for this cause; the centre signs each. */
export function signersOf(cause: string): string[] {
  if (cause === 'withdrawn') return ['centre'];
  return cause === 'no-reveal' ? ['centre', 'province'] : ['centre', 'supervising', 'province'];
}

export interface CancelForm { cause: string; document: string; first: string; second: string; code: string }
type Wrong = 'cause' | 'document' | 'persons' | 'code';

export function faultsOf(form: CancelForm, code: string): Wrong[] {
  const [first, second] = [form.first.trim(), form.second.trim()];
  return [
    ...(form.cause === '' ? ['cause' as const] : []),
    ...([...form.document.trim()].length < 4 ? ['document' as const] : []),
    ...(first === '' || second === '' || first === second ? ['persons' as const] : []),
    ...(sameCode(form.code, code) ? [] : ['code' as const]),
  ];
}

/** The code goes as the project spells it. */
export const cancellation = (form: CancelForm, code: string): Cancellation => ({ cause: form.cause, document: form.document.trim(), persons: [form.first.trim(), form.second.trim()], code });
