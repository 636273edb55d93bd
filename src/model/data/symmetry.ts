/** Symmetries that a person may state for own data: each sample then counts as one of its images, drawn at random. */
import { BlockspinError } from '../../core/errors.ts';
import { alternatives, phrase, setting } from '../../core/phrase.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Alphabet } from '../../space/encoding.ts';

/**
 * - none: nothing is assumed.
 * - flip: two values exchanged everywhere, or the sign of all numbers.
 * - permute: states renamed everywhere, all q! ways alike.
 * - rotate: all angles turned by the same one.
 */
export const SYMMETRIES = ['none', 'flip', 'permute', 'rotate'] as const;
/** One of them. */
export type Symmetry = (typeof SYMMETRIES)[number];

/** What each of them acts on. */
const ACTS_ON: Readonly<Record<Exclude<Symmetry, 'none'>, readonly Alphabet['kind'][]>> = {
  flip: ['binary', 'reals'],
  permute: ['states'],
  rotate: ['angles'],
};
const VALUES: Readonly<Record<Alphabet['kind'], string>> = {
  binary: 'two values',
  states: 'states without an order',
  counts: 'counts',
  reals: 'numbers',
  angles: 'angles',
};

/** @throws BlockspinError for a symmetry that does not act on such values */
export function checkSymmetry(symmetry: Symmetry, { kind }: Alphabet, name: string): void {
  if (symmetry === 'none' || ACTS_ON[symmetry].includes(kind)) return;
  const possible = SYMMETRIES.filter((one) => one !== 'none' && ACTS_ON[one].includes(kind));
  throw new BlockspinError({
    setting: setting('symmetry', symmetry),
    expected: alternatives(ACTS_ON[symmetry].map((one) => VALUES[one])),
    got: `${VALUES[kind]} in ${name}`,
    remedy: possible.length === 0 ? 'leave it out' : phrase`use ${setting('symmetry', ...possible)}, or leave it out`,
  });
}

/** Values are mapped sample by sample. */
type Image = (value: number) => number;

const same: Image = (value) => value;
const UNIT = 2 ** -32;

/**
 * The image of sample number n. A flip of bits is drawn anew for every minibatch by the gather, and changes nothing here.
 */
export function imageOf(symmetry: Symmetry, alphabet: Alphabet): (sample: number) => Image {
  const key = deriveKey(0, 'symmetry', 0);
  const draw = (sample: number, at = 0) => philox([sample, at, 0, 0], key)[0] * UNIT;
  if (symmetry === 'flip' && alphabet.kind === 'reals') return (sample) => (draw(sample) < 1 / 2 ? same : (value) => -value);
  if (symmetry === 'rotate' && alphabet.kind === 'angles') {
    return (sample) => {
      const turn = draw(sample) * alphabet.period;
      return (value) => value + turn;
    };
  }
  if (symmetry === 'permute' && alphabet.kind === 'states') {
    return (sample) => {
      const order = [...alphabet.values];
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor((i + 1) * draw(sample, i));
        [order[i], order[j]] = [order[j], order[i]];
      }
      const images = new Map(alphabet.values.map((value, state) => [value, order[state]]));
      return (value) => images.get(value) ?? value;
    };
  }
  return () => same;
}
