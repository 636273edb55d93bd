/**
 * How the samples of a file are used: which are trained on, validated on and held out, and how they lie in words of 32. Plain
 * numbers, no GPU.
 */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';

/** Part of the samples not held out that is used for validation, which decides when to stop. */
const VALIDATION_PART = 0.2;
/** One word each to learn from, to validate on and held out. */
const FEWEST_SAMPLES = 3 * CHAINS_PER_GROUP;
export const MOST_FOLDS = 20;
/**
 * Fewest samples that a fold holds out. The entropy of H is estimated fold by fold, and the jackknife leaves a bias of order 1/n², which for
 * a fair bit is +0.0013 nats of 16 samples and +0.04 of 4.
 */
const FEWEST_HELD_OUT = 16;

/** Samples from .. from + count of a file. Behind the last one comes the first. */
interface SampleRange {
  readonly from: number;
  readonly count: number;
}

/** The use of the samples in one training. In the order of the file, from some sample on: training, validation, held out. */
export interface Fold {
  readonly training: SampleRange;
  readonly validation: SampleRange;
  readonly heldOut: SampleRange;
}

/** The parts of a fold, in the order of the file. */
const FOLD_PARTS = ['training', 'validation', 'heldOut'] as const satisfies readonly (keyof Fold)[];

interface SplitOptions {
  /** Part of all samples that is held out, of a single training. */
  heldOutPart: number;
  /** Trainings, each with another part held out; 1 for a single training. */
  folds: number;
}

const wordsOf = (samples: number) => Math.ceil(samples / CHAINS_PER_GROUP);

/**
 * The folds of a file. A single training holds out the last samples: neighbours in a file are often neighbours in time, so the parts
 * should touch in few places. Of several folds each holds out another piece of the file, equally long to one sample, so that
 * every sample is held out once. The samples in front of those held out are used for validation.
 *
 * The parts to validate on and, in a single training, held out are words of 32 samples; all others are trained on. No sample is left out.
 * @param data number of samples, and the name for messages
 * @throws BlockspinError where there are too few samples for that
 */
export function foldsOf({ samples, name }: { samples: number; name: string }, { heldOutPart, folds }: SplitOptions): Fold[] {
  if (samples < FEWEST_SAMPLES) {
    throw new BlockspinError({
      who: name,
      expected: `at least ${FEWEST_SAMPLES} samples to train on: ${CHAINS_PER_GROUP} to learn from, ${CHAINS_PER_GROUP} to validate on and ${CHAINS_PER_GROUP} held out`,
      got: samples,
      remedy: 'give more samples',
    });
  }
  if (folds === 1) {
    const words = Math.floor(samples / CHAINS_PER_GROUP);
    return [foldOf(samples, 0, CHAINS_PER_GROUP * Math.min(words - 2, Math.max(1, Math.round(heldOutPart * words))))];
  }
  const edge = (fold: number) => Math.floor((fold * samples) / folds);
  const all = Array.from({ length: folds }, (_, fold) => foldOf(samples, edge(fold + 1) % samples, edge(fold + 1) - edge(fold)));
  if (all.every(({ training, heldOut }) => training.count >= CHAINS_PER_GROUP && heldOut.count >= FEWEST_HELD_OUT)) return all;
  const least = Math.max(2, Math.ceil(samples / (samples - 2 * CHAINS_PER_GROUP)));
  const most = Math.min(MOST_FOLDS, Math.floor(samples / FEWEST_HELD_OUT));
  throw new BlockspinError({
    setting: 'folds',
    expected: `${least} to ${most} for the ${samples} samples of ${name}, so that each fold holds out ${FEWEST_HELD_OUT} or more, and ${CHAINS_PER_GROUP} are left to train on and ${CHAINS_PER_GROUP} to validate on`,
    got: folds,
    remedy: phrase`use for example ${setting('folds', Math.min(most, Math.max(least, 5)))}`,
  });
}

/** The fold whose training begins at a sample, and which holds out the last `heldOut` samples before it. */
function foldOf(samples: number, first: number, heldOut: number): Fold {
  const rest = samples - heldOut;
  const words = Math.max(1, Math.round(VALIDATION_PART * Math.floor(rest / CHAINS_PER_GROUP)));
  const validation = words * CHAINS_PER_GROUP;
  const training = rest - validation;
  const behind = (count: number) => (first + count) % samples;
  return {
    training: { from: first, count: training },
    validation: { from: behind(training), count: validation },
    heldOut: { from: behind(rest), count: heldOut },
  };
}

/** Words of each part of a fold. All folds have equally many words held out, as the kernels that add them up require. */
function wordsOfFold(fold: Fold, folds: readonly Fold[]): Record<keyof Fold, number> {
  const heldOut = Math.max(...folds.map((one) => wordsOf(one.heldOut.count)));
  return { training: wordsOf(fold.training.count), validation: wordsOf(fold.validation.count), heldOut };
}

/** The groups of 32 lanes in which the parts of each fold lie: fold by fold, in it part by part. */
export function groupsOfFolds(folds: readonly Fold[]): Record<keyof Fold, GroupRange>[] {
  let first = 0;
  return folds.map((fold) => {
    const words = wordsOfFold(fold, folds);
    const ranges = FOLD_PARTS.map((part) => {
      const range = { first, groups: words[part] };
      first += words[part];
      return [part, range] as const;
    });
    return Object.fromEntries(ranges) as Record<keyof Fold, GroupRange>;
  });
}

/**
 * The sample of every lane, 32 lanes to a word. Lanes behind the last sample of a part hold copies from its beginning. In a part
 * held out the copies are not counted: its first lanes are its samples, once each. Bounds on pairs still meet them as further pairs of
 * a minibatch, which moves the value by a part of about (copies / samples) / samples: less than 0.001 for 60 samples.
 */
export function lanesOfFolds(samples: number, folds: readonly Fold[]): Int32Array {
  const groups = groupsOfFolds(folds);
  const last = groups[groups.length - 1].heldOut;
  const lanes = new Int32Array((last.first + last.groups) * CHAINS_PER_GROUP);
  for (const [i, fold] of folds.entries()) {
    for (const part of FOLD_PARTS) {
      const { first, groups: words } = groups[i][part];
      const { from, count } = fold[part];
      for (let lane = 0; lane < words * CHAINS_PER_GROUP; lane++) lanes[first * CHAINS_PER_GROUP + lane] = (from + (lane % count)) % samples;
    }
  }
  return lanes;
}

/** All samples in the order of the file, the last word filled with copies of the first ones. */
export function lanesOfFile(samples: number): Int32Array {
  return Int32Array.from({ length: wordsOf(samples) * CHAINS_PER_GROUP }, (_, lane) => lane % samples);
}

/** Halvings of the training part that a learning curve has: an eighth of it, a quarter, a half, all. */
const MOST_HALVINGS = 3;

/** How often the training parts of all folds can be halved, and at least one word is left: 0 to 3 times. */
export function halvingsOf(folds: readonly Fold[]): number {
  const fewest = Math.min(...folds.map(({ training }) => wordsOf(training.count)));
  return Math.min(MOST_HALVINGS, Math.floor(Math.log2(fewest)));
}

/** Words of a training part that was halved so many times: the first ones of the part. */
export function halvedWords(words: number, halvings: number): number {
  return Math.max(1, Math.round(words / 2 ** halvings));
}

/** Samples in them. */
export function halvedSamples({ training }: Fold, halvings: number): number {
  return Math.min(training.count, halvedWords(wordsOf(training.count), halvings) * CHAINS_PER_GROUP);
}
