import type { Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { STABLE } from './fit.ts';
import { polishingOf } from './rows.ts';
import { stiffest } from './stiffest.ts';

/** Relaxation steps between two steps of Adam, at least and at most. */
const FEWEST = 16;
const MOST = 1_000;
/** Steps in units of (stiffness + k) / k, times the part of the longest stable step, from which states keep up with Adam; measured with 400 cells (docs/infer.md). */
const KEPT_UP = 0.3 / STABLE;

/**
 * Relaxation steps that a state needs between two steps of Adam to keep up with it: its slowest part falls by k of the largest stiffness a step. Without a nudge the
 * softest stiffness would decide, which is not known, and force matching has no state.
 */
export function relaxationsFor(lambda: number, nudge: number): number {
  if (nudge === 0 || nudge === Number.POSITIVE_INFINITY) return FEWEST;
  return Math.min(MOST, Math.max(FEWEST, Math.ceil((KEPT_UP * (lambda + nudge)) / nudge)));
}

/** The most that any k needs. Where all fits get their last digits in double precision, no state has to keep up. */
export function relaxationsOf(mesh: Mesh, known: TissueParameters, nudges: readonly number[]): number {
  if (polishingOf(mesh.rows.length - 1) === 'all') return FEWEST;
  const lambda = stiffest(mesh, known);
  return Math.max(...nudges.map((nudge) => relaxationsFor(lambda, nudge)));
}
