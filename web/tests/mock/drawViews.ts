import type { Approval, Contributor, ContributorKind, ContributorState, DrawRow, DrawView, HallStatement, PackRow, SeatState, Wanted } from '../../src/draw/types';

/* Invented draws, one for each stage that a page shows. */
const hex = (seed: string) => seed.repeat(16);
const statement = (kind: string, index: number, at: string, more: Partial<HallStatement> = {}): HallStatement => ({ kind, round: 0, role: null, index, at: `2026-12-08T${at}Z`, cosigned_at: `2026-12-08T${at}Z`.replace(/..Z$/, '59Z'), ...more });
const begun = [statement('draw-open', 48220, '00:02:11'), statement('draw-commit', 48221, '00:02:40'), statement('pool-checked', 48222, '00:03:05')];
const numbersDone = [
  ...begun, statement('numbers', 48223, '00:06:12', { round: 0 }), statement('numbers', 48224, '00:08:20', { round: 0 }),
  ...['centre-1', 'supervisor-1', 'tenderee-1', 'guest-1'].map((role, at) => statement('reveal', 48225 + at, `00:09:1${at}`, { round: 0, role })),
  statement('sealed', 48229, '00:10:02'),
];
const contributor = (role: string, organisation: string, state: ContributorState, digits: string | null = null, nonce: string | null = null): Contributor => ({ role, kind: role.split('-')[0] as ContributorKind, organisation, state, words: state === 'invited' ? null : ['金桥', '银塔', '铜门', '铁窗'], digits, nonce });
const revealed = [
  contributor('centre-1', '长沙公共资源交易中心', 'revealed', '483920', 'k7qm 2xh4'), contributor('supervisor-1', '长沙市演示住建局', 'revealed', '20711963', 'p3da ye6w'),
  contributor('tenderee-1', '长沙市演示学校', 'revealed', '660412', 'mm4c zt2f'), contributor('guest-1', '演示公证处', 'revealed', '918273645', 'h5rb 7vnl'),
];
const seat = (number: number, state: SeatState, since: string | null, until: string | null = null) => ({ seat: number, specialty: number > 2 ? '房屋建筑工程施工' : '软件开发', state, since, until });

const base: DrawView = {
  id: 'd1', alias: '3F2A 91C0', draw: hex('3f2a91c0').slice(0, 64), attempt: 1, area: '430100', stage: 'open', stage_number: 1, closed: false, rehearsal: false, mode: 'one_party',
  now: '2026-12-08T00:12:00Z', clock_source: 'server', starts_at: '2026-12-08T01:00:00Z', not_before: '2026-12-08T00:30:00Z',
  slots: [
    { specialty: 'C0101', name: '软件开发', quota: 3, tiers: [{ reach: 'city', areas: ['430100'], count: 41 }, { reach: 'neighbours', areas: ['430200', '430300'], count: 18 }, { reach: 'province', areas: ['430000'], count: 127 }] },
    { specialty: 'A0801', name: '房屋建筑工程施工', quota: 2, tiers: [{ reach: 'city', areas: ['430100'], count: 206 }, { reach: 'province', areas: ['430000'], count: 812 }] },
  ],
  commit: null, contributors: [], numbers: { list: 'closed', turn: null, round: 0 }, sealed: null, rounds: null, check_in: null, unsealed_at: null, cancel: null, waiting: null,
  statements: begun.slice(0, 1), request_id: 'r3', project_code: 'YS-2026-430100-000001', project_name: '演示湘江新区中学建设', lot: '01', wanted_count: 0, names: null, can: ['contributors', 'cancel'],
};
const committed: DrawView = {
  ...base, stage: 'committed', stage_number: 2, statements: begun,
  commit: { hash: hex('5f1c9a7e').slice(0, 64), words: ['金桥', '银塔', '铜门', '铁窗'], index: 48221, at: '2026-12-08T00:02:40Z', checked: { by: '演示见证服务', index: 48222, at: '2026-12-08T00:03:05Z' } },
};
const drawn: DrawView = {
  ...committed, stage: 'callout', stage_number: 5, contributors: revealed, numbers: { list: 'done', turn: null, round: 0 }, statements: numbersDone, can: [],
  sealed: { hash: hex('9d04be21').slice(0, 64), index: 48229, size: 48230, at: '2026-12-08T00:10:02Z', cosigners: [{ name: '演示会签一', at: '2026-12-08T00:10:21Z' }, { name: '演示会签二', at: '2026-12-08T00:10:24Z' }, { name: '演示会签三', at: '2026-12-08T00:10:30Z' }] },
  rounds: {
    t0: '2026-12-08T00:10:30Z', round_secs: 60, round: 2, next_at: '2026-12-08T00:13:30Z', ends_at: '2026-12-08T00:40:00Z',
    seats: [seat(0, 'accepted', '2026-12-08T00:11:12Z'), seat(1, 'calling', '2026-12-08T00:12:31Z', '2026-12-08T00:17:31Z'), seat(2, 'vacant', '2026-12-08T00:12:44Z'), seat(3, 'accepted', '2026-12-08T00:11:40Z'), seat(4, 'waiting', null)],
  },
};
const arrived = drawn.rounds!.seats.map((one, at) => ({ ...one, state: at < 3 ? 'arrived' as const : 'accepted' as const, until: null, since: `2026-12-08T00:2${at}:10Z` }));

