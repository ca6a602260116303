import { timeWithSeconds } from '../ui/format';
import type { ContributorState, DrawStage, HallCommit, HallSeat, HallSealed, HallRounds, HallCheckIn, HallView, SeatState } from './types';
import { secondsSince, secondsUntil, stopwatch } from './serverClock';

/** The stages in the order in which they stand in the rail. */
export const stages = ['open', 'committed', 'numbers', 'seal', 'callout', 'check_in', 'unsealed'] as const;
export type Stage = (typeof stages)[number];

/** The one thing that the left side shows. */
export type Scene =
  | { kind: 'open' }
  | { kind: 'committed'; commit: HallCommit }
  | { kind: 'numbers'; commit: HallCommit }
  | { kind: 'seal'; sealed: HallSealed | null }
  | { kind: 'callout'; rounds: HallRounds }
  | { kind: 'check_in'; checkIn: HallCheckIn }
  | { kind: 'unsealed'; at: string | null }
  | { kind: 'cancelled'; cause: string; at: string };

/** What a stage shows once its facts are there; until then the stage before stays, so that no half screen appears. */
export function scene(view: HallView): Scene {
  const { stage, commit, sealed, rounds, check_in, cancel, unsealed_at } = view;
  if (stage === 'cancelled' && cancel) return { kind: 'cancelled', ...cancel };
  if (stage === 'unsealed') return { kind: 'unsealed', at: unsealed_at };
  if (stage === 'check_in' && check_in) return { kind: 'check_in', checkIn: check_in };
  if ((stage === 'callout' || stage === 'check_in') && rounds) return { kind: 'callout', rounds };
  if (stage === 'seal' || stage === 'callout' || stage === 'check_in') return { kind: 'seal', sealed: sealed?.at ? sealed : null };
  if (stage === 'numbers' && commit) return { kind: 'numbers', commit };
  if ((stage === 'numbers' || stage === 'committed') && commit) return { kind: 'committed', commit };
  return { kind: 'open' };
}

export interface Step { stage: Stage; number: number; place: 'past' | 'here' | 'ahead' }

/** How far a draw has come. One that was cancelled stands nowhere, which the server says as 0, but what it passed stays passed. */
export function reached({ stage_number, commit, sealed }: Pick<HallView, 'stage_number' | 'commit' | 'sealed'>): number {
  if (stage_number > 0) return stage_number;
  if (sealed) return 5;
  return commit?.checked ? 3 : commit ? 2 : 1;
}

export function steps(stage: DrawStage, come: number): Step[] {
  return stages.map((one, at) => {
    const number = at + 1;
    const place = stage === one ? 'here' : number < come ? 'past' : 'ahead';
    return { stage: one, number, place };
  });
}

export type Tone = 'plain' | 'amber' | 'jade' | 'vermilion' | 'blue';
export const seatTone: Record<SeatState, Tone> = { waiting: 'plain', calling: 'amber', accepted: 'jade', vacant: 'vermilion', short: 'vermilion', arrived: 'jade' };
export const contributorTone: Record<ContributorState, Tone> = { invited: 'plain', joined: 'plain', committed: 'blue', revealed: 'jade', missing: 'vermilion' };

/** Seats are counted from 1 by people and from 0 by the protocol. */
export const seatNumber = (seat: Pick<HallSeat, 'seat'>) => seat.seat + 1;

/** A seat that is called shows for how long; what it waits for otherwise is said by its state. */
export function seatTimer(seat: HallSeat, now: number | null): string | null {
  if (seat.state !== 'calling') return null;
  const seconds = secondsSince(seat.since, now);
  return seconds === null ? null : stopwatch(seconds);
}

export function countdown(until: string | null, now: number | null): string | null {
  const seconds = secondsUntil(until, now);
  return seconds === null ? null : stopwatch(seconds);
}

/** `09:32:00` of the centre's day; nobody in the hall needs the date. */
export function clockTime(at: string | number | null): string {
  const iso = typeof at === 'number' ? new Date(at).toISOString() : at;
  return timeWithSeconds(iso).split(' ')[1] ?? '—';
}

/** Many seats stand closer together, but never in smaller letters than the hall can read. */
export function seatDensity(count: number): 'roomy' | 'close' | 'dense' {
  if (count <= 9) return 'roomy';
  return count <= 16 ? 'close' : 'dense';
}

/** Seats for which there is room in letters that the hall can read. */
const seatRoom = 30;

/** Where there are more, those that are taken give way: they are counted above. */
export function seatsShown(seats: HallSeat[]): { shown: HallSeat[]; left: number } {
  if (seats.length <= seatRoom) return { shown: seats, left: 0 };
  const isTaken = ({ state }: HallSeat) => state === 'accepted' || state === 'arrived';
  const chosen = new Set([...seats.filter((seat) => !isTaken(seat)), ...seats.filter(isTaken)].slice(0, seatRoom));
  return { shown: seats.filter((seat) => chosen.has(seat)), left: seats.length - seatRoom };
}

export function seatCounts(seats: HallSeat[]): { taken: number; all: number } {
  return { taken: seats.filter(({ state }) => state === 'accepted' || state === 'arrived').length, all: seats.length };
}

/** The draw's id stands behind `#`, where it reaches no server's log. */
export function drawIdOf(fragment: string): string | null {
  const id = fragment.replace(/^#/, '');
  return /^[0-9A-Za-z-]{1,64}$/.test(id) ? id : null;
}
