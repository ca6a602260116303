import { expect, it } from 'vitest';
import { differenceText, endsOnADay, filledFirst, nextStates } from './expertDetail';

const word = (key: string) => `<${key}>`;

it('offers no way back from an exit, and no state to itself', () => {
  expect(nextStates('exited')).toEqual([]);
  expect(nextStates('active')).not.toContain('active');
  expect(endsOnADay('suspended')).toBe(true);
  expect(endsOnADay('exited')).toBe(false);
});

it('writes a library in one line and an absent value as a dash', () => {
  const value = [{ library: 'review', title: '教授', from: '2026-01-01', until: null, specialties: [{ code: 'C1', name: '' }, 'C2'] }];
  expect(differenceText('libraries', value, word)).toBe('<library.review> · 教授 · 2026-01-01 → … · C1 C2');
  expect(differenceText('unit_code', null, word)).toBe('—');
  expect(differenceText('state', 'active', word)).toBe('<state.active>');
});

it('shows filled facts before empty ones', () => {
  const tables = [{ name: 'kin', heads: [], rows: [] }, { name: 'panels', heads: [], rows: [['1']] }];
  expect(filledFirst(tables).filled.map(({ name }) => name)).toEqual(['panels']);
});
