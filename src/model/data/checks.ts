/** Checks of configurations from outside that need their place, shape and number alone. */
import type { ArrayOfNumbers } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import { cellOf, type LatticeName } from '../../space/cell.ts';
import type { Kind } from './values.ts';

/** One group to train on and one held out. */
const LEAST_SAMPLES = 2 * CHAINS_PER_GROUP;
const MOST_SIDE = 4096;
/** Flat configurations: chains, or the sites of a graph. */
const MOST_FLAT = 2 ** 20;

/**
 * Temperatures of the samples that are kept.
 * @param left numbers of samples that are left out
 * @throws BlockspinError for a number of temperatures that is not that of the samples
 */
export function ofSamples(temperatures: readonly number[] | undefined, samples: number, left: readonly number[], name: string): readonly number[] | undefined {
  if (temperatures === undefined || temperatures.length === 1) return temperatures;
  if (temperatures.length !== samples) {
    throw new BlockspinError({
      who: `${name}, temperature`,
      expected: `one temperature for each of ${samples} samples, or one of all`,
      got: temperatures.length,
      remedy: 'give as many as there are samples, or remove them from the file',
    });
  }
  const out = new Set(left);
  return temperatures.filter((_, n) => !out.has(n));
}

/**
 * The kind of values of which single samples lack some: a value that is missing is one more state.
 * @throws BlockspinError for kinds other than a few states
 */
export function withGaps(kind: Kind | undefined, gaps: boolean, name: string): Kind | undefined {
  if (!gaps) return kind;
  if (kind === 'binary' || kind === 'categorical') return 'categorical';
  throw new BlockspinError({
    setting: 'missing',
    expected: `${name} with a value at every place that is no hole, or a few states, of which a missing value is one more`,
    got: `samples that lack values, which are ${kind ?? 'of an unknown kind'}`,
    remedy: phrase`add drop to leave such samples out: ${setting('missing', 'nan,drop')}`,
  });
}

/** @throws BlockspinError for another number of elements than the shape says */
export function checkElements({ shape, data }: ArrayOfNumbers, name: string): void {
  if (data.length === elements(shape)) return;
  throw new BlockspinError({
    who: name,
    expected: `${elements(shape)} elements for shape (${shape.join(', ')})`,
    got: data.length,
    remedy: 'give one value per element',
  });
}

/** Samples and where their values lie. */
interface Shaped {
  readonly samples: number;
  readonly extents: readonly number[];
  readonly axes: readonly string[];
  readonly shape: readonly number[];
  readonly name: string;
}

/** @throws BlockspinError for a lattice with other axes than y and x, and for another number of values of a site than its cell has sites */
export function checkLattice(lattice: LatticeName, { axes, extents, channels, name }: Pick<Shaped, 'axes' | 'extents' | 'name'> & { channels: number }): void {
  const cell = cellOf(lattice);
  if (!cell) return;
  const sites = cell.basis.length;
  const got = `${extents.join(' x ')} along ${axes.join(' ')} with ${channels} ${channels === 1 ? 'value' : 'values'} at each`;
  const wrong = (expected: string, remedy: string) =>
    new BlockspinError({
      setting: setting('lattice', lattice),
      expected: `${expected} in ${name}`,
      got,
      remedy: phrase`${remedy}, for example ${setting('axes', sites === 1 ? 'nyx' : 'nyxc')}`,
    });
  if (axes.join() !== 'y,x') throw wrong('cells along y and x', 'say which axes they are');
  if (sites > 1 && channels !== sites) throw wrong(`${sites} values of a cell, one for each of its sites,`, 'the sites of a cell lie along an axis c');
}

/** @throws BlockspinError for sides that are too small or too large, and for too few samples */
export function checkShape({ samples, extents, axes, shape, name }: Shaped, source: readonly number[]): void {
  const most = extents.length === 1 ? MOST_FLAT : MOST_SIDE;
  if (!extents.every((side) => side >= 2 && side <= most)) {
    throw new BlockspinError({
      who: name,
      expected: `sides from 2 to ${most} along the axes ${axes.join(' ')}`,
      got: `${extents.join(' x ')}, an array of shape (${source.join(', ')})`,
      remedy: phrase`say what each axis is, for example ${setting('axes', 'nyxc')}; ${setting('shape')} says how flat rows are to be read`,
    });
  }
  if (samples >= LEAST_SAMPLES) return;
  const one = samples < 2 || (source.length === 2 && source[0] === source[1]);
  throw new BlockspinError({
    who: name,
    expected: `at least ${LEAST_SAMPLES} samples (${CHAINS_PER_GROUP} to train on and ${CHAINS_PER_GROUP} held out)`,
    got: `${samples} of shape (${shape.join(', ')})`,
    remedy: one
      ? phrase`a single configuration holds no probabilities: give many, along the first axis; a trajectory in time takes ${setting('axes', 'tyx')}`
      : phrase`give more samples, thousands where you can; if they lie along another axis, say so, for example ${setting('axes', 'yxn')}`,
  });
}
