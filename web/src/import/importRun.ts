import { isProvince } from '../account/areas';
import type { ImportCounts, ImportKind, ImportRow } from '../api/types';
import type { Tone } from '../ui/columns';

export const limit = 50;
export const states = ['checking', 'checked', 'submitted', 'importing', 'done', 'refused', 'discarded'];
export const filters = ['kind', 'state'] as const;

/** The kinds that an officer of this area reads in; what belongs to the whole province is read in by the province alone. */
export const kindsFor = (kinds: ImportKind[], area: string) => kinds.filter((one) => isProvince(area) || !one.province_only);
export const tones: Record<string, Tone> = {
  checking: 'amber', checked: 'blue', submitted: 'amber', importing: 'amber', done: 'jade', refused: 'vermilion', discarded: 'plain',
};

/** The server is still at it, so the page asks again. */
export const moving = (state: string) => state === 'checking' || state === 'importing';

export function rowCount({ inserted, updated, unchanged, refused }: ImportCounts): number {
  return inserted + updated + unchanged + refused;
}

export function percent({ done, total }: { done: number; total: number }): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((100 * done) / total));
}

/** An edition of the specialties is taken over whole, other rolls without their refused rows. */
export const whole = (kind: string) => kind === 'specialties';

/** What goes with a file: an edition has a name and, if not that of its approval, a day from which it is in force. */
export function uploadQuery(kind: string, edition: string, inForceFrom: string | null) {
  return whole(kind) ? { kind, edition: edition.trim(), in_force_from: inForceFrom || undefined } : { kind };
}

export interface Duties { submit: boolean; approve: boolean; discard: boolean; why: string | null }

/** Four eyes: who read the file in submits it, another officer approves it. */
export function duties(run: ImportRow): Duties {
  const none: Duties = { submit: false, approve: false, discard: false, why: null };
  const accepted = rowCount(run.counts) - run.counts.refused - run.counts.unchanged;
  if (run.state === 'checked') {
    if (!run.mine) return { ...none, why: 'import.whyNotSubmitted' };
    const why = accepted === 0 ? 'import.whyNothing' : whole(run.kind) && run.counts.refused > 0 ? 'import.whyWhole' : null;
    return { ...none, submit: why === null, discard: true, why };
  }
  if (run.state === 'submitted') {
    return run.mine ? { ...none, discard: true, why: 'import.whyOwn' } : { ...none, approve: true };
  }
  return none;
}

export type FileFault = 'type' | 'size' | 'empty';
const most = 64 * 1024 * 1024;

/** What can be told before a file travels; the server looks inside. */
export function fileFault(file: { name: string; size: number }): FileFault | null {
  if (!/\.(xlsx|csv)$/i.test(file.name)) return 'type';
  if (file.size === 0) return 'empty';
  return file.size > most ? 'size' : null;
}
