import type { CheckInAnswer, DrawPage, Link, WantedApproval } from '../../src/draw/staffCalls';
import type { DrawView, HallView, PackRow, Terminal, Wanted } from '../../src/draw/types';
import { approvals, packs, rows, terminals, view, views, wanted } from './drawViews';
import { halls } from './halls';
import { type Answer, type Asked, done, ok, refuse } from './shape';

/** What the server answers about draws, for a person who is signed in. */
export const inside: Record<string, (asked: Asked) => Answer> = {
  'GET /api/draws': ({ query }) => ok<DrawPage>({ items: rows.filter(({ stage }) => !query.get('state') || stage === query.get('state')), after: null }),
  'POST /api/draws': () => ok<DrawView>(views.open, 201),
  'GET /api/approvals': () => ok<WantedApproval[]>(approvals),
  'POST /api/approvals/sign': () => done,
  'GET /api/packs': () => ok<PackRow[]>(packs),
  'POST /api/packs': () => done,
  'GET /api/terminals': () => ok<{ items: Terminal[] }>({ items: terminals }),
  'POST /api/terminals': () => ok({ id: 't4', code: 'K7QM2XH4' }, 201),
  'POST /api/check-in': ({ body }) => ok<CheckInAnswer>({ answer: body.code === '384021' ? 'expected' : 'not_expected', seat: null }),
};

export const one: [RegExp, (id: string, asked: Asked) => Answer][] = [
  [/^GET \/api\/draws\/(\w+)$/, (id) => ok<DrawView>(view(id))],
  [/^GET \/api\/draws\/(\w+)\/hall$/, (id) => ok<HallView>(halls[id] ?? view(id))],
  [/^GET \/api\/draws\/(\w+)\/wanted$/, () => ok<Wanted[]>(wanted)],
  [/^POST \/api\/draws\/(\w+)\/contributors$/, (_, { body }) => ok<Link>({ role: `${String(body.kind)}-2`, link: '/n.html#K7QM2XH4P3DAYE6WMM4CZT2F' })],
  [/^POST \/api\/draws\/\w+\/contributors\/([\w-]+)\/link$/, (role) => ok<Link>({ role, link: '/n.html#H5RB7VNLK7QM2XH4P3DAYE6W' })],
  [/^POST \/api\/draws\/(\w+)\/numbers\/close$/, () => refuse(409, 'draw.numbers_missing', '演示公证处（guest-1）尚未投数，投数或移除后方可截止。')],
  [/^POST \/api\/draws\/(\w+)\/reveal$/, () => refuse(422, 'draw.slip_wrong', '与 tenderee-1 投数时的承诺不符，请对照号码单重新录入。')],
  [/^POST \/api\/draws\/(\w+)\/cancel$/, () => ok<DrawView>(views.cancelled)],
  [/^(?:GET|POST) \/api\/(?:draws|terminals)\/(\w+)\/.+$/, () => done],
];
