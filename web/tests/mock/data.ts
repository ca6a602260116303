import type { Account, Area, Change, Equity, Expert, ExpertRow, HistoryEvent, ImportKind, ImportRun, LedgerEntry, LedgerRow, NearMatch, Specialty, UnitRow } from '../../src/api/types';

/* Invented people and units, the same at every start. */
export const areas: Area[] = [
  ['430000', '湖南省'], ['430100', '长沙市'], ['430200', '株洲市'], ['430300', '湘潭市'], ['430400', '衡阳市'], ['430500', '邵阳市'], ['430600', '岳阳市'],
  ['430700', '常德市'], ['430800', '张家界市'], ['430900', '益阳市'], ['431000', '郴州市'], ['431100', '永州市'], ['431200', '怀化市'], ['431300', '娄底市'], ['433100', '湘西土家族苗族自治州'],
].map(([code, name]) => ({ code: code!, name: name! }));

export const specialties: Specialty[] = [
  ['A', '工程'], ['A01', '规划'], ['A0101', '城乡规划'], ['A02', '投资策划与决策'], ['A03', '勘察'], ['A0301', '岩土工程勘察'], ['A04', '设计'], ['A0401', '建筑设计'],
  ['A0402', '结构设计'], ['A0403', '给水排水设计'], ['A05', '监理'], ['A0501', '房屋建筑工程监理'], ['A08', '施工'], ['A0801', '房屋建筑工程施工'], ['A0802', '市政公用工程施工'],
  ['A0803', '机电安装工程施工'], ['B', '货物'], ['B01', '机械设备'], ['B0101', '医疗设备'], ['B0102', '实验室仪器'], ['B02', '信息技术设备'], ['C', '服务'], ['C01', '信息系统集成'], ['C0101', '软件开发'], ['C02', '物业管理'],
].map(([code, name]) => ({ code: code!, name: name!, level: Math.ceil(code!.length / 2) }));

const surnames = [...'张王李赵陈刘杨黄周吴徐孙胡朱高林何郭马罗'];
const given = [...'工明华丽娟伟芳军强敏静磊洋勇艳杰娜超秀兰'];
const units = ['湖南省建筑设计研究院集团股份有限公司', '中南勘察设计院（湖南）有限公司', '长沙市市政工程有限责任公司', '湘潭大学', '株洲市第一人民医院', '湖南湘江智造装备股份有限公司', '衡阳市公共工程建设中心'];
const leaf = specialties.filter(({ code }) => code.length === 5);
const states = ['active', 'active', 'active', 'active', 'on_leave', 'suspended', 'draft', 'exited'] as const;

export const experts: ExpertRow[] = Array.from({ length: 137 }, (_, at) => {
  const area = areas[1 + (at % 14)]!;
  return {
    id: `e${at + 1}`, number: String(1000 + at * 7).padStart(6, '0'), name: `${surnames[at % 20]}*${at % 3 === 0 ? given[at % 20] : ''}`,
    area: area.code, area_name: area.name, state: states[at % 8]!, libraries: at % 3 === 0 ? ['evaluation', 'review'] : at % 3 === 1 ? ['evaluation'] : ['review'],
    specialties: [leaf[at % leaf.length]!.code, ...(at % 2 ? [leaf[(at + 3) % leaf.length]!.code, leaf[(at + 5) % leaf.length]!.code] : [])],
    unit_name: at % 9 === 8 ? null : units[at % 7]!, term_until: `${2026 + (at % 3)}-1${at % 3}-${String(10 + (at % 18)).padStart(2, '0')}`,
  };
});

