import { onBeforeUnmount, onMounted, ref } from 'vue';
import { useLater } from '../ui/useLater';
import { heard, socketAddress } from './draw';
import type { HallView } from './types';

/** A cable that was pulled closes no socket, so the page also asks by itself, every so many milliseconds. */
const askEvery = 15_000;

/** Listens to a draw while the page is open. When the line breaks, the page asks and the line is opened again. */
export function useLive(id: string, told: (hall: HallView) => void, ask: () => unknown) {
  const live = ref(false);
  const { later, callOff } = useLater();
  let socket: WebSocket | null = null;
  let clock: ReturnType<typeof setInterval> | undefined;

  function open() {
    socket = new WebSocket(socketAddress(location.origin, id));
    socket.onopen = () => (live.value = true);
    socket.onmessage = ({ data }) => {
      const hall = heard(String(data));
      if (hall) told(hall);
    };
    socket.onclose = () => {
      live.value = false;
      later(() => {
        void ask();
        open();
      });
    };
  }

  onMounted(() => {
    open();
    clock = setInterval(() => void ask(), askEvery);
  });
  onBeforeUnmount(() => {
    callOff();
    clearInterval(clock);
    if (socket) socket.onclose = null;
    socket?.close();
  });
  return { live };
}
