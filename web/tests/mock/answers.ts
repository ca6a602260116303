import type {
  Account, AccountPage, Area, BiddersUploaded, ChangePage, ChangeRow, CodeCheck, Change, Device, Equity, Expert, ExpertPage, HistoryEvent, ImportKind, ImportPage, ImportRow, ImportRun, Invitation,
  LedgerCheckRun, LedgerEntry, LedgerPage, LedgerState, Me, NearMatch, NearPage, OpenInvitation, OwnExpert, ProjectPage, ProjectRequest, Proposed, RequestCounts, RequestWritten, Specialties, System, Task, Trust, Unit, UnitPage,
} from '../../src/api/types';
import { drawInside, drawOne, drawOpen } from './draws';
import { counts, requests } from './requests';
import { type Answer, type Asked, done, ok, refuse } from './shape';
import * as draws from './staffDraws';
import { accounts, areas, changes, equity, expert, experts, history, importKinds, imports, ledger, ledgerEntry, near, specialties, unitRows } from './data';

const page = <T extends { items: unknown[] }>(items: T['items']) => ok({ items, next: null, total: items.length });
function without<T extends object, K extends keyof T>(whole: T, ...names: K[]): Omit<T, K> {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !names.includes(name as K))) as Omit<T, K>;
}
const row = (change: Change): ChangeRow => without(change, 'reason', 'decision_reason', 'difference', 'stale');
const importRow = (run: ImportRun): ImportRow => without(run, 'has_file', 'refusal', 'refusals');
const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 29 29"><path fill="#fff" d="M0 0h29v29H0z"/><path d="M4 4h7v7H4zM18 4h7v7h-7zM4 18h7v7H4zM13 13h3v3h-3zM18 18h2v4h-2zM22 20h3v2h-3z"/></svg>';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

const ledgerCheck: LedgerCheckRun = { id: 'c1', asked_at: '2026-11-24T03:40:57Z', state: 'done', result: { checked_at: '2026-11-24T03:41:00Z', size: 48212, root: ledgerEntry(1).leaf_hash, compared_count: 21733, unsigned_count: 2, problem_count: 0, problems: [] } };

const open: Record<string, (asked: Asked) => Answer> = {
  'GET /api/setup': () => ok<{ needed: boolean }>({ needed: false }),
  'POST /api/setup': () => ok({ invitation_token: 'T0KEN' }),
  'GET /api/trust': () => ok<Trust>({ mode: 'one_party', authority: 'demo', anchor: { number: 1, hash: ledgerEntry(1).leaf_hash, first: 0 }, cosigners: ['witness.demo'], rehearsal: false }),
  'GET /api/areas': () => ok<{ items: Area[] }>({ items: areas }),
  'POST /api/invitations/open': ({ body }) => (body.token === 'expired' ? refuse(410, 'invitation.over', '邀请已于 2026-11-20 18:00 到期，请安全管理员重新发出。')
    : ok<OpenInvitation>({ login: 'tang-jun', display_name: '唐军', role: 'draw_operator', area: '430100', needs_password: true, totp_secret: secret, totp_uri: `otpauth://totp/x?secret=${secret}`, totp_svg: svg })),
  'POST /api/invitations/accept': () => done,
  ...drawOpen,
  'POST /api/sign-in/password': ({ body }) => {
    if (body.login === 'locked') return refuse(423, 'sign_in.locked', '账号因多次输错已锁定到 12:30（北京时间）。急用请找安全管理员解锁。');
    if (body.login === 'busy') return refuse(429, 'sign_in.too_often', '这个网络地址登录太频繁，请 1 分钟后再试。');
    if (body.password === 'wrong') return refuse(401, 'sign_in.wrong', '登录名或密码不对。连续 5 次不对，账号会锁定 15 分钟。');
    return ok({ ticket: String(body.login) });
  },
  'POST /api/sign-in/second-factor': ({ body }) => ({ status: 204, cookie: accounts.find(({ login }) => login === body.ticket)?.role ?? 'pool_officer' }),
  'POST /api/sign-in/phone': () => ok({ ticket: 'expert' }),
  'POST /api/sign-in/phone-code': ({ body }) => (body.code === '000000' ? refuse(401, 'sign_in.wrong_code', '验证码不对，或已经用过。') : { status: 204, cookie: 'expert' }),
};

