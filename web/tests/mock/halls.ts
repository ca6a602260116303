import type { Contributor, HallSeat, HallView } from '../../src/draw/types';

/* One invented draw at each of its stages, and a rehearsal. The commitment is that of the published test draw. */
const commit = {
  hash: '868e58a75788efa44ce40cd39fbf233acf000d7bdfc2ebd4c37bd5c6f53542ec', words: ['江杯', '老井', '兰麦', '星船'], index: 48216, at: '2026-12-08T01:02:11Z',
  checked: { by: '长沙市公共资源交易监督管理局', index: 48217, at: '2026-12-08T01:04:38Z' },
};
const person = (role: string, organisation: string, more: Partial<Contributor> = {}): Contributor => ({ role, kind: role.split('-')[0] as Contributor['kind'], organisation, state: 'joined', words: null, digits: null, nonce: null, ...more });
const people = [
  person('centre-1', '长沙公共资源交易中心'), person('supervisor-1', '长沙市公共资源交易监督管理局'), person('tenderee-1', '长沙市演示学校'), person('guest-1', '湖南演示建设集团有限公司', { state: 'invited' }),
];
const committed = (one: Contributor): Contributor => ({ ...one, state: 'committed', words: ['松桥', '月灯', '青田', '鹿湾'] });
const numbers = ['42561656', '99236221', '87027343', '016293847510'];
const revealed = (one: Contributor, at: number): Contributor => ({ ...committed(one), state: 'revealed', digits: numbers[at]!, nonce: 'j73xjfab' });

const open: HallView = {
  id: 'open', alias: '3F2A 91C0', draw: '3f2a91c05f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e5f1c9a7e', attempt: 1, area: '430100', stage: 'open', stage_number: 1, closed: false, rehearsal: false, mode: 'one_party',
  now: '2026-12-08T01:00:42Z', clock_source: 'server', starts_at: '2026-12-08T06:30:00Z', not_before: '2026-12-08T01:00:00Z',
  slots: [
    { specialty: 'C0101', name: '房屋建筑工程', quota: 3, tiers: [{ reach: 'city', areas: ['430100'], count: 41 }, { reach: 'neighbours', areas: ['430200', '430300'], count: 18 }, { reach: 'province', areas: ['430000'], count: 127 }] },
    { specialty: 'A0801', name: '工程造价', quota: 2, tiers: [{ reach: 'city', areas: ['430100'], count: 206 }, { reach: 'province', areas: ['430000'], count: 812 }] },
  ],
  commit: null, contributors: people, numbers: { list: 'closed', turn: null, round: 0 }, sealed: null, rounds: null, check_in: null, unsealed_at: null, cancel: null, waiting: null, statements: [],
};
const sealed = {
  hash: '5b1e0c94d7f2468a5b1e0c94d7f2468a5b1e0c94d7f2468a5b1e0c94d7f2468a', index: 48229, size: 48231, at: '2026-12-08T01:27:02Z',
  cosigners: [{ name: '长沙市公共资源交易监督管理局', at: '2026-12-08T01:27:03Z' }, { name: '湖南省公共资源交易服务中心', at: '2026-12-08T01:27:04Z' }, { name: '长沙市演示公证处', at: '2026-12-08T01:27:04Z' }],
};
const seat = (at: number, state: HallSeat['state'], since: string | null = null): HallSeat => ({ seat: at, specialty: at < 3 ? '房屋建筑工程' : '工程造价', state, since, until: '2026-12-08T05:00:00Z' });
const rounds = {
  t0: '2026-12-08T01:28:00Z', round_secs: 60, round: 2, next_at: '2026-12-08T01:32:00Z', ends_at: '2026-12-08T05:00:00Z',
  seats: [seat(0, 'accepted'), seat(1, 'calling', '2026-12-08T01:30:22Z'), seat(2, 'vacant'), seat(3, 'accepted'), seat(4, 'waiting')],
};
const full = people.map((one, at) => revealed(one, at));
const sealing = { ...open, commit, contributors: full, numbers: { list: 'done' as const, turn: null, round: 0 }, sealed, now: '2026-12-08T01:27:40Z' };
const calling = { ...sealing, rounds, stage: 'callout' as const, stage_number: 5, now: '2026-12-08T01:31:03Z' };

