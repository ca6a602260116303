/** Times are shown absolute and in the centre's zone; the page names the zone once. */
const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai', hourCycle: 'h23',
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
});

function pieces(at: string): Record<string, string> | null {
  const instant = new Date(at);
  if (Number.isNaN(instant.getTime())) return null;
  return Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]));
}

export function time(at: string | null | undefined): string {
  const p = at ? pieces(at) : null;
  return p ? `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}` : '—';
}

export function timeWithSeconds(at: string | null | undefined): string {
  const p = at ? pieces(at) : null;
  return p ? `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}:${p.second}` : '—';
}

export function today(now: Date): string {
  const p = pieces(now.toISOString());
  return p ? `${p.year}-${p.month}-${p.day}` : '';
}

export function count(value: number | null): string {
  return value === null ? '—' : value.toLocaleString('en-US');
}

/** A span that has not ended ends with the word `toDate`. */
export function span(from: string | null | undefined, until: string | null | undefined, toDate: string): string {
  if (until) return `${from ?? '—'} → ${until}`;
  return from ? `${from} ${toDate}` : '—';
}

/** Hash words and secrets are read aloud: groups of four. */
export function grouped(code: string): string {
  return code.match(/.{1,4}/g)?.join(' ') ?? '';
}

export function daysUntil(date: string, now: Date): number {
  const day = 24 * 60 * 60 * 1000;
  return Math.round((Date.parse(`${date.slice(0, 10)}T00:00:00Z`) - Date.parse(`${today(now)}T00:00:00Z`)) / day);
}

/** A date that a narrow screen must not break at its hyphens. */
export const unbroken = (text: string) => text.replace(/-/g, '\u2011');
