import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { Problem } from '../api/call';
import { useCall } from '../ui/useCall';
import { commitAtTerminal, enrolTerminal, revealAtTerminal, terminalDraw } from './calls';
import { pauseAfter } from './contribution';
import { commitmentOf, freshNonce, type Secret } from './number';
import type { Contributor, TerminalDraw } from './types';
import { useNow } from './useNow';

/**
 * The keypad in the room. It keeps no number: what was typed is forgotten as soon as its slip is taken, and is shown later by
 * typing the slip.
 */
export function useTerminal() {
  const draw = shallowRef<TerminalDraw | null>(null);
  const known = ref<boolean | null>(null);
  const retryAt = ref<number | null>(null);
  const slip = shallowRef<{ one: Contributor; secret: Secret } | null>(null);
  const sent = ref(false);
  const { running, problem, run } = useCall();
  const { now, hear } = useNow();
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;
  onMounted(() => void look());
  onBeforeUnmount(() => {
    left = true;
    clearTimeout(timer);
  });

  async function look(): Promise<void> {
    clearTimeout(timer);
    try {
      const { answer, now: at } = await terminalDraw();
      hear(at);
      heard(answer);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 404) heard(null);
      else if (error.status === 401 || error.status === 403) known.value = false;
      else missed();
    }
    if (!left) timer = setTimeout(() => void look(), pauseAfter(failures));
  }

  function heard(answer: TerminalDraw | null): void {
    failures = 0;
    retryAt.value = null;
    known.value = true;
    draw.value = answer;
  }

  function missed(): void {
    failures += 1;
    retryAt.value = (now.value ?? Date.now()) + pauseAfter(failures);
  }

  async function enrol(code: string): Promise<void> {
    await run(() => enrolTerminal(code).then(look));
  }

  async function commit(one: Contributor, digits: string): Promise<void> {
    slip.value = { one, secret: { nonce: freshNonce(), digits } };
    await send();
  }

  /** Sends the number whose slip is held; after a dead network the same one. */
  async function send(): Promise<void> {
    const { value: held } = slip;
    const { value: at } = draw;
    if (held === null || !at?.commit || running.value) return;
    const question = { commit: at.commit.hash, round: at.numbers.round, blind: at.blind, role: held.one.role };
    sent.value = (await run(() => commitAtTerminal(at.id, held.one.role, commitmentOf(question, held.secret)).then(() => true))) ?? false;
    if (sent.value) await look();
  }

  async function reveal(one: Contributor, { nonce, digits }: Secret): Promise<boolean> {
    const { value: at } = draw;
    if (at === null || running.value) return false;
    const done = (await run(() => revealAtTerminal(at.id, one.role, nonce, digits).then(() => true))) ?? false;
    if (done) await look();
    return done;
  }

  function forget(): void {
    slip.value = null;
    sent.value = false;
    problem.value = null;
  }

  return { draw, known, retryAt, slip, sent, running, problem, enrol, commit, send, reveal, forget };
}
