import { describe, expect, it } from 'vitest';
import { Problem } from '../api/call';
import { onlyDigits, safeReturn, stepAfter, wayBack } from './signIn';

describe('sign-in', () => {
  it('says what to do while an account is locked or an address too fast, and nothing for a wrong password', () => {
    const of = (code: string) => wayBack(new Problem({ status: 401, code }));
    expect(of('sign_in.locked')).toBe('account.signIn.locked');
    expect(of('sign_in.too_often')).toBe('account.signIn.limited');
    expect(of('sign_in.wrong')).toBeNull();
  });

  it('goes back to the password when the ticket has run out, and stays for a wrong code', () => {
    expect(stepAfter('code', new Problem({ status: 401, code: 'sign_in.ticket_over' }))).toBe('password');
    expect(stepAfter('code', new Problem({ status: 401, code: 'sign_in.wrong_code' }))).toBe('code');
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
