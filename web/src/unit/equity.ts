import type { Equity, EquityEdge, EquityNode } from '../api/types';

/** The drawing's own units; the page scales the picture as a whole. */
export const box = { width: 168, height: 48, across: 24, down: 72, margin: 16 };

export interface PlacedNode extends EquityNode { x: number; y: number; centre: boolean; words: string[] }
export interface PlacedEdge { from: PlacedNode; to: PlacedNode; path: string; label: string; x: number; y: number; control: boolean }
export interface Picture { width: number; height: number; nodes: PlacedNode[]; edges: PlacedEdge[] }

/** Holders stand above what they hold, counted from the unit asked about. A cycle has no top: the shorter way wins. */
export function layers(equity: Equity, centre: string): Map<string, number> {
  const level = new Map<string, number>([[centre, 0]]);
  const queue = [centre];
  for (let at = 0; at < queue.length; at += 1) {
    const here = queue[at]!;
    for (const { holder, unit } of equity.edges) {
      const step = unit === here ? [holder, -1] as const : holder === here ? [unit, 1] as const : null;
      if (step === null || level.has(step[0])) continue;
      level.set(step[0], level.get(here)! + step[1]);
      queue.push(step[0]);
    }
  }
  return level;
}

export function picture(equity: Equity, centre: string): Picture {
  const level = layers(equity, centre);
  const rows = new Map<number, EquityNode[]>();
  for (const node of equity.nodes) {
    const at = level.get(node.id);
    if (at !== undefined) rows.set(at, [...(rows.get(at) ?? []), node]);
  }
  const order = [...rows.keys()].sort((a, b) => a - b);
  const widest = Math.max(1, ...[...rows.values()].map((row) => row.length));
  const width = widest * (box.width + box.across) - box.across + 2 * box.margin;
  const nodes = order.flatMap((at, line) => place(sorted(rows.get(at)!, equity.edges), line, width, centre));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = equity.edges.flatMap((edge) => {
    const from = byId.get(edge.holder);
    const to = byId.get(edge.unit);
    return from && to ? [connect(from, to, edge)] : [];
  });
  return { width, height: order.length * (box.height + box.down) - box.down + 2 * box.margin, nodes, edges };
}

/** Neighbours of the same unit stand together, so that fewer lines cross. */
function sorted(row: EquityNode[], edges: EquityEdge[]): EquityNode[] {
  const anchor = (id: string) => edges.filter(({ holder, unit }) => holder === id || unit === id)
    .map(({ holder, unit }) => (holder === id ? unit : holder)).sort()[0] ?? '';
  return [...row].sort((a, b) => anchor(a.id).localeCompare(anchor(b.id)) || a.id.localeCompare(b.id));
}

function place(row: EquityNode[], line: number, width: number, centre: string): PlacedNode[] {
  const wide = row.length * (box.width + box.across) - box.across;
  const left = (width - wide) / 2;
  return row.map((node, at) => ({
    ...node,
    x: left + at * (box.width + box.across),
    y: box.margin + line * (box.height + box.down),
    centre: node.id === centre,
    words: wrapped(node.name, 12),
  }));
}

function connect(from: PlacedNode, to: PlacedNode, edge: EquityEdge): PlacedEdge {
  const label = `${trimmed(edge.share)}%`;
  const middle = (node: PlacedNode) => node.x + box.width / 2;
  const known = { from, to, label, control: edge.control };
  if (from.y < to.y) {
    const [x1, y1, x2, y2] = [middle(from), from.y + box.height, middle(to), to.y];
    return { ...known, path: `M${x1} ${y1}L${x2} ${y2}`, x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
  }
  if (from.id === to.id) {
    const [x, y] = [from.x + box.width, from.y + box.height / 2];
    return { ...known, path: `M${x} ${y - 8}C${x + 32} ${y - 24} ${x + 32} ${y + 24} ${x} ${y + 8}`, x: x + 12, y };
  }
  const [x1, y1, x2, y2] = [from.x + 16, from.y + box.height, to.x + 16, to.y + box.height];
  const low = Math.max(y1, y2) + 32;
  const down = from.y === to.y;
  return {
    ...known,
    path: down ? `M${x1} ${y1}C${x1} ${low} ${x2} ${low} ${x2} ${y2}` : `M${from.x} ${from.y + 24}C${from.x - 40} ${from.y} ${to.x - 40} ${y2} ${to.x} ${to.y + 24}`,
    x: down ? (x1 + x2) / 2 : Math.max(24, Math.min(from.x, to.x) - 20),
    y: down ? low - 8 : (from.y + to.y) / 2 + 24,
  };
}

/** `30.000000` is 30. */
export function trimmed(share: string): string {
  return share.includes('.') ? share.replace(/0+$/, '').replace(/\.$/, '') : share;
}

/** Two lines of a name; the title holds it whole. */
export function wrapped(name: string, each: number): string[] {
  const letters = [...name];
  if (letters.length <= each) return [name];
  const rest = letters.slice(each);
  return [letters.slice(0, each).join(''), rest.length > each ? `${rest.slice(0, each - 1).join('')}…` : rest.join('')];
}
