import { describe, expect, it } from 'vitest';
import { cancellation, faultsOf } from './cancel';

describe('the form', () => {
  const code = 'YS-2026-430100-000001';
  const form = { document: ' 招标人来函撤回', first: '唐军', second: '李敏', code: ' ys-2026-430100-000001' };
  it('needs a document, two different persons and the project code', () => {
    expect(faultsOf(form, code)).toEqual([]);
    expect(faultsOf({ ...form, second: '唐军 ' }, code)).toEqual(['persons']);
    expect(faultsOf({ document: '撤', first: '', second: '', code: '' }, code)).toEqual(['document', 'persons', 'code']);
  });

  it('sends what was typed without the blanks around it, and the code as the project spells it', () => {
    expect(cancellation(form, code)).toEqual({ cause: 'withdrawn', document: '招标人来函撤回', persons: ['唐军', '李敏'], code });
  });
});
