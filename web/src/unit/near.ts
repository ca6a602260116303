import type { NearMatch } from '../api/types';
import type { Tone } from '../ui/columns';

export const filters = ['state'] as const;
export const limit = 20;
export const states = ['open', 'merged', 'former', 'alias', 'distinct'];
export type NearDecision = 'merge' | 'former' | 'alias' | 'distinct';
export const decisions: NearDecision[] = ['merge', 'former', 'alias', 'distinct'];
export const tones: Record<string, Tone> = { open: 'amber', merged: 'jade', former: 'jade', alias: 'jade', distinct: 'plain' };

export interface Line { name: string; left?: string | null; right?: string | null; same: boolean }

/** The two units, line by line; what agrees is evidence for one unit, what differs against it. */
export function lines({ left, right }: NearMatch): Line[] {
  const pairs: [string, string | null | undefined, string | null | undefined][] = [
    ['name', left.name, right.name], ['code', left.code, right.code], ['kind', left.kind, right.kind], ['area', left.area, right.area],
    ['officers', String(left.officer_count), String(right.officer_count)], ['employed', String(left.employed_count), String(right.employed_count)],
  ];
  return pairs.map(([name, a, b]) => ({ name, left: a, right: b, same: typeof a === 'string' && a === b }));
}

/** Evidence that the two are distinct. */
export const against = (kind: string) => kind.startsWith('other_');

export const percent = (score: number) => `${Math.round(score)} %`;
