/** Trained or given filters of a block as local operators, sorted by how they change under the symmetries of the values; plain arrays, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import { dimerOperators } from '../filters/patterns.ts';
import { dot, unit } from '../filters/vectors.ts';
import type { Image, LocalOperator, Term } from './local.ts';
import { diagonal } from './pencil.ts';

/** A square block and its values. */
export interface BlockOfValues {
  readonly side: number;
  /** Values of a site. */
  readonly channels: number;
  /** Of a value, as configurations hold them. */
  readonly values: readonly number[];
  /** Whether filters have a weight for each state of a value. */
  readonly onehot: boolean;
  /** The symmetry of the values: the sign of all, permutations of the states, or none. */
  readonly inner: 'sign' | 'permutations' | 'none';
}

/** A linear filter of the values of a block, of products of neighbours, or of both. */
export interface BlockFilter {
  readonly name: string;
  readonly inputs: 'spins' | 'products' | 'both';
  /**
   * For each logit a weight for each input: values in C order, channels side by side, a one-hot value being one input for each state; then the pairs, +1 where
   * both values are equal and -1 where they differ.
   */
  readonly weights: readonly (readonly number[])[];
  /** Numbers of values within the block. */
  readonly pairs: readonly (readonly [number, number])[];
}

/** The classes of operators that a symmetry of the values makes; of bonds by their momentum. */
export type SectorName = 'odd' | 'even' | 'vector' | 'columnar' | 'staggered' | 'plain';

/** A local operator that lies in one sector. */
export interface SectorOperator {
  readonly sector: SectorName;
  readonly operator: LocalOperator;
}

/**
 * The parts of a filter in each sector. A constant has no correlator, and the weights of states have a gauge freedom; both drop out.
 * - 'sign': weights that change sign with the values make an odd operator, products and the squares of values an even one;
 * - 'permutations': one shape Σ_v u(v) δ(s(v), state), for all states: u is the leading singular vector of the weights of all states and logits over sites;
 * - 'none': the filter as it is, in the sector of the named patterns on bonds that it has the largest overlap with.
 * @throws BlockspinError for weights that do not fit the block
 */
export function splitFilter(filter: BlockFilter, block: BlockOfValues): SectorOperator[] {
  const { side, channels, values, onehot, inner } = block;
  const states = onehot ? values.length : 1;
  const ofValues = filter.inputs === 'products' ? 0 : side * side * channels * states;
  const ofPairs = filter.inputs === 'spins' ? 0 : filter.pairs.length;
  const wrong = filter.weights.find((row) => row.length !== ofValues + ofPairs);
  if (wrong || filter.weights.length === 0)
    throw new BlockspinError({
      who: `operator ${filter.name}`,
      expected: `${ofValues + ofPairs} weights for each logit, of a block of ${side} x ${side}`,
      got: wrong?.length ?? 'none',
      remedy: 'give a filter of this block',
    });
  const own = filter.weights.map((row) => row.slice(0, ofValues));
  const pairs = filter.weights.map((row) => row.slice(ofValues));
  const parts = [
    ...(ofValues === 0
      ? []
      : inner === 'none'
        ? [onBonds(filter.name, own[0], side)]
        : onehot
          ? ofStates(filter.name, own, block)
          : [ofSpins(filter.name, own, block)]),
    ...(ofPairs === 0 ? [] : [{ sector: 'even' as const, operator: ofProducts(filter, leading(pairs), block) }]),
  ];
  return parts.filter(({ operator }) => operator.components.every((terms) => terms.some(({ weight }) => weight !== 0)));
}

const siteOf = (index: number, side: number) => ({ dy: Math.floor(index / side), dx: index % side });

/** Of several rows the vector along which they are largest, with the length of one row; of one row the row itself. */
function leading(rows: readonly (readonly number[])[]): number[] {
  if (rows.length === 1) return [...rows[0]];
  const moment = rows[0].map((_, i) => rows[0].map((__, j) => rows.reduce((sum, row) => sum + row[i] * row[j], 0)));
  return diagonal(moment).vectors[0];
}

