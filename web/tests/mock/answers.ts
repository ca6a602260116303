import type { Role } from '../../src/api/types';
import { accounts, areas, changes, equity, expert, experts, history, imports, ledger, near, specialties, unitRows } from './data';

export interface Asked { method: string; path: string; query: URLSearchParams; body: Record<string, unknown>; role: string | null }
export interface Answer { status: number; body?: unknown; cookie?: string }

const ok = (body: unknown, status = 200): Answer => ({ status, body });
const done: Answer = { status: 204 };
const refuse = (status: number, code: string, message: string, more: object = {}): Answer => ({ status, body: { type: 'about:blank', title: code, status, code, message, ...more } });
const page = <T>(items: T[]) => ok({ items, next: null, total: items.length });
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path fill="#fff" d="M0 0h29v29H0z"/><path d="M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 13h3v3h-3zM18 18h2v4h-2zM22 20h3v2h-3z"/></svg>';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

const open: Record<string, (asked: Asked) => Answer> = {
  'GET /api/setup': () => ok({ needed: false }),
  'POST /api/setup': () => ok({ invitation_token: 'T0KEN' }, 201),
  'GET /api/areas': () => ok({ items: areas }),
  'POST /api/invitations/open': ({ body }) => (body.token === 'expired' ? refuse(410, 'invitation_ended', '邀请已于 2026-11-20 18:00 到期,请安全管理员重新发出。')
    : ok({ login: 'tang-jun', display_name: '唐军', role: 'draw_operator', area: '430100', totp_secret: secret, totp_uri: `otpauth://totp/x?secret=${secret}`, totp_svg: svg })),
  'POST /api/invitations/accept': () => done,
  'POST /api/sign-in/password': ({ body }) => {
    if (body.login === 'locked') return refuse(423, 'sign_in.locked', '账号因多次输错已锁定到 12:30(北京时间)。急用请找安全管理员解锁。');
    if (body.login === 'busy') return refuse(429, 'sign_in.too_often', '这个网络地址登录太频繁,请 1 分钟后再试。');
    if (body.password === 'wrong') return refuse(401, 'sign_in.wrong', '登录名或密码不对。连续 5 次不对,账号会锁定 15 分钟。');
    return ok({ ticket: String(body.login) });
  },
  'POST /api/sign-in/second-factor': ({ body }) => ({ status: 204, cookie: accounts.find(({ login }) => login === body.ticket)?.role ?? 'pool_officer' }),
  'POST /api/sign-in/phone': () => ok({ ticket: 'expert' }),
  'POST /api/sign-in/phone-code': ({ body }) => (body.code === '000000' ? refuse(401, 'sign_in.wrong_code', '验证码不对,或已经用过。') : { status: 204, cookie: 'expert' }),
};

