import type { Approval, CheckInAnswer, DrawPage, DrawView, HallView, Link, PackRow, Wanted } from '../../src/draw/types';
import { approvals, packs, rows, view, views, wanted } from './drawViews';
import { halls } from './halls';
import { type Answer, type Asked, done, ok, refuse } from './shape';

/** What the server answers about draws, for a person who is signed in. */
export const inside: Record<string, (asked: Asked) => Answer> = {
  'GET /api/draws': ({ situation }) => ok<DrawPage>({ items: situation === 'none' ? [] : rows, next: null }),
  'POST /api/draws': () => ok<DrawView>(views.open, 201),
  'GET /api/packs': () => ok<PackRow[]>(packs),
  'POST /api/packs': () => ok<PackRow>(packs[0]!, 201),
  'GET /api/approvals': () => ok<Approval[]>(approvals),
  'POST /api/approvals': () => ({ status: 201 }),
  'POST /api/check-in': ({ body }) => ok<CheckInAnswer>({ answer: body.code === '384021' ? 'expected' : 'not_expected' }),
};

export const one: [RegExp, (id: string, asked: Asked) => Answer][] = [
  [/^GET \/api\/draws\/(\w+)$/, (id) => ok<DrawView>(view(id))],
  [/^GET \/api\/draws\/(\w+)\/hall$/, (id) => ok<HallView>(halls[id] ?? view(id))],
  [/^GET \/api\/draws\/(\w+)\/wanted$/, (id) => ok<Wanted[]>(id === 'd1' ? [] : wanted)],
  [/^POST \/api\/draws\/(\w+)\/contributors$/, (_, { body }) => ok<Link>({ role: `${String(body.kind)}-2`, link: '/n.html#K7QM2XH4P3DAYE6WMM4CZT2F' }, 201)],
  [/^POST \/api\/draws\/\w+\/contributors\/([\w-]+)\/link$/, (role) => ok<Link>({ role, link: '/n.html#H5RB7VNLK7QM2XH4P3DAYE6W' })],
  [/^POST \/api\/draws\/(\w+)\/numbers\/close$/, () => refuse(409, 'contribution.missing', '演示公证处尚未投数，投数或移除后方可截止。')],
  [/^POST \/api\/draws\/(\w+)\/reveal$/, () => refuse(422, 'contribution.mismatch', '与 tenderee-1 投数时的承诺不符，请对照号码单重新录入。')],
  [/^POST \/api\/draws\/(\w+)\/cancel$/, () => ok<DrawView>(views.cancelled)],
  [/^(?:GET|POST) \/api\/draws\/(\w+)\/.+$/, () => done],
];