const unitName = (id: string, name: string, code: string | null = '91430100MA4L16JQ9B') => ({ id, name, code });
export function expert(id: string): Expert {
  const row = experts.find((one) => one.id === id) ?? experts[0]!;
  return {
    id: row.id, index: 41, number: row.number, version: 3, state: row.state, state_from: '2024-03-01', state_until: row.state === 'suspended' ? '2027-03-31' : null, state_reason: row.state === 'suspended' ? '处罚期内暂停评标' : null, area: row.area, area_name: row.area_name,
    personal: {
      name: row.name, id_number: '430103********4512', phone: '138****0417', second_phone: null, address: '长沙市岳麓区****', bank_name: '中国****银行', bank_account: '6222 **** **** 0417',
    },
    unit: unitName('u1', '湖南省建筑设计研究院集团股份有限公司'),
    libraries: [
      { library: 'evaluation', title: '教授级高级工程师', from: '2024-03-01', until: '2027-02-28', specialties: [{ code: 'A0401', name: '建筑设计' }, { code: 'A0402', name: '结构设计' }, { code: 'A0801', name: '房屋建筑工程施工' }] },
      { library: 'review', title: '高级工程师', from: '2025-06-01', until: '2026-12-20', specialties: [{ code: 'C0101', name: '软件开发' }, { code: 'C0107', name: '信息系统设计', old: { edition: '2018 年版', continued_by: ['C0101', 'C0103'] } }, { code: 'C0901', name: '档案数字化', old: { edition: '2018 年版', continued_by: [] } }] },
    ],
    trained_on: '2026-04-18', confirmed_on: '2026-01-12',
    employments: [
      { unit: unitName('u1', '湖南省建筑设计研究院集团股份有限公司'), kind: 'employed', from_month: '2012-07', until_month: null },
      { unit: unitName('u2', '中南勘察设计院（湖南）有限公司'), kind: 'employed', from_month: '2004-07', until_month: '2012-06' },
    ],
    kin: [{ relation: 'spouse', name: '周*', unit: unitName('u3', '长沙市市政工程有限责任公司') }, { relation: 'child', name: '张*', unit: null }],
    licences: [{ kind: 'structural_engineer', number: 'S0143****', unit: unitName('u1', '湖南省建筑设计研究院集团股份有限公司'), from: '2019-05-01', until: '2028-04-30' }],
    declarations: [{ kind: 'consulting', unit: unitName('u3', '长沙市市政工程有限责任公司'), from: '2026-02-01', until: null, note: '技术顾问，无报酬' }],
    credits: [], calendar: [{ starts_at: '2026-12-03T01:00:00Z', ends_at: '2026-12-05T10:00:00Z', kind: 'leave' }],
    panels: Array.from({ length: 6 }, (_, at) => ({ project_code: `HN2026-0${410 + at}`, lot: at % 2 ? `${at}标段` : null, tenderee: unitName('u7', '衡阳市公共工程建设中心'), evaluated_on: `2026-0${at + 2}-1${at}`, outcome: at === 4 ? 'late' : 'completed' })),
    open_change_id: row.id === 'e2' ? 'c1' : null,
  };
}
export const history: HistoryEvent[] = [
  { index: null, recorded_at: '2026-11-24T01:12:44Z', kind: 'expert.unmasked', actor: '刘敏', reason: '核对通知电话', changes: [{ field: 'phone' }] },
  { index: 48211, recorded_at: '2026-11-20T03:02:10Z', kind: 'expert.amended', actor: '周海', reason: '单位改制后更名', changes: [{ field: 'unit' }] },
  { index: 1204, recorded_at: '2026-03-01T02:00:00Z', kind: 'expert.admitted', actor: 'command/import', reason: null, changes: [] },
];

const where = { area: '430000', area_name: '湖南省' };
export const changes: Change[] = [
  { ...where, id: 'c1', kind: 'amend', expert_id: 'e2', expert: '王*工 · 00012', state: 'pending', author: '周海', created_at: '2026-11-23T07:20:00Z', decided_by: null, decided_at: null, reason: '本人来函更换手机号码，单位已更名', decision_reason: null, mine: false, stale: false,
    difference: [{ field: 'phone', before: '*********17', after: '*********02' }, { field: 'unit_name', before: '湖南省建筑设计院', after: '湖南省建筑设计研究院集团股份有限公司' },
      { field: 'evaluation_title', before: '高级工程师', after: '教授级高级工程师' }, { field: 'evaluation_specialties', before: 'A0401', after: 'A0401;A0402' }] },
  { ...where, id: 'c2', kind: 'state', expert_id: 'e5', expert: '陈*工 · 00015', state: 'pending', author: '刘敏', created_at: '2026-11-24T00:50:00Z', decided_by: null, decided_at: null, reason: '因病请假', decision_reason: null, mine: true, stale: true,
    difference: [{ field: 'state', before: 'active', after: 'on_leave' }, { field: 'state_from', before: '2024-03-01', after: '2026-12-01' }, { field: 'state_until', before: null, after: '2027-01-31' }] },
  { ...where, id: 'c3', kind: 'add', expert_id: 'e9', expert: '欧*工 · 00137', state: 'approved', author: '刘敏', created_at: '2026-11-12T02:00:00Z', decided_by: '周海', decided_at: '2026-11-12T06:31:00Z', reason: null, decision_reason: null, mine: true, stale: false, difference: [{ field: 'name', before: null, after: '欧*' }, { field: 'area', before: null, after: '430100' }] },
  { ...where, id: 'c4', kind: 'amend', expert_id: 'e9', expert: '欧*工 · 00137', state: 'rejected', author: '刘敏', created_at: '2026-11-10T02:00:00Z', decided_by: '周海', decided_at: '2026-11-10T03:31:00Z', reason: '更换银行卡', decision_reason: '银行账号与开户行不符', mine: true, stale: false, difference: [{ field: 'bank_account', before: '**************17', after: '**************01' }] },
];

