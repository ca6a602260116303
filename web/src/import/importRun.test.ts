import { describe, expect, it } from 'vitest';
import type { ImportRow } from '../api/types';
import { duties, fileFault, kindsFor, percent, rowCount, uploadQuery } from './importRun';

const run = (change: Partial<ImportRow>): ImportRow => ({
  id: 'i', kind: 'experts', area: '430100', area_name: '长沙市', state: 'checked', progress: { done: 0, total: 0 }, author: '李', approved_by: null, created_at: '', mine: true,
  counts: { inserted: 3, updated: 2, unchanged: 1, refused: 4 }, ...change,
});

describe('an import', () => {
  it('of the register is offered to the province alone', () => {
    const kind = (name: string, province_only: boolean) => ({ kind: name, title: '', province_only, columns: [] });
    const all = [kind('experts', false), kind('units', true)];
    expect(kindsFor(all, '430100').map((one) => one.kind)).toEqual(['experts']);
    expect(kindsFor(all, '430000')).toHaveLength(2);
  });

  it('adds up its counts', () => {
    expect(rowCount(run({}).counts)).toBe(10);
  });

  it('is submitted by the officer who read it in and approved by another', () => {
    expect(duties(run({}))).toMatchObject({ submit: true, approve: false });
    expect(duties(run({ state: 'submitted' }))).toMatchObject({ approve: false, why: 'import.whyOwn' });
    expect(duties(run({ state: 'submitted', mine: false }))).toMatchObject({ approve: true, why: null });
  });

  it('cannot be submitted when no row would change anything', () => {
    const counts = { inserted: 0, updated: 0, unchanged: 5, refused: 1 };
    expect(duties(run({ counts }))).toMatchObject({ submit: false, why: 'import.whyNothing' });
  });

  it('of specialties is not submitted while one row is refused', () => {
    expect(duties(run({ kind: 'specialties' }))).toMatchObject({ submit: false, discard: true, why: 'import.whyWhole' });
    expect(duties(run({ kind: 'specialties', counts: { inserted: 3, updated: 0, unchanged: 0, refused: 0 } }))).toMatchObject({ submit: true, why: null });
  });

  it('of specialties travels with its name and the day from which it is in force, others with neither', () => {
    expect(uploadQuery('specialties', ' 2027 年版 ', '2027-01-01')).toEqual({ kind: 'specialties', edition: '2027 年版', in_force_from: '2027-01-01' });
    expect(uploadQuery('specialties', '2027 年版', null).in_force_from).toBeUndefined();
    expect(uploadQuery('experts', '2027 年版', '2027-01-01')).toEqual({ kind: 'experts' });
  });

  it('shows no progress before the rows are counted, and never more than all', () => {
    expect(percent({ done: 0, total: 0 })).toBe(0);
    expect(percent({ done: 999, total: 1000 })).toBe(99);
    expect(percent({ done: 12, total: 10 })).toBe(100);
  });

  it('refuses a file of another kind before it travels', () => {
    expect(fileFault({ name: '名册.XLSX', size: 10 })).toBeNull();
    expect(fileFault({ name: 'roll.xls', size: 10 })).toBe('type');
    expect(fileFault({ name: 'roll.csv', size: 0 })).toBe('empty');
    expect(fileFault({ name: 'roll.csv', size: 1e9 })).toBe('size');
  });
});
