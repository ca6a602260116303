import { expect, it } from 'vitest';
import type { ChangeRow } from '../api/types';
import { duties } from './change';

const change = (state: string, mine: boolean): ChangeRow => ({
  id: 'c', kind: 'amend', expert_id: 'e', expert: '张* · 0007', area: '430100', area_name: '长沙市', state, author: '李', created_at: '', mine,
});

it('never offers the author to decide, and says why', () => {
  expect(duties(change('pending', true))).toEqual({ decide: false, withdraw: true, why: 'expert.changes.own' });
});

it('offers another officer the decision, once', () => {
  expect(duties(change('pending', false)).decide).toBe(true);
  expect(duties(change('approved', false)).decide).toBe(false);
});
