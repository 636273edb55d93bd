/** Operators that have a name, for studies without trained filters and for controls; plain arrays, no GPU. */
import { deriveKey, philox } from '../../core/random.ts';
import { namedPatterns } from '../filters/patterns.ts';
import type { Image, Term } from './local.ts';
import { type BlockOfValues, coloured, type SectorOperator, splitFilter } from './split.ts';

/** Names of the operators of a block. */
export function operatorNames(block: BlockOfValues): string[] {
  if (block.inner === 'none') return bondPatterns(block).map(({ name }) => name);
  return ['uniform', 'energy', ...(block.onehot && block.inner === 'sign' ? ['density'] : []), 'random', 'random energy'];
}

const bondPatterns = ({ side }: BlockOfValues) => namedPatterns({ dimension: 2, side, bonds: true });

/**
 * The operator of a name: the mean of the block; the products of its nearest neighbours, for states whether they are equal; the squares of its values; either of the
 * two first with weights drawn at random, which measures nothing of its own; on bonds the named patterns.
 * @param seed of random weights
 * @returns undefined for a name that there is not
 */
export function operatorNamed(name: string, block: BlockOfValues, seed: number): SectorOperator | undefined {
  if (!operatorNames(block).includes(name)) return undefined;
  const { side, inner } = block;
  if (inner === 'none') {
    const { filter } = bondPatterns(block).find((pattern) => pattern.name === name) as { filter: number[] };
    return splitFilter({ name, inputs: 'spins', weights: [filter], pairs: [] }, { ...block, onehot: false })[0];
  }
  const random = name.startsWith('random');
  const key = deriveKey(seed, 'weights', 0);
  const weight = (i: number) => (random ? philox([i, 0, 0, 0], key)[0] / 2 ** 31 - 1 : 1);
  const sites = Array.from({ length: side * side }, (_, i) => ({ dy: Math.floor(i / side), dx: i % side }));
  const scalar = (terms: readonly Term[]) => ({ name, components: [terms] });
  if (name.endsWith('energy')) {
    const image = (dy: number, dx: number): Image => ({ kind: inner === 'sign' ? 'product' : 'equal', dy, dx });
    const bonds = sites.flatMap(({ dy, dx }) => [...(dx + 1 < side ? [{ dy, dx, to: [0, 1] }] : []), ...(dy + 1 < side ? [{ dy, dx, to: [1, 0] }] : [])]);
    return { sector: 'even', operator: scalar(bonds.map(({ dy, dx, to: [y, x] }, i) => ({ image: image(y, x), dy, dx, weight: weight(i) }))) };
  }
  const square: Image = { kind: 'product', dy: 0, dx: 0 };
  if (name === 'density') return { sector: 'even', operator: scalar(sites.map((site) => ({ image: square, ...site, weight: 1 }))) };
  const shape = sites.map((_, i) => weight(i));
  if (inner === 'permutations') return { sector: 'vector', operator: coloured(name, shape, block) };
  return { sector: 'odd', operator: scalar(sites.map((site, i) => ({ image: { kind: 'value', channel: 0 }, ...site, weight: shape[i] }))) };
}
