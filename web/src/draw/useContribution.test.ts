// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp, h } from 'vue';
import { Problem } from '../api/call';
import type { Contribution } from './types';
import { useContribution } from './useContribution';

const commit = '868e58a75788efa44ce40cd39fbf233acf000d7bdfc2ebd4c37bd5c6f53542ec';
const phase = (one: Contribution['phase'], more: Partial<Contribution> = {}): Contribution => ({
  role: 'tenderee-1', kind: 'tenderee', organisation: '长沙市演示学校', alias: '3F2A 91C0', mode: 'separate', rehearsal: false, words: null, commit, round: 0, blind: null, phase: one, turn: null, until: null, device: null, ...more,
});
const server = vi.hoisted(() => ({ at: null as unknown, dead: false, refuse: null as unknown, sent: [] as unknown[][], opened: [] as unknown[] }));
vi.mock('./calls', () => {
  const answer = async (...asked: unknown[]) => {
    if (server.dead) throw new Problem({ status: 0, code: 'offline' });
    server.sent.push(asked);
    if (server.refuse) throw server.refuse;
  };
  return {
    openContribution: async (link: unknown) => {
      server.opened.push(link);
      if (server.dead) throw new Problem({ status: 0, code: 'offline' });
      if (server.at instanceof Problem) throw server.at;
      return { answer: server.at, now: null };
    },
    commitContribution: (...asked: unknown[]) => answer('commit', ...asked),
    revealContribution: (...asked: unknown[]) => answer('reveal', ...asked),
  };
});

let page: ReturnType<typeof useContribution>;
let unmount = () => undefined as void;
async function open() {
  unmount();
  const app = createApp({ setup: () => ((page = useContribution('token')), () => h('p')) });
  app.mount(document.createElement('div'));
  unmount = () => app.unmount();
  await vi.advanceTimersByTimeAsync(0);
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  Object.assign(server, { at: phase('commit', { device: 'd' }), dead: false, refuse: null, sent: [], opened: [] });
});
afterEach(() => {
  unmount();
  unmount = () => undefined;
  vi.useRealTimers();
});

it('keeps the device that the first opening gave, and names it from then on', async () => {
  await open();
  await open();
  expect(server.opened).toEqual([{ token: 'token', device: null }, { token: 'token', device: 'd' }]);
});

it('sends one commitment, over a dead network and a reload the same', async () => {
  await open();
  server.dead = true;
  await page.commit('87027343');
  expect(page.view.value?.kind).toBe('sending');
  expect(page.retryAt.value).not.toBeNull();
  await open();
  server.dead = false;
  await vi.advanceTimersByTimeAsync(11_000);
  const commitments = server.sent.map(([, , commitment]) => commitment);
  expect(new Set(commitments).size).toBe(1);
  expect(page.view.value).toMatchObject({ kind: 'committed', slip: { digits: '87027343', sent: true } });
  expect(page.retryAt.value).toBeNull();
});

it('reveals by itself in its turn, again after a refusal that passes', async () => {
  await open();
  await page.commit('87027343');
  server.at = phase('reveal');
  server.refuse = new Problem({ status: 409, code: 'contribution.not_yet', message: '上一条尚未会签。' });
  await vi.advanceTimersByTimeAsync(3000);
  expect(page.refused.value?.code).toBe('contribution.not_yet');
  server.refuse = null;
  await vi.advanceTimersByTimeAsync(3000);
  expect(server.sent.filter(([what]) => what === 'reveal')).toHaveLength(2);
  expect(server.sent.at(-1)).toEqual(['reveal', { token: 'token', device: 'd' }, page.kept.value.slips[0]!.nonce, '87027343']);
  expect(page.refused.value).toBeNull();
});

it('stops at a link that ended or belongs to another phone, and still knows the slip', async () => {
  await open();
  await page.commit('87027343');
  server.at = new Problem({ status: 409, code: 'contribution.other_device' });
  await vi.advanceTimersByTimeAsync(3000);
  expect(page.ended.value?.code).toBe('contribution.other_device');
  expect(page.kept.value.slips).toHaveLength(1);
  const asked = server.opened.length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(server.opened).toHaveLength(asked);
});
