import { describe, expect, it } from 'vitest';
import { halls } from '../../tests/mock/halls';
import { clockTime, countdown, drawIdOf, reached, scene, seatDensity, seatNumber, seatsShown, seatTimer, steps } from './hall';
import { secondsUntil, ServerClock, stopwatch } from './serverClock';

describe('the left side', () => {
  it('shows one thing for each stage', () => {
    const kinds = ['open', 'committed', 'insiders', 'reveals', 'seal', 'callout', 'checkin', 'unsealed', 'cancelled'].map((name) => scene(halls[name]!).kind);
    expect(kinds).toEqual(['open', 'committed', 'numbers', 'numbers', 'seal', 'callout', 'check_in', 'unsealed', 'cancelled']);
  });

  it('keeps the stage before until the facts of the next are there', () => {
    expect(scene({ ...halls.callout!, rounds: null }).kind).toBe('seal');
    expect(scene({ ...halls.checkin!, check_in: null }).kind).toBe('callout');
    expect(scene({ ...halls.committed!, commit: null }).kind).toBe('open');
    expect(scene({ ...halls.seal!, sealed: { ...halls.seal!.sealed!, at: null } })).toEqual({ kind: 'seal', sealed: null });
  });

  it('shows no name of anybody once unsealed', () => {
    expect(scene(halls.unsealed!)).toEqual({ kind: 'unsealed', at: halls.unsealed!.unsealed_at });
  });
});

describe('the rail', () => {
  it('marks what is past, what is here and what is ahead', () => {
    expect(steps('numbers', 3).map(({ place }) => place)).toEqual(['past', 'past', 'here', 'ahead', 'ahead', 'ahead', 'ahead']);
    expect(steps('cancelled', 3).map(({ place }) => place)).toEqual(['past', 'past', 'ahead', 'ahead', 'ahead', 'ahead', 'ahead']);
  });

  it('leaves passed what a cancelled draw had passed', () => {
    expect(reached(halls.insiders!)).toBe(3);
    expect(reached(halls.cancelled!)).toBe(3);
    expect(reached({ ...halls.cancelled!, commit: null })).toBe(1);
  });

  it('takes the draw from behind the hash sign', () => {
    expect(drawIdOf('#0193a2b4-0000-7000-8000-000000000001')).toBe('0193a2b4-0000-7000-8000-000000000001');
    expect(drawIdOf('#../me')).toBeNull();
    expect(drawIdOf('')).toBeNull();
  });
});

describe('timers', () => {
  it('run by the server, however wrong the clock of this machine is', () => {
    let passed = 5000;
    const clock = new ServerClock(() => passed);
    expect(clock.now()).toBeNull();
    clock.hear('2026-12-08T01:31:00Z');
    passed += 12_400;
    expect(countdown('2026-12-08T01:32:00Z', clock.now())).toBe('0:48');
    clock.hear('2026-12-08T01:31:58.5Z');
    expect(countdown('2026-12-08T01:32:00Z', clock.now())).toBe('0:02');
  });

  it('stop at nought and never run backwards', () => {
    expect(secondsUntil('2026-12-08T01:32:00Z', Date.parse('2026-12-08T01:33:00Z'))).toBe(0);
    expect(stopwatch(3723)).toBe('1:02:03');
  });

  it('count up for a seat that is called, and stand still for the others', () => {
    const seat = { seat: 2, specialty: 'C0101', state: 'calling', since: '2026-12-08T01:31:00Z', until: null } as const;
    expect(seatTimer(seat, Date.parse('2026-12-08T01:31:41.9Z'))).toBe('0:41');
    expect(seatTimer({ ...seat, state: 'accepted' }, Date.parse('2026-12-08T01:31:41Z'))).toBeNull();
    expect(seatNumber(seat)).toBe(3);
  });

  it('are in the time of the centre', () => {
    expect(clockTime('2026-12-08T01:32:00Z')).toBe('09:32:00');
  });
});

it('leaves out taken seats where there is no room for all', () => {
  const { shown, left } = seatsShown(halls.many!.rounds!.seats);
  expect(left).toBe(4);
  expect(shown).toHaveLength(30);
  expect(shown.filter(({ state }) => state !== 'accepted')).toHaveLength(27);
});

it('many seats stand closer together', () => {
  expect([5, 9, 10, 16, 17].map(seatDensity)).toEqual(['roomy', 'roomy', 'close', 'close', 'dense']);
});