const columns = [['专家编号', 'number'], ['姓名', 'name'], ['证件号码', 'id_number'], ['手机号码', 'phone'], ['第二电话', 'second_phone'], ['所在地区', 'area'], ['工作单位', 'unit_name'], ['单位信用代码', 'unit_code'], ['评标职称', 'evaluation_title'], ['评标专业', 'evaluation_specialties'], ['培训日期', 'trained_on']]
  .map(([header, field], at) => ({ header: header!, field: field!, required: [1, 2, 3, 5].includes(at), help: '', example: '' }));
const editionColumns = [['代码', 'code'], ['级别', 'level'], ['名称', 'name'], ['承接代码', 'former']].map(([header, field]) => ({ header: header!, field: field!, required: field === 'code' || field === 'name', help: '', example: '' }));
export const importKinds: ImportKind[] = ['experts', 'units', 'employments', 'kin', 'equity', 'licences', 'declarations', 'officers', 'credits', 'panels', 'calendar', 'specialties']
  .map((kind) => ({ kind, title: kind, province_only: ['units', 'equity', 'officers', 'specialties'].includes(kind), columns: kind === 'experts' ? columns : kind === 'specialties' ? editionColumns : [] }));

const run = { ...where, edition: null, refusal: null, finished_at: null, has_file: true };
export const imports: ImportRun[] = [
  { ...run, id: 'i1', kind: 'experts', state: 'checked', progress: { done: 5000, total: 5000 }, counts: { inserted: 4120, updated: 702, unchanged: 151, refused: 27 }, author: '刘敏', approved_by: null, created_at: '2026-11-24T01:05:00Z', mine: true,
    refusals: Array.from({ length: 27 }, (_, at) => ({ row: 37 + at * 61, column: ['手机号码', '证件号码', '评标专业', '所在地区'][at % 4]!, field: ['phone', 'id_number', 'evaluation_specialties', 'area'][at % 4]!, code: 'r', message: ['手机号码有 12 位，应为 11 位', '证件号码校验位不符，末位应为 X', '专业代码 A9901 不在 2024 年版目录中', '所在地区 440100 不在本省'][at % 4]! })) },
  { ...run, id: 'i2', kind: 'units', state: 'submitted', progress: { done: 812, total: 812 }, counts: { inserted: 800, updated: 12, unchanged: 0, refused: 0 }, author: '周海', approved_by: null, created_at: '2026-11-23T06:00:00Z', mine: false, refusals: [] },
  { ...run, id: 'i3', kind: 'employments', state: 'importing', progress: { done: 61240, total: 100000 }, counts: { inserted: 99000, updated: 0, unchanged: 1000, refused: 0 }, author: '刘敏', approved_by: '周海', created_at: '2026-11-23T05:00:00Z', mine: true, refusals: [] },
  { ...run, id: 'i4', kind: 'equity', state: 'done', progress: { done: 2210, total: 2210 }, counts: { inserted: 2100, updated: 100, unchanged: 4, refused: 6 }, author: null, approved_by: null, finished_at: '2026-11-20T05:02:00Z', has_file: false, created_at: '2026-11-20T05:00:00Z', mine: false, refusals: [] },
  { ...run, id: 'i6', kind: 'specialties', edition: '2027 年版', in_force_from: '2027-01-01', state: 'submitted', progress: { done: 1284, total: 1284 }, counts: { inserted: 1284, updated: 0, unchanged: 0, refused: 0 }, author: '周海', approved_by: null, created_at: '2026-11-19T08:00:00Z', mine: false, refusals: [] },
  { ...run, id: 'i5', kind: 'kin', state: 'refused', progress: { done: 0, total: 0 }, counts: { inserted: 0, updated: 0, unchanged: 0, refused: 0 }, author: '刘敏', approved_by: null, created_at: '2026-11-19T05:00:00Z', mine: true, refusals: [], refusal: { code: 'sheet.header', message: '缺少“关系”一列，请使用模板' } },
];

