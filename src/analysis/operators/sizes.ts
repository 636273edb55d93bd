/** The matrix of correlators against the side of the lattice, at distances that are fixed parts of it; plain arrays, no GPU. */
import type { Correlator } from '../field/correlator.ts';
import type { FieldMatrix } from './covariance.ts';
import { meanRow, type Principals, principalCorrelator, solved, type WeightedPlaces } from './principal.ts';

/** Distances as parts of the side between which correlators are averaged. */
const [INNER, OUTER] = [1 / 4, 1 / 2];

/**
 * Weights of displacements between L / 4 and L / 2, sin² in between, which vanish at both ends: so that sums over sites approach an integral over r / L fast, and the result of
 * a critical model is L^(-2 Δ) times a number, whatever the function of r / L that the torus makes of the power law.
 */
export function annulus({ size, distances, places }: Pick<FieldMatrix, 'size' | 'distances' | 'places'>): WeightedPlaces {
  const chosen = distances.flatMap((r, i) => {
    const part = (r / size - INNER) / (OUTER - INNER);
    if (!(part > 0 && part < 1)) return [];
    const [x, y] = places?.[i] ?? [r, 0];
    // Number of displacements that rotations and mirrors make of this one.
    const copies = places ? (y === 0 || x === y ? 4 : 8) : 1;
    return [{ i, weight: copies * Math.sin(Math.PI * part) ** 2 }];
  });
  const total = chosen.reduce((sum, { weight }) => sum + weight, 0);
  return { places: chosen.map(({ i }) => i), weights: chosen.map(({ weight }) => weight / total) };
}

/** Combinations of fields that solve C(L1) v = λ C(L0) v, L0 the smallest and L1 the largest lattice. @param matrices by ascending size */
export function sizePrincipals(matrices: readonly FieldMatrix[], mean: 'measured' | 'zero'): Principals {
  const [first, last] = [matrices[0], matrices[matrices.length - 1]];
  return solved(first, last, annulus(first), annulus(last), mean);
}

/** A side that no image around a torus of it is seen from: the sides of lattices are not distances on a lattice. */
const ENDLESS = 1e9;

/**
 * The correlator of one combination against the side of the lattice, in the form of one against distance: chains of different lattices are independent and paired
 * by their numbers.
 * @param matrices by ascending size, with equally many chains
 */
export function sizeCorrelator(matrices: readonly FieldMatrix[], vector: readonly number[], mean: 'measured' | 'zero'): Correlator {
  const columns = matrices.map((matrix) => annularRows(matrix, vector, mean));
  return {
    size: ENDLESS,
    distances: matrices.map(({ size }) => size),
    components: 0,
    rows: columns[0].map((_, chain) => columns.map((column) => column[chain])),
  };
}

/** The connected correlator of every chain, averaged over the annulus; to first order in the deviation of its mean. */
function annularRows(matrix: FieldMatrix, vector: readonly number[], mean: 'measured' | 'zero'): number[] {
  const { rows, components } = principalCorrelator(matrix, vector);
  const { places, weights } = annulus(matrix);
  const whole = meanRow(rows.map((row) => ({ means: row.slice(0, components), pairs: [] }))).means;
  return rows.map((row) => {
    const value = places.reduce((sum, place, i) => sum + weights[i] * row[components + place], 0);
    if (mean === 'zero') return value;
    return whole.reduce((left, m, c) => left - 2 * m * (row[c] - m) - m * m, value);
  });
}
