import { onBeforeUnmount, onMounted } from 'vue';
import { idleLimit } from './terminal';

/** Does something once nobody has touched screen or keyboard for a while. */
export function useIdle(act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function touch() {
    clearTimeout(timer);
    timer = setTimeout(act, idleLimit);
  }
  onMounted(() => {
    for (const kind of ['pointerdown', 'keydown']) addEventListener(kind, touch, true);
    touch();
  });
  onBeforeUnmount(() => {
    for (const kind of ['pointerdown', 'keydown']) removeEventListener(kind, touch, true);
    clearTimeout(timer);
  });
}
