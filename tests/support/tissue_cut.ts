/** A piece with a rim, cut out of a periodic tissue as the border of an image does. */
import { type Mesh, meshOf, meshWithRim, ringsOf } from '../../src/model/tissue/mesh.ts';

export interface Cut {
  mesh: Mesh;
  /** The cell and the vertex of the periodic tissue that each was. */
  cells: number[];
  vertices: number[];
}

/** Leaves out the cells that lie across the edges of the box. */
export function cutOut({ box, positions, ...mesh }: Mesh): Cut {
  const inside = positions.map((x, i) => x - box[i % 2] * Math.floor(x / box[i % 2]));
  const rings = ringsOf({ box, positions, ...mesh });
  const { rows, shifts } = meshOf(box, inside, rings);
  const crosses = (c: number) => shifts.subarray(2 * rows[c], 2 * rows[c + 1]).some((shift) => shift !== 0);
  const cells = rings.flatMap((_, c) => (crosses(c) ? [] : [c]));
  const vertices = [...new Set(cells.flatMap((c) => rings[c]))].sort((a, b) => a - b);
  const number = new Map(vertices.map((v, i) => [v, i]));
  const places = Float64Array.from(vertices.flatMap((v) => [inside[2 * v], inside[2 * v + 1]]));
  return {
    mesh: meshWithRim(
      places,
      cells.map((c) => rings[c].map((v) => number.get(v) as number)),
    ),
    cells,
    vertices,
  };
}