export const unitRows: UnitRow[] = units.concat('湖南省国有资产监督管理委员会', '湘江产业投资基金（有限合伙）', '湖南建设投资集团有限责任公司', '湖南省建筑设计院').map((name, at) => ({
  id: `u${at + 1}`, code: at === 10 ? null : `91430100MA4L${String(1000 + at)}X${at % 10}`, name, kind: at === 3 || at === 4 ? 'institution' : at === 7 ? 'state' : at === 8 ? 'fund' : at === 6 ? 'government' : 'company',
  area: areas[1 + (at % 4)]!.code, state: at === 10 ? 'to_resolve' : 'known', officer_count: at * 2, employed_count: 41 - at * 3,
}));
const edge = (holder: string, unit: string, share: string, control = false) => ({ holder, holder_kind: holder.startsWith('p') ? 'person' : 'unit', unit, share, control, from: '2021-04-01', until: null });
export const equity: Equity = {
  on: '2026-11-24', truncated: false,
  nodes: [...unitRows.slice(0, 3), ...unitRows.slice(7, 10)].map(({ id, name, kind, code }) => ({ id, name, kind, code: code ?? null, state_holder: kind === 'state', distance: id === 'u1' ? 0 : 1 }))
    .concat([{ id: 'p1', name: '王*', kind: 'person', code: null, state_holder: false, distance: 1 }, { id: 'x1', name: '湖南建科员工持股平台（有限合伙）', kind: 'employee_platform', code: null, state_holder: false, distance: 1 }]),
  edges: [edge('u8', 'u10', '100', true), edge('u10', 'u1', '51.000000', true), edge('u9', 'u1', '24.5'), edge('x1', 'u1', '14.5'), edge('p1', 'u1', '10'), edge('u1', 'u2', '60', true), edge('u1', 'u3', '33.34'), edge('u10', 'u3', '20'), edge('u3', 'u9', '5.25')],
};
export const near: NearMatch[] = [
  { id: 'n1', left: unitRows[0]!, right: unitRows[10]!, score: 93, state: 'open', decided_at: null, reason: null, evidence: [{ kind: 'prefix', left: '湖南省建筑设计院（1952–2017）', right: '湖南省建筑设计院' }, { kind: 'same_officer', left: '2', right: '2' }, { kind: 'other_area', left: '长沙市', right: '湘潭市' }] },
  { id: 'n2', left: unitRows[2]!, right: { ...unitRows[10]!, id: 'u12', name: '长沙市政工程公司', area: '430100' }, score: 81, state: 'open', decided_at: null, reason: null, evidence: [{ kind: 'same_area', left: '长沙市', right: '长沙市' }] },
];

const roleRows = [['刘敏', 'liu-min', 'pool_officer'], ['周海', 'zhou-hai', 'pool_officer'], ['何静', 'he-jing', 'security_officer'], ['谭勇', 'tan-yong', 'system_officer'], ['彭丽', 'peng-li', 'auditor'], ['唐军', 'tang-jun', 'draw_operator'], ['易芳', 'yi-fang', 'supervisor'], ['曾磊', 'zeng-lei', 'finance_officer'], ['龙艳', 'long-yan', 'site_officer']] as const;
export const accounts: Account[] = roleRows.map(([display_name, login, role], at) => ({
  id: `a${at}`, login, display_name, role, area: at % 2 ? '430100' : '430000', area_name: at % 2 ? '长沙市' : '湖南省', state: at === 5 ? 'locked' : at === 7 ? 'invited' : at === 8 ? 'closed' : 'active',
  locked_until: at === 5 ? '2026-11-24T04:30:00Z' : null, last_sign_in_at: at === 7 ? null : `2026-11-2${at % 4}T0${at}:12:00Z`, version: 1,
}));

const kinds = ['expert.unmasked', 'change.approved', 'change.proposed', 'expert.admitted', 'account.unlocked', 'unit.merged'];
const hash = (at: number) => Array.from({ length: 64 }, (_, i) => '0123456789abcdef'[(at * 31 + i * i * 7 + i) % 16]).join('');
export const ledger: LedgerRow[] = Array.from({ length: 50 }, (_, at) => ({
  index: at < 2 ? null : 48213 - at, recorded_at: new Date(Date.UTC(2026, 10, 24, 3, 40 - at, 11)).toISOString(), kind: kinds[at % 6]!, subject: `expert/0193-${hash(at).slice(0, 8)}`, actor: at % 5 === 4 ? 'system' : `account/0193-${hash(at + 1).slice(0, 8)}`, area: '430000', hash: hash(at),
}));

export const ledgerEntry = (index: number): LedgerEntry => ({
  index, recorded_at: ledger[5]!.recorded_at, kind: 'expert.unmasked', subject: ledger[5]!.subject, actor: ledger[5]!.actor, area: '430000',
  body: 'hengjian entry v1\nkind expert.unmasked\nsubject expert/0193-08e2442e\ndetail field phone\nreason 核对通知电话\n', salt: hash(7), leaf: `vrd1 entry\nhash ${hash(5)}\n\n— hengjian.example/ledger AAAA\n`, leaf_hash: hash(5), fault: null,
  proof: { size: 48212, root: hash(3), hashes: ledger.slice(4, 18).map((_, at) => hash(at + 4)), checkpoint: 'hengjian.example/ledger\n48212\n' },
});
