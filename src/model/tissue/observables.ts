import type { ChainEstimate } from '../../core/statistics.ts';
import type { Series } from '../../sample/chains.ts';
import { meansOf } from '../../sample/observed.ts';
import type { Measured, ObservableWords } from '../model.ts';
import { energyOf, forcesOf } from './forces.ts';
import { type Geometry, measure, middles, shapeIndices } from './geometry.ts';
import { type Corners, cornersOf, type Mesh } from './mesh.ts';
import type { TissueParameters } from './parameters.ts';

/** What one snapshot shows. */
interface Snapshot {
  readonly values: Readonly<Record<string, number>>;
  /** Middles of the cells, for displacements. */
  readonly middle: Float64Array;
}

/**
 * Measures one tissue, in float64.
 *
 * - `energy` per cell, `shape_index`: the mean of P / √A, `area_variance`
 * - `five`, `seven`: parts of the cells with five and seven neighbours, `defects`: with any number other than six
 * - `displacement`: mean square distance that the middles of cells went since `before`, less the one that they went together
 * - `vorticity_squared`: mean square of the vorticity of a cell, ω = ∮ v dl / A with v = F, the velocity without noise. The sum of A ω vanishes.
 * - `rotation`: mean rate Σ (p - m) × v / Σ |p - m|² at which a cell turns about the mean m of its corners
 * @param before middles of the cells at the last measurement
 * @returns NaN as displacement where there was none
 */
export function snapshot(mesh: Mesh, parameters: TissueParameters, before?: Float64Array): Snapshot {
  const corners = cornersOf(mesh);
  const geometry = measure(mesh, corners, parameters.smoothing);
  const cells = geometry.area.length;
  const middle = middles(mesh, geometry);
  const flow = flowOf(mesh, corners, geometry, parameters, middle);
  const sides = new Map<number, number>();
  let [area, squares] = [0, 0];
  for (let c = 0; c < cells; c++) {
    const n = mesh.rows[c + 1] - mesh.rows[c];
    sides.set(n, (sides.get(n) ?? 0) + 1);
    area += geometry.area[c] / cells;
    squares += geometry.area[c] ** 2 / cells;
  }
  const part = (n: number) => (sides.get(n) ?? 0) / cells;
  const values = {
    energy: energyOf(geometry, parameters) / cells,
    shape_index: shapeIndices(geometry).reduce((sum, one) => sum + one / cells, 0),
    area_variance: squares - area ** 2,
    five: part(5),
    seven: part(7),
    defects: 1 - part(6),
    displacement: before ? displacement(middle, before) : Number.NaN,
    ...flow,
  };
  return { values, middle };
}

/** Mean square distance of the cells, less that of all together. */
function displacement(now: Float64Array, before: Float64Array): number {
  const cells = now.length / 2;
  let [x, y, squares] = [0, 0, 0];
  for (let c = 0; c < cells; c++) {
    const [dx, dy] = [now[2 * c] - before[2 * c], now[2 * c + 1] - before[2 * c + 1]];
    x += dx / cells;
    y += dy / cells;
    squares += (dx * dx + dy * dy) / cells;
  }
  return squares - x * x - y * y;
}

/** How cells turn, by the forces on their vertices. */
function flowOf(mesh: Mesh, corners: Corners, geometry: Geometry, parameters: TissueParameters, middle: Float64Array) {
  const { rows, vertices } = mesh;
  const { places, area } = geometry;
  const velocity = forcesOf(mesh, corners, geometry, parameters);
  const cells = area.length;
  let [vorticity_squared, rotation] = [0, 0];
  for (let c = 0; c < cells; c++) {
    let [circulation, moment, inertia] = [0, 0, 0];
    for (let h = rows[c]; h < rows[c + 1]; h++) {
      const n = corners.next[h];
      const [v, w] = [vertices[h], vertices[n]];
      circulation += ((velocity[2 * v] + velocity[2 * w]) / 2) * (places[2 * n] - places[2 * h]);
      circulation += ((velocity[2 * v + 1] + velocity[2 * w + 1]) / 2) * (places[2 * n + 1] - places[2 * h + 1]);
      const [x, y] = [places[2 * h] - middle[2 * c], places[2 * h + 1] - middle[2 * c + 1]];
      moment += x * velocity[2 * v + 1] - y * velocity[2 * v];
      inertia += x * x + y * y;
    }
    vorticity_squared += (circulation / area[c]) ** 2 / cells;
    rotation += moment / inertia / cells;
  }
  return { vorticity_squared, rotation };
}

/**
 * The mean of every series, and `diffusion`: the displacement over four times the time between two measurements.
 * @param time of a sweep
 */
export function tissueObservables(series: Measured, time: number): Record<string, ChainEstimate> {
  const { displacement: went } = series;
  const diffusion: Series = { ...went, values: went.values.map((chain) => chain.map((x) => x / (4 * time * went.spacing))) };
  return meansOf({ ...series, diffusion });
}

/** How people name them. */
export const TISSUE_WORDS: Readonly<Record<string, ObservableWords>> = {
  energy: { label: 'energy', unit: 'per cell' },
  shape_index: { label: 'shape index P/√A', unit: '' },
  area_variance: { label: 'variance of areas', unit: '' },
  five: { label: 'cells with five neighbours', unit: 'part of the cells' },
  seven: { label: 'cells with seven neighbours', unit: 'part of the cells' },
  defects: { label: 'cells without six neighbours', unit: 'part of the cells' },
  displacement: { label: 'mean square displacement', unit: 'between two measurements' },
  diffusion: { label: 'the same over 4 t', unit: '' },
  vorticity_squared: { label: 'vorticity squared', unit: 'per cell' },
  rotation: { label: 'rotation of cells', unit: 'radians per unit of time' },
  transitions: { label: 'T1 transitions', unit: 'per cell and unit of time' },
  cells: { label: 'cells', unit: '' },
  area: { label: 'mean area', unit: '' },
  growth_rate: { label: 'growth of ln N', unit: 'per unit of time' },
  division_rate: { label: 'divisions', unit: 'per cell and unit of time' },
  extrusion_rate: { label: 'extrusions', unit: 'per cell and unit of time' },
  divergence: { label: 'divergence of the flow', unit: 'per unit of time' },
  curl: { label: 'curl of the flow', unit: 'per unit of time' },
};
