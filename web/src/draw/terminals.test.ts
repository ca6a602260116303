import { describe, expect, it } from 'vitest';
import { inOrder, revocable, spoken } from './terminals';
import type { Terminal } from './types';

const terminal = (id: string, state: Terminal['state'], day: string): Terminal => ({ id, name: id, state, created_at: `2026-11-${day}T00:00:00Z`, seen_at: null });

describe('terminals', () => {
  it('stand with those in use first and the ended ones last', () => {
    const all = [terminal('a', 'revoked', '24'), terminal('b', 'new', '20'), terminal('c', 'enrolled', '01'), terminal('d', 'enrolled', '02')];
    expect(inOrder(all).map(({ id }) => id)).toEqual(['d', 'c', 'b', 'a']);
    expect(all.filter(revocable).map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  });

  it('are enrolled with a code read in groups of four', () => {
    expect(spoken('K7QM2XH4')).toBe('K7QM 2XH4');
    expect(spoken('K7QM-2XH4')).toBe('K7QM 2XH4');
  });
});
