import { BlockspinError } from '../../core/errors.ts';
import { cornersOf, type Mesh } from './mesh.ts';

/** The vectors from every corner to the next of its cell, (C, 2). They do not depend on the box in which vertices lie. */
export function edgesOf({ box, positions, rows, vertices, shifts }: Mesh): Float32Array {
  const edges = new Float32Array(2 * vertices.length);
  const place = (h: number, axis: number) => positions[2 * vertices[h] + axis] + box[axis] * shifts[2 * h + axis];
  for (let c = 0; c + 1 < rows.length; c++) {
    for (let h = rows[c]; h < rows[c + 1]; h++) {
      const next = h + 1 === rows[c + 1] ? rows[c] : h + 1;
      for (let axis = 0; axis < 2; axis++) edges[2 * h + axis] = place(next, axis) - place(h, axis);
    }
  }
  return edges;
}

/** Whether all meshes have the same cells around the same vertices, so that one table of rings serves all. */
export function sameRings(meshes: readonly Mesh[]): boolean {
  const [first] = meshes;
  const equal = (a: Uint32Array, b: Uint32Array) => a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
  return meshes.every(({ rows, vertices }) => equal(rows, first.rows) && equal(vertices, first.vertices));
}

/** Corners at each vertex, (V, 3). */
export const cornersAt = (mesh: Mesh): Uint32Array => cornersOf(mesh).at;

/** How many cells, vertices and corners a tissue has. */
interface Counts {
  readonly cells: number;
  readonly vertices: number;
  readonly corners: number;
}

/**
 * Cells, vertices and corners of every one of some meshes.
 * @throws BlockspinError where they differ
 */
export function countsOfAll(meshes: readonly Mesh[]): Counts {
  const all = meshes.map(({ rows, positions, vertices }) => ({ cells: rows.length - 1, vertices: positions.length / 2, corners: vertices.length }));
  const words = ({ cells, vertices, corners }: Counts) => `${cells} cells with ${vertices} vertices and ${corners} corners`;
  const [first] = all;
  const other = all.findIndex((counts) => counts.cells < 1 || words(counts) !== words(first));
  if (other < 0) return first;
  throw new BlockspinError({
    who: `tissue ${other}`,
    expected: `${words(first)}, as replica 0 has`,
    got: words(all[other]),
    remedy: 'give tissues of one size',
  });
}
