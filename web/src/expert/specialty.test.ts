import { expect, it } from 'vitest';
import { specialtyName, tree } from './specialty';

const items = [
  { code: 'B01', level: 2, name: '货物' }, { code: 'A', level: 1, name: '工程' }, { code: 'A08', level: 2, name: '施工' },
  { code: 'A0801', level: 3, name: '房屋建筑' }, { code: 'A01', level: 2, name: '规划' },
];

it('hangs each specialty under the longest code that it begins with', () => {
  const roots = tree(items);
  expect(roots.map(({ value }) => value)).toEqual(['A', 'B01']);
  expect(roots[0]!.children.map(({ value }) => value)).toEqual(['A01', 'A08']);
  expect(roots[0]!.children[1]!.children[0]!.label).toBe('A0801 房屋建筑');
});

it('has no name for a code of another edition', () => {
  expect(specialtyName(items, 'Z9')).toBe('');
});
