import { describe, expect, it } from 'vitest';
import type { Expert } from '../api/types';
import { changedFields, compared, emptyForm, faults, formOf, proposedOf, rebased } from './expertForm';

const expert: Expert = {
  id: 'e1', index: 7, number: '0007', version: 3, state: 'active', state_from: '2025-01-01', area: '430100', area_name: '长沙市',
  personal: { name: '张*', id_number: '4301**********1234', phone: '138****0001', second_phone: null, address: null, bank_name: null, bank_account: null },
  unit: { id: 'u1', name: '湘江设计院', code: '91430100MA4L0000X0' },
  libraries: [{ library: 'evaluation', title: '高级工程师', from: '2025-01-01', until: '2028-01-01', specialties: [{ code: 'A0801', name: '房屋建筑' }] }],
  trained_on: null, confirmed_on: '2026-03-01', employments: [], kin: [], licences: [], declarations: [], credits: [], panels: [], calendar: [],
  open_change_id: null,
};

describe('a change', () => {
  it('proposes only what differs, and never a masked value', () => {
    const base = formOf(expert);
    const form = { ...formOf(expert), phone: ' 13900000002 ', trained_on: '2026-11-01' };
    expect(proposedOf(form, base)).toEqual({ phone: '13900000002', trained_on: '2026-11-01' });
    expect(base.name).toBe('');
  });

  it('sends the codes of a library as one text when a specialty is added', () => {
    const form = formOf(expert);
    form.libraries[0]!.specialties.push('A0802');
    expect(proposedOf(form, formOf(expert))).toEqual({ evaluation_specialties: 'A0801;A0802' });
  });

  it('clears every field of a library that the expert leaves', () => {
    const form = formOf(expert);
    form.libraries[0]!.in = false;
    expect(proposedOf(form, formOf(expert))).toEqual({ evaluation_title: null, evaluation_from: null, evaluation_until: null, evaluation_specialties: null });
  });

  it('turns a field that was emptied into null', () => {
    expect(proposedOf({ ...formOf(expert), unit_code: '' }, formOf(expert))).toEqual({ unit_code: null });
  });

  it('clears a personal field only when told so, not when it is left empty', () => {
    const form = { ...formOf(expert), second_phone: '  ', bank_account: null };
    expect(proposedOf(form, formOf(expert))).toEqual({ bank_account: null });
    expect(rebased(form, formOf(expert), formOf(expert), new Set()).bank_account).toBeNull();
  });
});

describe('a new expert', () => {
  it('names what is missing beside each field', () => {
    expect(Object.keys(faults(emptyForm(''), true))).toEqual(['name', 'id_number', 'phone', 'area', 'libraries']);
  });

  it('refuses a term that ends before it begins', () => {
    const form = { ...emptyForm('430100'), name: '张', id_number: '1', phone: '1' };
    form.libraries[0] = { library: 'evaluation', in: true, title: '高工', from: '2026-01-02', until: '2026-01-01', specialties: ['A'] };
    expect(faults(form, true)).toEqual({ evaluation_until: 'expert.form.termBackwards' });
  });
});

describe('a stale change', () => {
  const base = formOf(expert);
  const form = { ...formOf(expert), unit_name: '我填的单位', trained_on: '2026-11-01' };
  const fresh = { ...formOf(expert), unit_name: '他填的单位', area: '430200' };
  const theirs = [{ field: 'unit_name', before: '他填的单位', after: '我填的单位' }, { field: 'trained_on', before: null, after: '2026-11-01' }];

  it('asks only about fields whose present value this officer has not seen', () => {
    expect(compared(expert, theirs).filter(({ clash }) => clash)).toEqual([{ field: 'unit_name', was: '湘江设计院', now: '他填的单位', mine: '我填的单位', clash: true }]);
  });

  it('compares a personal field by its mask', () => {
    const line = (before: string) => compared(expert, [{ field: 'phone', before, after: '139****0002' }])[0]!;
    expect([line('138****0001').clash, line('137****0009').clash]).toEqual([false, true]);
  });

  it('keeps mine unless the other value was taken, and takes what only they changed', () => {
    const kept = rebased(form, base, fresh, new Set());
    expect([kept.unit_name, kept.area, kept.trained_on]).toEqual(['我填的单位', '430200', '2026-11-01']);
    expect(kept.libraries).toEqual(base.libraries);
    const taken = rebased(form, base, fresh, new Set(['unit_name']));
    expect(changedFields(taken, fresh)).toEqual(['trained_on']);
  });
});
