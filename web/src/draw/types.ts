/** The shapes of the draw's answers, as the server's document will name them. */

export type Mode = 'one_party' | 'separate';
export type DrawStage = 'open' | 'committed' | 'numbers' | 'seal' | 'callout' | 'check_in' | 'unsealed' | 'cancelled';
export type ContributorKind = 'centre' | 'supervisor' | 'holder' | 'tenderee' | 'guest';
export type ContributorState = 'invited' | 'joined' | 'committed' | 'revealed' | 'missing';
export type NumberList = 'closed' | 'insiders' | 'everyone' | 'reveals' | 'done';
export type SeatState = 'waiting' | 'calling' | 'accepted' | 'vacant' | 'short' | 'arrived';
export type Awaited = 'cosigners' | 'witness' | 'time' | 'people' | 'signature' | 'registry';

export interface HallTier { reach: string; areas: string[]; count: number }
export interface HallSlot { specialty: string; name: string; quota: number; tiers: HallTier[] }
export interface HallCommit { hash: string; words: string[]; index: number; at: string; checked: { by: string; index: number; at: string } | null }
export interface Contributor { role: string; kind: ContributorKind; organisation: string; state: ContributorState; words: string | null; digits: string | null; nonce: string | null }
export interface HallNumbers { list: NumberList; turn: string | null; until: string | null; round: number }
export interface HallSealed { hash: string; index: number; size: number; at: string; cosigners: { name: string; at: string }[] }
export interface HallSeat { seat: number; specialty: string; state: SeatState; since: string | null; until: string | null }
export interface HallRounds { t0: string; round_secs: number; round: number; next_at: string | null; ends_at: string; seats: HallSeat[] }
export interface HallCheckIn { expected_count: number; arrived_count: number; from: string; until: string }
export interface HallStatement { kind: string; round: number | null; role: string | null; index: number | null; at: string; cosigned_at: string | null }

export interface HallView {
  id: string;
  alias: string;
  draw: string;
  attempt: number;
  area: string;
  stage: DrawStage;
  stage_number: number;
  closed: boolean;
  rehearsal: boolean;
  mode: Mode;
  now: string;
  clock_source: string;
  starts_at: string;
  not_before: string | null;
  slots: HallSlot[];
  commit: HallCommit | null;
  contributors: Contributor[];
  numbers: HallNumbers;
  sealed: HallSealed | null;
  rounds: HallRounds | null;
  check_in: HallCheckIn | null;
  unsealed_at: string | null;
  cancel: { cause: string; at: string } | null;
  waiting: { for: Awaited; sentence: string; since: string } | null;
  statements: HallStatement[];
}

export type ContributionPhase = 'before' | 'wait' | 'commit' | 'committed' | 'reveal' | 'revealed' | 'over';

export interface Contribution {
  role: string;
  kind: ContributorKind;
  organisation: string;
  alias: string;
  mode: Mode;
  rehearsal: boolean;
  words: string[] | null;
  commit: string | null;
  round: number;
  blind: string | null;
  phase: ContributionPhase;
  turn: string | null;
  until: string | null;
  /** Only in the answer that binds this phone. */
  device?: string | null;
}

export interface TerminalDraw extends Pick<HallView, 'id' | 'alias' | 'mode' | 'rehearsal' | 'contributors' | 'numbers'> {
  commit: Pick<HallCommit, 'hash' | 'words'> | null;
  blind: string | null;
}

export type OfferState = 'identify' | 'offer' | 'accepted' | 'declined' | 'over';
export type DeclineReason = 'busy' | 'ill' | 'away' | 'other';

/** What an expert is asked; all but token, state and time limit is there only after the identity was shown. */
export interface Offer {
  token: string;
  state: OfferState;
  until: string | null;
  starts_at?: string | null;
  ends_at?: string | null;
  gather_at?: string | null;
  centre?: string | null;
  specialty?: string | null;
  code?: string | null;
}

export interface DrawRow {
  id: string;
  request_id: string;
  alias: string;
  project_code: string;
  lot: string;
  attempt: number;
  stage: DrawStage;
  closed: boolean;
  starts_at: string;
  opened_at: string;
}

/** What the operator and the supervisor see beside what the hall sees. */
export interface DrawView extends HallView {
  request_id: string;
  project_code: string;
  project_name: string;
  wanted_count: number;
  names: { seat: number; specialty: string; name: string; unit: string; arrived: boolean }[] | null;
  can: string[];
}

/** A statement that waits for signatures. */
export interface Wanted { kind: string; body: string; parties: string[]; signed: string[] }

export interface PackFigure { name: string; value: string; certainty: 'A' | 'B' | 'C'; source: string; note: string | null }
export interface PackRow { hash: string; id: string; from: string; area: string; track: string; entry_index: number; figures: PackFigure[]; lines: { key: string; value: string }[] }

export interface Terminal { id: string; name: string; state: 'new' | 'enrolled' | 'revoked'; created_at: string; seen_at: string | null }
