import { expect, it } from 'vitest';
import { keyOf, pressed } from './keys';

it('types, takes back and clears, and never more than fits', () => {
  expect(pressed('12', '3', 12)).toBe('123');
  expect(pressed('123', 'back', 12)).toBe('12');
  expect(pressed('123', 'clear', 12)).toBe('');
  expect(pressed('123456', '7', 6)).toBe('123456');
});

it('reads the keyboard, full-width digits too', () => {
  expect(['7', '７', 'Backspace', 'Enter', 'Delete', 'F5', 'x', 'Shift'].map((name) => keyOf(name))).toEqual(['7', '7', 'back', 'enter', 'clear', null, null, null]);
});
