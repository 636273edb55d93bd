import { BlockspinError } from '../core/errors.ts';
import { type Phrase, phrase, setting } from '../core/phrase.ts';
import { reordered, runSchedule, type Schedule, schedule } from './elimination.ts';
import { type Exterior, exteriorWeights, planExterior } from './exterior.ts';
import { blockWeights, type Joint, scaleRows } from './joint.ts';
import { BOUNDARIES, blockSymmetries, type Lattice, type LatticeOptions, latticeOf } from './lattice.ts';
import { checkQuenched, type QuenchedOptions, quenchedJoint } from './quenched.ts';

/** A block of Ising spins on a small lattice. */
export interface ExactIsingOptions extends LatticeOptions {
  /** Coupling J; negative for the antiferromagnet. */
  coupling: number;
  /** Temperature in J / k_B; Infinity is allowed. */
  temperature: number;
  /** Uniform field B of H = -J Σ s s' - B Σ s, in units of J; zero unless given. */
  field?: number;
  /** Fixed bonds, as `QuenchedOptions`: then block and E may lie anywhere on the torus, and E is the ring of width `shell`. */
  bonds?: readonly number[];
  shell?: number;
}

/** Largest table in bits: 128 MiB; a few tables of that size exist at a time. */
const MOST_BITS = 24;
/** Two rows of this many spins, with one spin fixed, fit such a table. */
const LARGEST_SIDE = 12;
/** Pairs of rim and ∂E states, in bits: a minute or so. */
const MOST_PAIRS = 28;
/** Table entries visited: a minute or so. */
const MOST_WORK = 2 ** 35;
const MOST_SITES = 16;
/** Largest field over temperature: beyond it, ratios of weights exceed the range of a double. */
const MOST_FIELD = 20;
/** Entries of one part of the joint weights, in bits: they fit a cache. */
const PART_BITS = 18;

/** The quantities that determine the size of a computation. */
type Sized = LatticeOptions & Pick<ExactIsingOptions, 'field'>;

/** Without a field the flip of all spins changes no weight, which saves half of the work. */
const hasField = ({ field = 0 }: Pick<ExactIsingOptions, 'field'>) => field !== 0;

interface Plan {
  lattice: Lattice;
  exterior: Exterior;
  interior: Schedule;
  /** Spins of the shore that are fixed in a part (without a field the first one is always up); the others are open. */
  given: readonly number[];
  open: readonly number[];
}

/** Plans a computation without doing it. */
function planOf(options: Sized): Plan {
  const lattice = latticeOf(options);
  const { inside, shore, covered, neighbours, visible, rim } = lattice;
  const rimSites = rim.map((i) => visible[i]);
  const givenCount = Math.min(shore.length, Math.max(1, rimSites.length + shore.length - PART_BITS));
  const [given, open] = [shore.slice(0, givenCount), shore.slice(givenCount)];
  const interior = schedule({
    order: inside,
    // Bonds between spins of E belong to the exterior.
    neighbours: (site) => (covered(site) ? neighbours(site) : neighbours(site).filter(covered)),
    kept: (site) => !covered(site) || rimSites.includes(site),
    fixed: (site) => given.includes(site),
    weighed: (site) => hasField(options) && covered(site),
  });
  return { lattice, exterior: planExterior(lattice, hasField(options)), interior, given, open };
}

/** Why a system is too large, if it is; simple reasons are checked before a plan is made. */
function excessOf(options: Sized): { expected: string; got: string } | undefined {
  const sites = options.block[0] * options.block[1];
  if (sites > MOST_SITES) return { expected: `a block of at most ${MOST_SITES} sites, whose states are enumerated`, got: `${sites}` };
  const tables = `tables of at most 2^${MOST_BITS} entries (${2 ** (MOST_BITS - 17)} MiB), which hold two rows of the shorter side`;
  const rows = 2 * Math.min(...options.size) - (hasField(options) ? 0 : 1);
  if (rows > MOST_BITS) return { expected: tables, got: `2^${rows} entries` };
  const { lattice, exterior, interior } = planOf(options);
  const peak = Math.max(exterior.peak, interior.peak);
  const pairs = lattice.rim.length + lattice.shore.length - 1;
  if (pairs > MOST_PAIRS) {
    const expected = `at most 2^${MOST_PAIRS} pairs of states of the block's rim and of the spins next to the buffer`;
    return { expected, got: `${lattice.rim.length} and ${lattice.shore.length} spins, 2^${pairs} pairs` };
  }
  if (peak > MOST_BITS) return { expected: tables, got: `2^${peak} entries` };
  if (exterior.work > MOST_WORK)
    return { expected: `at most 2^${Math.log2(MOST_WORK)} multiplications, about a minute`, got: `2^${Math.ceil(Math.log2(exterior.work))}` };
  return undefined;
}

