import { describe, expect, it } from 'vitest';
import type { Equity } from '../api/types';
import { layers, picture, rounded, trimmed, wrapped } from './equity';

const node = (id: string) => ({ id, name: id, kind: 'company', state_holder: false, distance: 0 });
const shown = (nodes: Equity['nodes'], edges: Equity['edges']): Equity => ({ on: '2026-12-01', nodes, edges, truncated: false });
const edge = (holder: string, unit: string) => ({ holder, holder_kind: 'unit', unit, share: '50.0', control: false, from: null, until: null });

describe('the equity picture', () => {
  it('puts holders above and what is held below', () => {
    const equity = shown(['a', 'b', 'c'].map(node), [edge('a', 'b'), edge('b', 'c')]);
    expect([...layers(equity, 'b')]).toEqual([['b', 0], ['a', -1], ['c', 1]]);
    const drawn = picture(equity, 'b');
    const y = (id: string) => drawn.nodes.find((one) => one.id === id)!.y;
    expect(y('a') < y('b') && y('b') < y('c')).toBe(true);
  });

  it('ends on a cycle and on a diamond, each node once', () => {
    const edges = [edge('a', 'b'), edge('b', 'a'), edge('a', 'c'), edge('b', 'd'), edge('c', 'd'), edge('a', 'a')];
    const equity = shown(['a', 'b', 'c', 'd'].map(node), edges);
    const drawn = picture(equity, 'a');
    expect(drawn.nodes.map(({ id }) => id).sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(drawn.edges).toHaveLength(6);
    expect(drawn.edges.every(({ path }) => !path.includes('NaN'))).toBe(true);
  });

  it('leaves out what is not connected and edges to nowhere', () => {
    const drawn = picture(shown([node('a'), node('z')], [edge('a', 'ghost')]), 'a');
    expect(drawn.nodes.map(({ id }) => id)).toEqual(['a']);
    expect(drawn.edges).toEqual([]);
  });

  it('writes shares without idle zeros and names on two lines', () => {
    expect(trimmed('30.000000')).toBe('30');
    expect(trimmed('33.340')).toBe('33.34');
    expect(trimmed('100')).toBe('100');
    expect(rounded('41.11111111')).toBe('41.11');
    expect(wrapped('湖南省建筑设计研究院集团股份有限公司长沙分公司', 12)).toEqual(['湖南省建筑设计研究院集团', '股份有限公司长沙分公司']);
  });
});
