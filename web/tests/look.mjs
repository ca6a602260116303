/* Visits every page of the built front end in Chromium against the mock: screenshots, axe, the policy, foreign requests.
   npm run build && npm run look [-- part-of-a-name [looks]]   Pictures go to tests/shots. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { preview } from 'vite';
import { pages } from './pages.mjs';

process.env.HENGJIAN_MOCK = '1';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const [only = '', wanted = ''] = process.argv.slice(2);
const shots = new URL('./shots/', import.meta.url).pathname;
mkdirSync(shots, { recursive: true });

/** Axe looks at the two that differ most; the others show nothing new to it. */
const looks = [
  { name: 'light', width: 1440, height: 900, theme: 'light', language: 'zh', axe: true },
  { name: 'phone-dark', width: 390, height: 844, theme: 'dark', language: 'zh', axe: true },
  { name: 'dark', width: 1440, height: 900, theme: 'dark', language: 'zh' },
  { name: 'phone', width: 390, height: 844, theme: 'light', language: 'zh' },
  { name: 'zoomed', width: 195, height: 422, theme: 'light', language: 'zh', only: /^[mn]-/ },
  { name: 'lying', width: 844, height: 390, theme: 'light', language: 'zh', only: /^[mn]-/ },
  { name: 'english', width: 1440, height: 900, theme: 'light', language: 'en' },
];

const server = await preview({ preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
const base = server.resolvedUrls.local[0].replace(/\/$/, '');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

const wishes = looks.filter(({ name }) => wanted === '' || wanted.split(',').includes(name))
  .flatMap((look) => pages.filter(({ name }) => name.includes(only) && (look.only?.test(name) ?? true)).map((page) => ({ page, look })));
const seen = wishes.length;
const faults = [];
await Promise.all(Array.from({ length: 3 }, async () => {
  let desk = null;
  for (let wish = wishes.shift(); wish; wish = wishes.shift()) {
    if (desk?.look !== wish.look || desk.size !== wish.page.size || desk.screen !== wish.page.screen) {
      await desk?.context.close();
      desk = await sitDown(wish);
    }
    const found = await visit(wish.page, desk);
    for (const fault of found) console.log(fault);
    faults.push(...found);
  }
  await desk?.context.close();
}));
await browser.close();
await server.close();
const failed = new Set(faults.map((fault) => fault.split(' ')[0])).size;
console.log(`${seen - failed} passed, ${failed} failed`);
process.exit(faults.length > 0 ? 1 : 0);

/** A browser with a look, kept for many pages so that scripts and fonts are read once. */
async function sitDown({ page: { size, screen }, look }) {
  const { width, height } = look.width > 860 && screen ? screen : look;
  const context = await browser.newContext({ viewport: { width, height }, locale: look.language === 'zh' ? 'zh-CN' : 'en-GB', timezoneId: 'Asia/Shanghai', bypassCSP: false });
  await context.addInitScript(([theme, language, type]) => {
    localStorage.setItem('hengjian.theme', theme);
    localStorage.setItem('hengjian.language', language);
    if (type) localStorage.setItem('hengjian.size', type);
    document.addEventListener('securitypolicyviolation', (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
  }, [look.theme, look.language, size ?? '']);
  return { context, look, size, screen };
}

async function visit({ name, path, role, act, offline }, { context, look }) {
  const where = `${name}.${look.name}`;
  const found = [];
  await context.clearCookies();
  if (role) await context.addCookies([{ name: 'mock', value: role, url: base }]);
  const tab = await context.newPage();
  tab.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/status of (4\d\d|5\d\d)/.test(text) && !(offline && text.includes('ERR_FAILED'))) found.push(`${where} console: ${text}`);
    if (message.type() === 'warning' && text.includes('intlify')) found.push(`${where} console: ${text}`);
  });
  tab.on('pageerror', (error) => found.push(`${where} error: ${error.message}`));
  tab.on('request', (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith('data:')) found.push(`${where} foreign request: ${request.url()}`);
  });
  try {
    await tab.goto(base + path, { waitUntil: 'networkidle' });
    if (act) await act(tab);
    await tab.waitForFunction(() => document.querySelector('h1') && !document.querySelector('[aria-busy="true"], .waiting')
      && document.getAnimations().every(({ effect, playState }) => playState !== 'running' || effect.getComputedTiming().endTime === Infinity));
    const wide = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 1) found.push(`${where} is ${wide} px wider than the window`);
    await tab.screenshot({ path: `${shots}${where}.png`, fullPage: false });
    if (look.axe) found.push(...(await inspect(tab)).map((fault) => `${where} axe ${fault}`));
  } catch (error) {
    found.push(`${where} ${String(error.message).split('\n')[0]}`);
  }
  await tab.close();
  return found;
}

/** axe is injected through the debugger, which the policy does not bind. */
async function inspect(tab) {
  await tab.evaluate(axe);
  const { violations } = await tab.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary.split('\n').pop().trim()})`).join('; ')}`);
}
