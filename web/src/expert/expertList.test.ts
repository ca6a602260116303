import { describe, expect, it } from 'vitest';
import { chosenColumns, columnsInAddress, filtered, pageNumber, rowsShown, turned } from '../ui/address';
import { columnNames, filterQuery, termTone, usualColumns } from './expertList';

describe('the list in its address', () => {
  it('begins at the first page when a filter changes', () => {
    const deep = turned(turned({ state: 'active' }, 'c1'), 'c2');
    expect(pageNumber(deep)).toBe(3);
    expect(filtered(deep, { area: '430100' })).toEqual({ state: 'active', area: '430100' });
  });

  it('counts rows from one, and none when there are none', () => {
    expect(rowsShown({ page: '3' }, 50, 12)).toEqual({ from: 101, to: 112 });
    expect(rowsShown({}, 50, 0)).toEqual({ from: 0, to: 0 });
    expect(pageNumber({ page: 'x' })).toBe(1);
  });

  it('keeps chosen columns in the address, and leaves the usual ones out of it', () => {
    expect(columnsInAddress(usualColumns, usualColumns)).toBeNull();
    expect(columnsInAddress(['name', 'state'], usualColumns)).toBe('name.state');
    expect(chosenColumns({ columns: 'state.name.unknown' }, columnNames, usualColumns)).toEqual(['name', 'state']);
    expect(chosenColumns({ columns: 'unknown' }, columnNames, usualColumns)).toEqual(usualColumns);
  });

  it('exports what the filters show and never the page', () => {
    expect(filterQuery({ state: 'active', after: 'c', page: '2' })).toEqual({ state: 'active' });
  });

  it('warns sixty days before a term ends', () => {
    expect(termTone('2026-12-20', '2026-12-01')).toBe('amber');
    expect(termTone('2026-11-30', '2026-12-01')).toBe('vermilion');
    expect(termTone('2028-01-01', '2026-12-01')).toBeNull();
  });
});
