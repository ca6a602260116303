import { onBeforeUnmount, onMounted, ref } from 'vue';
import { ServerClock } from './serverClock';

/** The server's time for a page, read anew four times a second so that no second is skipped on the screen. */
export function useNow() {
  const clock = new ServerClock();
  const now = ref<number | null>(null);
  const read = () => (now.value = clock.now());
  let timer: ReturnType<typeof setInterval> | undefined;
  onMounted(() => (timer = setInterval(read, 250)));
  onBeforeUnmount(() => clearInterval(timer));
  function hear(at: string | null): void {
    clock.hear(at);
    read();
  }
  return { now, hear };
}
