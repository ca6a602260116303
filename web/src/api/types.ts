/** The shapes that the pages read and write, in one place: one alias each onto the server's document. */

export type Role =
  | 'draw_operator' | 'supervisor' | 'tenderee' | 'agency' | 'pool_officer' | 'site_officer'
  | 'finance_officer' | 'expert' | 'security_officer' | 'system_officer' | 'auditor';

export interface Page<T> { items: T[]; next: string | null; total: number }
export interface Items<T> { items: T[] }
export interface Area { code: string; name: string }

export interface Me {
  account_id: string; login: string; display_name: string; role: Role; area: string; area_name: string;
  csrf_token: string; demo: boolean; expert_id: string | null;
}
export interface Device { id: string; device: string; created_at: string; last_seen_at: string; current: boolean }
export type TaskKind =
  | 'changes_to_decide' | 'changes_returned' | 'imports_to_approve' | 'near_to_resolve' | 'terms_ending'
  | 'confirmations_missing' | 'accounts_locked' | 'invitations_open' | 'ledger_problem';
export interface Task { kind: TaskKind; count: number; due_at: string | null }
export interface Today { tasks: Task[] }
export interface OpenInvitation {
  login: string; display_name: string; role: Role; area: string;
  totp_secret: string; totp_uri: string; totp_svg: string;
}
export type AccountState = 'invited' | 'active' | 'locked' | 'closed';
export interface Account {
  id: string; login: string; display_name: string; role: Role; area: string; area_name: string;
  state: AccountState; locked_until: string | null; last_sign_in_at: string | null; version: number;
}
export interface Invitation { invitation_token: string; expires_at: string }

export interface Specialty { code: string; level: number; name: string }
export interface Specialties {
  edition: string | null; editions: { id: string; name: string; in_force_from: string }[]; items: Specialty[];
}
export type Library = 'evaluation' | 'review';
export type ExpertState = 'draft' | 'active' | 'on_leave' | 'suspended' | 'exited';
export interface ExpertRow {
  id: string; number: string | null; name: string; area: string; area_name: string; state: ExpertState;
  libraries: Library[]; specialties: string[]; unit_name: string | null; term_until: string | null;
}
export type PersonalField = 'name' | 'id_number' | 'phone' | 'second_phone' | 'address' | 'bank_name' | 'bank_account';
export interface UnitName { id: string; name: string; code: string | null }
export interface LibraryMembership {
  library: Library; title: string | null; from: string | null; until: string | null;
  specialties: { code: string; name: string }[];
}
export interface Employment { unit: UnitName; kind: string; from_month: string; until_month: string | null }
export interface Kin { relation: string; name: string; unit: UnitName | null }
export interface Licence { kind: string; number: string; unit: UnitName | null; from: string; until: string | null }
export interface Declaration { kind: string; unit: UnitName | null; from: string; until: string | null; note: string | null }
export interface Credit {
  kind: string; field: string | null; basis: string; authority: string; document: string | null; from: string; until: string | null;
}
export interface PanelRecord { project_code: string; lot: string | null; evaluated_on: string; outcome: string }
export interface CalendarSpan { starts_at: string; ends_at: string; kind: string }
export interface Expert {
  id: string; index: number | null; number: string | null; version: number; state: ExpertState; area: string; area_name: string;
  personal: Record<PersonalField, string | null>;
  unit: UnitName | null; libraries: LibraryMembership[];
  trained_on: string | null; confirmed_on: string | null;
  employments: Employment[]; kin: Kin[]; licences: Licence[]; declarations: Declaration[];
  credits: Credit[]; panels: PanelRecord[]; calendar: CalendarSpan[];
  open_change_id: string | null;
}
export interface HistoryEvent {
  index: number | null; recorded_at: string; kind: string; actor: string; reason: string | null; changes: { field: string }[];
}
export interface ProposedLibrary {
  library: Library; title: string | null; from: string | null; until: string | null; specialties: string[];
}
/** Only what is proposed; a field that is absent keeps its value. */
export interface Proposed {
  name?: string; id_number?: string; phone?: string; second_phone?: string | null; area?: string;
  unit_code?: string | null; unit_name?: string | null; address?: string | null;
  bank_name?: string | null; bank_account?: string | null;
  trained_on?: string | null; confirmed_on?: string | null; libraries?: ProposedLibrary[];
}
export type ChangeState = 'pending' | 'approved' | 'rejected' | 'withdrawn';
export type ChangeKind = 'add' | 'amend' | 'state';
export interface Difference { field: string; before: unknown; after: unknown }
export interface Change {
  id: string; kind: ChangeKind; expert_id: string | null; state: ChangeState; author: string; created_at: string;
  decided_by: string | null; decided_at: string | null; reason: string | null; difference: Difference[]; mine: boolean;
}

