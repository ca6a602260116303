/**
 * The draw's shapes are those of the server's document. It says in prose which words a text is one of, and marks as optional what
 * the server always writes, `null` where there is nothing: both are told here, once.
 */
import type { components } from '../api/schema';

type Schemas = components['schemas'];
type Whole<T> = T extends (infer One)[] ? Whole<One>[] : T extends object ? { [K in keyof T]-?: Whole<T[K]> } : T;
type Told<Name extends keyof Schemas, Words> = Omit<Whole<Schemas[Name]>, keyof Words> & Words;

export type Mode = 'one_party' | 'separate';
export type DrawStage = 'open' | 'committed' | 'numbers' | 'seal' | 'callout' | 'check_in' | 'unsealed' | 'cancelled';
export type ContributorKind = 'centre' | 'supervisor' | 'holder' | 'tenderee' | 'guest';
export type ContributorState = 'invited' | 'joined' | 'committed' | 'revealed' | 'missing';
export type NumberList = 'closed' | 'insiders' | 'everyone' | 'reveals' | 'done';
export type SeatState = 'waiting' | 'calling' | 'accepted' | 'vacant' | 'short' | 'arrived';
export type Awaited = 'cosigners' | 'witness' | 'time' | 'people' | 'operator' | 'signature' | 'fault';

export type HallSlot = Whole<Schemas['SlotItem']>;
export type HallCommit = Whole<Schemas['CommitItem']>;
export type HallSealed = Whole<Schemas['SealedItem']>;
export type HallCheckIn = Whole<Schemas['CheckInItem']>;
export type HallStatement = Whole<Schemas['StatementItem']>;
export type Contributor = Told<'ContributorItem', { kind: ContributorKind; state: ContributorState }>;
/** Seats are counted from 0, as statements count them. */
export type HallSeat = Told<'SeatItem', { state: SeatState }>;
export type HallRounds = Told<'RoundsItem', { seats: HallSeat[] }>;
export type HallView = Told<'HallView', {
  stage: DrawStage;
  mode: Mode;
  contributors: Contributor[];
  numbers: Told<'NumbersItem', { list: NumberList }>;
  rounds: HallRounds | null;
  waiting: Told<'WaitingItem', { for: Awaited }> | null;
}>;

export type DrawRow = Told<'DrawRow', { stage: DrawStage }>;
export type DrawPage = Told<'DrawPage', { items: DrawRow[] }>;
/** What the server lets this account do at this moment. */
export type Can = 'contributors' | 'close' | 'slip' | 'cancel' | 'files';
export type OpenedName = Schemas['OpenedName'];
/** What the operator and the supervisor see beside what the hall sees. */
export type DrawView = HallView & Omit<Whole<Schemas['DrawView']>, keyof HallView | 'names' | 'can'> & { names: OpenedName[] | null; can: Can[] };
export type Link = Schemas['ContributorLink'];
export type Cancellation = Schemas['Cancelling'];
export type Wanted = Schemas['WantedItem'];
export type Approval = Whole<Schemas['ApprovalItem']>;
export type SignedApproval = Schemas['SignedApproval'];
export type CheckInAnswer = Told<'Arrived', { answer: 'expected' | 'not_expected' }>;

export type ContributionPhase = 'before' | 'wait' | 'commit' | 'committed' | 'reveal' | 'revealed' | 'over';
/** `device` is there only in the answer that binds this phone. */
export type Contribution = Told<'ContributionView', { kind: ContributorKind; mode: Mode; phase: ContributionPhase }>;

export type OfferState = 'identify' | 'offer' | 'accepted' | 'declined' | 'over';
export type DeclineReason = 'busy' | 'ill' | 'away' | 'other';
/** What an expert is asked; all but token, state and time limit is there only after the identity was shown. */
export type Offer = Told<'TaskItem', { state: OfferState }>;
export type Offers = Told<'Tasks', { items: Offer[] }>;

export type PackRow = Whole<Schemas['PackView']>;
export type PackOffer = Schemas['PackOffer'];
