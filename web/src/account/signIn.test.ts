import { describe, expect, it } from 'vitest';
import { Problem } from '../api/call';
import { onlyDigits, safeReturn, stepAfter, wayBack } from './signIn';

describe('sign-in', () => {
  it('says how a locked account is opened again', () => {
    expect(wayBack(new Problem({ status: 423, code: 'account_locked' }))?.key).toBe('account.signIn.locked');
  });

  it('names the time until which a rate limit holds', () => {
    const problem = new Problem({ status: 429, code: 'too_many', until: '2026-12-01T01:05:00Z' });
    expect(wayBack(problem)).toEqual({ key: 'account.signIn.limitedUntil', params: { until: '2026-12-01 09:05' } });
  });

  it('goes back to the password when the ticket has run out, and stays for a wrong code', () => {
    expect(stepAfter('code', new Problem({ status: 401, code: 'ticket_expired' }))).toBe('password');
    expect(stepAfter('code', new Problem({ status: 401, code: 'wrong_code' }))).toBe('code');
  });

  it('returns only to a path of this site', () => {
    expect(safeReturn('/experts?state=active')).toBe('/experts?state=active');
    expect(safeReturn('//elsewhere.example')).toBe('/');
    expect(safeReturn('/\\elsewhere.example')).toBe('/');
    expect(safeReturn(undefined)).toBe('/');
  });

  it('reads a code typed with full-width digits and blanks', () => {
    expect(onlyDigits('\uff11\uff12\uff13 456')).toBe('123456');
  });
});
