import { describe, expect, it } from 'vitest';
import { Problem } from '../api/call';
import { commitmentOfSlip, isFinal, keep, makeSlip, nothingKept, parseKept, pauseAfter, slipFor, tokenOf, viewOf, type Kept } from './contribution';
import type { Contribution } from './types';

const commit = '868e58a75788efa44ce40cd39fbf233acf000d7bdfc2ebd4c37bd5c6f53542ec';
const answer = (more: Partial<Contribution> = {}): Contribution => ({
  role: 'tenderee-1', kind: 'tenderee', organisation: '长沙市演示学校', alias: '3F2A 91C0', mode: 'separate', rehearsal: false, words: null, commit, round: 0, blind: null, phase: 'commit', turn: null, until: null, device: null, ...more,
});
const slip = makeSlip(answer(), '87027343', '8acaa738e1')!;
const kept: Kept = { device: 'd', slips: [slip] };

describe('the page', () => {
  it('shows a field only when the own list is open and the commitment stands', () => {
    expect(viewOf(answer({ phase: 'before', commit: null }), nothingKept).kind).toBe('before');
    expect(viewOf(answer({ phase: 'wait' }), nothingKept).kind).toBe('wait');
    expect(viewOf(answer(), nothingKept).kind).toBe('enter');
    expect(viewOf(answer({ commit: null }), nothingKept).kind).toBe('before');
  });

  it('after a reload sends the same commitment again instead of asking for another number', () => {
    expect(viewOf(answer(), parseKept(JSON.stringify(kept)))).toEqual({ kind: 'sending', slip });
    expect(commitmentOfSlip(slip)).toBe('d8d1d0f615cf2c4392e6aca66fd894b1d55ec458b10e6c723c1ba38a6e0df14f');
    expect(viewOf(answer(), keep(kept, { ...slip, sent: true })).kind).toBe('committed');
  });

  it('reveals by itself in its turn, and asks for the slip where it kept none', () => {
    expect(viewOf(answer({ phase: 'reveal' }), kept)).toEqual({ kind: 'revealing', slip });
    expect(viewOf(answer({ phase: 'reveal' }), nothingKept)).toEqual({ kind: 'lost' });
    expect(viewOf(answer({ phase: 'committed', turn: 'tenderee-1' }), kept)).toEqual({ kind: 'committed', slip, mine: true });
  });

  it('says at the end whose number was shown', () => {
    expect(viewOf(answer({ phase: 'revealed' }), kept)).toEqual({ kind: 'revealed', slip });
    expect(viewOf(answer({ phase: 'over' }), nothingKept)).toEqual({ kind: 'over', slip: null });
  });
});

describe('a slip', () => {
  it('of another commitment, round or role is not used', () => {
    expect(slipFor(answer({ commit: 'ab'.repeat(32) }), kept)).toBeNull();
    expect(slipFor(answer({ round: 3, blind: '00'.repeat(32) }), kept)).toBeNull();
    expect(slipFor(answer({ role: 'guest-1' }), kept)).toBeNull();
  });

  it('is made of good digits only, and once for each question', () => {
    expect(makeSlip(answer(), '12345')).toBeNull();
    expect(keep(kept, { ...slip, sent: true }).slips).toHaveLength(1);
  });

  it('that cannot be read counts as none', () => {
    expect([null, '', '{', 'null', '7'].map(parseKept)).toEqual(Array(5).fill(nothingKept));
  });
});

it('a dead network, a busy server and a restart are waited for, a refusal ends the page', () => {
  expect([0, 429, 500, 503].map((status) => isFinal(new Problem({ status })))).toEqual([false, false, false, false]);
  expect([403, 404, 409, 410].map((status) => isFinal(new Problem({ status })))).toEqual([true, true, true, true]);
  expect([0, 1, 2, 3, 9].map(pauseAfter)).toEqual([3000, 2000, 4000, 8000, 10_000]);
});

it('takes the token from behind the hash sign', () => {
  expect(tokenOf('#abc')).toBe('abc');
  expect(tokenOf('')).toBeNull();
});
