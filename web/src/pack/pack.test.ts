import { describe, expect, it } from 'vitest';
import { packs } from '../../tests/mock/drawViews';
import { standing, unconfirmed } from './pack';

describe('packs', () => {
  it('are in force from their day until a later one of the same area and track', () => {
    const [pack] = packs;
    const dated = (id: string, from: string, track = 'tender') => ({ ...pack!, id, from, track, area: '430000' });
    const all = [dated('old', '2026-01-01'), dated('now', '2026-11-01'), dated('next', '2027-01-01'), dated('other', '2026-02-01', 'procurement')];
    expect(standing(all, '2026-11-24').map(({ pack: { id }, state }) => `${id} ${state}`)).toEqual(['other in_force', 'now in_force', 'next coming', 'old past']);
    expect(standing(all, '2027-01-01').find(({ pack: { id } }) => id === 'next')?.state).toBe('in_force');
  });

  it('count the figures that the centre has to confirm', () => {
    expect(unconfirmed(packs[0]!)).toBe(packs[0]!.figures.filter(({ certainty }) => certainty === 'C').length);
  });
});
