import { describe, expect, it } from 'vitest';
import { packs } from '../../tests/mock/drawViews';
import { inOrder, unconfirmed } from './pack';

describe('packs', () => {
  it('stand by area and track, what is in force before what is coming', () => {
    const [pack] = packs;
    const one = (id: string, track: string, in_force: boolean) => ({ ...pack!, id, track, in_force });
    const all = [one('next', 'tender', false), one('now', 'tender', true), one('other', 'procurement', true)];
    expect(inOrder(all).map(({ id }) => id)).toEqual(['other', 'now', 'next']);
  });

  it('count the figures that the centre has to confirm', () => {
    expect(unconfirmed(packs[0]!)).toBe(packs[0]!.figures.filter(({ certainty }) => certainty === 'C').length);
  });
});
