/**
 * The server's time on a machine whose own clock may be wrong or be set meanwhile: the time last heard plus what has passed on a
 * clock that only runs forward. Two screens that heard of the same instant show the same second.
 */
export class ServerClock {
  private heard: { server: number; local: number } | null = null;
  private readonly monotonic: () => number;

  constructor(monotonic: () => number = () => performance.now()) {
    this.monotonic = monotonic;
  }

  hear(now: string | null): void {
    const server = now === null ? Number.NaN : Date.parse(now);
    if (!Number.isNaN(server)) this.heard = { server, local: this.monotonic() };
  }

  /** Milliseconds since 1970, null before anything was heard. */
  now(): number | null {
    return this.heard && this.heard.server + this.monotonic() - this.heard.local;
  }
}

/** Whole seconds until an instant, never below 0. */
export function secondsUntil(at: string | null, now: number | null): number | null {
  if (at === null || now === null) return null;
  return Math.max(0, Math.ceil((Date.parse(at) - now) / 1000));
}

/** Whole seconds since an instant, never below 0. */
export function secondsSince(at: string | null, now: number | null): number | null {
  if (at === null || now === null) return null;
  return Math.max(0, Math.floor((now - Date.parse(at)) / 1000));
}

/** `1:05`, `12:00`, `1:02:03`. */
export function stopwatch(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
