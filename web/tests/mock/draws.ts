import type { Contribution, HallView, Offer, TerminalDraw } from '../../src/draw/types';
import { halls } from './halls';
import { type Answer, type Asked, done, ok, refuse } from './shape';

const person: Contribution = {
  role: 'tenderee-1', kind: 'tenderee', organisation: '长沙市演示学校', alias: '3F2A 91C0', mode: 'one_party', rehearsal: false,
  words: halls.committed!.commit!.words, commit: halls.committed!.commit!.hash, round: 0, blind: null, phase: 'commit', turn: null, until: '2026-12-08T01:20:00Z',
};
const contributions: Record<string, Contribution> = {
  before: { ...person, phase: 'before', words: null, commit: null, until: null },
  wait: { ...person, phase: 'wait', until: '2026-12-08T01:15:00Z' },
  commit: person,
  committed: { ...person, phase: 'committed', turn: 'supervisor-1', until: '2026-12-08T01:25:00Z' },
  reveal: { ...person, phase: 'reveal', turn: 'tenderee-1', until: '2026-12-08T01:25:00Z' },
  revealed: { ...person, phase: 'revealed', turn: 'guest-1' },
  over: { ...person, phase: 'over', until: null },
};

const atTerminal = ({ id, alias, mode, rehearsal, contributors, numbers, commit }: HallView): TerminalDraw => ({ id, alias, mode, rehearsal, contributors, numbers, commit, blind: null });

const bare = { token: 'k1', until: '2026-12-08T02:30:00Z' };
const whole = { ...bare, starts_at: '2026-12-08T06:30:00Z', ends_at: '2026-12-08T10:00:00Z', gather_at: '2026-12-08T06:00:00Z', centre: '长沙公共资源交易中心', specialty: '房屋建筑工程', code: null };
const tasks: Record<string, Offer[]> = {
  identify: [{ ...bare, state: 'identify' }], offer: [{ ...whole, state: 'offer' }], accepted: [{ ...whole, state: 'accepted', code: '408172' }], declined: [{ ...whole, state: 'declined' }], over: [{ ...bare, state: 'over' }],
};

export const drawOpen: Record<string, (asked: Asked) => Answer> = {
  'POST /api/contributions/open': ({ body }) => {
    const token = String(body.token);
    if (token === 'other') return refuse(409, 'contribution.other_device', '这条链接已在另一部手机上打开。');
    return contributions[token] ? { ...ok<Contribution>({ ...contributions[token], device: body.device ? null : 'd' }), now: '2026-12-08T01:16:10Z' } : refuse(410, 'contribution.link_over', '这条链接已于 09:10:22 由抽取员更换，请扫描新的二维码。');
  },
  'POST /api/contributions/commit': () => done,
  'POST /api/contributions/reveal': () => refuse(422, 'contribution.no_match', '号码与封住的不一致，没有公开。请对照号码单再输一次。'),
  'GET /api/terminal/draw': ({ role, situation }) => {
    if (role !== 'terminal') return refuse(401, 'terminal.unknown', '本机尚未登记。');
    return ok<TerminalDraw | null>(halls[situation] ? atTerminal(halls[situation]) : null);
  },
  'POST /api/terminals/enrol': ({ body }) => (body.code === '0000' ? refuse(422, 'terminal.code', '登记码不对或已经用过，请安全管理员重新生成。') : { status: 204, cookie: 'terminal.everyone' }),
  'POST /api/terminal/commit': () => done,
  'POST /api/terminal/reveal': () => done,
};

export const drawInside: Record<string, (asked: Asked) => Answer> = {
  'GET /api/me/tasks': ({ situation }) => ({ ...ok<{ items: Offer[] }>({ items: tasks[situation] ?? [] }), now: '2026-12-08T02:06:48Z' }),
};

export const drawOne: [RegExp, (id: string, asked: Asked) => Answer][] = [
  [/^POST \/api\/me\/tasks\/(\w+)\/identify$/, (_, { body }) => (body.id_tail === '0000' ? refuse(422, 'callout.identity', '与登记的身份证件号码后四位不符，还可以再试 2 次。') : { status: 204, cookie: 'expert.offer' })],
  [/^POST \/api\/me\/tasks\/(\w+)\/accept$/, () => ({ status: 204, cookie: 'expert.accepted' })],
  [/^POST \/api\/me\/tasks\/(\w+)\/decline$/, () => ({ status: 204, cookie: 'expert.declined' })],
];
