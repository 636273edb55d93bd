import { type Corners, cornersOf, type Mesh } from './mesh.ts';

/** When edges are exchanged (T1 transitions), in units of the square root of the preferred area. */
export interface Exchange {
  /** Edges shorter than this are exchanged. */
  readonly below: number;
  /** Length of an edge after it. */
  readonly length: number;
}

/** A mesh after transitions. */
interface Exchanged {
  readonly mesh: Mesh;
  readonly corners: Corners;
  /** How many there were. */
  readonly exchanged: number;
}

/** The corner in the neighbouring cell at which the edge of a corner is run backwards. */
export function twin({ vertices }: Mesh, { next, at }: Corners, h: number): number {
  const [a, b] = [vertices[h], vertices[next[h]]];
  for (let k = 0; k < 3; k++) {
    const other = at[3 * b + k];
    if (vertices[next[other]] === a) return other;
  }
  return -1;
}

/** The corner at a vertex that is neither of two. */
function third({ at }: Corners, vertex: number, one: number, other: number): number {
  return at[3 * vertex] + at[3 * vertex + 1] + at[3 * vertex + 2] - one - other;
}

/** Whether two cells share an edge. */
function neighbours(mesh: Mesh, corners: Corners, one: number, other: number): boolean {
  for (let h = mesh.rows[one]; h < mesh.rows[one + 1]; h++) if (corners.cell[twin(mesh, corners, h)] === other) return true;
  return false;
}

/**
 * Exchanges the edge a→b of a corner. The cell of the corner loses b, the cell across the edge loses a, and the two cells at its ends become
 * neighbours: in the one at a, a becomes (b, a), in the one at b, b becomes (a, b). The new edge stands across the middle of the old one, with a
 * on the side of the cell of the corner. Positions of a and b are changed in place.
 * @returns undefined where that would leave a cell of two sides, or two cells with two edges in common
 */
export function exchange(mesh: Mesh, corners: Corners, h: number, length: number): Mesh | undefined {
  const { rows, vertices, shifts } = mesh;
  const { cell, next } = corners;
  const n = next[h];
  const back = twin(mesh, corners, h);
  const [a, b] = [vertices[h], vertices[n]];
  // The corners of the two cells that meet only one end.
  const atA = third(corners, a, h, next[back]);
  const atB = third(corners, b, n, back);
  const [first, second, ahead, beyond] = [cell[h], cell[back], cell[atA], cell[atB]];
  if (rows[first + 1] - rows[first] <= 3 || rows[second + 1] - rows[second] <= 3) return undefined;
  if (ahead === beyond || new Set([first, second, ahead, beyond]).size < 4 || neighbours(mesh, corners, ahead, beyond)) return undefined;
  const step = [shifts[2 * n] - shifts[2 * h], shifts[2 * n + 1] - shifts[2 * h + 1]];
  turn(mesh, a, b, step, length);
  const taken: { vertex: number; x: number; y: number }[] = [];
  const changed = new Uint32Array(rows.length);
  for (let c = 0; c + 1 < rows.length; c++) {
    for (let k = rows[c]; k < rows[c + 1]; k++) {
      // The first cell loses b, the second a, which is where the edge ends on its way back.
      if (k === n || k === next[back]) continue;
      const [x, y] = [shifts[2 * k], shifts[2 * k + 1]];
      if (k === atA) taken.push({ vertex: b, x: x + step[0], y: y + step[1] });
      if (k === atB) taken.push({ vertex: a, x: x - step[0], y: y - step[1] });
      taken.push({ vertex: vertices[k], x, y });
    }
    changed[c + 1] = taken.length;
  }
  return {
    ...mesh,
    rows: changed,
    vertices: Uint32Array.from(taken, ({ vertex }) => vertex),
    shifts: Int32Array.from(taken.flatMap(({ x, y }) => [x, y])),
  };
}

/** Turns an edge by a quarter about its middle. @param step boxes from a to b beside those of the positions */
function turn({ box, positions }: Mesh, a: number, b: number, step: readonly number[], length: number): void {
  const dx = positions[2 * b] + box[0] * step[0] - positions[2 * a];
  const dy = positions[2 * b + 1] + box[1] * step[1] - positions[2 * a + 1];
  const old = Math.hypot(dx, dy);
  const [nx, ny] = old > 0 ? [-dy / old, dx / old] : [0, 1];
  positions[2 * a] += dx / 2 + (nx * length) / 2;
  positions[2 * a + 1] += dy / 2 + (ny * length) / 2;
  positions[2 * b] += -dx / 2 - (nx * length) / 2;
  positions[2 * b + 1] += -dy / 2 - (ny * length) / 2;
}

/** Exchanges every edge that is too short, each vertex at most once, in the order of the corners. */
export function exchangeShort(mesh: Mesh, corners: Corners, { below, length }: Exchange): Exchanged {
  const short = shortEdges(mesh, corners, below);
  const touched = new Set<number>();
  let now = { mesh, corners };
  let exchanged = 0;
  for (const [a, b] of short) {
    if (touched.has(a) || touched.has(b)) continue;
    const h = edgeOf(now.mesh, now.corners, a, b);
    const next = h < 0 ? undefined : exchange(now.mesh, now.corners, h, length);
    if (!next) continue;
    touched.add(a).add(b);
    now = { mesh: next, corners: cornersOf(next) };
    exchanged++;
  }
  return { ...now, exchanged };
}

/** Ends of the edges below a length, each once. */
function shortEdges({ box, positions, vertices, shifts }: Mesh, { next }: Corners, below: number): [number, number][] {
  const short: [number, number][] = [];
  for (let h = 0; h < vertices.length; h++) {
    const n = next[h];
    const [a, b] = [vertices[h], vertices[n]];
    if (a > b) continue;
    const dx = positions[2 * b] - positions[2 * a] + box[0] * (shifts[2 * n] - shifts[2 * h]);
    const dy = positions[2 * b + 1] - positions[2 * a + 1] + box[1] * (shifts[2 * n + 1] - shifts[2 * h + 1]);
    if (dx * dx + dy * dy < below * below) short.push([a, b]);
  }
  return short;
}

/** The corner at a from which the edge to b starts; -1 if there is none any more. */
function edgeOf({ vertices }: Mesh, { next, at }: Corners, a: number, b: number): number {
  for (let k = 0; k < 3; k++) if (vertices[next[at[3 * a + k]]] === b) return at[3 * a + k];
  return -1;
}
