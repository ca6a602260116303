import type { Tone } from '../ui/columns';

export const filters = ['text', 'area', 'kind', 'state'] as const;
export const limit = 50;
export const kinds = ['company', 'branch', 'government', 'institution', 'state', 'fund'];
export const states = ['known', 'to_resolve', 'merged'];
export const tones: Record<string, Tone> = { known: 'jade', to_resolve: 'amber', merged: 'plain' };
