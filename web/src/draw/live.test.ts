import { beforeEach, expect, it } from 'vitest';
import { Problem } from '../api/call';
import { type Connection, type Ears, Live } from './live';

interface View { now: string; word: string }
const at = (second: number, word = String(second)): View => ({ now: `2026-12-08T01:00:${String(second).padStart(2, '0')}Z`, word });
const offline = () => Promise.reject(new Problem({ status: 0, code: 'offline' }));

let answers: (() => Promise<View>)[];
let waiting: { act: () => void; ms: number } | null;
let ears: Ears[];
let hungUp: number;
let shown: string[];
let states: Connection['state'][];
let refused: (string | null)[];
let live: Live<View>;

beforeEach(() => {
  answers = [];
  waiting = null;
  ears = [];
  hungUp = 0;
  shown = [];
  states = [];
  refused = [];
  live = new Live<View>({
    ask: () => (answers.shift() ?? offline)(),
    listen: (one) => {
      ears.push(one);
      return { close: () => (hungUp += 1) };
    },
    later: (act, ms) => {
      waiting = { act, ms };
      return () => (waiting = null);
    },
    monotonic: () => 0,
  }, { view: ({ word }) => shown.push(word), connection: ({ state }) => states.push(state), refused: (problem) => refused.push(problem?.code ?? null) });
});

const settled = () => new Promise((done) => setImmediate(done));
async function wait(): Promise<number> {
  const { act, ms } = waiting!;
  act();
  await settled();
  return ms;
}
async function begin(...first: (() => Promise<View>)[]) {
  answers.push(...first);
  live.again();
  await settled();
}

it('shows the view, listens, and shows each change', async () => {
  await begin(async () => at(1));
  ears[0]!.said(JSON.stringify(at(2)));
  expect(shown).toEqual(['1', '2']);
  expect(states).toEqual(['live']);
});

it('asks in between, because a pulled cable closes no socket', async () => {
  await begin(async () => at(1));
  expect(await wait()).toBe(10_000);
  expect(states).toEqual(['live', 'lost']);
  expect(hungUp).toBe(1);
});

it('comes back after a closed socket with a new socket and the present view', async () => {
  await begin(async () => at(1));
  ears[0]!.closed();
  expect(await wait()).toBe(500);
  expect(states).toEqual(['live', 'lost']);
  answers.push(async () => at(5));
  await wait();
  expect(ears).toHaveLength(2);
  expect(shown).toEqual(['1', '5']);
  expect(states).toEqual(['live', 'lost', 'live']);
});

it('lives on questions where no socket stays open, without flicker', async () => {
  await begin(async () => at(1));
  for (const second of [2, 3, 4, 5, 6, 7]) {
    ears[ears.length - 1]!.closed();
    answers.push(async () => at(second));
    expect(await wait()).toBeLessThanOrEqual(5000);
  }
  expect(shown).toHaveLength(7);
  expect(states).toEqual(['live']);
});

it('waits longer after each failed try, at most five seconds', async () => {
  await begin();
  const pauses = [];
  for (let tries = 0; tries < 6; tries += 1) pauses.push(await wait());
  expect(pauses).toEqual([500, 1000, 2000, 4000, 5000, 5000]);
  expect(states).toEqual(['lost']);
});

it('never goes back to a view that was overtaken on its way', async () => {
  await begin(async () => at(4));
  ears[0]!.said(JSON.stringify(at(3)));
  expect(shown).toEqual(['4']);
});

it('ignores what is no view, and the late words of a socket it has left', async () => {
  await begin(async () => at(1));
  ears[0]!.said('ping');
  ears[0]!.said('null');
  ears[0]!.closed();
  ears[0]!.said(JSON.stringify(at(9)));
  expect(shown).toEqual(['1']);
});

it('says what it was refused, and goes on once it may look again', async () => {
  await begin(() => Promise.reject(new Problem({ status: 401, code: 'sign_in.needed' })));
  expect(refused).toEqual(['sign_in.needed']);
  answers.push(async () => at(2));
  await wait();
  expect(refused).toEqual(['sign_in.needed', null]);
  expect(shown).toEqual(['2']);
});

it('asks nobody after it has ended', async () => {
  await begin(async () => at(1));
  live.end();
  expect(waiting).toBeNull();
  expect(hungUp).toBe(1);
});
