import { expect, it } from 'vitest';
import { confirmedThisYear, half, phoneNumber, termWord } from './phone';

it('reads a phone number as people type it', () => {
  expect(phoneNumber('+86 138 0000 0001')).toBe('13800000001');
  expect(phoneNumber('13800000001')).toBe('13800000001');
  expect(phoneNumber('1380000')).toBeNull();
  expect(half('13800000001')).toBe('138 **** 0001');
});

it('says how long a term still lasts', () => {
  const term = { until: '2026-12-11' };
  const now = new Date('2026-12-01T02:00:00Z');
  expect(termWord(term, now)).toEqual({ key: 'expert.phone.termLeft', params: { days: 10 } });
  expect(termWord({ ...term, until: '2026-11-01' }, now).key).toBe('expert.phone.termOver');
});

it('a confirmation counts for its year', () => {
  expect(confirmedThisYear({ confirmed_on: '2026-01-05' }, '2026-12-01')).toBe(true);
  expect(confirmedThisYear({ confirmed_on: '2025-12-31' }, '2026-12-01')).toBe(false);
  expect(confirmedThisYear({ confirmed_on: null }, '2026-12-01')).toBe(false);
});
