// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import { useLater } from './useLater';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function page() {
  let waits!: ReturnType<typeof useLater>;
  const app = createApp({ setup: () => {
    waits = useLater();
    return () => null;
  } });
  app.mount(document.createElement('div'));
  return { ...waits, leave: () => app.unmount() };
}

it('asks again once, however often it was put off', () => {
  const asked = vi.fn();
  const { later } = page();
  later(asked);
  later(asked);
  vi.runAllTimers();
  expect(asked).toHaveBeenCalledOnce();
});

it('asks no more when the page was left, before or after the wait began', () => {
  const asked = vi.fn();
  const { later, leave } = page();
  later(asked);
  leave();
  later(asked);
  vi.runAllTimers();
  expect(asked).not.toHaveBeenCalled();
});
