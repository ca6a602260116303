import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { Problem } from '../api/call';
import { remember, remembered } from '../ui/appearance';
import { commitContribution, type Bound, openContribution, revealContribution } from './calls';
import { commitmentOfSlip, isFinal, keep, makeSlip, nothingKept, parseKept, pauseAfter, type Kept, type Slip, viewOf } from './contribution';
import { nameOf, type Secret } from './number';
import type { Contribution } from './types';
import { useNow } from './useNow';

/**
 * One contributor's link: asks where the draw stands, sends what is due, and goes on through reloads and dead networks. What was
 * made is kept before it is sent, so that the number sent is always one that this phone can reveal.
 */
export function useContribution(token: string) {
  const place = `number.${nameOf(token)}`;
  const kept = shallowRef<Kept>(nothingKept);
  const stored = ref(true);
  const answer = shallowRef<Contribution | null>(null);
  const ended = shallowRef<Problem | null>(null);
  const refused = shallowRef<Problem | null>(null);
  const retryAt = ref<number | null>(null);
  const { now, hear } = useNow();
  const view = computed(() => answer.value && viewOf(answer.value, kept.value));
  const link = (): Bound => ({ token, device: kept.value.device });
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;

  onMounted(() => {
    kept.value = parseKept(remembered(place));
    void turn();
  });
  onBeforeUnmount(() => {
    left = true;
    clearTimeout(timer);
  });

  function store(change: Kept): void {
    kept.value = change;
    const text = JSON.stringify(change);
    remember(place, text);
    stored.value = remembered(place) === text;
  }

  async function turn(): Promise<void> {
    clearTimeout(timer);
    try {
      await ask();
      await sendWhatIsDue();
      failures = 0;
      retryAt.value = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      failures += 1;
      retryAt.value = (now.value ?? Date.now()) + pauseAfter(failures);
    }
    if (!left && !ended.value) timer = setTimeout(() => void turn(), pauseAfter(failures));
  }

  async function ask(): Promise<void> {
    try {
      const { answer: said, now: at } = await openContribution(link());
      hear(at);
      if (said.device) store({ ...kept.value, device: said.device });
      const before = view.value?.kind;
      answer.value = said;
      if (view.value?.kind !== before) refused.value = null;
    } catch (error) {
      if (!(error instanceof Problem) || !isFinal(error)) throw error;
      ended.value = error;
    }
  }

  async function sendWhatIsDue(): Promise<void> {
    const due = view.value;
    if (ended.value || !due) return;
    if (due.kind === 'sending') {
      const { slip } = due;
      if (await send(() => commitContribution(link(), commitmentOfSlip(slip)))) store(keep(kept.value, { ...slip, sent: true }));
    }
    if (due.kind === 'revealing') await reveal(due.slip);
  }

  /** A refusal is shown. It is tried again with the next question, like a dead network, as long as the server says that this is due. */
  async function send(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      refused.value = null;
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || !isFinal(error)) throw error;
      refused.value = error;
      return false;
    }
  }

  async function reveal({ nonce, digits }: Secret): Promise<void> {
    if (await send(() => revealContribution(link(), nonce, digits))) await ask();
  }

  async function commit(digits: string): Promise<void> {
    const slip: Slip | null = answer.value && makeSlip(answer.value, digits);
    if (slip === null) return;
    store(keep(kept.value, slip));
    await turn();
  }

  /** What a person read from the slip, where this phone kept none. */
  async function revealSlip(secret: Secret): Promise<void> {
    refused.value = null;
    try {
      await reveal(secret);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.value = error;
    }
  }

  return { answer, view, kept, stored, ended, refused, retryAt, now, commit, revealSlip };
}
