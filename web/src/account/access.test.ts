import { describe, expect, it } from 'vitest';
import { may, navigation } from './access';

const seen = (role: string, area = '430000') => navigation(role, area).flatMap((group) => group.places);

describe('navigation', () => {
  it('shows a pool officer the pool and the units, and no accounts', () => {
    expect(seen('pool_officer')).toEqual(['today', 'projects', 'packs', 'experts', 'changes', 'imports', 'units', 'near']);
  });

  it('keeps the three officers out of each other\'s work', () => {
    expect(seen('security_officer')).toEqual(['today', 'accounts']);
    expect(seen('auditor')).toEqual(['today', 'packs', 'experts', 'units', 'ledger']);
    expect(seen('system_officer')).toEqual(['today', 'system']);
    expect(may('auditor', 'accounts')).toBe(false);
    expect(may('security_officer', 'ledger')).toBe(false);
  });

  it('lets operators and supervisors into a draw, and the desk alone into check-in', () => {
    expect(seen('draw_operator')).toEqual(['today', 'projects', 'draws', 'packs']);
    expect(seen('site_officer')).toEqual(['today', 'check-in']);
    expect(may('site_officer', 'draws')).toBe(false);
    expect(may('draw_operator', 'check-in')).toBe(false);
  });

  it('leaves approvals of another attempt to the province', () => {
    expect(seen('supervisor')).toContain('approvals');
    expect(seen('supervisor', '430100')).not.toContain('approvals');
    expect(may('supervisor', 'approvals')).toBe(false);
    expect(may('draw_operator', 'approvals', '430000')).toBe(false);
  });

  it('lets everyone reach their own devices', () => {
    expect(may('finance_officer', 'own')).toBe(true);
  });
});
