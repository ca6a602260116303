import { expect, it } from 'vitest';
import { span } from './format';

it('says that a span goes on to this day, and says nothing where there is none', () => {
  expect(span('2024-03-01', '2027-02-28', '至今')).toBe('2024-03-01 → 2027-02-28');
  expect(span('2012-07', null, '至今')).toBe('2012-07 至今');
  expect(span(undefined, '2027-02-28', '至今')).toBe('— → 2027-02-28');
  expect(span(null, undefined, 'to date')).toBe('—');
});
