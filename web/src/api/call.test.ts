import { describe, expect, it, vi } from 'vitest';
import { call, Problem, setContext, toProblem } from './call';
import { Intent, randomKey } from './key';

const response = (status: number) => ({ ok: status < 400, status }) as Response;

describe('a call', () => {
  it('turns problem+json into one problem with its fields', async () => {
    const error = { status: 422, code: 'invalid', message: '有一栏需要修改。', fields: [{ field: 'phone', message: '应为 11 位' }] };
    const refused = await call(Promise.resolve({ error, response: response(422) })).catch((problem) => problem);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ status: 422, code: 'invalid', message: '有一栏需要修改。', fields: { phone: '应为 11 位' } });
  });

  it('leads to the sign-in page when the sign-in was lost, but not for a wrong password', async () => {
    const signedOut = vi.fn();
    setContext({ signedOut });
    const refused = (code: string) => call(Promise.resolve({ error: { code }, response: response(401) })).catch(() => undefined);
    await refused('sign_in.wrong_code');
    expect(signedOut).not.toHaveBeenCalled();
    await refused('sign_in.needed');
    expect(signedOut).toHaveBeenCalledOnce();
  });

  it('names a server that cannot be reached', async () => {
    await expect(call(Promise.reject(new TypeError('network')))).rejects.toMatchObject({ status: 0, code: 'offline' });
  });

  it('keeps a status when the body is no problem', () => {
    expect(toProblem(502, '<html>')).toMatchObject({ status: 502, code: 'http_502', message: '' });
  });
});

describe('an idempotency key', () => {
  it('stays for the same content and changes with it, and after success', () => {
    const intent = new Intent();
    const first = intent.keyFor({ a: 1 });
    expect(intent.keyFor({ a: 1 })).toBe(first);
    expect(intent.keyFor({ a: 2 })).not.toBe(first);
    const second = intent.keyFor({ a: 2 });
    intent.done();
    expect(intent.keyFor({ a: 2 })).not.toBe(second);
  });

  it('is a version 4 UUID where the browser has no randomUUID', () => {
    const plain = { getRandomValues: (bytes: Uint8Array) => bytes.fill(255) } as unknown as Crypto;
    expect(randomKey(plain)).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  });
});
