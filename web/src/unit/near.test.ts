import { expect, it } from 'vitest';
import type { NearMatch, UnitRow } from '../api/types';
import { lines, percent } from './near';

const unit = (change: Partial<UnitRow>): UnitRow => ({
  id: 'u', code: null, name: '甲', kind: 'company', area: '430100', state: 'known', officer_count: 0, employed_count: 0, ...change,
});

it('two unknown codes are no agreement', () => {
  const match: NearMatch = { id: 'n', left: unit({}), right: unit({ name: '乙' }), score: 0.92, evidence: [], state: 'open' };
  const byName = Object.fromEntries(lines(match).map((line) => [line.name, line.same]));
  expect(byName).toMatchObject({ name: false, code: false, kind: true, area: true });
});

it('reads a score as a share or as a percentage', () => {
  expect(percent(0.924)).toBe('92 %');
  expect(percent(92)).toBe('92 %');
});
