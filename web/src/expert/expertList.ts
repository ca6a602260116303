import type { Address } from '../ui/address';
import type { Tone } from '../ui/columns';

export const filters = ['specialty', 'area', 'state', 'library', 'due'] as const;
export const limit = 50;
/** An exact search shows one page of the most that the server gives. */
export const most = 200;
export const states = ['draft', 'active', 'on_leave', 'suspended', 'exited'];
export const libraries = ['evaluation', 'review'];
export const dues = ['term_ending', 'confirmation_missing'];
export const tones: Record<string, Tone> = {
  draft: 'plain', active: 'jade', on_leave: 'amber', suspended: 'vermilion', exited: 'plain',
};

export const columnNames = ['name', 'number', 'area_name', 'state', 'libraries', 'specialties', 'unit_name', 'term_until'] as const;
export const usualColumns = ['name', 'number', 'area_name', 'state', 'libraries', 'specialties', 'unit_name', 'term_until'];

export function filterQuery(address: Address) {
  const { specialty, area, state, library, due } = address;
  return { specialty, area, state, library, due };
}

export const anyFilter = (address: Address) => filters.some((name) => address[name] !== undefined);

/** A term is worth a warning from sixty days before its end. */
export function termTone(until: string | null | undefined, today: string): 'vermilion' | 'amber' | null {
  if (!until) return null;
  const days = (Date.parse(until) - Date.parse(today)) / (24 * 60 * 60 * 1000);
  return days < 0 ? 'vermilion' : days <= 60 ? 'amber' : null;
}
