import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

const all = files('src').filter((path) => !path.endsWith('schema.d.ts'));
const styleOf = (path: string) => {
  const text = readFileSync(path, 'utf8');
  return path.endsWith('.css') ? text : [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map(([, style]) => style).join('\n');
};

describe('the house', () => {
  it('names colours and sizes in tokens.css alone', () => {
    const named = all.filter((path) => /\.(css|vue)$/.test(path) && basename(path) !== 'tokens.css')
      .flatMap((path) => (styleOf(path).match(/#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(|\b\d*\.?\d+(?:px|rem|pt)\b/gi) ?? []).map((found) => `${path}: ${found}`));
    expect(named).toEqual([]);
  });

  it('uses only tokens that exist', () => {
    const tokens = new Set([...readFileSync('src/ui/tokens.css', 'utf8').matchAll(/(--[a-z0-9-]+):/g)].map(([, name]) => name));
    const unknown = all.filter((path) => /\.(css|vue)$/.test(path))
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/var\((--[a-z0-9-]+)/g)].filter(([, name]) => !tokens.has(name)).map(([, name]) => `${path}: ${name}`));
    expect(unknown).toEqual([]);
  });

  it('keeps every file below five hundred lines', () => {
    expect([...all, ...files('tests').filter((path) => /\.(ts|mjs)$/.test(path))].filter((path) => readFileSync(path, 'utf8').split('\n').length > 500)).toEqual([]);
  });

  it('writes no style attribute, which the policy would refuse', () => {
    expect(all.filter((path) => path.endsWith('.vue') && /\sstyle="/.test(readFileSync(path, 'utf8')))).toEqual([]);
  });

  it('reaches the server only through the client', () => {
    expect(all.filter((path) => /\bfetch\(|XMLHttpRequest/.test(readFileSync(path, 'utf8')))).toEqual([]);
  });
});
