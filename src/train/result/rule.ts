/** A trained coarse variable as a rule for blocks beside each other: plain data, which other configurations are coarsened with. */
import type { BlockingOptions } from '../../analysis/field/blocking.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { Alphabet } from '../../space/encoding.ts';
import type { Space } from '../../space/space.ts';
import type { PointSummary } from './summary.ts';

/** The filter of one replica, and how its values are read. It survives JSON. */
export interface CoarseRule {
  /** [component][row][column], as in results. */
  readonly filter: readonly (readonly (readonly number[])[])[];
  /** For each logit; empty without any. */
  readonly biases: readonly number[];
  /** Of a component of H; missing for a continuous one. */
  readonly states?: number;
  /** What H becomes where it is continuous. */
  readonly variable: string;
  /** Of the values that the filter reads. */
  readonly alphabet: Alphabet;
  /** Sides of the block along the axes of space, the slowest first. */
  readonly sides: readonly number[];
}

/** The rule of the best replica of a point. @param sides of its block along the axes of space */
export function ruleOf({ filters, biases, best, states, alphabet }: PointSummary, variable: string, sides: readonly number[]): CoarseRule {
  return { filter: filters[best], biases: biases?.[best] ?? [], ...(states === undefined ? {} : { states }), variable, alphabet, sides };
}

/** What the values of blocks are. */
export function coarseAlphabet({ states }: Pick<CoarseRule, 'states'>): Alphabet {
  if (states === undefined) return { kind: 'reals' };
  return states === 2 ? { kind: 'binary', values: [-1, 1] } : { kind: 'states', values: Array.from({ length: states }, (_, state) => state) };
}

/**
 * A rule on a space.
 * @param seed of the draws for ties
 * @throws BlockspinError for counts, whose scale results do not hold, and for several harmonics of an angle
 */
export function blockingOf({ filter, biases, states, variable, alphabet, sides }: CoarseRule, space: Space, seed: number): BlockingOptions {
  const { extents, boundary, channels } = space;
  const { inputs, inputOf } = inputsOf(alphabet);
  const weights = filter.map((component) => component.flat());
  const perValue = weights[0].length / (sides.reduce((product, side) => product * side, 1) * channels);
  if (alphabet.kind === 'angles' && perValue > inputs) {
    throw new BlockspinError({
      who: 'coarsen',
      expected: 'a filter of cosine and sine',
      got: `${perValue} inputs of an angle`,
      remedy: phrase`train with ${setting('harmonics', 1)}`,
    });
  }
  return {
    extents,
    open: boundary.map((one) => one === 'open'),
    channels,
    inputs,
    inputOf,
    sides,
    weights,
    biases,
    outcome:
      states === undefined
        ? { kind: 'number', of: variable === 'tanh' ? Math.tanh : (logit) => logit }
        : states === 2
          ? { kind: 'sign' }
          : { kind: 'states', states },
    seed,
  };
}

/** How values reach a filter: as in a training. */
function inputsOf(alphabet: Alphabet): Pick<BlockingOptions, 'inputs' | 'inputOf'> {
  if (alphabet.kind === 'binary') return { inputs: 1, inputOf: (value) => (value === alphabet.values[1] ? 1 : -1) };
  if (alphabet.kind === 'states') return { inputs: alphabet.values.length, inputOf: (value, _, state) => (Object.is(alphabet.values[state], value) ? 1 : -1) };
  if (alphabet.kind === 'reals') return { inputs: 1, inputOf: (value) => value };
  if (alphabet.kind === 'angles') {
    const turn = (2 * Math.PI) / alphabet.period;
    return { inputs: 2, inputOf: (value, _, input) => (input === 0 ? Math.cos(turn * value) : Math.sin(turn * value)) };
  }
  throw new BlockspinError({
    who: 'coarsen',
    expected: 'values of two or a few states, numbers or angles',
    got: 'counts',
    remedy: phrase`train on them as numbers, with ${setting('alphabet', 'real')}`,
  });
}
