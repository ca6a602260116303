import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { filtered, first, read, turned, type Address } from './address';

export function useAddress(names: readonly string[]) {
  const route = useRoute();
  const router = useRouter();
  const address = computed<Address>(() => read(route.query, [...names, 'after', 'page', 'columns']));
  return {
    address,
    filter: (change: Record<string, string | undefined | null>) => router.replace({ query: filtered(address.value, change) }),
    show: (columns: string | null) => router.replace({ query: { ...address.value, columns: columns ?? undefined } }),
    turn: (cursor: string) => router.push({ query: turned(address.value, cursor) }),
    first: () => router.push({ query: first(address.value) }),
    back: () => router.back(),
  };
}
