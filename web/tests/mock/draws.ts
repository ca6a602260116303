import type { Contribution, Offer, Offers } from '../../src/draw/types';
import { halls } from './halls';
import { type Answer, type Asked, done, ok, refuse } from './shape';

const person: Contribution = {
  role: 'tenderee-1', kind: 'tenderee', organisation: '长沙市演示学校', alias: '3F2A 91C0', mode: 'one_party', rehearsal: false,
  words: halls.committed!.commit!.words, commit: halls.committed!.commit!.hash, round: 0, blind: null, phase: 'commit', turn: null, until: null, device: null,
};
const contributions: Record<string, Contribution> = {
  before: { ...person, phase: 'before', words: null, commit: null },
  wait: { ...person, phase: 'wait' },
  commit: person,
  committed: { ...person, phase: 'committed', turn: 'supervisor-1' },
  reveal: { ...person, phase: 'reveal', turn: 'tenderee-1' },
  revealed: { ...person, phase: 'revealed', turn: 'guest-1' },
  over: { ...person, phase: 'over' },
};

const bare = { token: 'k1', until: '2026-12-08T02:30:00Z', starts_at: null, ends_at: null, gather_at: null, centre: null, specialty: null, code: null };
const whole = { ...bare, starts_at: '2026-12-08T06:30:00Z', ends_at: '2026-12-08T10:00:00Z', gather_at: '2026-12-08T06:00:00Z', centre: '长沙公共资源交易中心', specialty: '房屋建筑工程', code: null };
const tasks: Record<string, Offer[]> = {
  identify: [{ ...bare, state: 'identify' }], offer: [{ ...whole, state: 'offer' }], accepted: [{ ...whole, state: 'accepted', code: '408172' }], declined: [{ ...bare, state: 'declined' }], over: [{ ...bare, state: 'over' }],
};

export const drawOpen: Record<string, (asked: Asked) => Answer> = {
  'POST /api/contributions/open': ({ body }) => {
    const token = String(body.token);
    if (token === 'other') return refuse(403, 'contribution.other_device', '这条链接已在另一部手机上打开。');
    return contributions[token] ? { ...ok<Contribution>({ ...contributions[token], device: body.device ? null : 'd' }), now: '2026-12-08T01:16:10Z' } : refuse(410, 'contribution.ended', '此链接已失效，请向抽取员索取新的二维码。');
  },
  'POST /api/contributions/commit': () => done,
  'POST /api/contributions/reveal': () => refuse(422, 'contribution.mismatch', '号码与封住的不一致，没有公开。请对照号码单再输一次。'),
};

export const drawInside: Record<string, (asked: Asked) => Answer> = {
  'GET /api/me/tasks': ({ situation }) => ok<Offers>({ now: '2026-12-08T02:06:48Z', items: tasks[situation] ?? [] }),
};

export const drawOne: [RegExp, (id: string, asked: Asked) => Answer][] = [
  [/^POST \/api\/me\/tasks\/(\w+)\/identify$/, (_, { body }) => (body.id_tail === '0000' ? refuse(422, 'answer.wrong_id', '身份证号后四位不符，请核对后再输入。连续输错三次，本次询问即结束。') : { status: 204, cookie: 'expert.offer' })],
  [/^POST \/api\/me\/tasks\/(\w+)\/accept$/, () => ({ status: 204, cookie: 'expert.accepted' })],
  [/^POST \/api\/me\/tasks\/(\w+)\/decline$/, () => ({ status: 204, cookie: 'expert.declined' })],
];
