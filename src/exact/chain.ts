import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { checkTemperature } from './ising.ts';
import { blockWeights, type Joint } from './joint.ts';

/** A block of an Ising chain or ring. */
export interface ExactChainOptions {
  /** Sites of the ring, or Infinity. */
  size: number;
  /** Neighbouring spins of the block V. */
  block: number;
  /** Width L_B of the buffer on either side. */
  buffer: number;
  /** Coupling J; negative for the antiferromagnet. */
  coupling: number;
  /** Temperature in J / k_B; Infinity is allowed. */
  temperature: number;
}

const MOST_BLOCK = 16;

/** Checks the options. @throws BlockspinError naming the value, what is allowed and what to do */
export function checkExactChain(options: ExactChainOptions): void {
  const { size, block, buffer } = options;
  if (!(size === Number.POSITIVE_INFINITY || (Number.isInteger(size) && size >= 3))) {
    throw new BlockspinError({
      setting: 'size',
      expected: 'a ring of 3 sites or more, or inf',
      got: String(size),
      remedy: phrase`use for example ${setting('size', Number.POSITIVE_INFINITY)}`,
    });
  }
  if (!(Number.isInteger(block) && block >= 1 && block <= MOST_BLOCK)) {
    const expected = `from 1 to ${MOST_BLOCK} neighbouring spins, whose states are enumerated`;
    throw new BlockspinError({ setting: 'block', expected, got: String(block), remedy: phrase`use for example ${setting('block', 2)}` });
  }
  if (!(Number.isInteger(buffer) && buffer >= 0)) {
    throw new BlockspinError({
      setting: 'buffer',
      expected: 'a width of 0 sites or more',
      got: String(buffer),
      remedy: phrase`use for example ${setting('buffer', 0)}`,
    });
  }
  if (block + 2 * buffer >= size) {
    throw new BlockspinError({
      setting: 'buffer',
      expected: `a block with its buffer that leaves an environment on the ring of ${size}`,
      got: `${block} + 2 x ${buffer} = ${block + 2 * buffer}`,
      remedy: phrase`use a smaller ${setting('buffer')} or ${setting('block')}, or a larger ${setting('size')}`,
    });
  }
  checkTemperature(options);
}

/**
 * Joint weights of the ends of a block of k spins and of the two spins of E next to the buffer. Two spins of a chain that are r bonds
 * apart have the joint weight 1 + t^r s s', t = tanh(J / T), when the spins between are summed over. So with a = L_B + 1
 *   p ∝ (1 + t^a l s_1) (1 + t^(k-1) s_1 s_k) (1 + t^a s_k r) (1 + t^(N-k+1-2a) l r),
 * the last factor on a ring only. Source: transfer matrix of the chain.
 * @throws BlockspinError before anything is computed
 */
export function chainJoint(options: ExactChainOptions): Joint {
  checkExactChain(options);
  const { size, block, buffer, coupling, temperature } = options;
  const K = coupling / temperature;
  const [t, a] = [Math.tanh(K), buffer + 1];
  const rim = block === 1 ? [0] : [0, block - 1];
  const pair = (distance: number, product: number) => 1 + t ** distance * product;
  const around = (product: number) => (Number.isFinite(size) ? pair(size - block + 1 - 2 * a, product) : 1);
  const bonds = Array.from({ length: block - 1 }, (_, i) => [i, i + 1] as const);
  return {
    sites: block,
    rim,
    states: 2 ** rim.length,
    weights: blockWeights(block, bonds, K),
    symmetries: [Array.from({ length: block }, (_, i) => i), Array.from({ length: block }, (_, i) => block - 1 - i)],
    mirrored: true,
    environments: 2,
    *parts() {
      const values = new Float64Array(2 * 2 ** rim.length);
      // The left spin is up; the other half of the states is its mirror image.
      for (const [i, right] of [-1, 1].entries()) {
        for (let state = 0; state < 2 ** rim.length; state++) {
          const first = state & 1 ? 1 : -1;
          const last = (state >> (rim.length - 1)) & 1 ? 1 : -1;
          values[i * 2 ** rim.length + state] = pair(a, first) * (block > 1 ? pair(block - 1, first * last) : 1) * pair(a, last * right) * around(right);
        }
      }
      yield values;
    },
  };
}

/** I(V:E) of the infinite chain, ln 2 + h((1 + t^(2a+k-1)) / 2) - 2 h((1 + t^a) / 2), nats; h is the binary entropy. */
export function chainInformation(temperature: number, block: number, buffer: number, coupling = 1): number {
  const t = Math.tanh(coupling / temperature);
  const h = (x: number) => [(1 + x) / 2, (1 - x) / 2].reduce((a, p) => (p > 0 ? a - p * Math.log(p) : a), 0);
  return Math.LN2 + h(t ** (2 * (buffer + 1) + block - 1)) - 2 * h(t ** (buffer + 1));
}
