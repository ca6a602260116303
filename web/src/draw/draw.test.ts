import { describe, expect, it } from 'vitest';
import { views } from '../../tests/mock/drawViews';
import { fresher, heard, mayBegin, owing, panelsOf, slipFaults, socketAddress, stateWord, toneOf } from './draw';
import type { HallView } from './types';

const { numbers, callout, closed, open } = views;

describe('the operator\'s page', () => {
  it('shows the work of the stage first and nothing that does not exist yet', () => {
    expect(panelsOf(open)).toEqual(['contributors', 'slots']);
    expect(panelsOf(callout)).toEqual(['seats', 'sealed', 'contributors', 'slots']);
    expect(panelsOf(closed).slice(0, 2)).toEqual(['names', 'evidence']);
  });

  it('says closed only when nothing is left to do', () => {
    expect(stateWord({ stage: 'unsealed', closed: false })).toBe('unsealed');
    expect(stateWord(closed)).toBe('closed');
    expect(toneOf({ stage: 'unsealed', closed: false })).toBe('amber');
  });
});

describe('what is heard live', () => {
  it('replaces what is older, and only of the same draw', () => {
    const later = { ...callout, now: '2026-12-08T00:20:00Z', wanted_count: undefined };
    expect(fresher(callout, { ...later, alias: 'FFFF 0000' }).alias).toBe('FFFF 0000');
    expect(fresher(callout, { ...callout, now: '2020-01-01T00:00:00Z', alias: 'FFFF 0000' }).alias).toBe(callout.alias);
    expect(fresher(callout, { ...later, id: 'other', alias: 'FFFF 0000' })).toBe(callout);
  });

  it('keeps what only the operator sees', () => {
    const hall: HallView = Object.fromEntries(Object.entries({ ...callout, now: '2026-12-08T02:00:00Z' }).filter(([name]) => name !== 'can' && name !== 'names')) as never;
    expect(fresher(callout, hall).can).toEqual(callout.can);
  });

  it('is a view or nothing', () => {
    expect(heard(JSON.stringify(callout))?.id).toBe(callout.id);
    expect(heard('ping')).toBeNull();
    expect(heard('null')).toBeNull();
    expect(socketAddress('https://hj.example:8443', 'd1')).toBe('wss://hj.example:8443/api/draws/d1/live');
  });
});

describe('beginning a draw', () => {
  const request = { state: 'approved', approvers: ['周磊'] };
  it('is for an operator who did not approve', () => {
    expect(mayBegin({ role: 'draw_operator', display_name: '唐军' }, request)).toBe('yes');
    expect(mayBegin({ role: 'draw_operator', display_name: '周磊' }, request)).toBe('approver');
    expect(mayBegin({ role: 'supervisor', display_name: '唐军' }, request)).toBe('no');
    expect(mayBegin({ role: 'draw_operator', display_name: '唐军' }, { ...request, state: 'filed' })).toBe('no');
  });
});

describe('numbers', () => {
  it('names who still owes one of the list that is open', () => {
    expect(owing(numbers).map(({ role }) => role)).toEqual(['guest-1']);
    expect(owing({ ...numbers, numbers: { ...numbers.numbers, list: 'insiders' } })).toEqual([]);
    expect(owing(callout)).toEqual([]);
  });

  it('reads a slip with spaces and capitals, and says which part is wrong', () => {
    expect(slipFaults({ role: 'guest-1', digits: '123 456', letters: 'ABCD-efg2' })).toEqual([]);
    expect(slipFaults({ role: '', digits: '12345', letters: 'abcdefg1' })).toEqual(['role', 'digits', 'letters']);
  });
});