export type ImportKind =
  | 'experts' | 'units' | 'employments' | 'kin' | 'equity' | 'licences' | 'declarations' | 'officers' | 'credits'
  | 'panels' | 'calendar' | 'specialties';
export type ImportState = 'checking' | 'checked' | 'submitted' | 'importing' | 'done' | 'refused' | 'discarded';
export interface ImportColumns { kind: ImportKind; columns: { header: string; field: string; required: boolean }[] }
export interface ImportCounts { inserted: number; updated: number; unchanged: number; refused: number }
export interface Refusal { row: number; column: string | null; code: string; message: string }
export interface ImportRun {
  id: string; kind: ImportKind; state: ImportState; progress: { done: number; total: number }; counts: ImportCounts;
  refusals: Refusal[]; author: string; approved_by: string | null; created_at: string; mine: boolean;
}

export type UnitKind = 'company' | 'branch' | 'government' | 'institution' | 'state' | 'fund';
export type UnitState = 'known' | 'to_resolve' | 'merged';
export interface UnitRow {
  id: string; code: string | null; name: string; kind: UnitKind; area: string | null; state: UnitState;
  officer_count: number; employed_count: number;
}
export interface Unit {
  id: string; version: number; code: string | null; name: string; kind: UnitKind; area: string | null; state: UnitState;
  merged_into: UnitName | null; names: { id: string; name: string; kind: 'former' | 'alias' }[];
  officers: { role: string; name: string; from: string; until: string | null }[];
  branch_of: UnitName | null; expert_count: number; near: NearMatch[];
}
export interface EquityNode { id: string; name: string; kind: string; state_holder: boolean }
export interface EquityEdge {
  holder: string; unit: string; share: string; control: boolean; from: string | null; until: string | null;
}
/** Holdings on a day; `truncated` when the depth holds more than is shown. */
export interface Equity { on: string; nodes: EquityNode[]; edges: EquityEdge[]; truncated: boolean }
export type NearState = 'open' | 'merged' | 'alias' | 'former' | 'distinct';
export type NearDecision = 'merge' | 'former' | 'alias' | 'distinct';
/** All decisions but `distinct` merge the left one into the right one. */
export interface NearMatch {
  id: string; left: UnitRow; right: UnitRow; score: number;
  evidence: { kind: string; left: string | null; right: string | null }[]; state: NearState;
}

export interface LedgerRow {
  index: number | null; recorded_at: string; kind: string; subject: string | null; actor: string; hash: string | null;
}
export interface LedgerEntry {
  index: number; recorded_at: string; kind: string; subject: string | null; actor: string;
  body: string | null; salt: string | null; leaf: string; leaf_hash: string; fault: string | null;
  proof: { size: number; root: string; hashes: string[]; checkpoint: string } | null;
}
export interface LedgerState {
  origin: string; size: number; signed_size: number; pending_count: number; checking: boolean;
  refusal: { code: string; message: string } | null;
}
export interface LedgerCheck {
  checked_at: string; size: number; root: string; compared_count: number; unsigned_count: number; problem_count: number; problems: { subject: string; kind: string; message: string }[];
}

export interface System {
  version: string; config: Record<string, unknown>; database: Record<string, unknown>;
  ledger: { size: number; pending_count: number };
  doctor: { check: string; ok: boolean; message: string }[];
}

export interface ProblemBody {
  type: string; title: string; status: number; code: string; message: string;
  fields?: { field: string; message: string }[];
  /** Beside 409 `stale`: what others changed since the version that was sent. */
  difference?: Difference[];
}

/* The calls, in the form that openapi-typescript writes. */
type Json<T> = { content: { 'application/json': T } };
type Parameters<Path, Query> = {
  path: Path extends undefined ? undefined : Path;
  query?: Query extends undefined ? never : Query;
};
type Params<Path, Query> = Path extends undefined ? Omit<Parameters<undefined, Query>, 'path'> : Parameters<Path, Query>;
type Get<T, Path = undefined, Query = undefined> = {
  get: { parameters: Params<Path, Query>; responses: { 200: Json<T> } };
};
type Post<B, T, Path = undefined, Query = undefined> = {
  post: { parameters: Params<Path, Query>; requestBody: Json<B>; responses: { 200: Json<T> } };
};
type Id = { id: string };
type Paging = { after?: string; limit?: number };
type Nothing = Record<string, never>;