const inside: Record<string, (asked: Asked) => Answer> = {
  ...drawInside,
  ...draws.inside,
  'POST /api/sign-in/end': () => ({ status: 204, cookie: '' }),
  'GET /api/me': ({ role }) => {
    const account = accounts.find((one) => one.role === role) ?? accounts[0]!;
    return ok<Me>({ account_id: account.id, login: account.login, display_name: role === 'expert' ? '张建工' : account.display_name, role: role ?? account.role, area: '430000', area_name: '湖南省', csrf_token: 'csrf', demo: true, expert_id: role === 'expert' ? 'e1' : null });
  },
  'GET /api/me/devices': () => ok<{ items: Device[] }>({ items: [
    { id: 'd1', device: 'Chromium 156 · Linux', created_at: '2026-11-24T00:31:00Z', last_seen_at: '2026-11-24T03:40:00Z', current: true },
    { id: 'd2', device: 'Edge 140 · Windows 10', created_at: '2026-11-20T01:02:00Z', last_seen_at: '2026-11-23T09:58:00Z', current: false }] }),
  'GET /api/me/expert': () => ok<OwnExpert>({ ...expert('e1'), history, personal: { name: '张建工', id_number: '430103196203114512', phone: '13800000417', second_phone: null, address: '长沙市岳麓区麓山南路 1 号', bank_name: '中国建设银行长沙岳麓支行', bank_account: '6222 0000 0000 0417' } }),
  'GET /api/today': ({ role }) => ok<{ tasks: Task[] }>({ tasks: role === 'pool_officer' ? [
    { kind: 'near_to_resolve', count: 2, due_at: null }, { kind: 'changes_to_decide', count: 3, due_at: '2026-11-26T10:00:00Z' },
    { kind: 'terms_ending', count: 128, due_at: '2026-12-31T10:00:00Z' }, { kind: 'imports_to_approve', count: 1, due_at: '2026-11-23T10:00:00Z' }] : role === 'security_officer' ? [{ kind: 'accounts_locked', count: 1, due_at: null }] : [] }),
  'GET /api/projects': ({ query, role }) => page<ProjectPage>(role === 'agency' ? [] : requests.filter(({ state }) => !query.get('state') || state === query.get('state'))),
  'POST /api/projects': () => ok<RequestWritten>({ id: 'r1', version: 1, state: 'draft' }, 201),
  'GET /api/accounts': ({ query }) => page<AccountPage>(accounts.filter(({ role, state }) => (!query.get('role') || role === query.get('role')) && (!query.get('state') || state === query.get('state')))),
  'POST /api/accounts': ({ body }) => (body.login === 'liu-min' ? refuse(422, 'account.fields', '有 1 处需要改正，见各栏旁的说明。', { fields: [{ field: 'login', message: '登录名 liu-min 已有人使用，请换一个。' }] })
    : ok<Invitation>({ id: 'a1', invitation_token: 'INVITATION-5f1c9a7e', expires_at: '2026-11-27T03:40:00Z' }, 201)),
  'GET /api/specialties': () => ok<Specialties>({ edition: '2024', editions: [{ id: '2024', name: '2024 年版', in_force_from: '2024-07-01' }], items: specialties }),
  'GET /api/experts/export.xlsx': () => refuse(422, 'expert.export_too_many', '共有 81,472 名专家符合，一次最多导出 50,000 名，请按地区、专业或状态缩小范围。'),
  'GET /api/experts': ({ query }) => {
    const found = experts.filter((one) => ['area', 'state'].every((name) => !query.get(name) || (one as unknown as Record<string, string>)[name] === query.get(name))
      && (!query.get('specialty') || one.specialties.some((code) => code.startsWith(query.get('specialty')!))) && (!query.get('library') || one.libraries.includes(query.get('library') as 'review')));
    const start = Number(query.get('after') ?? 0);
    return ok<ExpertPage>({ items: found.slice(start, start + 50), next: start + 50 < found.length ? String(start + 50) : null, total: found.length });
  },
  'POST /api/experts/search': ({ body }) => page<ExpertPage>(experts.filter(({ number }) => number === body.text)),
  'POST /api/experts/changes': () => refuse(422, 'expert.fields', '有 2 处需要改正，见各栏旁的说明。', { fields: [{ field: 'id_number', message: '证件号码校验位不符，末位应为 X。' }, { field: 'phone', message: '手机号码有 12 位，应为 11 位。' }] }),
  'GET /api/changes': ({ query }) => page<ChangePage>(changes.filter(({ state }) => !query.get('state') || state === query.get('state')).map(row)),
  'GET /api/import-kinds': () => ok<{ items: ImportKind[] }>({ items: importKinds }),
  'GET /api/imports': ({ query }) => page<ImportPage>(imports.filter(({ state }) => !query.get('state') || state === query.get('state')).map(importRow)),
  'POST /api/imports': () => ok<Proposed>({ id: 'i1' }, 201),
  'GET /api/units': ({ query }) => page<UnitPage>(unitRows.filter(({ name }) => name.includes(query.get('text') ?? ''))),
  'GET /api/near': ({ query }) => page<NearPage>(near.filter(({ state }) => state === (query.get('state') ?? state))),
  'GET /api/ledger/entries': () => ok<LedgerPage>({ items: ledger, next: 48163 }),
  'GET /api/ledger': () => ok<LedgerState>({ origin: 'hengjian.example/ledger', size: 48212, signed_size: 48212, pending_count: 2, foreign_count: 0, ledger_key: 'hengjian.example/430000+b1c2d3e4+AQ', note_key: 'hengjian.example/430000+a5b6c7d8+AQ', checking: false, refusal: null }),
  'GET /api/ledger/check': () => ok<LedgerCheckRun>(ledgerCheck),
  'POST /api/ledger/check': () => ok<LedgerCheckRun>(ledgerCheck),
  'GET /api/system': () => ok<System>({ version: '0.1.0', config: { listen: '127.0.0.1:8080', data_dir: './data', tls: { certificate: null }, database: { url: '（内置）' }, demo: { seed: 20261201 } }, database: { connection_count: 4, idle_count: 3 }, ledger: { size: 48212, pending_count: 2 },
    doctor: [{ check: 'version', ok: true, message: 'server_version_num is 180004; at least 140000 is needed' }, { check: 'encoding', ok: true, message: 'encoding is UTF8; the database must be made with UTF8' }, { check: 'connections', ok: false, message: 'max_connections is 20; at least 30 is needed' }] }),
};

