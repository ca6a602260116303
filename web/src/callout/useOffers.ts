import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue';
import { Problem } from '../api/call';
import { offers } from '../draw/calls';
import { isFinal, pauseAfter } from '../draw/contribution';
import type { Offer } from '../draw/types';
import { useNow } from '../draw/useNow';
import { inOrder, isOpen } from './tasks';

/** Milliseconds between questions while nothing waits for an answer. */
const calm = 15_000;

/** The notices of an expert, asked for again and again: an answer by telephone ends what stands here. Who is no expert has none. */
export function useOffers() {
  const items = shallowRef<Offer[] | null>(null);
  const retryAt = ref<number | null>(null);
  const { now, hear } = useNow();
  const ordered = computed(() => inOrder(items.value ?? []));
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;
  onMounted(() => void look());
  onBeforeUnmount(() => {
    left = true;
    clearTimeout(timer);
  });

  async function look(): Promise<void> {
    clearTimeout(timer);
    try {
      const answer = await offers();
      hear(answer.now);
      items.value = answer.items;
      failures = 0;
      retryAt.value = null;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (isFinal(error)) {
        items.value = [];
        return;
      }
      failures += 1;
      retryAt.value = (now.value ?? Date.now()) + pauseAfter(failures);
    }
    if (!left) timer = setTimeout(() => void look(), failures === 0 && !ordered.value.some(isOpen) ? calm : pauseAfter(failures));
  }

  return { items, ordered, now, retryAt, look };
}
