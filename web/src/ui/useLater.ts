import { onBeforeUnmount } from 'vue';

/** Milliseconds until a page asks again what the server is still at. */
const pause = 1000;

/** Does something once after a pause, unless it is called off or the page was left, even while its last answer was on its way. */
export function useLater() {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;
  const callOff = () => clearTimeout(timer);
  onBeforeUnmount(() => {
    left = true;
    callOff();
  });
  function later(act: () => unknown): void {
    callOff();
    if (!left) timer = setTimeout(act, pause);
  }
  return { later, callOff };
}
