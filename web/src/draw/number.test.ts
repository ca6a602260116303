import { describe, expect, it } from 'vitest';
import { commitmentOf, fourWords, freshNonce, goodDigits, lettersOf, nonceOf, readLetters, throwDice } from './number';

/** The commitment of `tests/vectors/first-attempt.vdraw`. */
const commit = '868e58a75788efa44ce40cd39fbf233acf000d7bdfc2ebd4c37bd5c6f53542ec';
const fixed = (...bytes: number[]) => ({ getRandomValues: <T>(room: T) => ((room as Uint8Array).set((room as Uint8Array).map(() => bytes.shift() ?? 0)), room) });

describe('a number', () => {
  it('has the commitment that stands in the published test draw, recomputed with the hashlib of Python', () => {
    const said = (role: string, nonce: string, digits: string) => commitmentOf({ commit, round: 0, blind: null, role }, { nonce, digits });
    expect(said('centre-1', '4ff7749401', '42561656')).toBe('3a83bb64083f968aaec13e67605610934a6d875bcf710ce20bb5970cdadec367');
    expect(said('supervisor-1', '394ea5afa1', '99236221')).toBe('26ae853f70b2ae5ecbcbef1bf178ec6c131851e4428bae20289d66c68a2150dc');
    expect(said('tenderee-1', '8acaa738e1', '87027343')).toBe('d8d1d0f615cf2c4392e6aca66fd894b1d55ec458b10e6c723c1ba38a6e0df14f');
  });

  it('of a later round binds its number and its blind, as computed with the hashlib of Python', () => {
    const blind = Array.from({ length: 32 }, (_, at) => at.toString(16).padStart(2, '0')).join('');
    const secret = { nonce: '00443214c7', digits: '048213' };
    expect(commitmentOf({ commit, round: 3, blind, role: 'tenderee-1' }, secret)).toBe('f14fc54e21138692545ef4b8678e94f2b9e44eec08f8919ebe6c0420df45842b');
  });

  it('stands beside the four words that the commitment spells', () => {
    expect(fourWords(commit)).toEqual(['江杯', '老井', '兰麦', '星船']);
  });

  it('has six to twelve digits', () => {
    expect(['12345', '123456', '123456789012', '1234567890123', '12345a'].map(goodDigits)).toEqual([false, true, true, false, false]);
  });
});

describe('a slip', () => {
  it('writes the nonce as eight letters and reads them back', () => {
    expect(lettersOf('00443214c7')).toBe('abcdefgh');
    expect(nonceOf('abcdefgh')).toBe('00443214c7');
    expect(nonceOf(lettersOf('ffffffffff'))).toBe('ffffffffff');
    expect(nonceOf('abcdefg')).toBeNull();
  });

  it('is read as people write', () => {
    expect(readLetters('ABCD efgh')).toBe('abcdefgh');
    expect(readLetters('ab01 8xyz2')).toBe('abolbxyz');
  });
});

it('a nonce is five random bytes', () => {
  expect(freshNonce(fixed(0, 68, 50, 20, 199))).toBe('00443214c7');
});

it('dice are fair: a byte that would favour the low digits is thrown again', () => {
  expect(throwDice(fixed(255, 250, 249, 10, 7, 0, 128, 33), 6)).toBe('907083');
});
