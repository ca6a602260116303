import type { Cancellation } from './staffCalls';
import type { HallView, PackRow } from './types';
import { sameCode } from '../ui/typed';

/** Causes that a page can say in words; another one of a pack stands as its token. */
export const knownCauses = ['infeasible', 'withdrawn', 'no-reveal', 'law-changed', 'force-majeure'];

/** The causes of the packs' closed lists, each once. */
export const packCauses = (packs: PackRow[]) => [...new Set(packs.flatMap(({ lines }) => lines.filter(({ key }) => key === 'cancel-causes').flatMap(({ value }) => value.split('/'))))];

/** What the protocol takes at this point: until the first reveal, until the last one, and after it. */
export function causesFor(view: Pick<HallView, 'stage_number' | 'numbers' | 'contributors' | 'sealed'>, packs: PackRow[]): string[] {
  const revealed = view.contributors.filter(({ state }) => state === 'revealed').length;
  const all = view.contributors.length > 0 && revealed === view.contributors.length;
  if (view.sealed || all || view.stage_number > 3) return packCauses(packs);
  if (view.numbers.list === 'reveals' || view.numbers.list === 'done') return revealed === 0 ? ['withdrawn', 'no-reveal'] : ['no-reveal'];
  return ['withdrawn'];
}

/** Who signs a cancellation for this cause. */
export function signersOf(cause: string): string[] {
  if (cause === 'infeasible') return ['centre', 'witness'];
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

export const cancellation = (form: CancelForm): Cancellation => ({ cause: form.cause, document: form.document.trim(), persons: [form.first.trim(), form.second.trim()], code: form.code.trim() });
