import { describe, expect, it } from 'vitest';
import { blank, complete, contentOf, fen, firstWrong, formOf, missing, size, stepOf } from './projectForm';

const filled = () => ({
  ...blank('430100'), project_code: 'YS-1', project_name: '某某中学', lot_name: '一标', starts_at: '2026-12-08 09:00', ends_at: '2026-12-08 17:00', not_before: '2026-12-08 08:30',
  slots: [{ specialty: 'A0801', quota: '4', city: ['430100'], neighbours: [], province: true }], representatives: '周某、吴某', budget: '32,000,000',
  parties: [{ code: '', name: '某某代理公司', role: 'agency' }, { code: ' ', name: '', role: 'designer' }],
});

describe('the form of a request', () => {
  it('is the same after a way to the server and back', () => {
    const content = contentOf(filled());
    expect(content.slots[0]!.tiers).toEqual([{ reach: 'city', areas: ['430100'] }, { reach: 'province', areas: ['430000'] }]);
    expect(content.parties).toEqual([{ code: null, name: '某某代理公司', role: 'agency' }]);
    expect(content.representatives).toEqual(['周某', '吴某']);
    expect(contentOf(formOf(content, (at) => at))).toEqual(content);
  });

  it('is kept by the server once project, times and slots are there', () => {
    expect(missing(blank('430100'), 'project')).toEqual(['project_code', 'project_name', 'lot_name']);
    expect(missing(blank('430100'), 'slots')).toEqual(['slots.0.specialty', 'slots.0.quota']);
    expect(complete(blank('430100'))).toBe(false);
    expect(complete(filled())).toBe(true);
  });

  it('opens at the first step that has something to correct', () => {
    expect(stepOf('slots.0.quota')).toBe('slots');
    expect(firstWrong({ 'requested.1.code': 'x', 'parties.0.code': 'y' })).toBe('project');
    expect(firstWrong({})).toBeNull();
  });

  it('lets no amount or count pass that is none', () => {
    expect([fen(''), fen('320.5'), fen('1,000'), fen('about ten')]).toEqual([null, 32050, 100000, -1]);
    expect(contentOf({ ...filled(), slots: [{ specialty: 'A', quota: '-3', city: [], neighbours: [], province: true }] }).slots[0]!.quota).toBe(0);
    expect(size(filled())).toEqual({ experts: 4, representatives: 2 });
  });
});
