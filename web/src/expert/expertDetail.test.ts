import { expect, it } from 'vitest';
import { differenceText, endsOnADay, filledFirst, nextStates } from './expertDetail';

const word = (key: string) => `<${key}>`;

it('offers no way back from an exit, and no state to itself', () => {
  expect(nextStates('exited')).toEqual([]);
  expect(nextStates('active')).not.toContain('active');
  expect(endsOnADay('suspended')).toBe(true);
  expect(endsOnADay('exited')).toBe(false);
});

it('writes specialties one a line and an absent value as a dash', () => {
  expect(differenceText('review_specialties', 'C1;C2', word)).toBe('<specialty.C1>\n<specialty.C2>');
  expect(differenceText('unit_code', null, word)).toBe('—');
  expect(differenceText('state', 'active', word)).toBe('<state.active>');
});

it('shows filled facts before empty ones', () => {
  const tables = [{ name: 'kin', heads: [], rows: [] }, { name: 'panels', heads: [], rows: [['1']] }];
  expect(filledFirst(tables).filled.map(({ name }) => name)).toEqual(['panels']);
});
