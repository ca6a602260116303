import type { PackRow } from '../draw/types';
import type { Tone } from '../ui/columns';

/** A is the law, B a local rule, C a figure that the centre confirms itself. */
export const certaintyTones: Record<string, Tone> = { A: 'jade', B: 'blue', C: 'amber' };

export interface Standing { pack: PackRow; state: 'in_force' | 'coming' | 'past' }

const ranks = { in_force: 0, coming: 1, past: 2 };

/** Of each area and track the newest that has begun is in force; later ones are coming. Area before area, what is in force first. */
export function standing(packs: PackRow[], today: string): Standing[] {
  const newest = new Map<string, string>();
  for (const { area, track, from } of packs) {
    const place = `${area} ${track}`;
    if (from <= today && from > (newest.get(place) ?? '')) newest.set(place, from);
  }
  return packs
    .map((pack): Standing => ({ pack, state: pack.from > today ? 'coming' : pack.from === newest.get(`${pack.area} ${pack.track}`) ? 'in_force' : 'past' }))
    .sort((a, b) => a.pack.area.localeCompare(b.pack.area) || a.pack.track.localeCompare(b.pack.track) || ranks[a.state] - ranks[b.state] || b.pack.from.localeCompare(a.pack.from));
}

export const trackWord = (track: string) => (track === 'tender' || track === 'procurement' ? `project.track.${track}` : null);

/** How many figures still wait for the centre to confirm them. */
export const unconfirmed = ({ figures }: PackRow) => figures.filter(({ certainty }) => certainty === 'C').length;