/** Checks the options. @throws BlockspinError naming the value, what is allowed and what to do; for a system that is too large, the largest possible one */
export function checkExactIsing(options: ExactIsingOptions): void {
  checkLattice(options);
  checkTemperature(options);
  checkField(options);
  if (isQuenched(options)) {
    checkQuenched(options);
    return;
  }
  if (options.shell !== undefined) {
    const remedy = 'leave it out: the spins next to the buffer know all that is known beyond it';
    throw new BlockspinError({ setting: 'shell', expected: 'fixed bonds, which a shell can tell apart', got: options.shell, remedy });
  }
  const excess = excessOf(options);
  if (excess) throw new BlockspinError({ who: 'size of the sum', ...excess, remedy: smaller(options) });
}

function checkLattice({ size, block, buffer, boundary }: LatticeOptions): void {
  if (!BOUNDARIES.includes(boundary)) {
    throw new BlockspinError({
      setting: 'boundary',
      expected: `one of ${BOUNDARIES.join(', ')}`,
      got: boundary,
      remedy: phrase`use ${setting('boundary', 'periodic')}`,
    });
  }
  const closed = [boundary !== 'open', boundary === 'periodic'];
  size.forEach((side, axis) => {
    const least = closed[axis] ? 3 : 1;
    if (Number.isInteger(side) && side >= least && side <= 4096) return;
    const expected = `sides from ${least} to 4096 sites${closed[axis] ? ' (around two sites a bond would count twice)' : ''}`;
    throw new BlockspinError({
      setting: 'size',
      expected,
      got: String(side),
      remedy: phrase`use for example ${setting('size', 4)}, or ${setting('size', [4, 6])}`,
    });
  });
  if (!block.every((side) => Number.isInteger(side) && side >= 1)) {
    throw new BlockspinError({
      setting: 'block',
      expected: 'sides of at least 1 site',
      got: block.join(','),
      remedy: phrase`use for example ${setting('block', 2)}, or ${setting('block', [1, 2])}`,
    });
  }
  if (!(Number.isInteger(buffer) && buffer >= 0)) {
    throw new BlockspinError({
      setting: 'buffer',
      expected: 'a width of 0 sites or more',
      got: String(buffer),
      remedy: phrase`use for example ${setting('buffer', 0)}`,
    });
  }
  const window = block.map((side) => side + 2 * buffer);
  if (window.some((side, axis) => side > size[axis]) || window.every((side, axis) => side === size[axis])) {
    throw new BlockspinError({
      setting: 'buffer',
      expected: `a block with its buffer that leaves an environment on the ${size.join(' x ')} lattice`,
      got: `(${block.join(' x ')}) + 2 x ${buffer} on every side = ${window.join(' x ')}`,
      remedy: phrase`use a smaller ${setting('buffer')} or ${setting('block')}, or a larger ${setting('size')}`,
    });
  }
}

/**
 * Coupling and temperature whose Boltzmann weights a double can hold.
 * @throws BlockspinError for a coupling that is 0 or not finite, and a temperature below |J| / 20
 */
export function checkTemperature({ coupling, temperature }: { coupling: number; temperature: number }): void {
  if (!(Number.isFinite(coupling) && coupling !== 0)) {
    const remedy = phrase`use 1 for the ferromagnet, -1 for the antiferromagnet, and ${setting('temperature', Number.POSITIVE_INFINITY)} for free spins`;
    throw new BlockspinError({ setting: 'coupling', expected: 'a finite coupling other than 0', got: String(coupling), remedy });
  }
  // Below this temperature ratios of weights exceed the range of a double, and the information is ln 2 to all digits.
  if (!(temperature >= Math.abs(coupling) / 20)) {
    const remedy = phrase`use for example ${setting('temperature', 0.5)}`;
    throw new BlockspinError({ setting: 'temperature', expected: 'a temperature of at least |J| / 20 in J / k_B, or inf', got: String(temperature), remedy });
  }
}

