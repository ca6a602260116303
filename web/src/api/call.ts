import createClient, { type Middleware } from 'openapi-fetch';
import { randomKey } from './key';
import type { Difference, paths, ProblemBody } from './types';

/** What the server refused, or what kept us from reaching it (`status` 0, `code` offline). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string>;
  readonly difference: Difference[];

  constructor(body: Partial<ProblemBody> & { status: number }) {
    super(body.message ?? body.title ?? '');
    this.name = 'Problem';
    this.status = body.status;
    this.code = body.code ?? `http_${body.status}`;
    this.fields = Object.fromEntries((body.fields ?? []).map(({ field, message }) => [field, message]));
    this.difference = body.difference ?? [];
  }
}

interface Context { csrf: string; language: string; signedOut: () => void }
const context: Context = { csrf: '', language: 'zh', signedOut: () => undefined };

export function setContext(change: Partial<Context>): void {
  Object.assign(context, change);
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('accept-language', context.language);
    if (request.method === 'GET') return request;
    if (context.csrf !== '') request.headers.set('x-csrf-token', context.csrf);
    if (!request.headers.has('idempotency-key')) request.headers.set('idempotency-key', randomKey());
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: typeof location === 'undefined' ? '' : location.origin, credentials: 'same-origin' });
api.use(headers);

/** Every call goes through here: the answer, or one `Problem`. A lost sign-in also leads to the sign-in page. */
export async function call<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  let answer;
  try {
    answer = await asked;
  } catch {
    throw new Problem({ status: 0, code: 'offline' });
  }
  const { response } = answer;
  if (response.ok) return answer.data as T;
  const problem = toProblem(response.status, answer.error);
  if (problem.code === 'sign_in.needed') context.signedOut();
  throw problem;
}

export function toProblem(status: number, body: unknown): Problem {
  const known = typeof body === 'object' && body !== null ? (body as Partial<ProblemBody>) : {};
  return new Problem({ ...known, status });
}

export const withKey = (key: string) => ({ headers: { 'idempotency-key': key } });