const inside: Record<string, (asked: Asked) => Answer> = {
  'POST /api/sign-in/end': () => ({ status: 204, cookie: '' }),
  'GET /api/me': ({ role }) => {
    const account = accounts.find((one) => one.role === role) ?? accounts[0]!;
    return ok({ account_id: account.id, login: account.login, display_name: role === 'expert' ? '张建工' : account.display_name, role: role as Role, area: '430000', area_name: '湖南省', csrf_token: 'csrf', demo: true, expert_id: role === 'expert' ? 'e1' : null });
  },
  'GET /api/me/devices': () => ok({ items: [
    { id: 'd1', device: 'Chromium 156 · Linux', created_at: '2026-11-24T00:31:00Z', last_seen_at: '2026-11-24T03:40:00Z', current: true },
    { id: 'd2', device: 'Edge 140 · Windows 10', created_at: '2026-11-20T01:02:00Z', last_seen_at: '2026-11-23T09:58:00Z', current: false }] }),
  'GET /api/me/expert': () => ok({ ...expert('e1'), personal: { name: '张建工', id_number: '430103196203114512', phone: '13800000417', second_phone: null, address: '长沙市岳麓区麓山南路 1 号', bank_name: '中国建设银行长沙岳麓支行', bank_account: '6222 0000 0000 0417' } }),
  'GET /api/today': ({ role }) => ok({ tasks: role === 'pool_officer' ? [
    { kind: 'near_to_resolve', count: 2, due_at: null }, { kind: 'changes_to_decide', count: 3, due_at: '2026-11-26T10:00:00Z' }, { kind: 'changes_returned', count: 1, due_at: null },
    { kind: 'terms_ending', count: 128, due_at: '2026-12-31T10:00:00Z' }, { kind: 'imports_to_approve', count: 1, due_at: '2026-11-23T10:00:00Z' }] : role === 'security_officer' ? [{ kind: 'accounts_locked', count: 1, due_at: null }] : [] }),
  'GET /api/accounts': ({ query }) => page(accounts.filter(({ role, state }) => (!query.get('role') || role === query.get('role')) && (!query.get('state') || state === query.get('state')))),
  'POST /api/accounts': ({ body }) => (body.login === 'liu-min' ? refuse(422, 'invalid', '有一栏需要修改。', { fields: [{ field: 'login', message: '登录名 liu-min 已有人使用,请换一个。' }] })
    : ok({ id: 'a1', invitation_token: 'INVITATION-5f1c9a7e', expires_at: '2026-11-27T03:40:00Z' }, 201)),
  'GET /api/specialties': () => ok({ edition: '2024', editions: [{ id: '2024', name: '2024 年版', in_force_from: '2024-07-01' }], items: specialties }),
  'GET /api/experts': ({ query }) => {
    const found = experts.filter((one) => ['area', 'state'].every((name) => !query.get(name) || (one as unknown as Record<string, string>)[name] === query.get(name))
      && (!query.get('specialty') || one.specialties.some((code) => code.startsWith(query.get('specialty')!))) && (!query.get('library') || one.libraries.includes(query.get('library') as 'review')));
    const start = Number(query.get('after') ?? 0);
    return ok({ items: found.slice(start, start + 50), next: start + 50 < found.length ? String(start + 50) : null, total: found.length });
  },
  'POST /api/experts/search': ({ body }) => page(experts.filter(({ number }) => number === body.text)),
  'POST /api/experts/changes': () => refuse(422, 'invalid', '有 2 栏需要修改。', { fields: [{ field: 'id_number', message: '证件号码校验位不符,末位应为 X。' }, { field: 'phone', message: '手机号码有 12 位,应为 11 位。' }] }),
  'GET /api/changes': ({ query }) => page(changes.filter(({ state }) => !query.get('state') || state === query.get('state'))),
  'GET /api/import-kinds': () => ok({ items: [{ kind: 'experts', columns: ['专家编号', '姓名', '证件号码', '手机号码', '第二电话', '所在地区', '工作单位', '单位信用代码', '评标职称', '评标专业', '培训日期'].map((header, at) => ({ header, field: `f${at}`, required: [1, 2, 3, 5].includes(at) })) }] }),
  'GET /api/imports': () => page(imports),
  'POST /api/imports': () => ok({ id: 'i1' }, 201),
  'GET /api/units': ({ query }) => page(unitRows.filter(({ name }) => name.includes(query.get('text') ?? ''))),
  'GET /api/near': ({ query }) => page(near.filter(({ state }) => state === (query.get('state') ?? state))),
  'GET /api/ledger/entries': () => ok({ items: ledger, next: 48163 }),
  'GET /api/ledger': () => ok({ origin: 'hengjian.example/ledger', size: 48212, signed_size: 48212, pending_count: 2, checking: false, refusal: null }),
  'POST /api/ledger/check': () => ok({ checked_at: '2026-11-24T03:41:00Z', size: 48212, root: ledger[3]!.hash, compared_count: 21733, unsigned_count: 2, problem_count: 0, problems: [] }),
  'GET /api/system': () => ok({ version: '0.1.0 (6cca297)', config: { listen: '127.0.0.1:8080', data_dir: './data', tls: { certificate: null }, database: { url: '(内置)' }, demo: { seed: 20261201 } }, database: { version: '18.1', embedded: true }, ledger: { size: 48212, pending_count: 2 },
    doctor: [{ check: 'database.version', ok: true, message: 'PostgreSQL 18.1' }, { check: 'clock', ok: true, message: '与时间源相差 12 ms' }, { check: 'disk.free', ok: false, message: '数据目录剩余 1.8 GB,低于 5 GB,请清理或扩容' }, { check: 'fonts.cjk', ok: true, message: 'Noto Sans CJK SC' }] }),
};