const stages: Record<string, HallView> = {
  open,
  committed: { ...open, stage: 'committed', stage_number: 2, commit, now: '2026-12-08T01:05:00Z' },
  unchecked: { ...open, stage: 'committed', stage_number: 2, commit: { ...commit, checked: null }, now: '2026-12-08T01:03:00Z', waiting: { for: 'witness', sentence: '监督部门的见证服务正在核对候选名单，最迟 09:17:11 答复。', since: '2026-12-08T01:02:14Z' } },
  insiders: { ...open, stage: 'numbers', stage_number: 3, commit, contributors: people.map((one, at) => (at === 0 ? committed(one) : one)), numbers: { list: 'insiders', turn: null, round: 0 }, now: '2026-12-08T01:08:10Z' },
  everyone: { ...open, stage: 'numbers', stage_number: 3, commit, contributors: people.map((one, at) => (at < 3 ? committed(one) : one)), numbers: { list: 'everyone', turn: null, round: 0 }, now: '2026-12-08T01:16:10Z' },
  reveals: { ...open, stage: 'numbers', stage_number: 3, commit, contributors: people.map((one, at) => (at < 2 ? revealed(one, at) : committed(one))), numbers: { list: 'reveals', turn: 'tenderee-1', round: 0 }, now: '2026-12-08T01:21:50Z' },
  eight: { ...open, stage: 'numbers', stage_number: 3, commit, contributors: Array.from({ length: 8 }, (_, at) => ({ ...(at < 4 ? revealed(people[at % 4]!, at % 4) : committed(people[at % 4]!)), role: `guest-${at + 1}` })), numbers: { list: 'reveals', turn: 'guest-5', round: 0 }, now: '2026-12-08T01:21:50Z' },
  seal: { ...sealing, stage: 'seal', stage_number: 4 },
  sealing: { ...sealing, stage: 'seal', stage_number: 4, sealed: null, waiting: { for: 'cosigners', sentence: '等待两家会签方确认存证，最迟 09:41:50 由份额补齐。', since: '2026-12-08T01:26:50Z' } },
  callout: calling,
  sixteen: { ...calling, rounds: { ...rounds, seats: Array.from({ length: 16 }, (_, at) => seat(at, (['accepted', 'calling', 'waiting', 'vacant', 'short'] as const)[at % 5]!, '2026-12-08T01:30:22Z')) } },
  many: { ...calling, rounds: { ...rounds, seats: Array.from({ length: 34 }, (_, at) => seat(at, (['accepted', 'calling', 'waiting', 'vacant', 'short'] as const)[at % 5]!, '2026-12-08T01:30:22Z')) } },
  drill: { ...calling, rehearsal: true },
  checkin: { ...calling, stage: 'check_in', stage_number: 6, rounds: { ...rounds, seats: rounds.seats.map((one) => ({ ...one, state: 'accepted' as const })) }, check_in: { expected_count: 5, arrived_count: 3, from: '2026-12-08T05:30:00Z', until: '2026-12-08T06:30:00Z' }, now: '2026-12-08T06:02:20Z' },
  unsealed: { ...calling, stage: 'unsealed', stage_number: 7, unsealed_at: '2026-12-08T06:31:04Z', now: '2026-12-08T06:33:00Z', check_in: { expected_count: 5, arrived_count: 5, from: '2026-12-08T05:30:00Z', until: '2026-12-08T06:30:00Z' } },
  cancelled: { ...open, stage: 'cancelled', stage_number: 0, commit, cancel: { cause: 'withdrawn', at: '2026-12-09T01:25:00Z' }, now: '2026-12-09T01:26:00Z' },
  rehearsal: { ...open, stage: 'committed', stage_number: 2, commit, rehearsal: true, mode: 'separate', now: '2026-12-08T01:05:00Z' },
};
export const halls: Record<string, HallView> = Object.fromEntries(Object.entries(stages).map(([id, view]) => [id, { ...view, id }]));
