import type { Equity, EquityEdge, EquityNode } from '../api/types';

/** The drawing's own units; the page scales the picture as a whole. */
export const box = { width: 168, height: 48, across: 24, down: 72, margin: 24, lane: 48 };

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
  /** What skips a row, goes up or sideways walks round the others, each in a lane of its own at the right. */
  let lanes = 0;
  const lane = () => {
    lanes += 1;
    return width + (lanes - 0.5) * box.lane;
  };
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = equity.edges.flatMap((edge) => {
    const from = byId.get(edge.holder);
    const to = byId.get(edge.unit);
    return from && to ? [connect(from, to, edge, lane)] : [];
  });
  const height = order.length * (box.height + box.down) - box.down + 2 * box.margin;
  return { width: lanes === 0 ? width : width + lanes * box.lane + box.margin, height, nodes, edges };
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

function connect(from: PlacedNode, to: PlacedNode, edge: EquityEdge, lane: () => number): PlacedEdge {
  const known = { from, to, label: `${rounded(edge.share)}%`, control: edge.control };
  const [x1, y1, x2, y2] = [from.x + box.width / 2, from.y + box.height, to.x + box.width / 2, to.y];
  if (to.y - from.y === box.height + box.down) {
    return { ...known, path: `M${x1} ${y1}L${x2} ${y2}`, x: (x1 + x2) / 2, y: (y1 + y2) / 2 };
  }
  const side = lane();
  const [out, back] = [y1 + 12, y2 - 12];
  return { ...known, path: `M${x1 + 24} ${y1}V${out}H${side}V${back}H${x2 + 24}V${y2}`, x: side, y: (out + back) / 2 };
}

/** `30.000000` is 30. */
export function trimmed(share: string): string {
  return share.includes('.') ? share.replace(/0+$/, '').replace(/\.$/, '') : share;
}

/** The picture has room for two decimals; the table shows them all. */
export const rounded = (share: string) => trimmed(share.replace(/(\.\d\d)\d+$/, '$1'));

/** Two lines of a name; the title holds it whole. */
export function wrapped(name: string, each: number): string[] {
  const letters = [...name];
  if (letters.length <= each) return [name];
  const rest = letters.slice(each);
  return [letters.slice(0, each).join(''), rest.length > each ? `${rest.slice(0, each - 1).join('')}…` : rest.join('')];
}
