/** Whether the straight edges of a drawing meet only at their ends. */
import type { MatchingGraph } from './graph.ts';

type Point = readonly [number, number];

/** Part of a length below which a point lies on a line. */
const ON = 1e-9;

/**
 * Two edges that cross, touch within, or lie on each other, by number; undefined where there are none. Edges between the same nodes count as one.
 * @param drawn numbers of edges both of whose ends have a place
 */
export function crossingEdges(graph: MatchingGraph, drawn: readonly number[]): readonly [number, number] | undefined {
  const positions = graph.positions as readonly Point[];
  const ends = (e: number): [Point, Point] => [positions[graph.edges[e][0]], positions[graph.edges[e][1]]];
  const mean = drawn.reduce((sum, e) => sum + length(...ends(e)), 0) / drawn.length;
  const cells = new Map<string, number[]>();
  for (const e of drawn) {
    for (const cell of cellsOf(ends(e), mean)) {
      const others = cells.get(cell) ?? [];
      const crossed = others.find((other) => cross(graph, positions, e, other));
      if (crossed !== undefined) return [crossed, e];
      others.push(e);
      cells.set(cell, others);
    }
  }
  return undefined;
}

const length = ([x, y]: Point, [p, q]: Point) => Math.hypot(p - x, q - y);

/** Squares of a grid that the box of an edge touches. */
function* cellsOf([[x, y], [p, q]]: [Point, Point], side: number): Generator<string> {
  const at = (value: number) => Math.floor(value / side);
  for (let i = at(Math.min(x, p)); i <= at(Math.max(x, p)); i++) {
    for (let j = at(Math.min(y, q)); j <= at(Math.max(y, q)); j++) yield `${i},${j}`;
  }
}

/** On which side of the line from a to b a point lies: 1, -1, or 0 for on it. */
function side([ax, ay]: Point, [bx, by]: Point, [x, y]: Point): number {
  const area = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  const size = Math.hypot(bx - ax, by - ay) * (Math.abs(x - ax) + Math.abs(y - ay) + Math.abs(bx - ax) + Math.abs(by - ay));
  return Math.abs(area) <= ON * size ? 0 : Math.sign(area);
}

/** Whether a point on the line through a and b lies between them. */
const between = ([ax, ay]: Point, [bx, by]: Point, [x, y]: Point) => (x - ax) * (x - bx) + (y - ay) * (y - by) <= 0;

function cross({ edges }: MatchingGraph, positions: readonly Point[], e: number, f: number): boolean {
  const [a, b] = edges[e];
  const [c, d] = edges[f];
  const common = [a, b].filter((node) => node === c || node === d);
  if (common.length === 2) return false;
  const [A, B, C, D] = [a, b, c, d].map((node) => positions[node]);
  if (common.length === 1) {
    // They have an end in common: they lie on each other if the other end of one lies within the other.
    const [farE, farF] = [common[0] === a ? B : A, common[0] === c ? D : C];
    return (side(A, B, farF) === 0 && between(A, B, farF)) || (side(C, D, farE) === 0 && between(C, D, farE));
  }
  const [sc, sd, sa, sb] = [side(A, B, C), side(A, B, D), side(C, D, A), side(C, D, B)];
  if (sc * sd < 0 && sa * sb < 0) return true;
  const touches: [number, Point, Point, Point][] = [
    [sc, A, B, C],
    [sd, A, B, D],
    [sa, C, D, A],
    [sb, C, D, B],
  ];
  return touches.some(([on, from, to, point]) => on === 0 && between(from, to, point));
}
