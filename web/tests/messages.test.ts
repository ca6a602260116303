import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import en from '../src/i18n/en';
import zh from '../src/i18n/zh';

type Messages = { [key: string]: string | Messages };

function flat(messages: Messages, prefix = ''): Map<string, string> {
  return new Map(Object.entries(messages).flatMap(([key, value]) => {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    return typeof value === 'string' ? [[name, value] as const] : [...flat(value, name)];
  }));
}

export function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'i18n' ? [] : sources(path);
    return /\.(vue|ts)$/.test(name) && !/(\.test|schema\.d)\.ts$/.test(name) ? [path] : [];
  });
}

const chinese = flat(zh);
const english = flat(en);
const text = sources('src').map((path) => readFileSync(path, 'utf8')).join('\n');
const domains = Object.keys(zh).join('|');
/** The bundle of a draw is a file, `draw.vdraw`, and no message. */
const literals = new Set([...text.matchAll(new RegExp(`(?<!=)['"\`]((?:${domains})\\.(?!vdraw)[A-Za-z_.]+)['"\`]`, 'g'))].map(([, key]) => key!));
/** `t(\`expert.state.${state}\`)` uses all that begins with `expert.state.`; what follows the hole narrows it. */
const holes = [...text.matchAll(new RegExp(`\`((?:${domains})\\.[A-Za-z_.]*)\\$\\{[^\`]*\\}([A-Za-z.]*)\``, 'g'))].map(([, before, after]) => ({ before: before!, after: after! }));
/** `word('state.active')` of the expert pages stands below `expert.`. */
const words = [...text.matchAll(/word\([`']([a-zA-Z]+)\.?/g)].map(([, name]) => `expert.${name}`);

const used = (key: string) => literals.has(key) || holes.some(({ before, after }) => key.startsWith(before) && key.endsWith(after))
  || words.some((word) => key === word || key.startsWith(`${word}.`)) || key === 'expert.yes' || key === 'expert.no';

describe('messages', () => {
  it('have the same keys in Chinese and English', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('have the same holes in Chinese and English', () => {
    const holesOf = (message: string) => [...message.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
    const differing = [...chinese].filter(([key, message]) => String(holesOf(message)) !== String(holesOf(english.get(key) ?? '')) && !/^account\.today\.under/.test(key));
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('are all used', () => {
    expect([...chinese.keys()].filter((key) => !used(key))).toEqual([]);
  });

  it('exist for every key that a page names', () => {
    const groups = new Set([...chinese.keys()].flatMap((key) => key.split('.').map((_, at, all) => all.slice(0, at).join('.'))));
    expect([...literals].filter((key) => !chinese.has(key) && !groups.has(key.replace(/\.$/, '')))).toEqual([]);
  });

  const narrow = /[\p{Script=Han}”》）][,:;!?()]|[,:;!?()][\p{Script=Han}“《（]/u;
  it('set Chinese marks beside Chinese characters', () => {
    expect([...chinese].filter(([, message]) => narrow.test(message)).map(([key]) => key)).toEqual([]);
  });

  it('are answered by a stand-in for the server that writes the same marks', () => {
    const lines = sources('tests/mock').flatMap((path) => readFileSync(path, 'utf8').split('\n'));
    expect(lines.filter((line) => narrow.test(line))).toEqual([]);
  });

  it('never shout and never say please try again later', () => {
    const loud = [...chinese, ...english].filter(([, message]) => /[!!]|请稍后再试|failed to|try again later/i.test(message));
    expect(loud.map(([key]) => key)).toEqual([]);
  });
});
