import { expect, it } from 'vitest';
import type { Change } from '../api/types';
import { duties } from './change';

const change = (state: Change['state'], mine: boolean): Change => ({
  id: 'c', kind: 'amend', expert_id: 'e', state, author: '李', created_at: '', decided_by: null, decided_at: null, reason: null, difference: [], mine,
});

it('never offers the author to decide, and says why', () => {
  expect(duties(change('pending', true))).toEqual({ decide: false, withdraw: true, why: 'expert.changes.own' });
});

it('offers another officer the decision, once', () => {
  expect(duties(change('pending', false)).decide).toBe(true);
  expect(duties(change('approved', false)).decide).toBe(false);
});
