/** The dimensions of the operators of one sector, out of the matrices of their correlators on several lattices; plain arrays, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Distance } from '../field/torus.ts';
import type { FieldMatrix } from './covariance.ts';
import { type FitOrNot, fitDimension } from './fit.ts';
import { type Followed, followed, matrixAt, meanRow, type Principals, principalCorrelator, principals } from './principal.ts';
import { sizeCorrelator, sizePrincipals } from './sizes.ts';

/** How a sector is analysed. */
export interface SpectrumOptions {
  /** By ascending size, all with equally many chains and the same fields. */
  matrices: readonly FieldMatrix[];
  /** 'zero' where symmetry makes all means vanish. */
  mean: 'measured' | 'zero';
  /** Distances between which fields are told apart, sites. */
  near: number;
  far: number;
  /** Nearest distance that is fitted, sites. */
  from: number;
  /** The factor of the torus of the i-th operator; undefined where it is not known: then distances are chords. */
  factor(i: number, size: number): ((x: number, y: number) => number) | undefined;
}

/** The dimension of one field, in two ways. */
export interface DimensionsOfField {
  /** Against the distance on the largest lattice. */
  readonly byDistance: FitOrNot;
  /** Against the side of the lattice, at a fixed part of it: it needs no factor. */
  readonly bySize: FitOrNot;
}

/** One combination of fields. */
export interface PrincipalOperator extends DimensionsOfField {
  /** Weight of each field times its standard deviation, the largest 1 and positive. */
  readonly weights: number[];
  /** The field with the largest weight by itself, in the same two ways. */
  readonly single: DimensionsOfField;
  /** Whether a factor of the torus was known. */
  readonly factor: boolean;
}

/** The spectrum of a sector. */
export interface SectorSpectrum {
  readonly principal: PrincipalOperator[];
  /** λ_i(r) of the largest lattice, solved anew at every distance. */
  readonly followed: Followed[];
  /** Eigenvalues of C(r0) that are not positive within their errors. */
  readonly dropped: Estimate[];
}

/** Lattices below which a fit against their side has no degree of freedom left. */
const FEWEST_SIZES = 3;

/**
 * Principal correlators of the largest lattice by distance, and of all lattices by size, with their dimensions.
 * @returns the reason where no direction is positive within errors
 */
export function sectorSpectrum(options: SpectrumOptions): SectorSpectrum | { absent: string } {
  const { matrices, mean, near, far } = options;
  const largest = matrices[matrices.length - 1];
  try {
    const found = principals(largest, { near, far, mean });
    const sized = matrices.length >= FEWEST_SIZES ? bySizes(matrices, mean, found) : undefined;
    return {
      principal: found.vectors.map((vector, i) => principalOf(options, i, vector, sized?.[i])),
      followed: followed(largest, found, { near, far, mean }, radiiOf(largest, near)),
      dropped: found.dropped,
    };
  } catch (error) {
    if (error instanceof BlockspinError) return { absent: error.message };
    throw error;
  }
}

/** Combinations by size in the order of those by distance; none where fewer are told apart. */
function bySizes(matrices: readonly FieldMatrix[], mean: 'measured' | 'zero', { vectors }: Principals): (number[] | undefined)[] {
  const found = sizePrincipals(matrices, mean);
  return vectors.map((_, i) => found.vectors[i]);
}

function principalOf(options: SpectrumOptions, i: number, vector: readonly number[], sized: readonly number[] | undefined): PrincipalOperator {
  const { matrices, mean } = options;
  const weights = shares(matrices[matrices.length - 1], vector, mean);
  const own = fits(options, i, vector, sized);
  const main = weights.indexOf(1);
  const unit = weights.map((_, a) => (a === main ? 1 : 0));
  return { weights, ...own, single: weights.length === 1 ? own : fits(options, i, unit, unit), factor: options.factor(i, matrices[0].size) !== undefined };
}

function fits(options: SpectrumOptions, i: number, vector: readonly number[], sized: readonly number[] | undefined): DimensionsOfField {
  const { matrices, mean, from } = options;
  const largest = matrices[matrices.length - 1];
  const factor = options.factor(i, largest.size);
  const distance: Distance = factor ? 'torus' : 'chord';
  const byDistance = fitDimension(principalCorrelator(largest, vector), {
    from,
    // Beyond a quarter of the side no operator has the power law of chords on a torus.
    to: largest.size / (factor ? 2 : 4),
    mean,
    distance,
    ...(factor ? { factor } : {}),
  });
  const sizes = matrices.map(({ size }) => size);
  const bySize: FitOrNot =
    sizes.length < FEWEST_SIZES
      ? { absent: `fewer than ${FEWEST_SIZES} lattices` }
      : sized
        ? fitDimension(sizeCorrelator(matrices, sized, mean), { from: sizes[0], to: sizes[sizes.length - 1], distance: 'plain', mean })
        : { absent: 'fewer combinations are told apart on the smallest lattice' };
  return { byDistance, bySize };
}

/** Weights in units of the fields' standard deviations, the largest made 1. */
function shares(matrix: FieldMatrix, vector: readonly number[], mean: 'measured' | 'zero'): number[] {
  const own = matrixAt(matrix, meanRow(matrix.rows), { places: [0], weights: [1] }, mean);
  const scaled = vector.map((v, a) => v * Math.sqrt(Math.max(0, own[a][a])));
  const largest = scaled.reduce((best, x) => (Math.abs(x) > Math.abs(best) ? x : best), 0);
  return scaled.map((x) => x / largest);
}

/** Whole distances beyond r0, where all eigenvalues are 1, to half of the lattice, thinned by factors of 1.15. */
function radiiOf({ distances, size }: FieldMatrix, near: number): number[] {
  const kept: number[] = [];
  for (const r of new Set(distances.map((distance) => Math.round(distance)))) {
    if (r <= near || r > size / 2) continue;
    if (kept.length === 0 || r >= 1.15 * kept[kept.length - 1]) kept.push(r);
  }
  return kept;
}
