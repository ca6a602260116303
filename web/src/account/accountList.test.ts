import { expect, it } from 'vitest';
import type { Account } from '../api/types';
import { invitationLink, steps } from './accountList';
import { reachable } from './areas';

const account = (state: Account['state']): Account => ({
  id: 'a', login: 'li', display_name: '李', role: 'auditor', area: '430000', area_name: '', state, locked_until: null, last_sign_in_at: null, version: 1,
});

it('offers to unlock only what is locked', () => {
  expect(steps(account('locked'), 'b')).toContain('unlock');
  expect(steps(account('active'), 'b')).not.toContain('unlock');
});

it('leaves the own account and a closed one alone', () => {
  expect(steps(account('active'), 'a')).toEqual([]);
  expect(steps(account('closed'), 'b')).toEqual([]);
});

it('puts the invitation token behind the number sign', () => {
  expect(invitationLink('https://centre.example', 'T')).toBe('https://centre.example/invitation#T');
});

it('lets a province reach all its cities and a city only itself', () => {
  const all = [{ code: '430000', name: '' }, { code: '430100', name: '' }, { code: '440100', name: '' }];
  expect(reachable(all, '430000').map(({ code }) => code)).toEqual(['430000', '430100']);
  expect(reachable(all, '430100').map(({ code }) => code)).toEqual(['430100']);
});
