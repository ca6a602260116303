import { describe, expect, it } from 'vitest';
import { awaited, noteFault, plainNote, statementWord } from './sign';

const body = 'vrd1 cancel\ndraw 5f1c\ncause no-reveal\n';
const line = '— province.example+1a2b3c4d AbC+/09=';
const signed = `${body}\n${line}\n`;

describe('a pasted note', () => {
  it('is good with Windows line ends, blanks around it and no last line feed', () => {
    expect(noteFault(body, signed)).toBeNull();
    expect(noteFault(body, `\r\n${signed.replace(/\n/g, '\r\n')}  `)).toBeNull();
    expect(plainNote(` ${signed}`.trim())).toBe(signed);
  });

  it('is refused when its text is another one, so that nobody sends what others did not sign', () => {
    expect(noteFault(body, signed.replace('no-reveal', 'withdrawn'))).toBe('body');
    expect(noteFault(body, `${body.slice(0, -1)}\n${line}`)).toBe('body');
  });

  it('is refused without a signature, or with something else behind the body', () => {
    expect(noteFault(body, '   ')).toBe('missing');
    expect(noteFault(body, body)).toBe('unsigned');
    expect(noteFault(body, `${body}\nprovince agrees\n`)).toBe('unsigned');
  });
});

describe('a statement', () => {
  it('waits for those who have not signed, and never for the centre', () => {
    expect(awaited({ parties: ['centre', 'supervising', 'province'], signed: ['supervising'] })).toEqual(['province']);
  });

  it('has a word of ours or none', () => {
    expect(statementWord('pool-checked')).toBe('draw.statement.pool-checked');
    expect(statementWord('later')).toBeNull();
  });
});
