import { BlockspinError } from '../../core/errors.ts';

/**
 * A tissue: polygonal cells that cover a periodic box without gaps. Three cells meet at every vertex, so that N cells have 2 N
 * vertices and 6 N corners. Or a tissue with a rim: then vertices around which cells are missing are held where they are. Lengths are in
 * units of the square root of the preferred area.
 */
export interface Mesh {
  /** Lengths of the box along x and y; of a tissue with a rim, of a frame so large that nothing meets its image. */
  readonly box: readonly [number, number];
  /** (V, 2): x and y of every vertex. They may lie outside the box; `shifts` refer to them as they are. */
  readonly positions: Float64Array;
  /** (N + 1): the corners of cell c are `rows[c]` to `rows[c + 1] - 1`, counter-clockwise. */
  readonly rows: Uint32Array;
  /** (C): the vertex at each corner. */
  readonly vertices: Uint32Array;
  /** (C, 2): whole boxes by which a corner is moved from its vertex, so that the corners of a cell lie side by side. */
  readonly shifts: Int32Array;
  /** (V): 1 where a vertex is held; undefined for a periodic tissue, in which none is. */
  readonly held?: Uint8Array;
}

/** Stands for the corners at a vertex that is held. Known to shaders/model/tissue/vertices.wgsl. */
const NONE = 0xffffffff;
/** The frame of a tissue with a rim, in its own extents. */
const FRAME = 4;

/** What follows from the rings of a mesh. */
export interface Corners {
  /** (C): the cell of each corner. */
  readonly cell: Uint32Array;
  /** (C): the corner that follows within its cell, counter-clockwise. */
  readonly next: Uint32Array;
  /** (C): the corner before it. */
  readonly previous: Uint32Array;
  /** (V, 3): the three corners at each vertex; 2³² - 1 at one that is held. */
  readonly at: Uint32Array;
}

/** Corners of meshes by their rings, which are never changed in place: a tissue moves for many steps before cells meet others. */
const kept = new WeakMap<Uint32Array, { rows: Uint32Array; held: Uint8Array | undefined; corners: Corners }>();

/**
 * Neighbours of corners within cells, and the corners at each vertex that is not held.
 * @throws BlockspinError if such a vertex has not exactly three corners
 */
export function cornersOf(mesh: Mesh): Corners {
  const known = kept.get(mesh.vertices);
  if (known && known.rows === mesh.rows && known.held === mesh.held) return known.corners;
  const corners = made(mesh);
  kept.set(mesh.vertices, { rows: mesh.rows, held: mesh.held, corners });
  return corners;
}

function made(mesh: Mesh): Corners {
  const corners = mesh.vertices.length;
  const cell = new Uint32Array(corners);
  const next = new Uint32Array(corners);
  const previous = new Uint32Array(corners);
  const at = new Uint32Array(3 * (mesh.positions.length / 2)).fill(NONE);
  const count = new Uint8Array(mesh.positions.length / 2);
  for (let c = 0; c + 1 < mesh.rows.length; c++) {
    const first = mesh.rows[c] as number;
    const end = mesh.rows[c + 1] as number;
    for (let h = first; h < end; h++) {
      cell[h] = c;
      next[h] = h + 1 === end ? first : h + 1;
      previous[h] = h === first ? end - 1 : h - 1;
      const vertex = mesh.vertices[h] as number;
      if (mesh.held?.[vertex] === 1) continue;
      const k = count[vertex] as number;
      if (k === 3) throw notThree(vertex, 'more than three');
      at[3 * vertex + k] = h;
      count[vertex] = k + 1;
    }
  }
  const loose = count.findIndex((k, v) => k !== 3 && mesh.held?.[v] !== 1);
  if (loose >= 0) throw notThree(loose, count[loose] as number);
  return { cell, next, previous, at };
}

function notThree(vertex: number, got: number | string): BlockspinError {
  return new BlockspinError({
    who: `vertex ${vertex} of the tissue`,
    expected: 'three cells at every vertex',
    got,
    remedy: 'split vertices at which more cells meet, and close gaps between cells',
  });
}

/** A mesh from rings of vertices: every corner is moved by whole boxes to lie nearest to the corner before it. */
export function meshOf(box: readonly [number, number], positions: Float64Array, cells: readonly (readonly number[])[]): Mesh {
  const rows = new Uint32Array(cells.length + 1);
  cells.forEach((ring, c) => {
    rows[c + 1] = (rows[c] as number) + ring.length;
  });
  const vertices = Uint32Array.from(cells.flat());
  const shifts = new Int32Array(2 * vertices.length);
  for (let c = 0; c < cells.length; c++) {
    for (let h = (rows[c] as number) + 1; h < (rows[c + 1] as number); h++) {
      for (let axis = 0; axis < 2; axis++) {
        const length = box[axis] as number;
        const before = (positions[2 * (vertices[h - 1] as number) + axis] as number) + length * (shifts[2 * (h - 1) + axis] as number);
        const here = positions[2 * (vertices[h] as number) + axis] as number;
        shifts[2 * h + axis] = Math.round((before - here) / length);
      }
    }
  }
  return { box, positions, rows, vertices, shifts };
}

/**
 * A mesh with a rim from rings of vertices. Free are the vertices at which exactly three cells meet without a gap: the forces of such cells on them
 * are complete. All others are held.
 */
export function meshWithRim(positions: Float64Array, cells: readonly (readonly number[])[]): Mesh {
  const extent = (axis: number) => {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = axis; i < positions.length; i += 2) [low, high] = [Math.min(low, positions[i] as number), Math.max(high, positions[i] as number)];
    return FRAME * (high - low);
  };
  return { ...meshOf([extent(0), extent(1)], positions, cells), held: heldOf(positions.length / 2, cells) };
}

/** Which of so many vertices are not surrounded by exactly three cells. */
function heldOf(count: number, cells: readonly (readonly number[])[]): Uint8Array {
  const held = new Uint8Array(count);
  const corners = new Uint32Array(count);
  const name = (a: number, b: number) => a * count + b;
  const edges = new Set(cells.flatMap((ring) => ring.map((a, k) => name(a, ring[(k + 1) % ring.length] as number))));
  for (const ring of cells) {
    ring.forEach((a, k) => {
      const b = ring[(k + 1) % ring.length] as number;
      corners[a] = (corners[a] as number) + 1;
      if (!edges.has(name(b, a))) held[a] = held[b] = 1;
    });
  }
  return held.map((one, v) => (one === 1 || corners[v] !== 3 ? 1 : 0));
}

/** Rings of vertices, as files hold them. */
export function ringsOf(mesh: Mesh): number[][] {
  return Array.from({ length: mesh.rows.length - 1 }, (_, c) => [...mesh.vertices.subarray(mesh.rows[c] as number, mesh.rows[c + 1] as number)]);
}
