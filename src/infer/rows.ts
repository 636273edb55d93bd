import type { Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import type { End } from './end.ts';
import type { Job } from './fit.ts';
import { FITTED, type Fitted, valuesOf, withValues } from './parameters.ts';
import { missOf, type Point, pointAt, polish } from './polish.ts';
import { responseOf } from './response.ts';
import type { FittedValues, LossCurve, NudgeResult, StartResult } from './result.ts';
import { MOST_CELLS } from './zero_modes.ts';

/** Up to so many cells all fits get their last digits in float64, up to `MOST_CELLS` the best of each row. */
const ALL_POLISHED = 64;
/** A force that is left in single precision where a state was found. */
const SINGLE = 1e-4;
/** Steps of a curve that are kept, at most. */
const MOST_STEPS = 200;
/** Response relative to the largest one below which a parameter does not show. */
const UNSEEN = 1e-4;
/** Estimates within this are one. */
const SAME = 1e-3;

/** How many fits of a tissue are polished. */
export const polishingOf = (cells: number) => (cells <= ALL_POLISHED ? 'all' : cells <= MOST_CELLS ? 'best' : 'none');

/** FittedValues by symbol. */
export const named = (fitted: readonly Fitted[], values: ArrayLike<number>): FittedValues => Object.fromEntries(fitted.map((symbol, i) => [symbol, values[i]]));

/** k as results hold it: JSON has no infinity. */
export const nudgeName = (nudge: number): number | 'inf' => (nudge === Number.POSITIVE_INFINITY ? 'inf' : nudge);

/** A fit with its state, in float64 where the tissue is small enough. */
export function finished({ observed, nudge, start }: Job, end: End, fitted: readonly Fitted[], inDouble: boolean): Point {
  const { values, positions, loss, residual, finite } = end;
  const rough: Point = { values, mesh: { ...observed, positions }, loss, residual, found: finite && residual < SINGLE };
  if (!inDouble || !finite) return rough;
  const known = withValues(start, fitted, values);
  const point = pointAt(observed, positions, known, fitted, values, nudge);
  return point.found ? polish(observed, point, known, fitted, nudge) : point;
}

/** The best of several fits with one k. */
export interface Row {
  readonly result: NudgeResult;
  /** The fit, where there is one. */
  readonly point?: Point;
  readonly nudge: number;
  /** The snapshot. */
  readonly observed: Mesh;
}

/** The losses of a fit, thinned. */
function curveOf({ losses }: End): { curve?: LossCurve } {
  if (!losses) return {};
  const apart = Math.ceil(losses.length / MOST_STEPS);
  const step = Array.from(losses.keys()).filter((t) => Number.isFinite(losses[t]) && (t % apart === 0 || t === losses.length - 1));
  return step.length > 0 ? { curve: { step, loss: step.map((t) => Number(losses[t].toPrecision(6))) } } : {};
}

/** Puts fits with one k together. @param ends one for each job */
export function rowOf(jobs: readonly Job[], ends: readonly End[], fitted: readonly Fitted[]): Row {
  const [{ observed, nudge }] = jobs;
  const cells = observed.rows.length - 1;
  const polishing = polishingOf(cells);
  const points = jobs.map((job, i) => finished(job, ends[i], fitted, polishing === 'all'));
  const starts = jobs.map(({ start }, i): StartResult => {
    const { values, loss, residual, found } = points[i];
    const ended = ends[i].finite ? { estimate: named(fitted, values), loss, residual } : {};
    return { start: named(fitted, valuesOf(start, fitted)), ...ended, found, ...curveOf(ends[i]) };
  });
  const found = points.filter((point) => point.found).sort((a, b) => a.loss - b.loss);
  const common = { nudge: nudgeName(nudge), starts };
  if (found.length === 0) return { nudge, observed, result: { ...common, outcome: 'no state', agreeing: 0 } };
  const rough = found[0];
  const best = polishing === 'best' ? polished(jobs[points.indexOf(rough)], rough, fitted) : rough;
  const rest = left(observed, jobs[0].start, best, fitted, nudge);
  const shown = fitted.filter((symbol) => shows(rest.response, symbol));
  const near = (values: readonly number[]) =>
    values.every((value, i) => !shown.includes(fitted[i]) || Math.abs(value - rough.values[i]) < SAME * Math.max(1, Math.abs(value)));
  return {
    nudge,
    observed,
    point: best,
    result: {
      ...common,
      outcome: 'found',
      estimate: Object.fromEntries(shown.map((symbol) => [symbol, best.values[fitted.indexOf(symbol)]])),
      loss: best.loss,
      rms: Math.sqrt(best.loss / observed.positions.length),
      agreeing: found.filter(({ values }) => near(values)).length,
      ...rest,
    },
  };
}

/** Whether a parameter moves the state at all, beside the one that moves it most. */
function shows(response: FittedValues | undefined, symbol: Fitted): boolean {
  return !response || (response[symbol] as number) > UNSEEN * Math.max(...Object.values(response));
}

function polished({ observed, nudge, start }: Job, point: Point, fitted: readonly Fitted[]): Point {
  const again = pointAt(observed, point.mesh.positions, start, fitted, point.values, nudge);
  return again.found ? polish(observed, again, start, fitted, nudge) : point;
}

/** Root mean square component of vectors at the corners of each cell, (N). @param vectors (V, 2) */
export function atCells({ rows, vertices }: Mesh, vectors: ArrayLike<number>): number[] {
  return Array.from({ length: rows.length - 1 }, (_, c) => {
    const ring = vertices.subarray(rows[c], rows[c + 1]);
    return Math.sqrt(ring.reduce((sum, v) => sum + vectors[2 * v] ** 2 + vectors[2 * v + 1] ** 2, 0) / (2 * ring.length));
  });
}

/** What is left at each cell, and how strongly parameters show. */
function left(observed: Mesh, start: TissueParameters, point: Point, fitted: readonly Fitted[], nudge: number): Pick<NudgeResult, 'perCell' | 'response'> {
  const perCell = atCells(observed, missOf(point, observed, start, fitted, nudge));
  if (polishingOf(perCell.length) === 'none') return { perCell };
  const response = responseOf(point.mesh, withValues(start, fitted, point.values), fitted, nudge)?.map((of) => of.reduce((sum, x) => sum + x * x, 0));
  return response ? { perCell, response: named(fitted, response) } : { perCell };
}

/** The parameters that were not fitted, as results hold them. */
export function knownOf(parameters: TissueParameters, fitted: readonly Fitted[]): Record<string, number | readonly number[]> {
  const taken: readonly string[] = fitted.map((symbol) => FITTED[symbol]);
  const rest = Object.entries(parameters).filter(([name]) => !taken.includes(name));
  return Object.fromEntries(rest.map(([name, value]) => [name, typeof value === 'number' ? value : Array.from(value as ArrayLike<number>)]));
}
