import type { PackRow } from '../draw/types';
import type { Tone } from '../ui/columns';

/** A is the law, B a local rule, C a figure that the centre confirms itself. */
export const certaintyTones: Record<string, Tone> = { A: 'jade', B: 'blue', C: 'amber' };

/** Area before area and track before track, what is in force before what is coming. */
export const inOrder = (packs: PackRow[]): PackRow[] =>
  [...packs].sort((a, b) => a.area.localeCompare(b.area) || a.track.localeCompare(b.track) || Number(b.in_force) - Number(a.in_force) || a.from.localeCompare(b.from));

export const trackWord = (track: string) => (track === 'tender' || track === 'procurement' ? `project.track.${track}` : null);

/** How many figures still wait for the centre to confirm them. */
export const unconfirmed = ({ figures }: PackRow) => figures.filter(({ certainty }) => certainty === 'C').length;