function ofSpins(name: string, rows: readonly (readonly number[])[], { side, channels }: BlockOfValues): SectorOperator {
  const terms = leading(rows).map(
    (weight, i): Term => ({ image: { kind: 'value', channel: i % channels }, ...siteOf(Math.floor(i / channels), side), weight }),
  );
  return { sector: 'odd', operator: { name, components: [terms] } };
}

function ofStates(name: string, rows: readonly (readonly number[])[], { side, values, inner }: BlockOfValues): SectorOperator[] {
  const [q, sites] = [values.length, side * side];
  const shaped = (of: (states: readonly number[]) => number[]) =>
    rows.flatMap((row) => {
      const each = Array.from({ length: sites }, (_, v) => of(row.slice(v * q, (v + 1) * q)));
      return each[0].map((_, k) => each.map((numbers) => numbers[k]));
    });
  const scalar = (image: Image, shape: readonly number[]): LocalOperator => ({
    name,
    components: [shape.map((weight, v): Term => ({ image, ...siteOf(v, side), weight }))],
  });
  if (inner === 'sign') {
    const at = (states: readonly number[], value: number) => states[values.indexOf(value)];
    const odd = leading(shaped((states) => [(at(states, 1) - at(states, -1)) / 2]));
    const even = leading(shaped((states) => [(at(states, 1) + at(states, -1)) / 2 - at(states, 0)]));
    return [
      { sector: 'odd', operator: scalar({ kind: 'value', channel: 0 }, odd) },
      { sector: 'even', operator: scalar({ kind: 'product', dy: 0, dx: 0 }, even) },
    ];
  }
  const shape = leading(shaped((states) => states.map((w) => w - states.reduce((sum, x) => sum + x, 0) / q)));
  return [{ sector: 'vector', operator: coloured(name, shape, { side, values }) }];
}

/** Σ_v u(v) (δ(s(v), state) - 1 / q), one component for each state. */
export function coloured(name: string, shape: readonly number[], { side, values }: Pick<BlockOfValues, 'side' | 'values'>): LocalOperator {
  const image = (state: number): Image => ({ kind: 'state', state, share: 1 / values.length });
  return { name, components: values.map((state) => shape.map((weight, v): Term => ({ image: image(state), ...siteOf(v, side), weight }))) };
}

function ofProducts({ name, pairs }: BlockFilter, weights: readonly number[], { side, channels }: BlockOfValues): LocalOperator {
  const terms = weights.map((weight, k): Term => {
    const [from, to] = pairs[k].map((value) => siteOf(Math.floor(value / channels), side));
    return { image: { kind: 'equal', dy: to.dy - from.dy, dx: to.dx - from.dx }, ...from, weight };
  });
  return { name, components: [terms] };
}

/** A filter on bonds. One of the staggered sector is turned so that its correlator is positive along x. */
function onBonds(name: string, row: readonly number[], side: number): SectorOperator {
  const { horizontal, vertical, columnar, fields } = dimerOperators(side);
  const along = (pattern: readonly number[]) => dot(row, unit(pattern)) ** 2;
  const [ex, ey] = fields.map(along);
  const shares = { columnar: along(horizontal) + along(vertical), staggered: ex + ey, plain: along(columnar) };
  const sector = (['columnar', 'staggered', 'plain'] as const).reduce((best, one) => (shares[one] > shares[best] ? one : best));
  const turned = sector === 'staggered' && ey > ex;
  const terms = row.map((weight, i): Term => {
    const [{ dy, dx }, channel] = [siteOf(Math.floor(i / 2), side), i % 2];
    return turned ? { image: { kind: 'value', channel: 1 - channel }, dy: dx, dx: dy, weight } : { image: { kind: 'value', channel }, dy, dx, weight };
  });
  return { sector, operator: { name, components: [terms] } };
}
