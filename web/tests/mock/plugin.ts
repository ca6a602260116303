import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { answer } from './answers';
import { upgrade } from './live';
import type { Asked } from './shape';

/** The policy that the server sends; a page that breaks it breaks here too. */
export const csp = [
  "default-src 'self'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self' data:", "connect-src 'self' wss:",
  "media-src 'self' blob:", "worker-src 'self' blob:", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'",
].join('; ');

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const url = new URL(request.url ?? '/', 'http://mock');
  const [, role = null, situation = ''] = /(?:^|; )mock=([a-z_]+)(?:\.([a-z_]+))?/.exec(request.headers.cookie ?? '') ?? [];
  const json = request.headers['content-type']?.startsWith('application/json') && text !== '';
  return { method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, body: json ? JSON.parse(text) : {}, role, situation };
}

const middleware: Connect.NextHandleFunction = (request, response, next) => {
  if (!request.url?.startsWith('/api/')) return next();
  void read(request).then((asked) => send(response, answer(asked)));
};

function send(response: ServerResponse, { status, body, cookie, now }: ReturnType<typeof answer>) {
  response.statusCode = status;
  if (cookie !== undefined) response.setHeader('set-cookie', `mock=${cookie}; Path=/; SameSite=Strict`);
  if (now !== undefined) response.setHeader('date', new Date(now).toUTCString());
  response.setHeader('content-type', status >= 400 ? 'application/problem+json' : 'application/json');
  response.end(status === 204 ? undefined : JSON.stringify(body));
}

const strict: Connect.NextHandleFunction = (_request, response, next) => {
  response.setHeader('content-security-policy', csp);
  next();
};

/** Stands in for the server while pages are looked at. `HENGJIAN_MOCK=1 npm run dev`. */
export function mock(): Plugin {
  return {
    name: 'mock-server',
    configureServer({ middlewares, httpServer }) {
      middlewares.use(middleware);
      httpServer?.on('upgrade', upgrade);
    },
    configurePreviewServer({ middlewares, httpServer }) {
      middlewares.use(strict).use(middleware);
      httpServer.on('upgrade', upgrade);
    },
  };
}
