/**
 * Wilson loops of a bundle of bands along b1: W(k2) = product over k1 of the polar factors of U_i^T U_(i+1), closed with u_(k + b1)(G) = u_k(G + b1).
 * One set of plane waves about G = 0 serves all momenta, which begin at -1/2, so that the phases have the symmetry of the group. Real
 * vectors (two-fold rotation and time reversal) make W orthogonal: its phases come in pairs +-theta, and for two bands theta(k2) winds
 * or does not. Source: Bouhon, Black-Schaffer and Slager, arXiv:1804.09719; the method is that of arXiv:1102.5600.
 */
import { EigenvalueDecomposition, Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { PlaneGroup } from './group.ts';
import { genericMomentum } from './sectors.ts';
import { hamiltonian, metricOf, type Profile } from './spectrum.ts';
import { wavesAt } from './waves.ts';

/** How Wilson loops are computed. */
interface WilsonOptions {
  readonly cutoff: number;
  /** Momenta of a loop. */
  readonly points: number;
  /** Loops from k2 = -1/2 to 1/2, an even number of steps; those at k2 > 0 are mirror images. */
  readonly steps: number;
}

/** Phases of the loops of bands first..last, counted from 1. */
export interface WilsonLoop {
  readonly first: number;
  readonly last: number;
  readonly k2: readonly number[];
  /** By k2, ascending in (-pi, pi]. */
  readonly phases: readonly (readonly number[])[];
  /** Times that the phases of two bands wind; undefined for other numbers of bands. */
  readonly winding?: number;
}

/** Loops of several bundles of the same profile. */
export function wilsonLoops(profile: Profile, group: PlaneGroup, bundles: readonly (readonly [number, number])[], options: WilsonOptions): WilsonLoop[] {
  const { cutoff, points, steps } = options;
  const waves = wavesAt(group, [0, 0], cutoff);
  const numbers = new Map(waves.map(([m, n], i) => [`${m},${n}`, i]));
  const shifted = waves.map(([m, n]) => numbers.get(`${m + 1},${n}`));
  const most = Math.max(...bundles.map(([, last]) => last));
  const k2 = Array.from({ length: steps + 1 }, (_, j) => j / steps - 0.5);
  const metric = profile.physics === 'tm' ? metricOf(profile, genericMomentum(group, [0, 0], 0, waves).sectors[0]) : undefined;
  const half = k2.slice(0, steps / 2 + 1).map((y) => {
    const vectors = Array.from({ length: points }, (_, i) =>
      lowest(hamiltonian(profile, genericMomentum(group, [i / points - 0.5, y], 0, waves).sectors[0], metric), most),
    );
    // The fields E = L^-T y.
    const fields = metric ? vectors.map((all) => metric.inverse.transpose().mmul(all)) : vectors;
    return bundles.map(([first, last]) =>
      phasesOf(
        fields.map((all) => all.subMatrixColumn(range(first - 1, last))),
        shifted,
        metric?.eps,
      ),
    );
  });
  return bundles.map(([first, last], b) => {
    const below = half.map((loops) => loops[b]);
    const phases = [
      ...below,
      ...below
        .slice(0, -1)
        .reverse()
        .map((loop) => [...loop].map((phase) => (phase === Math.PI ? phase : -phase)).sort((a, c) => a - c)),
    ];
    return { first, last, k2, phases, ...(last === first + 1 ? { winding: windingOf(phases) } : {}) };
  });
}

const range = (first: number, end: number) => Array.from({ length: end - first }, (_, i) => first + i);

/** The lowest eigenvectors as columns. */
function lowest(matrix: Matrix, count: number): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const order = realEigenvalues.map((_, i) => i).sort((a, b) => realEigenvalues[a] - realEigenvalues[b]);
  return eigenvectorMatrix.subMatrixColumn(order.slice(0, count));
}

/** Phases of one loop, ascending. */
function phasesOf(vectors: readonly Matrix[], shifted: readonly (number | undefined)[], metric: Matrix | undefined): number[] {
  const [start] = vectors;
  const closing = Matrix.zeros(start.rows, start.columns);
  for (const [i, from] of shifted.entries()) if (from !== undefined) closing.setRow(i, start.getRow(from));
  const loop = [...vectors, closing].reduce<{ product: Matrix; last: Matrix } | undefined>((so, next) => {
    if (!so) return { product: Matrix.eye(start.columns), last: next };
    const overlap = so.last.transpose().mmul(metric ? metric.mmul(next) : next);
    const { leftSingularVectors, rightSingularVectors } = new SingularValueDecomposition(overlap);
    return { product: so.product.mmul(leftSingularVectors.mmul(rightSingularVectors.transpose())), last: next };
  }, undefined) as { product: Matrix };
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(loop.product);
  const phases = realEigenvalues.map((real, i) => Math.atan2(imaginaryEigenvalues[i], real));
  return phases.map((phase) => (phase === -Math.PI ? Math.PI : phase)).sort((a, b) => a - b);
}

/** How often the phase theta of two bands goes around while k2 does: of +-theta + 2 pi n the value next to the continuation of the last two is taken. */
export function windingOf(phases: readonly (readonly number[])[]): number {
  const path = [phases[0][1]];
  for (const [, theta] of phases.slice(1)) {
    const last = path[path.length - 1];
    const expected = path.length > 1 ? 2 * last - path[path.length - 2] : last;
    const near = [theta, -theta].map((one) => one + 2 * Math.PI * Math.round((expected - one) / (2 * Math.PI)));
    path.push(near.reduce((a, b) => (Math.abs(b - expected) < Math.abs(a - expected) ? b : a)));
  }
  return Math.abs(Math.round((path[path.length - 1] - path[0]) / (2 * Math.PI)));
}
