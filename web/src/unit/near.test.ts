import { expect, it } from 'vitest';
import type { NearMatch, UnitRow } from '../api/types';
import { against, lines, percent } from './near';

const unit = (change: Partial<UnitRow>): UnitRow => ({
  id: 'u', code: null, name: '甲', kind: 'company', area: '430100', state: 'known', officer_count: 0, employed_count: 0, ...change,
});

it('two unknown codes are no agreement', () => {
  const match: NearMatch = { id: 'n', left: unit({}), right: unit({ name: '乙' }), score: 92, evidence: [], state: 'open' };
  const byName = Object.fromEntries(lines(match).map((line) => [line.name, line.same]));
  expect(byName).toMatchObject({ name: false, code: false, kind: true, area: true });
});

it('tells what speaks for one unit from what speaks for two', () => {
  expect([against('same_officer'), against('other_code')]).toEqual([false, true]);
  expect(percent(92)).toBe('92 %');
});
