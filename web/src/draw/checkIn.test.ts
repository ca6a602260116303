import { describe, expect, it } from 'vitest';
import { fits, plain, tail } from './checkIn';

describe('the desk', () => {
  it('takes what a reader or a hand types, in any writing', () => {
    expect(plain('430103 1962 0311 451x')).toBe('43010319620311451X');
    expect(fits('id', '430103 1962 0311 451x')).toBe(true);
    expect(fits('code', '384 021')).toBe(true);
  });

  it('judges the shape alone', () => {
    expect(fits('id', '4301031962031145')).toBe(false);
    expect(fits('code', '38402')).toBe(false);
    expect(fits('id', '000000000000000000')).toBe(true);
  });

  it('shows only the end of the number afterwards', () => {
    expect(tail('43010319620311451x')).toBe('**** **** **** 451X');
  });
});
