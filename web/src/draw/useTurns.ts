import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue';
import { Problem } from '../api/call';
import { pauseAfter } from './contribution';

/**
 * Asks again and again while a page is open. `act` says how many milliseconds later, or `null` when there is nothing left to ask; what
 * it cannot reach is tried again, ever less often, and `retryAt` says when.
 */
export function useTurns(now: Ref<number | null>, act: () => Promise<number | null>) {
  const retryAt = ref<number | null>(null);
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;
  onMounted(() => void turn());
  onBeforeUnmount(() => {
    left = true;
    clearTimeout(timer);
  });

  async function turn(): Promise<void> {
    clearTimeout(timer);
    let pause: number | null;
    try {
      pause = await act();
      failures = 0;
      retryAt.value = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      failures += 1;
      pause = pauseAfter(failures);
      retryAt.value = (now.value ?? Date.now()) + pause;
    }
    if (!left && pause !== null) timer = setTimeout(() => void turn(), pause);
  }

  return { retryAt, turn };
}
