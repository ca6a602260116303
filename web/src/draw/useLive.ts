import { onBeforeUnmount, onMounted, ref } from 'vue';
import { useLater } from '../ui/useLater';
import { heard, socketAddress } from './draw';
import type { HallView } from './types';

/** Listens to a draw while the page is open. When the line breaks, `broken` asks once and the line is opened again. */
export function useLive(id: string, told: (hall: HallView) => void, broken: () => unknown) {
  const live = ref(false);
  const { later, callOff } = useLater();
  let socket: WebSocket | null = null;

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
        void broken();
        open();
      });
    };
  }

  onMounted(open);
  onBeforeUnmount(() => {
    callOff();
    if (socket) socket.onclose = null;
    socket?.close();
  });
  return { live };
}
