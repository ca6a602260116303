import { describe, expect, it } from 'vitest';
import { approvalBody, approvalFault, approvalFaults, documentHash, drawIdIn } from './approval';

const id = '3f2a91c0'.repeat(8);

describe('the draw id', () => {
  it('is found alone, in groups and within the refusal', () => {
    expect(drawIdIn(` ${id}\n`)).toBe(id);
    expect(drawIdIn(id.toUpperCase().match(/.{4}/g)!.join(' '))).toBe(id);
    expect(drawIdIn(`请将抽取编号 ${id} 报省级监督部门签署批准文件。`)).toBe(id);
  });

  it('is none where digits are missing, too many, or two are told', () => {
    expect(drawIdIn(id.slice(1))).toBeNull();
    expect(drawIdIn(`${id}0`)).toBeNull();
    expect(drawIdIn(`${id}，${id}`)).toBeNull();
  });
});

describe('the body of an approval', () => {
  it('names draw, cause and the SHA-256 of the document', () => {
    expect(documentHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(approvalBody({ draw: id, document: '同意再次抽取' })).toBe(`vrd1 approval\ndraw ${id}\ncause attempt\ndocument ${documentHash('同意再次抽取')}\n`);
  });

  it('is there only when both fields are right', () => {
    expect(approvalFaults({ draw: '3f2a', document: '同意' })).toEqual(['draw', 'document']);
    expect(approvalBody({ draw: id, document: '' })).toBeNull();
  });
});

describe('a signed approval', () => {
  const body = approvalBody({ draw: id, document: '同意再次抽取' })!;
  const line = '— province.example+1a2b3c4d AbC+/09=';
  it('is good by itself, however it was pasted', () => {
    expect(approvalFault(`${body}\n${line}\n`)).toBeNull();
    expect(approvalFault(`\r\n${body}\n${line}`.replace(/\n/g, '\r\n'))).toBeNull();
  });

  it('is refused when it is another statement or has no signature', () => {
    expect(approvalFault(' ')).toBe('missing');
    expect(approvalFault(`${body.replace('vrd1 approval', 'vrd1 cancel')}\n${line}\n`)).toBe('body');
    expect(approvalFault(body)).toBe('unsigned');
  });
});
