import { shallowRef } from 'vue';
import { api, call } from '../api/call';
import type { Specialty } from '../api/types';

export interface Branch { value: string; label: string; children: Branch[] }

export const specialties = shallowRef<Specialty[]>([]);
let asked: Promise<void> | null = null;

export function loadSpecialties(): Promise<void> {
  asked ??= call(api.GET('/api/specialties'))
    .then(({ items }) => void (specialties.value = items))
    .catch(() => void (asked = null));
  return asked;
}

/** The code tells the place in the tree: the parent is the longest code that this one begins with. */
export function tree(items: Specialty[]): Branch[] {
  const roots: Branch[] = [];
  const path: Branch[] = [];
  for (const { code, name } of [...items].sort((a, b) => (a.code < b.code ? -1 : 1))) {
    const branch: Branch = { value: code, label: `${code} ${name}`, children: [] };
    while (path.length > 0 && !code.startsWith(path[path.length - 1]!.value)) path.pop();
    (path[path.length - 1]?.children ?? roots).push(branch);
    path.push(branch);
  }
  return roots;
}

export function specialtyName(items: Specialty[], code: string): string {
  return items.find((item) => item.code === code)?.name ?? '';
}