const unitOf = (id: string) => without(unitRows.find((one) => one.id === id) ?? unitRows[0]!, 'officer_count', 'employed_count');

const one: [RegExp, (id: string, asked: Asked) => Answer][] = [
  ...drawOne,
  ...draws.one,
  [/^GET \/api\/accounts\/(\w+)$/, (id) => ok<Account | undefined>(accounts.find((account) => account.id === id))],
  [/^POST \/api\/accounts\/(\w+)\/invite$/, (id) => ok<Invitation>({ id, invitation_token: 'INVITATION-77aa', expires_at: '2026-11-27T03:40:00Z' })],
  [/^POST \/api\/accounts\/(\w+)\/\w+$/, () => done],
  [/^GET \/api\/experts\/(\w+)$/, (id) => ok<Expert>(expert(id))],
  [/^GET \/api\/experts\/(\w+)\/history$/, () => ok<{ items: HistoryEvent[] }>({ items: history })],
  [/^POST \/api\/experts\/(\w+)\/unmask$/, () => ok<{ value?: string | null }>({ value: '13800000417' })],
  [/^POST \/api\/experts\/e3\/changes$/, () => refuse(409, 'expert.stale', '这份档案在此期间已被更改，请对照差异后重新提出。', { difference: [{ field: 'unit_name', before: '湖南建设投资集团有限责任公司', after: '湖南建科工程咨询有限公司' }] })],
  [/^POST \/api\/experts\/(\w+)\/(?:changes|state)$/, () => ok<Proposed>({ id: 'c2' }, 201)],
  [/^GET \/api\/projects\/(\w+)$/, (id, { role }) => {
    const found = requests.find((request) => request.id === id) ?? requests[0]!;
    return ok<ProjectRequest>(role === 'supervisor' ? { ...found, private_shown: false, may: [], content: { ...found.content, representatives: [], requested: [] } } : found);
  }],
  [/^GET \/api\/projects\/(\w+)\/counts$/, () => ok<RequestCounts>(counts)],
  [/^POST \/api\/projects\/(\w+)\/bidders$/, (id) => (id === 'r2' ? ok<BiddersUploaded>({ row_count: 5, version: 2, uploaded_at: '2026-11-24T03:40:00Z' }, 201)
    : refuse(422, 'project.bidders', '有 1 处需要改正，见各栏旁的说明。', { fields: [{ field: 'row.3', message: '第 3 行：投标人须有统一社会信用代码，请查明后填写。' }] }))],
  [/^POST \/api\/projects\/r1\/edit$/, (_, { body }) => ((body.content as { lot_name?: string } | undefined)?.lot_name === '' ? refuse(422, 'project.fields', '有 1 处需要改正。') : ok<RequestWritten>({ id: 'r1', version: 3, state: 'draft' }))],
  [/^POST \/api\/projects\/r1\/file$/, () => refuse(422, 'project.panel', '评标委员会成员应为单数，现为 6 人（招标投标法 37），请增减席位。', { fields: [{ field: 'slots', message: '评标委员会成员应为单数，现为 6 人（招标投标法 37），请增减席位。' }] })],
  [/^POST \/api\/projects\/(\w+)\/\w+$/, (id) => ok<RequestWritten>({ id, version: 3, state: 'approved' })],
  [/^GET \/api\/changes\/(\w+)$/, (id) => ok<Change | undefined>(changes.find((change) => change.id === id))],
  [/^POST \/api\/changes\/(\w+)\/approve$/, () => ok<{ expert_id: string }>({ expert_id: 'e2' })],
  [/^POST \/api\/changes\/(\w+)\/\w+$/, () => done],
  [/^GET \/api\/imports\/(\w+)$/, (id) => ok<ImportRun | undefined>(imports.find((run) => run.id === id))],
  [/^POST \/api\/imports\/(\w+)\/\w+$/, () => done],
  [/^GET \/api\/units\/(\w+)$/, (id) => ok<Unit>({ ...unitOf(id), version: 2, area_name: '长沙市', merged_into: null, branch_of: null, expert_count: 41,
    names: [{ id: 'x', name: '湖南省建筑设计院', kind: 'former' }, { id: 'y', name: '湖南建科', kind: 'alias' }],
    officers: [{ role: 'legal_representative', name: '杨*', from: '2021-04-01', until: null }, { role: 'director', name: '罗*华', from: '2019-01-01', until: null }], near: near.slice(0, 1) })],
  [/^GET \/api\/units\/(\w+)\/equity$/, () => ok<Equity>(equity)],
  [/^POST \/api\/near\/(\w+)\/decide$/, () => ok<NearMatch>({ ...near[0]!, state: 'merged' })],
  [/^POST \/api\/units\/(\w+)\/\w+$/, () => done],
  [/^GET \/api\/unit-codes\/(\w+)$/, (code) => ok<CodeCheck>(code.length === 18 ? { valid: true, code, message: null, unit: null } : { valid: false, code: null, message: '信用代码应为 18 位。', unit: null })],
  [/^GET \/api\/ledger\/entries\/(\d+)$/, (index) => ok<LedgerEntry>(ledgerEntry(Number(index)))],
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
