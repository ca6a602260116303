export type Stage = 'open' | 'committed' | 'numbers' | 'seal' | 'callout' | 'check_in' | 'unsealed' | 'cancelled';

export interface DrawRow {
  id: string; request_id: string; alias: string; project_code: string; lot: string; attempt: number; stage: Stage; closed: boolean; starts_at: string; opened_at: string;
}

/** What the hall screen shows; nothing in it tells who was drawn. */
export interface HallView {
  id: string; alias: string; draw: string; attempt: number; area: string; stage: Stage; stage_number: number; closed: boolean; rehearsal: boolean; mode: 'one_party' | 'separate';
  now: string; clock_source: string; starts_at: string; not_before: string;
  slots: { specialty: string; name: string; quota: number; tiers: { reach: string; areas: string[]; count: number }[] }[];
  commit: null | { hash: string; words: string[]; index: number; at: string; checked: null | { by: string; index: number; at: string } };
  contributors: { role: string; kind: string; organisation: string; state: 'invited' | 'joined' | 'committed' | 'revealed' | 'missing'; words: null | string; digits: null | string; nonce: null | string }[];
  numbers: { list: 'closed' | 'insiders' | 'everyone' | 'reveals' | 'done'; turn: null | string; until: null | string; round: number };
  sealed: null | { hash: string; index: number; size: number; at: string; cosigners: { name: string; at: string }[] };
  rounds: null | {
    t0: string; round_secs: number; round: number; next_at: string; ends_at: string;
    seats: { seat: number; specialty: string; state: 'waiting' | 'calling' | 'accepted' | 'vacant' | 'short' | 'arrived'; since: string | null; until: string | null }[];
  };
  check_in: null | { expected_count: number; arrived_count: number; from: string; until: string };
  unsealed_at: null | string; cancel: null | { cause: string; at: string };
  waiting: null | { for: 'cosigners' | 'witness' | 'time' | 'people' | 'signature' | 'registry'; sentence: string; since: string };
  statements: { kind: string; round: number | null; role: string | null; index: number; at: string; cosigned_at: string | null }[];
}

export interface DrawView extends HallView {
  request_id: string; project_code: string; project_name: string; wanted_count: number;
  names: null | { seat: number; specialty: string; name: string; unit: string; arrived: boolean }[]; can: string[];
}

/** A statement that waits for signatures. */
export interface Wanted { kind: string; body: string; parties: string[]; signed: string[] }

export interface PackRow {
  hash: string; id: string; from: string; area: string; track: string; entry_index: number;
  figures: { name: string; value: string; certainty: 'A' | 'B' | 'C'; source: string; note: string | null }[]; lines: { key: string; value: string }[];
}

export interface Terminal { id: string; name: string; state: 'new' | 'enrolled' | 'revoked'; created_at: string; seen_at: string | null }
