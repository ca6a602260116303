import { ref, shallowRef } from 'vue';
import { remember, remembered } from '../ui/appearance';
import { parseKept, type Kept } from './contribution';
import { nameOf } from './number';

/** What this phone keeps of one link. `stored` is false where the browser keeps nothing beyond the page. */
export function useKept(token: string) {
  const place = `number.${nameOf(token)}`;
  const kept = shallowRef<Kept>(parseKept(remembered(place)));
  const stored = ref(true);
  function store(change: Kept): void {
    kept.value = change;
    const text = JSON.stringify(change);
    remember(place, text);
    stored.value = remembered(place) === text;
  }
  return { kept, stored, store };
}
