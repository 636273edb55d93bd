/** Along which directions of a plane the filters of an ensemble lie, and whether their information depends on it. */
import { dimerOperators } from '../../../src/analysis/filters/patterns.ts';
import { project } from '../../../src/analysis/filters/projections.ts';
import { chiSquaredTail, type Estimate, meanError } from '../../../src/core/statistics.ts';
import type { StudyData } from '../../../src/study/cells/data.ts';

/** Runs of one cell, which share their chains and their validation samples. */
export interface CellAngles {
  found: number;
  /** Means of cos 4θ and sin 4θ over the runs that found something. */
  cos: number;
  sin: number;
}

/** The ensemble of one study in the plane of the two fields, θ = 0 along E_x. */
export interface Angles {
  found: number;
  runs: number;
  cells: CellAngles[];
  /** Mean of cos 4θ: 1 where all filters lie along the fields, −1 along the diagonals between them, 0 where all directions are alike. */
  cos: Estimate;
  /** Mean of sin 4θ: 0, because a mirror of the lattice changes its sign. */
  sin: Estimate;
  /** Probability that cells differ as much as they do, if runs are independent. */
  pCells: number;
  /** Length of the projection of a filter of length 1. */
  radius: Estimate;
  /** Held-out information, mean over the runs, nats. */
  information: Estimate;
  /** Mean of sin 2θ: 0 if a mirror of the lattice maps the block to a block. It does not, because bonds stick out of it on the right and below. */
  mirror: Estimate;
  /** Coefficients a of I = I_0 + a cos 4θ and of I = I_0 + a sin 2θ, each by least squares, nats. */
  anisotropy: { cos4: Estimate; sin2: Estimate };
  /** Where all runs began in one direction: by how much they turned, degrees, and the standard deviation of that. */
  turned?: Estimate & { spread: number };
}

/**
 * Directions of the runs with status ok.
 * @param data a study of one component at one temperature and buffer
 * @param runsPerCell runs that were trained together
 * @param start direction in which all runs began, radians
 */
export function anglesOf(data: StudyData, runsPerCell: number, start?: number): Angles {
  const status = data.status[0][0][0];
  const found = status.flatMap((one, run) => (one === 'ok' ? [run] : []));
  const filters = found.map((run) => (data.filters[0][0][0][run] as number[][][])[0].flat());
  const { fields } = dimerOperators(data.setting.block);
  const points = project(filters, [fields[0], fields[1]]);
  const angles = points.map(([x, y]) => Math.atan2(y, x));
  const [cos, sin] = [Math.cos, Math.sin].map((f) => angles.map((angle) => f(4 * angle)));
  const mirror = angles.map((angle) => Math.sin(2 * angle));
  const cells = cellsOf(found, runsPerCell, cos, sin);
  const information = found.map((run) => data.information[0][0][0][run]);
  return {
    found: found.length,
    runs: status.filter((one) => one !== 'missing').length,
    cells,
    cos: meanError(cos),
    sin: meanError(sin),
    mirror: meanError(mirror),
    pCells: alike(cells),
    radius: meanError(points.map(([x, y]) => Math.hypot(x, y))),
    information: meanError(information),
    anisotropy: { cos4: slope(cos, information), sin2: slope(mirror, information) },
    ...(start === undefined ? {} : { turned: turnOf(angles, start) }),
  };
}

function cellsOf(found: readonly number[], runsPerCell: number, cos: readonly number[], sin: readonly number[]): CellAngles[] {
  const cells = [...new Set(found.map((run) => Math.floor(run / runsPerCell)))];
  return cells.map((cell) => {
    const here = found.flatMap((run, i) => (Math.floor(run / runsPerCell) === cell ? [i] : []));
    const mean = (values: readonly number[]) => here.reduce((sum, i) => sum + values[i], 0) / here.length;
    return { found: here.length, cos: mean(cos), sin: mean(sin) };
  });
}

/** χ² of the cells about their common mean; cos and sin of 4θ have variance 1/2 or less each, so that this is a lower bound of p for a weak modulation. */
function alike(cells: readonly CellAngles[]): number {
  const total = cells.reduce((sum, { found }) => sum + found, 0);
  const mean = (of: (cell: CellAngles) => number) => cells.reduce((sum, cell) => sum + cell.found * of(cell), 0) / total;
  const [c, s] = [mean(({ cos }) => cos), mean(({ sin }) => sin)];
  const chi2 = cells.reduce((sum, { found, cos, sin }) => sum + 2 * found * ((cos - c) ** 2 + (sin - s) ** 2), 0);
  return cells.length > 1 ? chiSquaredTail(chi2, 2 * (cells.length - 1)) : Number.NaN;
}

/** The slope of y against x by least squares. */
function slope(x: readonly number[], y: readonly number[]): Estimate {
  const [mx, my] = [meanError(x).mean, meanError(y).mean];
  const sxx = x.reduce((sum, one) => sum + (one - mx) ** 2, 0);
  const mean = x.reduce((sum, one, i) => sum + (one - mx) * (y[i] - my), 0) / sxx;
  const rest = y.reduce((sum, one, i) => sum + (one - my - mean * (x[i] - mx)) ** 2, 0);
  return { mean, error: Math.sqrt(rest / (x.length - 2) / sxx) };
}

/** A filter and its negative are the same, so that a turn is known up to half a circle. */
function turnOf(angles: readonly number[], start: number): Estimate & { spread: number } {
  const turns = angles.map((angle) => {
    const turn = angle - start;
    return ((turn - Math.PI * Math.round(turn / Math.PI)) * 180) / Math.PI;
  });
  const all = meanError(turns);
  return { ...all, spread: all.error * Math.sqrt(turns.length) };
}
