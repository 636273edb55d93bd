/** A trained coarse variable applied block by block: configurations of the lattice of blocks. Plain arrays, no GPU. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';

/** A lattice of blocks, and the linear functions of a block that decide its value. */
export interface BlockingOptions {
  /** Sites along each axis of a configuration, the slowest first, and whether the axis is open. */
  extents: readonly number[];
  open: readonly boolean[];
  /** Values of a site, and inputs of a value. */
  channels: number;
  inputs: number;
  inputOf(value: number, channel: number, input: number): number;
  /** Sides of the block along the same axes. */
  sides: readonly number[];
  /** For each logit: a weight for every site of the block in C order, channel and input, and a constant. */
  weights: readonly (readonly number[])[];
  biases: readonly number[];
  /** What becomes of the logits of a component: a sign, the largest of several states, or the number itself. */
  outcome: { kind: 'sign' } | { kind: 'states'; states: number } | { kind: 'number'; of(logit: number): number };
  /** Of the draws for ties. */
  seed: number;
}

/** Part of Σ|w| below which a logit is a tie: weights such as 0.1 and 0.2 cancel up to rounding only. */
const TIE = 1e-12;

/** Blocks beside each other, from site 0 on. An open axis may end with sites that fill no block; they are left out. */
export class Blocking {
  /** Blocks along each axis. */
  readonly extents: readonly number[];
  /** Components of H, each a value of a block. */
  readonly components: number;
  readonly #options: BlockingOptions;
  /** Offsets of the sites of a block, in values. */
  readonly #sites: number[];
  /** First value of each block. */
  readonly #corners: number[];
  readonly #ties: number[];
  readonly #key: [number, number];

  /** @throws BlockspinError for a block that does not divide a periodic axis, and for weights that do not fit it */
  constructor(options: BlockingOptions) {
    this.#options = options;
    const { extents, open, sides, channels, inputs, weights, outcome, seed } = options;
    for (const [axis, side] of sides.entries()) {
      const whole = extents[axis] % side === 0;
      if (side <= extents[axis] && (whole || open[axis])) continue;
      throw new BlockspinError({
        setting: 'block',
        expected: `a block whose sides divide the periodic axes of ${extents.join(' x ')} sites`,
        got: sides.join(' x '),
        remedy: phrase`use configurations of another ${setting('size')}, or train with another ${setting('block')}`,
      });
    }
    const size = sides.reduce((product, side) => product * side, channels * inputs);
    const wrong = weights.find((row) => row.length !== size);
    if (wrong)
      throw new BlockspinError({
        who: 'blocks',
        expected: `${size} weights for each logit`,
        got: wrong.length,
        remedy: 'give the filter of a block of this shape',
      });
    this.extents = extents.map((extent, axis) => Math.floor(extent / sides[axis]));
    this.components = weights.length / (outcome.kind === 'states' ? outcome.states : 1);
    const places = (counts: readonly number[], steps: readonly number[]) => placesOf(counts, steps, extents).map((site) => site * channels);
    this.#sites = places(
      sides,
      sides.map(() => 1),
    );
    this.#corners = places(this.extents, sides);
    this.#ties = weights.map((row) => TIE * row.reduce((sum, weight) => sum + Math.abs(weight), 0));
    this.#key = deriveKey(seed, 'tie', 0);
  }

  /**
   * Values of all blocks of one configuration.
   * @param configuration (sites..., channels) in C order, from index `at` on
   * @param sample its number, which decides ties
   * @returns (blocks..., components): -1 and 1, numbers of states, or numbers
   */
  of(configuration: ArrayLike<number | bigint>, at: number, sample: number): Float64Array {
    const { components } = this;
    const out = new Float64Array(this.#corners.length * components);
    for (const [block, corner] of this.#corners.entries()) {
      const logits = this.#logits(configuration, at + corner);
      for (let component = 0; component < components; component++) {
        out[block * components + component] = this.#outcome(logits, component, () => philox([sample, block, component, 0], this.#key)[0] / 2 ** 32);
      }
    }
    return out;
  }

  #logits(configuration: ArrayLike<number | bigint>, at: number): number[] {
    const { channels, inputs, inputOf, weights, biases } = this.#options;
    return weights.map((row, a) => {
      let sum = biases[a] ?? 0;
      let i = 0;
      for (const site of this.#sites) {
        for (let channel = 0; channel < channels; channel++) {
          const value = Number(configuration[at + site + channel]);
          for (let input = 0; input < inputs; input++) sum += row[i++] * inputOf(value, channel, input);
        }
      }
      return sum;
    });
  }

  #outcome(logits: readonly number[], component: number, draw: () => number): number {
    const { outcome } = this.#options;
    if (outcome.kind === 'number') return outcome.of(logits[component]);
    if (outcome.kind === 'sign') {
      const tied = Math.abs(logits[component]) <= this.#ties[component];
      return tied ? (draw() < 1 / 2 ? -1 : 1) : Math.sign(logits[component]);
    }
    const first = component * outcome.states;
    const own = logits.slice(first, first + outcome.states);
    const most = Math.max(...own);
    const best = own.flatMap((logit, state) => (most - logit <= this.#ties[first + state] ? [state] : []));
    return best.length === 1 ? best[0] : best[Math.floor(best.length * draw())];
  }
}

/** Numbers of sites at multiples of a step along each axis. */
function placesOf(counts: readonly number[], steps: readonly number[], extents: readonly number[]): number[] {
  return counts.reduce<number[]>(
    (sites, count, axis) => sites.flatMap((site) => Array.from({ length: count }, (_, i) => site * extents[axis] + i * steps[axis])),
    [0],
  );
}
