import { onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import type { Problem } from '../api/call';
import { browserSocket, Live, type Connection } from './live';
import type { HallView } from './types';

/** Keeps a page at what a draw is now, and says whether it still hears of it. `again` asks at once. */
export function useLive(id: string, ask: () => Promise<HallView>, view: (view: HallView) => void) {
  const connection = ref<Connection>({ state: 'first' });
  const refused = shallowRef<Problem | null>(null);
  const live = new Live<HallView>({
    ask,
    listen: browserSocket(`/api/draws/${encodeURIComponent(id)}/live`),
    later: (act, ms) => {
      const timer = setTimeout(act, ms);
      return () => clearTimeout(timer);
    },
    monotonic: () => performance.now(),
  }, {
    view,
    connection: (one) => (connection.value = one),
    refused: (one) => (refused.value = one),
  });
  onMounted(() => live.again());
  onBeforeUnmount(() => live.end());
  return { connection, refused, again: () => live.again() };
}
