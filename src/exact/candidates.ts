/** The binary functions of a block that the search for the best one considers. */
import { type Channel, functionChannel } from './channel.ts';
import type { Joint } from './joint.ts';

/** A binary function of the block. */
export interface BinaryFunction {
  /** Its description in words. */
  function: string;
  /** For threshold functions: H is + where Σ weights · v >= threshold, v = ±1; weights in the rows of the block. */
  weights?: number[][];
  threshold?: number;
  /** The states of the block (of its rim, if it has inner sites) with H = +, row by row, for blocks of few spins. */
  plus?: string[];
}

/** Functions of a statistic of the rim, each as the set of its states with H = +. */
export interface Candidates {
  /** Their description in words, which is reported with the best of them. */
  family: string;
  /** The statistic as a function of the rim. */
  statistic: Channel;
  /** (functions, states) 1 where H is +. */
  functions: readonly Uint8Array[];
  /** (features, states) in [-1, 1]: environments with similar means of these are merged into one cell. */
  features: readonly Float64Array[];
  describe(index: number): BinaryFunction;
}

/** Largest rim, in spins, for which all functions are enumerated: 2^16 functions. */
const ENUMERATED = 4;
/** Most values of the statistic that thresholds are applied to. */
const MOST_VALUES = 128;

/**
 * All functions of a rim of up to four spins; else thresholds on sums of spins by symmetry class. Given the rim, the inner spins of a
 * block are independent of the environment, and I(H:E) is convex in p(h|v): the best function of the rim is a best function of the block.
 * @param block sides (b_x, b_y)
 * @param antiferromagnet whether neighbours tend to differ: then sums are staggered
 */
export function candidates(joint: OfBlock, block: readonly [number, number], antiferromagnet: boolean): Candidates {
  return joint.rim.length <= ENUMERATED ? allFunctions(joint, block) : thresholds(joint, block, antiferromagnet);
}

/** Inputs of the candidates. */
type OfBlock = Pick<Joint, 'sites' | 'rim' | 'symmetries' | 'mirrored'>;

const spin = (state: number, bit: number) => ((state >> bit) & 1 ? 1 : -1);
const range = (count: number) => Array.from({ length: count }, (_, i) => i);

function allFunctions({ sites, rim, symmetries, mirrored }: OfBlock, block: readonly [number, number]): Candidates {
  const n = rim.length;
  const states = 2 ** n;
  const all = 2 ** states - 1;
  // The image of a set of states under each symmetry, alone and with all spins flipped where that is a symmetry.
  const images = symmetries.flatMap((symmetry) =>
    (mirrored ? [0, states - 1] : [0]).map((flip) => {
      const to = range(states).map((state) => flip ^ rim.reduce((out, place, b) => out | (((state >> b) & 1) << rim.indexOf(symmetry[place])), 0));
      return (set: number) => to.reduce((out, image, state) => out | (((set >> state) & 1) << image), 0);
    }),
  );
  const orbit = (set: number) => {
    const sets = images.map((image) => image(set));
    return [...new Set([...sets, ...sets.map((s) => all ^ s)])];
  };
  const seen = new Uint8Array(all + 1);
  const sets: number[] = [];
  for (let set = 1; set < all; set++) {
    if (seen[set]) continue;
    sets.push(set);
    for (const other of orbit(set)) seen[other] = 1;
  }
  return {
    family: `all ${all + 1} functions of the ${n === sites ? 'block' : 'rim'}`,
    statistic: functionChannel(states, states, (state) => state),
    functions: sets.map((set) => Uint8Array.from(range(states), (state) => (set >> state) & 1)),
    features: range(n).map((b) => Float64Array.from(range(states), (state) => spin(state, b))),
    describe: (index) => describeSet(preferred(orbit(sets[index]), states), rim, block),
  };
}

/** Of functions with the same information: the one that is + least often, and if possible + for all spins up. */
function preferred(sets: readonly number[], states: number): number {
  const ones = (set: number) => range(states).reduce((sum, state) => sum + ((set >> state) & 1), 0);
  const rank = (set: number) => 2 * ones(set) - ((set >> (states - 1)) & 1);
  return sets.reduce((best, set) => (rank(set) < rank(best) || (rank(set) === rank(best) && set > best) ? set : best));
}

/** In words, by weights and a threshold where these define it. @param set bit s is 1 where H is + in state s of the rim */
export function describeSet(set: number, rim: readonly number[], block: readonly [number, number]): BinaryFunction {
  const states = 2 ** rim.length;
  const plus = range(states)
    .filter((state) => (set >> state) & 1)
    .reverse()
    .map((state) => rim.map((_, b) => (spin(state, b) > 0 ? '+' : '-')).join(''));
  const found = linear(set, rim.length);
  if (!found) return { function: `+ for ${plus.join(' ')}`, plus };
  const { weights, threshold } = found;
  const counted = weights.filter((w) => w !== 0).length;
  // Σ v >= threshold over n spins: at least (n + threshold) / 2 of them are up.
  const least = (counted + threshold) / 2;
  const equal = weights.every((w) => w === 0 || w === 1);
  const where = counted === rim.length ? '' : ' (of those with weight 1)';
  const words = !equal
    ? `sum of weights times spins >= ${threshold}`
    : counted === 1
      ? 'one spin'
      : 2 * least === counted + 1
        ? `majority of ${counted}${where}`
        : `>= ${least} of ${counted} up${where}`;
  return { function: words, weights: rows(weights, rim, block), threshold, plus };
}