export const views = {
  open: { ...base, waiting: { for: 'fault', sentence: '系统遇到问题，抽取暂停；请系统管理员查看日志。', since: '2026-12-08T00:02:11Z' } },
  numbers: {
    ...committed, id: 'd2', stage: 'numbers', stage_number: 3, can: ['contributors', 'close', 'cancel'], numbers: { list: 'everyone', turn: null, round: 0 },
    statements: [...begun, statement('numbers', 48223, '00:06:12', { round: 0, cosigned_at: null })],
    contributors: [contributor('centre-1', '长沙公共资源交易中心', 'committed'), contributor('supervisor-1', '长沙市演示住建局', 'committed'), contributor('tenderee-1', '长沙市演示学校', 'committed'), contributor('guest-1', '演示公证处', 'joined')],
    waiting: { for: 'people', sentence: '演示公证处尚未投数，最迟 08:20:00。', since: '2026-12-08T00:06:30Z' },
  },
  reveals: {
    ...committed, id: 'd3', wanted_count: 1, stage: 'numbers', stage_number: 3, can: ['slip', 'cancel'], numbers: { list: 'reveals', turn: 'tenderee-1', round: 0 }, statements: numbersDone.slice(0, 7),
    contributors: revealed.map((one, at) => (at < 2 ? one : { ...one, state: 'committed' as const, digits: null, nonce: null })),
    waiting: { for: 'people', sentence: '等待长沙市演示学校公开号码，手机不能使用时录入其号码单。', since: '2026-12-08T00:09:11Z' },
  },
  callout: { ...drawn, id: 'd4', can: ['cancel'], waiting: { for: 'time', sentence: '3 号席位待补抽：08:13:30 进行第 3 轮。', since: '2026-12-08T00:12:44Z' } },
  checkIn: { ...drawn, id: 'd5', stage: 'check_in', stage_number: 6, rounds: { ...drawn.rounds!, seats: arrived }, check_in: { expected_count: 5, arrived_count: 3, from: '2026-12-08T00:15:00Z', until: '2026-12-08T00:35:00Z' } },
  closed: {
    ...drawn, id: 'd6', stage: 'unsealed', stage_number: 7, closed: true, mode: 'separate', can: ['files'], rounds: { ...drawn.rounds!, seats: arrived.map((one) => ({ ...one, state: 'arrived' as const })) },
    check_in: { expected_count: 5, arrived_count: 5, from: '2026-12-08T00:15:00Z', until: '2026-12-08T00:35:00Z' }, unsealed_at: '2026-12-08T00:35:02Z',
    names: [['张建工', '湖南省演示设计院'], ['李新华', '湘江演示大学'], ['周海燕', '株洲演示医院'], ['罗小明', '长沙市演示工程公司'], ['何丽娟', '衡阳演示建设中心']].map(([name, unit], at) => ({ seat: at, specialty: at > 2 ? '房屋建筑工程施工' : '软件开发', name: name!, unit: unit!, arrived: at < 4 })),
    statements: [...numbersDone, statement('round', 48240, '00:13:30', { round: 1 }), statement('round', 48251, '00:34:30', { round: 2 }), statement('unseal', 48252, '00:35:02', { round: 0 }), statement('unseal', 48253, '00:35:02', { round: 1 }), statement('unseal', 48254, '00:35:02', { round: 2 })],
  },
  cancelled: {
    ...committed, id: 'd7', stage: 'cancelled', stage_number: 0, closed: true, can: ['files'], numbers: { list: 'insiders', turn: null, round: 0 },
    contributors: revealed.map((one) => ({ ...one, state: 'joined' as const, words: null, digits: null, nonce: null })), cancel: { cause: 'withdrawn', at: '2026-12-08T00:20:00Z' },
    statements: [...begun, statement('cancel', 48223, '00:20:00')],
  },
} satisfies Record<string, DrawView>;

