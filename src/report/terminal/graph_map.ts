/** A graph in the terminal: each character is the innermost region of the nodes that lie there. */
import type { Graph } from '../../space/graph/graph.ts';
import type { Regions } from '../../space/graph/regions.ts';

const COLUMNS = 61;
/** Small graphs are drawn smaller: characters of a typical edge. */
const EDGE = 4;
/** Width of a character over its height. */
const ASPECT = 0.5;

/** Levels as digits, nodes beyond all regions as dots, the centre as @; undefined for a graph without positions. */
export function graphMap({ positions, edges }: Graph, { centre, regions }: Regions): string[] | undefined {
  const placed = [...(positions?.keys() ?? [])].filter((node) => positions?.[node]);
  if (!positions || placed.length === 0) return undefined;
  const at = (node: number) => positions[node] as readonly [number, number];
  const range = (c: 0 | 1) =>
    placed.reduce(([least, most], node) => [Math.min(least, at(node)[c]), Math.max(most, at(node)[c])] as const, [Infinity, -Infinity] as const);
  const [[left, right], [bottom, top]] = [range(0), range(1)];
  const lengths = edges.flatMap(([a, b]) => (positions[a] && positions[b] ? [Math.hypot(at(a)[0] - at(b)[0], at(a)[1] - at(b)[1])] : []));
  const typical = lengths.sort((a, b) => a - b)[Math.floor(lengths.length / 2)] ?? 1;
  const scale = Math.min((COLUMNS - 1) / Math.max(right - left, top - bottom, 1e-9), EDGE / Math.max(typical, 1e-9));
  const levels = new Map<number, number>();
  for (const { level, nodes } of [...regions].reverse()) for (const node of nodes) levels.set(node, level);
  const rank = (node: number) => (node === centre ? -1 : (levels.get(node) ?? Number.POSITIVE_INFINITY));
  const rows = Array.from({ length: Math.round((top - bottom) * scale * ASPECT) + 1 }, () =>
    new Array<string>(Math.round((right - left) * scale) + 1).fill(' '),
  );
  // The innermost comes last, and stays.
  for (const node of placed.sort((a, b) => rank(b) - rank(a))) {
    const [x, y] = at(node);
    const row = Math.round((top - y) * scale * ASPECT);
    rows[row][Math.round((x - left) * scale)] = node === centre ? '@' : (levels.get(node)?.toString(36) ?? '.');
  }
  return rows.map((row) => row.join('').trimEnd());
}