/** The smallest integer weights and the threshold that define a set, if it is a threshold function. */
function linear(set: number, n: number): { weights: number[]; threshold: number } | undefined {
  const states = 2 ** n;
  let best: { weights: number[]; threshold: number; size: number } | undefined;
  for (let code = 0; code < 5 ** n; code++) {
    const weights = range(n).map((b) => (Math.floor(code / 5 ** b) % 5) - 2);
    const size = weights.reduce((a, w) => a + Math.abs(w) + (w < 0 ? 0.1 : 0), 0);
    if (best && size >= best.size) continue;
    let [inside, outside] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let state = 0; state < states; state++) {
      const sum = weights.reduce((a, w, b) => a + w * spin(state, b), 0);
      if ((set >> state) & 1) inside = Math.min(inside, sum);
      else outside = Math.max(outside, sum);
    }
    if (inside > outside) best = { weights, threshold: inside, size };
  }
  return best && { weights: best.weights, threshold: best.threshold };
}

function rows(weights: readonly number[], rim: readonly number[], [bx, by]: readonly [number, number]): number[][] {
  return range(by).map((y) => range(bx).map((x) => weights[rim.indexOf(x + bx * y)] ?? 0));
}

function thresholds({ rim, symmetries, mirrored }: OfBlock, block: readonly [number, number], antiferromagnet: boolean): Candidates {
  const [bx] = block;
  const sign = (place: number) => (antiferromagnet && ((place % bx) + Math.floor(place / bx)) % 2 === 1 ? -1 : 1);
  const classes = classesOf(rim, symmetries, block);
  const extents = classes.map((members) => members.length + 1);
  const states = extents.reduce((a, b) => a * b, 1);
  const strides = extents.map((_, k) => extents.slice(0, k).reduce((a, b) => a * b, 1));
  const bits = classes.map((members) => members.map((place) => ({ bit: rim.indexOf(place), sign: sign(place) })));
  const statistic = functionChannel(2 ** rim.length, states, (state) =>
    bits.reduce((sum, members, k) => sum + strides[k] * members.filter((m) => spin(state, m.bit) === m.sign).length, 0),
  );
  const sumOf = (state: number, k: number) => 2 * (Math.floor(state / strides[k]) % extents[k]) - (extents[k] - 1);
  const most = classes.length <= 2 ? 4 : classes.length === 3 ? 3 : 2;
  const found: { weights: number[]; threshold: number }[] = [];
  const functions: Uint8Array[] = [];
  for (const weights of weightVectors(classes.length, most)) {
    const sums = range(states).map((state) => weights.reduce((a, w, k) => a + w * sumOf(state, k), 0));
    // Flipping V and H takes a threshold to its negative: another function only where the flip changes weights.
    for (const threshold of new Set(sums.filter((sum) => sum > 0 || !mirrored))) {
      found.push({ weights, threshold });
      functions.push(Uint8Array.from(sums, (sum) => (sum >= threshold ? 1 : 0)));
    }
  }
  return {
    family: `thresholds on ${antiferromagnet ? 'staggered ' : ''}sums of the rim with whole weights from ${-most} to ${most}, one for each of ${classes.length} classes of sites`,
    statistic,
    functions,
    features: classes.map((_, k) => Float64Array.from(range(states), (state) => sumOf(state, k) / (extents[k] - 1))),
    describe: (index) => {
      const { weights, threshold } = found[index];
      const byPlace = rim.map((place) => sign(place) * weights[classes.findIndex((members) => members.includes(place))]);
      return { function: `sum of weights times spins >= ${threshold}`, weights: rows(byPlace, rim, block), threshold };
    },
  };
}

/** Classes of sites that symmetries exchange; where these are too many, two classes: corners and others. */
function classesOf(rim: readonly number[], symmetries: readonly number[][], [bx, by]: readonly [number, number]): number[][] {
  const bySymmetry: number[][] = [];
  for (const place of rim) {
    if (bySymmetry.some((members) => members.includes(place))) continue;
    bySymmetry.push([...new Set(symmetries.map((symmetry) => symmetry[place]))].filter((p) => rim.includes(p)));
  }
  if (bySymmetry.length <= 4 && bySymmetry.reduce((a, members) => a * (members.length + 1), 1) <= MOST_VALUES) return bySymmetry;
  const isCorner = (place: number) => [0, bx - 1].includes(place % bx) && [0, by - 1].includes(Math.floor(place / bx));
  return [rim.filter(isCorner), rim.filter((place) => !isCorner(place))].filter((members) => members.length > 0);
}

/** Integer vectors without a common divisor whose first entry other than 0 is positive. */
function weightVectors(length: number, most: number): number[][] {
  const vectors: number[][] = [];
  for (let code = 0; code < (2 * most + 1) ** length; code++) {
    const weights = range(length).map((k) => (Math.floor(code / (2 * most + 1) ** k) % (2 * most + 1)) - most);
    const divisor = weights.reduce(gcd, 0);
    if (divisor === 1 && (weights.find((w) => w !== 0) as number) > 0) vectors.push(weights);
  }
  return vectors;
}

function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b);
}
