import type { KnownComponent } from '../../src/coarse/known.ts';
import type { KnownStates } from '../../src/exact/further.ts';
import type { Pair } from '../../src/space/pairs.ts';

/** A component with the pairs that it reads. */
export type WithPairs = KnownComponent & { readonly pairs: readonly Pair[] };

/** The joint states of binary components of a block of spins, ties shared, written from the definition: bit i of v is spin i, row by row. */
export function statesOf(components: readonly WithPairs[]): KnownStates {
  return {
    states: 2 ** components.length,
    of: (v) => components.map((one) => plusOf(one, v)).reduce<number[]>((p, plus) => [...p.map((x) => x * (1 - plus)), ...p.map((x) => x * plus)], [1]),
  };
}

function plusOf({ inputs, weights: [w], biases: [bias], pairs }: WithPairs, v: number): number {
  const spin = (i: number) => ((v >> i) & 1 ? 1 : -1);
  const products = pairs.map(([a, b]) => spin(a) * spin(b));
  const spins = Array.from({ length: w.length - (inputs === 'spins' ? 0 : products.length) }, (_, i) => spin(i));
  const read = inputs === 'products' ? products : inputs === 'spins' ? spins : [...spins, ...products];
  const field = read.reduce((sum, x, i) => sum + x * w[i], bias);
  return field === 0 ? 0.5 : field > 0 ? 1 : 0;
}
