import { actsForUnit } from '../account/access';
import type { ProjectRequest } from '../api/types';
import type { Tone } from '../ui/columns';

export const filters = ['state'] as const;
export const limit = 50;
export const states = ['draft', 'filed', 'approved', 'drawn', 'cancelled'];
export const tones: Record<string, Tone> = { draft: 'blue', filed: 'amber', approved: 'jade', drawn: 'jade', cancelled: 'plain' };
export const reaches = ['city', 'neighbours', 'province'];

/** Who files, as against who decides or reads. */
export const files = actsForUnit;

/** Officers see no drafts, operators and supervisors only what is approved. */
export function statesFor(role: string): string[] {
  if (files(role)) return states;
  return role === 'pool_officer' ? states.filter((state) => state !== 'draft') : ['approved', 'drawn'];
}

export type Step = 'file' | 'approve' | 'return' | 'withdraw';

/** The steps that a page offers as buttons, in the order of the buttons. */
export const stepsOf = ({ may }: Pick<ProjectRequest, 'may'>): Step[] => (['approve', 'file', 'return', 'withdraw'] as const).filter((step) => may.includes(step));

/** What stands in the way of an approval, as sentences to show before somebody presses. */
export function hindrances(request: Pick<ProjectRequest, 'state' | 'faults' | 'near_count' | 'bidders_uploaded_at'>): string[] {
  if (request.state !== 'draft' && request.state !== 'filed') return [];
  return [
    ...(request.faults.length > 0 ? ['faults'] : []),
    ...(request.near_count > 0 ? ['near'] : []),
    ...(request.bidders_uploaded_at ? [] : ['bidders']),
  ];
}
