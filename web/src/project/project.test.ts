import { describe, expect, it } from 'vitest';
import { hindrances, statesFor, stepsOf } from './project';

describe('requests for panels', () => {
  it('offer each role the states that it may see', () => {
    expect(statesFor('tenderee')).toContain('draft');
    expect(statesFor('pool_officer')).not.toContain('draft');
    expect(statesFor('supervisor')).toEqual(['approved', 'drawn']);
  });

  it('offer the steps that the server allows, the weightiest first', () => {
    expect(stepsOf({ may: ['edit', 'withdraw', 'return', 'approve'] })).toEqual(['approve', 'return', 'withdraw']);
  });

  it('say what stands in the way while something can still be done', () => {
    const open = { state: 'filed', faults: [], near_count: 2, bidders_uploaded_at: null };
    expect(hindrances(open)).toEqual(['near', 'bidders']);
    expect(hindrances({ ...open, state: 'approved' })).toEqual([]);
  });
});
