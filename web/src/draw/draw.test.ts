import { describe, expect, it } from 'vitest';
import { views } from '../../tests/mock/drawViews';
import { mayBegin, owing, panelsOf, slipFaults, stateWord, toneOf } from './draw';

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
