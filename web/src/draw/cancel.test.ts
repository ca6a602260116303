import { describe, expect, it } from 'vitest';
import { packs, views } from '../../tests/mock/drawViews';
import { cancellation, causesFor, faultsOf, packCauses, signersOf } from './cancel';

describe('causes of a cancellation', () => {
  const { numbers, callout } = views;
  const some = (list: 'reveals' | 'everyone', state: 'committed' | 'revealed') => ({
    ...numbers, numbers: { ...numbers.numbers, list }, contributors: numbers.contributors.map((one, at) => ({ ...one, state: at === 0 ? state : 'committed' as const })),
  });

  it('follow the reveals', () => {
    expect(causesFor(some('everyone', 'committed'), packs)).toEqual(['withdrawn']);
    expect(causesFor(some('reveals', 'committed'), packs)).toEqual(['withdrawn', 'no-reveal']);
    expect(causesFor(some('reveals', 'revealed'), packs)).toEqual(['no-reveal']);
    expect(causesFor(callout, packs)).toEqual(packCauses(packs));
  });

  it('are the packs\' own, each once, and never a technical fault', () => {
    expect(packCauses([...packs, ...packs])).toEqual(['law-changed', 'force-majeure']);
  });

  it('say who signs', () => {
    expect(signersOf('withdrawn')).toEqual(['centre']);
    expect(signersOf('no-reveal')).toEqual(['centre', 'province']);
    expect(signersOf('force-majeure')).toEqual(['centre', 'supervising', 'province']);
  });
});

describe('the form', () => {
  const form = { cause: 'withdrawn', document: '招标人来函撤回', first: '唐军', second: '李敏', code: ' ys-2026-430100-000001' };
  it('needs a document, two different persons and the project code', () => {
    expect(faultsOf(form, 'YS-2026-430100-000001')).toEqual([]);
    expect(faultsOf({ ...form, second: '唐军 ' }, 'YS-2026-430100-000001')).toEqual(['persons']);
    expect(faultsOf({ cause: '', document: '撤', first: '', second: '', code: '' }, 'YS-1')).toEqual(['cause', 'document', 'persons', 'code']);
  });

  it('sends what was typed without the blanks around it', () => {
    expect(cancellation(form)).toEqual({ cause: 'withdrawn', document: '招标人来函撤回', persons: ['唐军', '李敏'], code: 'ys-2026-430100-000001' });
  });
});
