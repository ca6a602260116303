import { computed, shallowRef } from 'vue';
import { Problem } from '../api/call';
import { offers } from '../draw/calls';
import { isFinal, pauseAfter } from '../draw/contribution';
import type { Offer } from '../draw/types';
import { useNow } from '../draw/useNow';
import { useTurns } from '../draw/useTurns';
import { inOrder, isOpen } from './tasks';

/** Milliseconds between questions while nothing waits for an answer. */
const calm = 15_000;

/** The notices of an expert, asked for again and again: an answer by telephone ends what stands here. Who is no expert has none. */
export function useOffers() {
  const items = shallowRef<Offer[] | null>(null);
  const { now, hear } = useNow();
  const ordered = computed(() => inOrder(items.value ?? []));
  const { retryAt, turn } = useTurns(now, async () => {
    try {
      const answer = await offers();
      hear(answer.now);
      items.value = answer.items;
    } catch (error) {
      if (!(error instanceof Problem) || !isFinal(error)) throw error;
      items.value = [];
      return null;
    }
    return ordered.value.some(isOpen) ? pauseAfter(0) : calm;
  });
  return { items, ordered, now, retryAt, look: turn };
}
