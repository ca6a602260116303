import type { UnitKind, UnitState } from '../api/types';
import type { Tone } from '../ui/columns';

export const filters = ['text', 'area', 'kind', 'state'] as const;
export const limit = 50;
export const kinds: UnitKind[] = ['company', 'branch', 'government', 'institution', 'state', 'fund'];
export const states: UnitState[] = ['known', 'to_resolve', 'merged'];
export const tones: Record<UnitState, Tone> = { known: 'jade', to_resolve: 'amber', merged: 'plain' };
