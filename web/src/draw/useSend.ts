import { shallowRef } from 'vue';
import { Problem } from '../api/call';
import { isFinal } from './contribution';

/** Sends what a page may send again and again, and keeps what was refused. */
export function useSend() {
  const refused = shallowRef<Problem | null>(null);

  /** A refusal is shown. It is tried again with the next question, like a dead network, as long as the server says that this is due. */
  async function send(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      refused.value = null;
      return true;
    } catch (error) {
      if (!(error instanceof Problem) || !isFinal(error)) throw error;
      refused.value = error;
      return false;
    }
  }

  /** For what a person asks for: a dead network is shown as well. */
  async function attempt(act: () => Promise<unknown>): Promise<void> {
    refused.value = null;
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refused.value = error;
    }
  }

  return { refused, send, attempt };
}
