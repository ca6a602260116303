import { shallowRef } from 'vue';
import { api, call } from '../api/call';
import type { Trust } from '../api/types';

export const trust = shallowRef<Trust | null>(null);
let asked: Promise<void> | null = null;

/** Whose keys count at this centre, read once a visit. */
export function loadTrust(): Promise<void> {
  asked ??= call(api.GET('/api/trust')).then((answer) => void (trust.value = answer)).catch(() => void (asked = null));
  return asked;
}