export interface paths {
  '/api/setup': Get<{ needed: boolean }>
    & Post<{ token: string; login: string; display_name: string; area: string }, { invitation_token: string }>;
  '/api/invitations/open': Post<{ token: string }, OpenInvitation>;
  '/api/invitations/accept': Post<{ token: string; password: string; code: string }, Nothing>;
  '/api/sign-in/password': Post<{ login: string; password: string }, { ticket: string }>;
  '/api/sign-in/second-factor': Post<{ ticket: string; code: string }, Nothing>;
  '/api/sign-in/phone': Post<{ phone: string }, { ticket: string }>;
  '/api/sign-in/phone-code': Post<{ ticket: string; code: string }, Nothing>;
  '/api/sign-in/end': Post<Nothing, Nothing>;
  '/api/me': Get<Me>;
  '/api/me/devices': Get<Items<Device>>;
  '/api/me/devices/{id}/end': Post<Nothing, Nothing, Id>;
  '/api/me/password': Post<{ old_password: string; new_password: string; code: string }, Nothing>;
  '/api/me/expert': Get<Expert>;
  '/api/today': Get<Today>;
  '/api/accounts': Get<Page<Account>, undefined, Paging & { role?: string; state?: string }>
    & Post<{ login: string; display_name: string; role: Role; area: string }, { id: string } & Invitation>;
  '/api/accounts/{id}': Get<Account, Id>;
  '/api/accounts/{id}/invite': Post<{ reason: string }, Invitation, Id>;
  '/api/accounts/{id}/unlock': Post<{ reason: string }, Nothing, Id>;
  '/api/accounts/{id}/close': Post<{ reason: string }, Nothing, Id>;
  '/api/accounts/{id}/role': Post<{ role: Role; area: string; reason: string; version: number }, Nothing, Id>;
  '/api/areas': Get<Items<Area>>;
  '/api/specialties': Get<Specialties, undefined, { edition?: string }>;
  '/api/experts': Get<Page<ExpertRow>, undefined, Paging & { specialty?: string; area?: string; state?: string; library?: string }>;
  '/api/experts/search': Post<{ text: string }, Page<ExpertRow>>;
  '/api/experts/changes': Post<{ proposed: Proposed }, Change>;
  '/api/experts/{id}': Get<Expert, Id>;
  '/api/experts/{id}/unmask': Post<{ field: PersonalField; reason: string }, { value: string | null }, Id>;
  '/api/experts/{id}/history': Get<Items<HistoryEvent>, Id>;
  '/api/experts/{id}/changes': Post<{ base_version: number; reason: string; proposed: Proposed }, Change, Id>;
  '/api/experts/{id}/state':
    Post<{ to: ExpertState; reason: string; on: string; until: string | null; base_version: number }, Change, Id>;
  '/api/changes': Get<Page<Change>, undefined, Paging & { state?: string }>;
  '/api/changes/{id}': Get<Change, Id>;
  '/api/changes/{id}/approve': Post<Nothing, Nothing, Id>;
  '/api/changes/{id}/reject': Post<{ reason: string }, Nothing, Id>;
  '/api/changes/{id}/withdraw': Post<Nothing, Nothing, Id>;
  '/api/import-kinds': Get<Items<ImportColumns>>;
  '/api/imports': Get<Page<ImportRun>, undefined, Paging>
    & Post<FormData, { id: string }, undefined, { kind: ImportKind; edition?: string }>;
  '/api/imports/{id}': Get<ImportRun, Id>;
  '/api/imports/{id}/submit': Post<Nothing, Nothing, Id>;
  '/api/imports/{id}/approve': Post<Nothing, Nothing, Id>;
  '/api/imports/{id}/discard': Post<Nothing, Nothing, Id>;
  '/api/units': Get<Page<UnitRow>, undefined, Paging & { text?: string; area?: string; kind?: string; state?: string }>;
  '/api/units/{id}': Get<Unit, Id>;
  '/api/units/{id}/equity': Get<Equity, Id, { depth?: number }>;
  '/api/units/{id}/names': Post<{ name: string; kind: 'former' | 'alias'; reason: string; version: number }, Nothing, Id>;
  '/api/units/{id}/code': Post<{ code: string; reason: string; version: number }, Nothing, Id>;
  '/api/units/{id}/merge': Post<{ into: string; reason: string; version: number }, Nothing, Id>;
  '/api/unit-codes/{code}': Get<{ valid: boolean; message: string | null }, { code: string }>;
  '/api/near': Get<Page<NearMatch>, undefined, Paging & { state?: string }>;
  '/api/near/{id}/decide': Post<{ decision: NearDecision; reason: string; right: string }, Nothing, Id>;
  '/api/ledger': Get<LedgerState>;
  '/api/ledger/entries': Get<{ items: LedgerRow[]; next: number | null }, undefined,
    { kind?: string; subject?: string; before?: number; limit?: number }>;
  '/api/ledger/entries/{index}': Get<LedgerEntry, { index: number }>;
  '/api/ledger/check': Post<Nothing, LedgerCheck>;
  '/api/system': Get<System>;
}