const one: [RegExp, (id: string, asked: Asked) => Answer][] = [
  [/^GET \/api\/accounts\/(\w+)$/, (id) => ok(accounts.find((account) => account.id === id))],
  [/^POST \/api\/accounts\/(\w+)\/invite$/, () => ok({ invitation_token: 'INVITATION-77aa', expires_at: '2026-11-27T03:40:00Z' }, 201)],
  [/^POST \/api\/accounts\/(\w+)\/\w+$/, () => done],
  [/^GET \/api\/experts\/(\w+)$/, (id) => ok(expert(id))],
  [/^GET \/api\/experts\/(\w+)\/history$/, () => ok({ items: history })],
  [/^POST \/api\/experts\/(\w+)\/unmask$/, () => ok({ value: '13800000417' })],
  [/^POST \/api\/experts\/e3\/changes$/, () => refuse(409, 'stale', '档案已被改动。', { version: 4, difference: [{ field: 'unit_name', before: '湖南省建筑设计院', after: '湖南建设投资集团有限责任公司' }, { field: 'area', before: '430100', after: '430200' }] })],
  [/^POST \/api\/experts\/(\w+)\/(?:changes|state)$/, () => ok(changes[1], 201)],
  [/^GET \/api\/changes\/(\w+)$/, (id) => ok(changes.find((change) => change.id === id))],
  [/^POST \/api\/changes\/(\w+)\/\w+$/, () => done],
  [/^GET \/api\/imports\/(\w+)$/, (id) => ok(imports.find((run) => run.id === id))],
  [/^POST \/api\/imports\/(\w+)\/\w+$/, () => done],
  [/^GET \/api\/units\/(\w+)$/, (id) => ok({ ...(unitRows.find((unit) => unit.id === id) ?? unitRows[0]!), version: 2, merged_into: null, branch_of: null, expert_count: 41,
    names: [{ id: 'x', name: '湖南省建筑设计院', kind: 'former' }, { id: 'y', name: '湖南建科', kind: 'alias' }],
    officers: [{ role: 'legal_representative', name: '杨*', from: '2021-04-01', until: null }, { role: 'director', name: '罗*华', from: '2019-01-01', until: null }], near: near.slice(0, 1) })],
  [/^GET \/api\/units\/(\w+)\/equity$/, () => ok(equity)],
  [/^POST \/api\/(?:units|near)\/(\w+)\/\w+$/, () => done],
  [/^GET \/api\/unit-codes\/(\w+)$/, (code) => ok(code.length === 18 ? { valid: true, message: null } : { valid: false, message: '信用代码应为 18 位。' })],
  [/^GET \/api\/ledger\/entries\/(\d+)$/, (index) => ok({ index: Number(index), recorded_at: ledger[5]!.recorded_at, kind: 'expert.unmasked', subject: ledger[5]!.subject, actor: '刘敏',
    body: 'kind expert.unmasked\nsubject expert/0193-08e2442e\nfield phone\nreason 核对通知电话\n', salt: ledger[7]!.hash, leaf: `hengjian.example/entry\nhash ${ledger[5]!.hash}\n`, leaf_hash: ledger[5]!.hash, fault: null,
    proof: { size: 48212, root: ledger[3]!.hash, hashes: ledger.slice(4, 18).map(({ hash }) => hash), checkpoint: 'hengjian.example/ledger\n48212\n' } })],
  [/^POST \/api\/me\/devices\/(\w+)\/end$/, () => done],
];

export function answer(asked: Asked): Answer {
  const name = `${asked.method} ${asked.path}`;
  const free = open[name];
  if (free) return free(asked);
  if (asked.role === null) return refuse(401, 'sign_in.needed', '请先登录。');
  if (inside[name]) return inside[name](asked);
  for (const [pattern, act] of one) {
    const found = pattern.exec(name);
    if (found) return act(found[1] ?? '', asked);
  }
  return refuse(404, 'not_found', '没有这条记录。');
}
