/** Named patterns that filters are known to resemble, and the overlap of a filter with them. */
import { formOf } from './form.ts';
import { orthonormal } from './overlaps.ts';
import type { ListedSites, UnitCell } from './places.ts';
import { type Components, checkVectors, dot, unit, type Vector } from './vectors.ts';

/** The block of a pattern: a square of spins, a line of masses, or a square of bonds. */
export interface PatternBlock {
  /** Axes of the block; 0 is a list of sites. */
  dimension: 0 | 1 | 2 | 3;
  /** Sites along each axis; of a list: its length. */
  side: number;
  /** Two values per site: its right and its down bond. Default false. */
  bonds?: boolean;
  /** States of a site, each with a weight of its own; one weight of a site unless given. */
  states?: number;
  /** Multiples of an angle, each with a weight of its cosine and one of its sine. */
  harmonics?: number;
  /** Names of the weights of a site, where it has several. */
  stateNames?: readonly string[];
  /** Where sites lie, if not on a square lattice. */
  cell?: UnitCell;
  /** The list of a block of dimension 0, perhaps with positions and edges. */
  sites?: ListedSites;
}

/** Whether a site has several weights: one for each state, or those of cosines and sines. */
export function hasSeveralWeights({ states = 1, harmonics = 0 }: Pick<PatternBlock, 'states' | 'harmonics'>): boolean {
  return states > 1 || harmonics > 0;
}

/** A pattern with its name. */
export interface NamedPattern {
  name: string;
  /** The quantity it measures, for tables and axes. */
  label: string;
  /** Flat, in the order of a filter's component; of any length. */
  filter: number[];
}

const parity = (n: number) => (n % 2 === 0 ? 1 : -1);
const none = () => 0;
const mix = (a: number, f: Vector, b: number, g: Vector) => f.map((w, i) => a * w + b * g[i]);

/** A filter on right and down bonds of a block of side b. */
export function onBonds(b: number, right: (x: number, y: number) => number, down: (x: number, y: number) => number): number[] {
  return Array.from({ length: b * b }, (_, i) => [i % b, Math.floor(i / b)] as const).flatMap(([x, y]) => [right(x, y), down(x, y)]);
}

/**
 * Operators of the dimers' height field h on a block of side b; bonds that an operator does not use have weight 0: cos and sin of 2πh (columnar order of
 * horizontal and of vertical dimers), their sum and difference (plaquettes), cos of 4πh (horizontal against vertical dimers),
 * the gradient of h (staggered dimers, the electric field). Source: Alet et al., Phys. Rev. E 74, 041124 (2006).
 */
export function dimerOperators(b: number) {
  const horizontal = onBonds(b, parity, none);
  const vertical = onBonds(b, none, (_, y) => parity(y));
  return {
    horizontal,
    vertical,
    plaquettes: [mix(1, horizontal, 1, vertical), mix(1, horizontal, -1, vertical)] as const,
    columnar: onBonds(
      b,
      () => 1,
      () => -1,
    ),
    fields: [onBonds(b, (x, y) => parity(x + y), none), onBonds(b, none, (x, y) => parity(x + y))] as const,
  };
}

/**
 * The named patterns of a block. Spins and masses: uniform, staggered, boundary (1 on the rim, 0 in the bulk); on lattices with three
 * sublattices, patterns of these instead of the staggered one. Dimers: P1 and
 * P2, the plaquettes, C, horizontal against vertical dimers, and E_x, E_y, the staggered ones, under the names of Gökmen et
 * al., Phys. Rev. Lett. 127, 240603 (2021), fig. 2, and Phys. Rev. E 104, 064106 (2021), fig. 5; C_x and C_y, the columnar
 * order of horizontal and of vertical dimers, span the same plane as P1 and P2. There are none with several weights of a site.
 */
export function namedPatterns({ dimension, side, bonds = false, cell, ...block }: PatternBlock): NamedPattern[] {
  if (hasSeveralWeights(block)) return [];
  if (dimension === 0) return [{ name: 'uniform', label: 'mean of all values', filter: new Array<number>(side).fill(1) }];
  if (bonds) {
    const { horizontal, vertical, plaquettes, columnar, fields } = dimerOperators(side);
    return [
      { name: 'P1', label: 'plaquette', filter: plaquettes[0] },
      { name: 'P2', label: 'plaquette', filter: plaquettes[1] },
      { name: 'C_x', label: 'columns of horizontal dimers', filter: horizontal },
      { name: 'C_y', label: 'columns of vertical dimers', filter: vertical },
      { name: 'C', label: 'horizontal against vertical dimers', filter: columnar },
      { name: 'E_x', label: 'staggered horizontal dimers', filter: fields[0] },
      { name: 'E_y', label: 'staggered vertical dimers', filter: fields[1] },
    ];
  }
  const form = formOf(
    Array.from({ length: dimension }, () => side),
    cell,
  );
  const { parity, third, edge } = form;
  // Two directions span the patterns of three sublattices that sum to zero.
  const ofThirds = (weights: readonly number[]) => (third ?? []).map((k) => weights[k]);
  const sublattices = third
    ? [
        { name: 'sublattice 1', label: 'one of three sublattices against the others', filter: ofThirds([1, -1 / 2, -1 / 2]) },
        { name: 'sublattices 2, 3', label: 'difference of two of three sublattices', filter: ofThirds([0, 1, -1]) },
      ]
    : [];
  return [
    { name: 'uniform', label: 'mean of the block', filter: edge.map(() => 1) },
    ...(parity ? [{ name: 'staggered', label: 'difference of the sublattices', filter: [...parity] }] : sublattices),
    // Without a bulk the boundary is the uniform pattern again.
    ...(side < 3 ? [] : [{ name: 'boundary', label: 'rim of the block', filter: edge.map(Number) }]),
  ];
}

/**
 * The cosine of the angle between a pattern and the span of a filter's components: 1 where the pattern is a linear combination of
 * them, 0 where it is orthogonal to all. Signs, order and scale of components do not matter.
 * @param filter (C, d)
 * @param pattern (d)
 * @throws BlockspinError for lengths that differ and weights that are not finite
 */
export function overlapWithSpan(filter: Components, pattern: Vector): number {
  checkVectors([...filter, pattern], 'overlap with a pattern');
  const direction = unit(pattern);
  return Math.min(1, Math.sqrt(orthonormal(filter).reduce((sum, v) => sum + dot(v, direction) ** 2, 0)));
}

/** The pattern with the largest overlap; of equal ones the first. */
export function nearestPattern(filter: Components, patterns: readonly NamedPattern[]): { name: string; overlap: number } {
  return patterns
    .map(({ name, filter: pattern }) => ({ name, overlap: overlapWithSpan(filter, pattern) }))
    .reduce((best, other) => (other.overlap > best.overlap ? other : best));
}
