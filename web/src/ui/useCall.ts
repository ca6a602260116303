import { ref, shallowRef } from 'vue';
import { Problem } from '../api/call';

/**
 * One running call of a page: whether it runs, and what it was refused with. The newest call wins. A page that leaves after
 * the answer leaves within the call: the next page may take a while, and a second press must not send again.
 */
export function useCall() {
  const running = ref(false);
  const problem = shallowRef<Problem | null>(null);
  let newest = 0;

  async function run<T>(ask: () => Promise<T>): Promise<T | undefined> {
    const mine = ++newest;
    running.value = true;
    try {
      const answer = await ask();
      if (mine !== newest) return undefined;
      problem.value = null;
      return answer;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (mine === newest) problem.value = error;
      return undefined;
    } finally {
      if (mine === newest) running.value = false;
    }
  }

  return { running, problem, run };
}
