/** Spins on a ring that move by a local rule: V at one time, E the whole ring some steps later. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { checkTemperature } from '../ising.ts';
import type { Joint } from '../joint.ts';

/** The orders in which spins are drawn anew. */
export const RULES = ['parallel', 'sequential', 'evenodd', 'random'] as const;

/** A ring in its stationary state. */
interface RingOptions {
  /** Sites of the ring. */
  size: number;
  /** Sites of V: 0 to block - 1. */
  block: number;
  /** Steps from V to E: sweeps, or single spins where they are chosen at random. */
  lag: number;
  /** All spins at once; from 0 on one by one; first the even, then the odd ones; one at random in each step. */
  rule: (typeof RULES)[number];
  coupling: number;
  temperature: number;
}

const LARGEST = 12;
const MOST_WORK = 2 ** 33;

/** @throws BlockspinError for a ring or a lag that cannot be computed */
function checkRing({ size, block, lag, rule, coupling, temperature }: RingOptions): void {
  const bad = (name: string, expected: string, got: unknown, example: unknown) =>
    new BlockspinError({ setting: name, expected, got, remedy: phrase`use for example ${setting(name, example)}` });
  if (!RULES.includes(rule)) throw bad('rule', `one of ${RULES.join(', ')}`, rule, RULES[0]);
  const even = rule === 'evenodd';
  if (!(Number.isInteger(size) && size >= 3 && size <= LARGEST && !(even && size % 2 === 1))) {
    throw bad('size', `a ring of 3 to ${LARGEST} sites${even ? ', even where even and odd sites take turns' : ''}`, size, 8);
  }
  if (!(Number.isInteger(block) && block >= 1 && block <= size)) throw bad('block', `from 1 to ${size} sites`, block, 2);
  if (!(Number.isInteger(lag) && lag >= 0)) throw bad('lag', 'a number of steps, 0 or more', lag, 1);
  checkTemperature({ coupling, temperature });
  const step = rule === 'parallel' ? 4 ** size : size * 2 ** size;
  if (2 ** block * lag * step <= MOST_WORK) return;
  const got = `2^${Math.ceil(Math.log2(2 ** block * lag * step))}`;
  const expected = `at most 2^${Math.log2(MOST_WORK)} multiplications for 2^${block} states of the block and ${lag} steps`;
  throw new BlockspinError({
    who: 'size of the sum',
    expected,
    got,
    remedy: phrase`use a smaller ${setting('size')}, ${setting('block')} or ${setting('lag')}`,
  });
}

/**
 * p(v at t, e at t + lag). A spin is drawn with P(+) = 1 / (1 + exp(-2 J (left + right) / T)). Drawn one after another, spins keep the
 * Boltzmann distribution; drawn all at once, they keep Π_i 2 cosh(J (left + right) / T). Source: R. J. Glauber, J. Math. Phys. 4, 294
 * (1963); P. Peretto, Biol. Cybern. 50, 51 (1984).
 * @throws BlockspinError before anything is computed
 */
export function ringJoint(options: RingOptions): Joint {
  checkRing(options);
  const { size, block, lag } = options;
  const step = stepOf(options);
  const start = stationary(options);
  return {
    sites: block,
    rim: Array.from({ length: block }, (_, i) => i),
    states: 2 ** block,
    weights: new Float64Array(2 ** block).fill(1),
    symmetries: [Array.from({ length: block }, (_, i) => i)],
    mirrored: false,
    environments: 2 ** size,
    *parts() {
      const values = new Float64Array(2 ** (block + size));
      for (let v = 0; v < 2 ** block; v++) {
        let now: Float64Array = start.map((p, x) => (x % 2 ** block === v ? p : 0));
        for (let t = 0; t < lag; t++) now = step(now);
        for (let e = 0; e < now.length; e++) values[e * 2 ** block + v] = now[e];
        yield values.subarray(0, 0);
      }
      yield values;
    },
  };
}

const spin = (x: number, i: number) => ((x >> i) & 1 ? 1 : -1);

/** J (left + right) / T at a site. */
function fields({ size, coupling, temperature }: RingOptions): (x: number, i: number) => number {
  return (x, i) => (coupling / temperature) * (spin(x, (i + size - 1) % size) + spin(x, (i + 1) % size));
}

function stationary(options: RingOptions): Float64Array {
  const { size, rule, coupling, temperature } = options;
  const field = fields(options);
  const log = Float64Array.from({ length: 2 ** size }, (_, x) => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      sum += rule === 'parallel' ? Math.log(2 * Math.cosh(field(x, i))) : (coupling / temperature) * spin(x, i) * spin(x, (i + 1) % size);
    }
    return sum;
  });
  const most = log.reduce((a, b) => Math.max(a, b));
  const weights = log.map((one) => Math.exp(one - most));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}

/** One step of a distribution. */
function stepOf(options: RingOptions): (p: Float64Array) => Float64Array {
  const { size, rule } = options;
  const field = fields(options);
  const up = (x: number, i: number) => 1 / (1 + Math.exp(-2 * field(x, i)));
  const sites = Array.from({ length: size }, (_, i) => i);
  if (rule === 'parallel') return (p) => atOnce(p, size, up);
  // With an even number of sites, the even ones have no bonds among them: one after another is all at once.
  const order = rule === 'evenodd' ? [...sites.filter((i) => i % 2 === 0), ...sites.filter((i) => i % 2 === 1)] : sites;
  if (rule !== 'random') return (p) => order.reduce((now, i) => redrawn(now, i, up), p);
  return (p) => {
    const sum = new Float64Array(p.length);
    for (const i of sites) {
      const moved = redrawn(p, i, up);
      for (let x = 0; x < sum.length; x++) sum[x] += moved[x] / size;
    }
    return sum;
  };
}

/** The distribution after one spin was drawn anew. */
function redrawn(p: Float64Array, i: number, up: (x: number, i: number) => number): Float64Array {
  const out = new Float64Array(p.length);
  for (let x = 0; x < p.length; x++) {
    const both = p[x] + p[x ^ (1 << i)];
    out[x] = both * ((x >> i) & 1 ? up(x, i) : 1 - up(x, i));
  }
  return out;
}

function atOnce(p: Float64Array, size: number, up: (x: number, i: number) => number): Float64Array {
  const out = new Float64Array(p.length);
  let to = new Float64Array(1);
  for (let x = 0; x < p.length; x++) {
    if (p[x] === 0) continue;
    to = Float64Array.of(p[x]);
    for (let i = 0; i < size; i++) {
      const chance = up(x, i);
      const wider = new Float64Array(2 * to.length);
      for (let y = 0; y < to.length; y++) {
        wider[y] = to[y] * (1 - chance);
        wider[y + to.length] = to[y] * chance;
      }
      to = wider;
    }
    for (let y = 0; y < out.length; y++) out[y] += to[y];
  }
  return out;
}
