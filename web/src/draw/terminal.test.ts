import { expect, it } from 'vitest';
import { halls } from '../../tests/mock/halls';
import { offeredTo } from './terminal';
import type { Contributor } from './types';

const of = (name: string) => halls[name]!.contributors.map((one: Contributor) => offeredTo(one, halls[name]!));

it('lets insiders type first, then everyone else', () => {
  expect(of('insiders')).toEqual([{ why: 'committed' }, { act: 'commit' }, { why: 'insidersFirst' }, { why: 'insidersFirst' }]);
  expect(of('everyone')).toEqual([{ why: 'committed' }, { why: 'committed' }, { why: 'committed' }, { act: 'commit' }]);
});

it('opens nothing before the commitment and after the lists', () => {
  expect(of('open')).toEqual(Array(4).fill({ why: 'closed' }));
  expect(offeredTo(halls.reveals!.contributors[0]!, halls.reveals!)).toEqual({ why: 'revealed' });
  expect(offeredTo({ ...halls.open!.contributors[0]!, state: 'joined' }, halls.reveals!)).toEqual({ why: 'closed' });
});

it('takes a slip only from the one whose turn it is', () => {
  expect(of('reveals')).toEqual([{ why: 'revealed' }, { why: 'revealed' }, { act: 'reveal' }, { why: 'laterTurn' }]);
});
