import { describe, expect, it } from 'vitest';
import type { Offer } from '../draw/types';
import { codeGroups, idTail, inOrder, isOpen, limit, span } from './tasks';

const offer = (token: string, state: Offer['state'], more: Partial<Offer> = {}): Offer => ({
  token, state, until: '2026-12-08T02:30:00Z', starts_at: null, ends_at: null, gather_at: null, centre: null, specialty: null, code: null, ...more,
});

it('puts first what waits for an answer, the most urgent on top', () => {
  const all = [offer('over', 'over'), offer('accepted', 'accepted', { gather_at: '2026-12-09T01:00:00Z' }), offer('later', 'offer', { until: '2026-12-08T03:00:00Z' }), offer('soon', 'identify')];
  expect(inOrder(all).map(({ token }) => token)).toEqual(['soon', 'later', 'accepted', 'over']);
  expect(all.filter(isOpen)).toHaveLength(2);
});

it('reads the last four of an identity number as people type them', () => {
  expect(['451x', '４５１Ｘ', ' 45 12', '45123', 'X512', ''].map(idTail)).toEqual(['451X', '451X', '4512', null, null, null]);
});

describe('a time', () => {
  it('names a day once', () => {
    expect(span(offer('a', 'offer', { starts_at: '2026-12-08T06:30:00Z', ends_at: '2026-12-08T10:00:00Z' }), '至')).toBe('2026-12-08 14:30\u00a0至\u00a018:00');
    expect(span(offer('a', 'offer', { starts_at: '2026-12-08T06:30:00Z', ends_at: '2026-12-09T10:00:00Z' }), '至')).toBe('2026-12-08\u00a014:30 至 2026-12-09\u00a018:00');
    expect(span(offer('a', 'offer'), '至')).toBe('—');
  });

  it('limit leaves out the day while it is today', () => {
    expect(limit('2026-12-08T02:30:00Z', Date.parse('2026-12-08T02:06:00Z'))).toBe('10:30:00');
    expect(limit('2026-12-08T02:30:00Z', Date.parse('2026-12-07T02:06:00Z'))).toBe('2026-12-08 10:30');
  });
});

it('groups the check-in code', () => {
  expect(codeGroups('408172')).toBe('408 172');
});
