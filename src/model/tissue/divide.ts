import { twin } from './exchange.ts';
import { type Geometry, measure } from './geometry.ts';
import { type Corners, cornersOf, type Mesh } from './mesh.ts';

/** New vertices keep this part of an edge from its ends, so that a division makes no edge without length. */
const MARGIN = 0.05;

/** Where a line leaves a cell: on the edge from a corner, this part of the way along it. */
interface Cut {
  readonly h: number;
  readonly t: number;
}

/**
 * Divides a cell by a new edge along its short axis through its centroid. The part ahead of the axis keeps the number of the cell, the other one is
 * the last cell. There are two vertices and two edges more at the ends of the new edge; areas of both parts add up to the former one.
 * @returns undefined where the axis meets the boundary in one edge twice
 */
export function divide(mesh: Mesh, cell: number): Mesh | undefined {
  const corners = cornersOf(mesh);
  const geometry = measure(mesh, corners, 0);
  const [ahead, behind] = cutsOf(mesh, corners, geometry, cell);
  if (!ahead || !behind || ahead.h === behind.h) return undefined;
  const rings = ringCorners(mesh);
  const [m1, m2] = [mesh.positions.length / 2, mesh.positions.length / 2 + 1];
  const added: number[] = [];
  for (const [vertex, { h, t }] of [
    [m1, ahead],
    [m2, behind],
  ] as const) {
    const n = corners.next[h];
    const at = [0, 1].map((axis) => (1 - t) * geometry.places[2 * h + axis] + t * geometry.places[2 * n + axis]);
    added.push(...at);
    // The frame of the neighbour is some boxes away.
    const back = twin(mesh, corners, h);
    const [x, y] = [0, 1].map((axis) => mesh.shifts[2 * corners.next[back] + axis] - mesh.shifts[2 * h + axis]);
    insertAfter(rings[corners.cell[back]], mesh.vertices[back], mesh.vertices[h], { vertex, x, y });
  }
  const ring = rings[cell];
  const first = mesh.rows[cell];
  const between = (from: number, to: number) => {
    const part: Corner[] = [];
    for (let k = (from - first + 1) % ring.length; ; k = (k + 1) % ring.length) {
      part.push(ring[k]);
      if (k === to - first) return part;
    }
  };
  const [one, two] = [
    { vertex: m1, x: 0, y: 0 },
    { vertex: m2, x: 0, y: 0 },
  ];
  rings[cell] = [one, ...between(ahead.h, behind.h), two];
  rings.push([two, ...between(behind.h, ahead.h), one]);
  return meshFrom(mesh, Float64Array.from([...mesh.positions, ...added]), rings);
}

/** A corner of a ring: its vertex and the boxes by which it is moved. */
interface Corner {
  readonly vertex: number;
  readonly x: number;
  readonly y: number;
}

/** Corners of all cells. */
export function ringCorners({ rows, vertices, shifts }: Mesh): Corner[][] {
  return Array.from({ length: rows.length - 1 }, (_, c) =>
    Array.from({ length: rows[c + 1] - rows[c] }, (__, i) => {
      const h = rows[c] + i;
      return { vertex: vertices[h], x: shifts[2 * h], y: shifts[2 * h + 1] };
    }),
  );
}

/** A mesh of rings of corners. */
export function meshFrom({ box }: Mesh, positions: Float64Array, rings: readonly (readonly Corner[])[]): Mesh {
  const rows = new Uint32Array(rings.length + 1);
  for (const [c, ring] of rings.entries()) rows[c + 1] = rows[c] + ring.length;
  const all = rings.flat();
  return {
    box,
    positions,
    rows,
    vertices: Uint32Array.from(all, ({ vertex }) => vertex),
    shifts: Int32Array.from(all.flatMap(({ x, y }) => [x, y])),
  };
}

/** Puts a corner between two that follow one another. */
function insertAfter(ring: Corner[], from: number, to: number, corner: Corner): void {
  const i = ring.findIndex(({ vertex }, k) => vertex === from && ring[(k + 1) % ring.length].vertex === to);
  ring.splice(i + 1, 0, corner);
}

/** Where the short axis leaves a cell on either side of its centroid. */
function cutsOf({ rows }: Mesh, { next }: Corners, { places }: Geometry, cell: number): [Cut | undefined, Cut | undefined] {
  const { centroid, axis } = shortAxis(rows, next, places, cell);
  const side = (h: number) => axis[0] * (places[2 * h + 1] - centroid[1]) - axis[1] * (places[2 * h] - centroid[0]);
  let [ahead, behind]: [(Cut & { far: number }) | undefined, (Cut & { far: number }) | undefined] = [undefined, undefined];
  for (let h = rows[cell]; h < rows[cell + 1]; h++) {
    const n = next[h];
    const [a, b] = [side(h), side(n)];
    if (a * b > 0 || a === b) continue;
    const t = Math.min(1 - MARGIN, Math.max(MARGIN, a / (a - b)));
    const at = [0, 1].map((k) => (1 - t) * places[2 * h + k] + t * places[2 * n + k] - centroid[k]);
    const far = at[0] * axis[0] + at[1] * axis[1];
    if (far >= 0 && (!ahead || far < ahead.far)) ahead = { h, t, far };
    if (far < 0 && (!behind || far > behind.far)) behind = { h, t, far };
  }
  return [ahead, behind];
}

/** Centroid of a polygon, and the direction in which its second moment of area is least. */
function shortAxis(rows: Uint32Array, next: Uint32Array, places: Float64Array, cell: number) {
  const [x0, y0] = [places[2 * rows[cell]], places[2 * rows[cell] + 1]];
  let [twice, x, y, xx, xy, yy] = [0, 0, 0, 0, 0, 0];
  for (let h = rows[cell]; h < rows[cell + 1]; h++) {
    const n = next[h];
    const [ax, ay, bx, by] = [places[2 * h] - x0, places[2 * h + 1] - y0, places[2 * n] - x0, places[2 * n + 1] - y0];
    const w = ax * by - ay * bx;
    twice += w;
    x += (w * (ax + bx)) / 3;
    y += (w * (ay + by)) / 3;
    xx += (w * (ax * ax + ax * bx + bx * bx)) / 6;
    yy += (w * (ay * ay + ay * by + by * by)) / 6;
    xy += (w * (2 * ax * ay + ax * by + bx * ay + 2 * bx * by)) / 12;
  }
  const [cx, cy] = [x / twice, y / twice];
  const [mxx, mxy, myy] = [xx / twice - cx * cx, xy / twice - cx * cy, yy / twice - cy * cy];
  // The long axis has the angle of the larger eigenvalue; the short one is perpendicular.
  const angle = Math.atan2(2 * mxy, mxx - myy) / 2;
  return { centroid: [cx + x0, cy + y0], axis: [-Math.sin(angle), Math.cos(angle)] as const };
}
