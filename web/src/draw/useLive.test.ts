// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createApp } from 'vue';
import { views } from '../../tests/mock/drawViews';
import { useLive } from './useLive';

class Line {
  static all: Line[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  closed = false;
  constructor(readonly address: string) { Line.all.push(this); }
  close() { this.closed = true; this.onclose?.(); }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Line);
  Line.all = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function page() {
  const [told, ask] = [vi.fn(), vi.fn()];
  let live!: ReturnType<typeof useLive>['live'];
  const app = createApp({ setup: () => {
    ({ live } = useLive('d4', told, ask));
    return () => null;
  } });
  app.mount(document.createElement('div'));
  return { told, ask, live, leave: () => app.unmount() };
}

it('tells what it hears and passes over what is no view', () => {
  const { told, live } = page();
  Line.all[0]!.onopen?.();
  Line.all[0]!.onmessage?.({ data: 'ping' });
  Line.all[0]!.onmessage?.({ data: JSON.stringify(views.callout) });
  expect(live.value).toBe(true);
  expect(told).toHaveBeenCalledOnce();
  expect(Line.all[0]!.address).toMatch(/^ws.*\/api\/draws\/d4\/live$/);
});

it('asks and opens the line again after it broke', () => {
  const { ask, live } = page();
  Line.all[0]!.onopen?.();
  Line.all[0]!.onclose?.();
  expect(live.value).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(ask).toHaveBeenCalledOnce();
  expect(Line.all).toHaveLength(2);
});

it('asks by itself in between, since a pulled cable closes nothing', () => {
  const { ask } = page();
  vi.advanceTimersByTime(31_000);
  expect(ask).toHaveBeenCalledTimes(2);
});

it('is silent once the page was left', () => {
  const { ask, leave } = page();
  leave();
  vi.advanceTimersByTime(60_000);
  expect(Line.all[0]!.closed).toBe(true);
  expect(Line.all).toHaveLength(1);
  expect(ask).not.toHaveBeenCalled();
});
