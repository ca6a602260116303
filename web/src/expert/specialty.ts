import { shallowRef } from 'vue';
import { api, call } from '../api/call';
import type { OldCode, Specialty } from '../api/types';

export const specialties = shallowRef<Specialty[]>([]);
let asked: Promise<void> | null = null;

export function loadSpecialties(): Promise<void> {
  asked ??= call(api.GET('/api/specialties'))
    .then(({ items }) => void (specialties.value = [...items].sort((a, b) => (a.code < b.code ? -1 : 1))))
    .catch(() => void (asked = null));
  return asked;
}

export interface Offer { code: string; name: string; depth: number }

/** How many a list may show before a person types on. */
const most = 100;

/** Without words the upper levels of the tree; with words all whose code begins with them or whose name holds them. What is chosen stays. */
export function offered(sorted: Specialty[], words: string, chosen: string[]): Offer[] {
  const typed = words.trim().toUpperCase();
  const fits = ({ code, name }: Specialty) => code.toUpperCase().startsWith(typed) || name.toUpperCase().includes(typed);
  const shown = typed === '' ? sorted.filter((one) => depth(sorted, one.code) <= 2) : sorted.filter(fits);
  const codes = new Set([...shown.slice(0, most).map(({ code }) => code), ...chosen]);
  return sorted.filter(({ code }) => codes.has(code)).map(({ code, name }) => ({ code, name, depth: Math.min(3, depth(sorted, code)) }));
}

/** The code tells the place in the tree: each known code that this one begins with is a level above it. */
function depth(items: Specialty[], code: string): number {
  return items.filter((item) => code.startsWith(item.code)).length;
}

export function specialtyName(items: Specialty[], code: string): string {
  return items.find((item) => item.code === code)?.name ?? '';
}

/** Of a code that the edition in force no longer has: where it comes from, and what continues it. */
export function oldWord({ edition, continued_by: codes }: OldCode, comma: string): { key: string; params: Record<string, string> } {
  return codes.length === 0 ? { key: 'expert.old.ended', params: { edition } } : { key: 'expert.old.continued', params: { edition, codes: codes.join(comma) } };
}
