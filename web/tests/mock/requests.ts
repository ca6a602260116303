import type { ProjectRequest, RequestCounts } from '../../src/api/types';

/* Invented requests, one for each thing that a page can show. */
const draft: ProjectRequest = {
  id: 'r1', project_code: 'YS-2026-430100-000003', project_name: '演示城北医院信息化', lot_number: '01', lot_name: '软件开发', area: '430100', area_name: '长沙市', tenderee: '长沙市演示学校',
  starts_at: '2026-12-08T01:00:00Z', seat_count: 5, state: 'draft', needs_second: false, author: '李敏', mine: true, updated_at: '2026-11-24T02:10:00Z', version: 2, private_shown: true,
  hash: '5f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e', approvers: [], reason: '请补充设计单位', bidders_uploaded_at: null, opens_at: '2026-12-07T01:00:00Z', near_count: 0,
  faults: [{ code: 'panel.even', article: '招标投标法 37', message: '评标委员会成员应为单数，现为 6 人（招标投标法 37），请增减席位。' }],
  may: ['edit', 'file', 'withdraw', 'bidders'],
  content: {
    track: 'tender', method: 'public_tender', off_site: false, project_code: 'YS-2026-430100-000003', project_name: '演示城北医院信息化', lot_number: '01', lot_name: '软件开发', area: '430100', budget_fen: 320000000,
    complex: false, water: false, tenderees: [{ code: '12430100444877110U', name: '长沙市演示学校' }], parties: [{ role: 'agency', code: '91430100MA4L16JQ9B', name: '湖南演示招标代理有限公司' }],
    departments: [{ code: '11430100006127328X', name: '长沙市演示住建局' }], finance_departments: [], starts_at: '2026-12-08T01:00:00Z', ends_at: '2026-12-08T09:00:00Z', not_before: '2026-12-08T00:30:00Z',
    sites: [{ area: '430100', centre: '长沙公共资源交易中心' }, { area: '430200', centre: '株洲公共资源交易中心' }], other_cities: false,
    slots: [
      { specialty: 'C0101', quota: 3, tiers: [{ reach: 'city', areas: ['430100'] }, { reach: 'neighbours', areas: ['430200', '430300'] }, { reach: 'province', areas: ['430000'] }] },
      { specialty: 'A0801', quota: 2, tiers: [{ reach: 'city', areas: ['430100'] }, { reach: 'province', areas: ['430000'] }] },
    ],
    representatives: ['演示代表甲'], requested: [{ code: '91430100MA4L16JQ9B', name: '中南演示设计院', reason: '与招标人正在诉讼', document: '（2026）湘 01 民初 12 号' }], waivers: [],
  },
};

export const requests: ProjectRequest[] = [
  draft,
  { ...draft, id: 'r2', project_code: 'YS-2026-430100-000002', project_name: '演示浏阳河污水处理厂改造', lot_name: '设备采购', state: 'filed', mine: false, needs_second: true, reason: null, faults: [], near_count: 1, approvers: ['周磊'],
    bidders_uploaded_at: '2026-11-24T02:20:00Z', may: ['approve', 'return', 'withdraw'] },
  { ...draft, id: 'r3', project_code: 'YS-2026-430100-000001', project_name: '演示湘江新区中学建设', lot_name: '施工一标', state: 'approved', reason: null, faults: [], approvers: ['周磊'], bidders_uploaded_at: '2026-11-24T02:20:00Z', may: ['withdraw'] },
];

export const counts: RequestCounts = { slots: [
  { specialty: 'C0101', quota: 3, tiers: [{ reach: 'city', count: 41 }, { reach: 'neighbours', count: 18 }, { reach: 'province', count: 127 }] },
  { specialty: 'A0801', quota: 2, tiers: [{ reach: 'city', count: 206 }, { reach: 'province', count: 812 }] },
] };
