import { computed, shallowRef } from 'vue';
import { Problem } from '../api/call';
import { commitContribution, type Bound, openContribution, revealContribution } from './calls';
import { commitmentOfSlip, isFinal, keep, makeSlip, pauseAfter, type Slip, viewOf } from './contribution';
import type { Secret } from './number';
import type { Contribution } from './types';
import { useKept } from './useKept';
import { useNow } from './useNow';
import { useSend } from './useSend';
import { useTurns } from './useTurns';

/**
 * One contributor's link: asks where the draw stands, sends what is due, and goes on through reloads and dead networks. What was
 * made is kept before it is sent, so that the number sent is always one that this phone can reveal.
 */
export function useContribution(token: string) {
  const { kept, stored, store } = useKept(token);
  const answer = shallowRef<Contribution | null>(null);
  const ended = shallowRef<Problem | null>(null);
  const { refused, send, attempt } = useSend();
  const { now, hear } = useNow();
  const view = computed(() => answer.value && viewOf(answer.value, kept.value));
  const link = (): Bound => ({ token, device: kept.value.device });
  const { retryAt, turn } = useTurns(now, async () => {
    await ask();
    await sendWhatIsDue();
    return ended.value ? null : pauseAfter(0);
  });

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
  const revealSlip = (secret: Secret) => attempt(() => reveal(secret));

  return { answer, view, kept, stored, ended, refused, retryAt, now, commit, revealSlip };
}
