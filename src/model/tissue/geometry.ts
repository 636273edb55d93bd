import type { Corners, Mesh } from './mesh.ts';

/** Places, lengths and areas of a mesh; arrays are reused from step to step. */
export interface Geometry {
  /** (C, 2): where corners are, side by side within a cell. */
  readonly places: Float64Array;
  /** (C): length of the edge from each corner to the next, √(d² + e²). */
  readonly lengths: Float64Array;
  /** (C, 2): d over that length. */
  readonly tangents: Float64Array;
  /** (N) */
  readonly area: Float64Array;
  /** (N): sum of the lengths. */
  readonly perimeter: Float64Array;
}

/** Arrays for a mesh of so many corners and cells. */
export function emptyGeometry({ vertices, rows }: Pick<Mesh, 'vertices' | 'rows'>): Geometry {
  const [corners, cells] = [vertices.length, rows.length - 1];
  return {
    places: new Float64Array(2 * corners),
    lengths: new Float64Array(corners),
    tangents: new Float64Array(2 * corners),
    area: new Float64Array(cells),
    perimeter: new Float64Array(cells),
  };
}

/**
 * Measures a mesh, in float64.
 * @param smoothing e of the length √(d² + e²) of an edge
 * @param into arrays of a mesh of the same numbers of corners and cells; they are overwritten
 */
export function measure(mesh: Mesh, { next }: Corners, smoothing: number, into: Geometry = emptyGeometry(mesh)): Geometry {
  const { box, positions, rows, vertices, shifts } = mesh;
  const { places, lengths, tangents, area, perimeter } = into;
  for (let h = 0; h < vertices.length; h++) {
    places[2 * h] = positions[2 * vertices[h]] + box[0] * shifts[2 * h];
    places[2 * h + 1] = positions[2 * vertices[h] + 1] + box[1] * shifts[2 * h + 1];
  }
  for (let c = 0; c + 1 < rows.length; c++) {
    const [x0, y0] = [places[2 * rows[c]], places[2 * rows[c] + 1]];
    let [twice, sum] = [0, 0];
    for (let h = rows[c]; h < rows[c + 1]; h++) {
      const n = next[h];
      const dx = places[2 * n] - places[2 * h];
      const dy = places[2 * n + 1] - places[2 * h + 1];
      const length = Math.sqrt(dx * dx + dy * dy + smoothing * smoothing);
      lengths[h] = length;
      tangents[2 * h] = dx / length;
      tangents[2 * h + 1] = dy / length;
      sum += length;
      // Relative to the first corner: no digits are lost far from the origin.
      twice += (places[2 * h] - x0) * (places[2 * n + 1] - y0) - (places[2 * h + 1] - y0) * (places[2 * n] - x0);
    }
    area[c] = twice / 2;
    perimeter[c] = sum;
  }
  return into;
}

/** P / √A of every cell. */
export function shapeIndices({ area, perimeter }: Geometry): Float64Array {
  return perimeter.map((p, c) => p / Math.sqrt(area[c]));
}

/** Mean of the corners of every cell, (N, 2), not wrapped into the box. */
export function middles({ rows }: Mesh, { places }: Geometry): Float64Array {
  const out = new Float64Array(2 * (rows.length - 1));
  for (let c = 0; c + 1 < rows.length; c++) {
    const sides = rows[c + 1] - rows[c];
    for (let h = rows[c]; h < rows[c + 1]; h++) {
      out[2 * c] += places[2 * h] / sides;
      out[2 * c + 1] += places[2 * h + 1] / sides;
    }
  }
  return out;
}
