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

/**
 * Throws unless all meshes have as many cells, twice as many vertices and six times as many corners.
 * @returns the number of cells
 */
export function cellsOfAll(meshes: readonly Mesh[]): number {
  const cells = (meshes[0]?.rows.length ?? 1) - 1;
  meshes.forEach(({ rows, positions, vertices }, r) => {
    const [n, v, c] = [rows.length - 1, positions.length / 2, vertices.length];
    if (n >= 1 && n === cells && v === 2 * n && c === 6 * n) return;
    throw new BlockspinError({
      who: `tissue ${r}`,
      expected: `${cells} cells with ${2 * cells} vertices and ${6 * cells} corners, as replica 0 has cells`,
      got: `${n} cells with ${v} vertices and ${c} corners`,
      remedy: 'give tissues of one size, in which three cells meet at every vertex',
    });
  });
  return cells;
}
