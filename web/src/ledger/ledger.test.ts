import { expect, it } from 'vitest';
import { actorWord, kindWord, moving, subjectOf, subjectParts, tail, verdict } from './ledger';

it('finds the message of a kind written with a dot or a dash', () => {
  expect(kindWord('expert.unmask')).toBe('ledger.kind.expert_unmask');
  expect(kindWord('sign-in')).toBe('ledger.kind.sign_in');
});

it('names an actor that is no person', () => {
  expect(actorWord('command/demo')).toEqual({ key: 'ledger.by.command', name: 'demo' });
  expect(actorWord('system')?.key).toBe('ledger.by.system');
  expect(actorWord('刘敏')).toBeNull();
  expect([tail('account/01a20c95-a824-7001-9b6a-43755ea70ac2'), tail('command/demo')]).toEqual(['account/…43755ea70ac2', 'command/demo']);
});

it('asks again while the server compares', () => {
  expect(['waiting', 'running', 'done', 'failed'].filter(moving)).toEqual(['waiting', 'running']);
});

it('says what was compared, and how many records differ', () => {
  const check = { checked_at: '', size: 1200, root: 'r', compared_count: 900, unsigned_count: 0, problem_count: 0, problems: [] };
  expect(verdict(check, String)).toEqual({ good: true, key: 'ledger.check.good', params: { size: '1200', compared: '900', problems: '0' } });
  const bad = { ...check, problem_count: 1, problems: [{ subject: 's', kind: 'edited', message: 'm' }] };
  expect(verdict(bad, String).good).toBe(false);
});

it('finds the subject in an id, in the spelling of the ledger and in the address of a page', () => {
  const id = '01a20c95-a824-7001-9b6a-43755ea70ac2';
  expect(subjectOf('expert', ` ${id.toUpperCase()} `)).toBe(`expert/${id}`);
  expect(subjectOf('expert', `account/${id}`)).toBe(`account/${id}`);
  expect(subjectOf('account', `https://hengjian.example/experts/${id}/change?x=1`)).toBe(`expert/${id}`);
  expect(subjectOf('account', `/units/${id}`)).toBe(`unit/${id}`);
  expect(subjectOf('expert', 'ledger')).toBe('ledger');
  expect(['', '001042', `tile/${id}`, `${id}0`, 'expert/1'].map((typed) => subjectOf('expert', typed))).toEqual([null, null, null, null, null]);
});

it('shows a subject as kind and id', () => {
  expect(subjectParts('unit/7')).toEqual({ kind: 'unit', typed: '7' });
  expect(subjectParts('ledger')).toEqual({ kind: 'expert', typed: 'ledger' });
});
