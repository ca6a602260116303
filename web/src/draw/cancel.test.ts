import { describe, expect, it } from 'vitest';
import { packs, views } from '../../tests/mock/drawViews';
import { cancellation, causesFor, faultsOf, packCauses, signersOf } from './cancel';

describe('causes of a cancellation', () => {
  const { open, numbers, reveals, callout } = views;
  it('follow the reveals', () => {
    expect(causesFor(open, packs)).toEqual(['withdrawn']);
    expect(causesFor(numbers, packs)).toEqual(['withdrawn']);
    expect(causesFor({ ...reveals, contributors: numbers.contributors }, packs)).toEqual(['withdrawn', 'no-reveal']);
    expect(causesFor(reveals, packs)).toEqual(['no-reveal']);
    expect(causesFor({ ...reveals, numbers: { ...reveals.numbers, list: 'done' } }, packs)).toEqual(packCauses(packs));
    expect(causesFor(callout, packs)).toEqual(packCauses(packs));
  });

  it('are the packs\' own, each once', () => {
    expect(packCauses([...packs, ...packs])).toEqual(['ended-by-tenderee', 'ordered-to-correct', 'force-majeure']);
  });

  it('say who signs', () => {
    expect(signersOf('withdrawn')).toEqual(['centre']);
    expect(signersOf('no-reveal')).toEqual(['centre', 'province']);
    expect(signersOf('force-majeure')).toEqual(['centre', 'supervising', 'province']);
  });
});

describe('the form', () => {
  const code = 'YS-2026-430100-000001';
  const form = { cause: 'withdrawn', document: ' 招标人来函撤回', first: '唐军', second: '李敏', code: ' ys-2026-430100-000001' };
  it('needs a cause, a document, two different persons and the project code', () => {
    expect(faultsOf(form, code)).toEqual([]);
    expect(faultsOf({ ...form, second: '唐军 ' }, code)).toEqual(['persons']);
    expect(faultsOf({ cause: '', document: '撤', first: '', second: '', code: '' }, code)).toEqual(['cause', 'document', 'persons', 'code']);
  });

  it('sends what was typed without the blanks around it, and the code as the project spells it', () => {
    expect(cancellation(form, code)).toEqual({ cause: 'withdrawn', document: '招标人来函撤回', persons: ['唐军', '李敏'], code });
  });
});
