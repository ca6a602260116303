import { expect, it } from 'vitest';
import { offered, oldWord, specialtyName } from './specialty';

const items = [
  { code: 'A', level: 1, name: '工程' }, { code: 'A01', level: 2, name: '规划' }, { code: 'A08', level: 2, name: '施工' },
  { code: 'A0801', level: 3, name: '房屋建筑' }, { code: 'B', level: 1, name: '货物' }, { code: 'B01', level: 2, name: '建筑材料' },
];
const codes = (words: string, chosen: string[] = []) => offered(items, words, chosen).map(({ code, depth }) => `${depth}${code}`);

it('offers the upper levels first, and always what is chosen', () => {
  expect(codes('')).toEqual(['1A', '2A01', '2A08', '1B', '2B01']);
  expect(codes('', ['A0801'])).toEqual(['1A', '2A01', '2A08', '3A0801', '1B', '2B01']);
});

it('finds by the beginning of a code or by part of a name', () => {
  expect(codes('a08')).toEqual(['2A08', '3A0801']);
  expect(codes('建筑')).toEqual(['3A0801', '2B01']);
});

it('has no name for a code of another edition', () => {
  expect(specialtyName(items, 'Z9')).toBe('');
});

it('says what continues a code of an older edition, or that it ended', () => {
  expect(oldWord({ edition: '2018 年版', continued_by: ['A0401', 'A0402'] }, '、')).toEqual({ key: 'expert.old.continued', params: { edition: '2018 年版', codes: 'A0401、A0402' } });
  expect(oldWord({ edition: '2018 年版', continued_by: [] }, '、').key).toBe('expert.old.ended');
});