const all: DrawView[] = Object.values(views);
export const view = (id: string) => all.find((one) => one.id === id) ?? views.open;
export const rows: DrawRow[] = all.map(({ id, request_id, alias, attempt, stage, closed, starts_at }, at) => ({ id, request_id, alias, project_code: `YS-2026-430100-00000${at + 1}`, lot: `0${1 + (at % 2)}`, attempt: at === 5 ? 2 : attempt, stage, closed, starts_at, opened_at: '2026-12-08T00:02:11Z' }));

export const wanted: Wanted[] = [{
  kind: 'cancel', parties: ['centre', 'supervising', 'province'], signed: ['supervising'],
  body: `vrd1 cancel\ndraw ${hex('3f2a91c0').slice(0, 64)}\ncause ordered-to-correct\ndocument ${hex('0be2c7d4').slice(0, 64)}\n`,
}];
export const approvals: Approval[] = [
  { draw: hex('a71e03d5').slice(0, 64), cause: 'attempt', document: hex('0be2c7d4').slice(0, 64), index: null },
  { draw: hex('5c22f90b').slice(0, 64), cause: 'attempt', document: hex('e80d41aa').slice(0, 64), index: 48190 },
];

const figures: PackRow['figures'] = [
  { name: 'panel.size_min', value: '5', certainty: 'A', source: '招标投标法 37', note: null },
  { name: 'panel.expert_share_min', value: '2/3', certainty: 'A', source: '招标投标法 37', note: '专家占全体成员的下限' },
  { name: 'expert.exit_age_years', value: '69', certainty: 'B', source: '湖南省评标专家管理办法', note: '满 69 周岁起不再抽取' },
  { name: 'draw.depth', value: '3', certainty: 'C', source: '待中心确认', note: '候选单位数对席位数的倍数' },
];
const lines = [['id', 'hunan/tender-2026-11'], ['from', '2026-11-01'], ['depth', '3'], ['chance', '1/2'], ['round-secs', '60'], ['cancel-causes', 'ended-by-tenderee/ordered-to-correct/force-majeure']].map(([key, value]) => ({ key: key!, value: value! }));
export const packs: PackRow[] = [
  { hash: hex('c3a1f00d').slice(0, 64), id: 'hunan/tender-2026-11', from: '2026-11-01', area: '430000', track: 'tender', entry_index: 47110, in_force: true, figures, lines },
  { hash: hex('d4b2e11c').slice(0, 64), id: 'hunan/tender-2099-01', from: '2099-01-01', area: '430000', track: 'tender', entry_index: null, in_force: false, figures: figures.slice(0, 3), lines },
];
