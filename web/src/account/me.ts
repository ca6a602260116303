import { computed, shallowRef } from 'vue';
import { api, call, Problem, setContext } from '../api/call';
import type { Me } from '../api/types';

export const me = shallowRef<Me | null>(null);
export const demo = computed(() => me.value?.demo === true);

export function setMe(account: Me | null): void {
  me.value = account;
  setContext({ csrf: account?.csrf_token ?? '' });
}

/** Who is signed in on this browser; null without a sign-in. */
export async function loadMe(): Promise<Me | null> {
  try {
    setMe(await call(api.GET('/api/me')));
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 401) throw error;
    setMe(null);
  }
  return me.value;
}

export async function signOut(): Promise<void> {
  await call(api.POST('/api/sign-in/end'));
  setMe(null);
}