const isQuenched = (options: ExactIsingOptions): options is QuenchedOptions => options.bonds !== undefined;

/** @throws BlockspinError for a field that is not finite, or whose weights a double cannot hold */
function checkField({ field = 0, temperature }: { field?: number; temperature: number }): void {
  if (Number.isFinite(field) && (temperature === Number.POSITIVE_INFINITY || Math.abs(field / temperature) <= MOST_FIELD)) return;
  const remedy = phrase`use for example ${setting('field', 0.1)}, or leave it out for none`;
  throw new BlockspinError({ setting: 'field', expected: `a field of at most ${MOST_FIELD} times the temperature`, got: String(field), remedy });
}

/** Advice that names the largest possible system, with the same block and buffer if possible. */
function smaller(options: ExactIsingOptions): Phrase {
  const allowed = (size: readonly [number, number], buffer = options.buffer) => {
    try {
      checkLattice({ ...options, size, buffer });
    } catch {
      return false;
    }
    return !excessOf({ ...options, size, buffer });
  };
  const [x, y] = options.size;
  const limit = (x <= y ? ['x', 'xy'] : ['y', 'xy']).flatMap((axes) =>
    Array.from({ length: LARGEST_SIDE - 2 }, (_, i) => {
      const side = LARGEST_SIDE - i;
      return [axes.includes('x') ? Math.min(x, side) : x, axes.includes('y') ? Math.min(y, side) : y] as const;
    }),
  );
  const size = limit.find((candidate) => allowed(candidate));
  // A smaller lattice does not help where block and buffer are too wide.
  const buffer = Array.from({ length: options.buffer }, (_, i) => options.buffer - 1 - i).find((candidate) => allowed(options.size, candidate));
  if (buffer !== undefined) return phrase`the largest with this block is ${setting('buffer', buffer)}`;
  if (size) return phrase`the largest with this block and buffer is ${setting('size', size[0] === size[1] ? size[0] : size)}`;
  return phrase`use a smaller ${setting('block')} (up to 4, or 3 with ${setting('buffer', 1)}, or 2 with ${setting('buffer', 2)}) and a shorter side of up to ${LARGEST_SIDE}`;
}

/**
 * Joint weights of the rim of a block and of the spins next to its buffer. By the Markov property of nearest neighbours
 * the rest of E adds nothing to I(V:E) and I(H:E).
 * @throws BlockspinError before anything is computed
 */
export function isingJoint(options: ExactIsingOptions): Joint {
  checkExactIsing(options);
  if (isQuenched(options)) return quenchedJoint(options);
  const { lattice, exterior, interior, given, open } = planOf(options);
  const { visible, rim, neighbours } = lattice;
  const couplings = { K: options.coupling / options.temperature, h: (options.field ?? 0) / options.temperature };
  const mirrored = !hasField(options);
  const bonds = visible.flatMap((site, a) => visible.flatMap((other, b) => (b > a && neighbours(site).includes(other) ? [[a, b] as const] : [])));
  // The values of these spins number the parts.
  const others = mirrored ? given.slice(1) : given;
  const states = 2 ** rim.length;
  const order = [...rim.map((i) => visible[i]), ...open];
  let outer: Float64Array | undefined;
  return {
    sites: visible.length,
    rim,
    states,
    weights: blockWeights(visible.length, bonds, couplings.K, couplings.h),
    symmetries: blockSymmetries(options),
    mirrored,
    environments: 2 ** (others.length + open.length),
    *parts() {
      outer ??= exteriorWeights(exterior, couplings, [...open, ...others]);
      const weights = outer;
      const [buffer, values] = [new Float64Array(2 ** interior.peak), new Float64Array(2 ** order.length)];
      for (let part = 0; part < 2 ** others.length; part++) {
        const spin = (site: number) => (!others.includes(site) || (part >> others.indexOf(site)) & 1 ? 1 : -1);
        reordered(runSchedule(interior, couplings, spin, false, buffer), interior.sites, order, values);
        scaleRows(values, states, (row) => weights[part * 2 ** open.length + row]);
        yield values;
      }
    },
  };
}
