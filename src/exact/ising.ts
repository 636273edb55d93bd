import { BlockspinError } from '../core/errors.ts';
import { reordered, runSchedule, type Schedule, schedule } from './elimination.ts';
import { type Exterior, exteriorWeights, planExterior } from './exterior.ts';
import { blockWeights, type Joint, scaleRows } from './joint.ts';
import { BOUNDARIES, blockSymmetries, type Lattice, type LatticeOptions, latticeOf } from './lattice.ts';

export interface ExactIsingOptions extends LatticeOptions {
  /** Coupling J; negative for the antiferromagnet. */
  coupling: number;
  /** J / k_B; Infinity allowed. */
  temperature: number;
}

/** Largest table in bits: 128 MiB, of which a few are alive at a time. */
const MOST_BITS = 24;
/** Pairs of rim and ∂E states, in bits: a minute or so. */
const MOST_PAIRS = 28;
/** Table entries visited: a minute or so. */
const MOST_WORK = 2 ** 35;
const MOST_SITES = 16;
/** Entries of one part of the joint weights: what fits a cache. */
const PART_BITS = 18;

interface Plan {
  lattice: Lattice;
  exterior: Exterior;
  interior: Schedule;
  /** Spins of the shore that are given in a part, the first one always up; the others are open. */
  given: readonly number[];
  open: readonly number[];
  /** Why it is too large, if it is. */
  excess?: { expected: string; got: string };
}

/** What a computation takes, without doing it. */
function planOf(options: LatticeOptions): Plan {
  const lattice = latticeOf(options);
  const { inside, shore, covered, neighbours, visible, rim } = lattice;
  const rimSites = rim.map((i) => visible[i]);
  const givenCount = Math.min(shore.length, Math.max(1, rimSites.length + shore.length - PART_BITS));
  const [given, open] = [shore.slice(0, givenCount), shore.slice(givenCount)];
  const exterior = planExterior(lattice, shore[0]);
  const interior = schedule({
    order: inside,
    // Bonds between spins of E belong to the exterior.
    neighbours: (site) => (covered(site) ? neighbours(site) : neighbours(site).filter(covered)),
    kept: (site) => !covered(site) || rimSites.includes(site),
    fixed: (site) => given.includes(site),
  });
  const pairs = rimSites.length + shore.length - 1;
  const peak = Math.max(exterior.peak, interior.peak);
  const plan = { lattice, exterior, interior, given, open };
  const power = (bits: number) => `2^${bits}`;
  if (visible.length > MOST_SITES)
    return { ...plan, excess: { expected: `a block of at most ${MOST_SITES} sites, whose states are enumerated`, got: `${visible.length}` } };
  if (peak > MOST_BITS) {
    const expected = `tables of at most ${power(MOST_BITS)} entries (${2 ** (MOST_BITS - 17)} MiB); two rows of the shorter side must fit in one`;
    return { ...plan, excess: { expected, got: `${power(peak)} entries` } };
  }
  if (pairs > MOST_PAIRS) {
    const expected = `at most ${power(MOST_PAIRS)} pairs of states of the block's rim and of the spins next to the buffer`;
    return { ...plan, excess: { expected, got: `${rimSites.length} and ${shore.length} spins, ${power(pairs)} pairs` } };
  }
  if (exterior.work > MOST_WORK) {
    const expected = `at most ${power(Math.log2(MOST_WORK))} multiplications, about a minute`;
    return { ...plan, excess: { expected, got: power(Math.ceil(Math.log2(exterior.work))) } };
  }
  return plan;
}

/** @throws BlockspinError naming the value, what is allowed and what to do; for what is too large, the largest that is not. */
export function checkExactIsing(options: ExactIsingOptions): void {
  checkLattice(options);
  checkTemperature(options);
  const { excess } = planOf(options);
  if (excess) throw new BlockspinError({ who: 'size of the sum', ...excess, remedy: smaller(options) });
}

function checkLattice({ size, block, buffer, boundary }: LatticeOptions): void {
  if (!BOUNDARIES.includes(boundary)) {
    throw new BlockspinError({ who: '--boundary', expected: `one of ${BOUNDARIES.join(', ')}`, got: boundary, remedy: 'use --boundary periodic' });
  }
  const closed = [boundary !== 'open', boundary === 'periodic'];
  size.forEach((side, axis) => {
    const least = closed[axis] ? 3 : 1;
    if (Number.isInteger(side) && side >= least && side <= 4096) return;
    const expected = `sides from ${least} to 4096 sites${closed[axis] ? ' (around two sites a bond would count twice)' : ''}`;
    throw new BlockspinError({ who: '--size', expected, got: String(side), remedy: 'use for example --size 4, or --size 4,6' });
  });
  if (!block.every((side) => Number.isInteger(side) && side >= 1)) {
    throw new BlockspinError({
      who: '--block',
      expected: 'sides of at least 1 site',
      got: block.join(','),
      remedy: 'use for example --block 2, or --block 1,2',
    });
  }
  if (!(Number.isInteger(buffer) && buffer >= 0)) {
    throw new BlockspinError({ who: '--buffer', expected: 'a width of 0 sites or more', got: String(buffer), remedy: 'use for example --buffer 0' });
  }
  const window = block.map((side) => side + 2 * buffer);
  if (window.some((side, axis) => side > size[axis]) || window.every((side, axis) => side === size[axis])) {
    throw new BlockspinError({
      who: '--buffer',
      expected: `a block with its buffer that leaves an environment on the ${size.join(' x ')} lattice`,
      got: `(${block.join(' x ')}) + 2 x ${buffer} on every side = ${window.join(' x ')}`,
      remedy: 'use a smaller --buffer or --block, or a larger --size',
    });
  }
}

export function checkTemperature({ coupling, temperature }: { coupling: number; temperature: number }): void {
  if (!(Number.isFinite(coupling) && coupling !== 0)) {
    const remedy = 'use 1 for the ferromagnet, -1 for the antiferromagnet, and --temperature inf for free spins';
    throw new BlockspinError({ who: '--coupling', expected: 'a finite coupling other than 0', got: String(coupling), remedy });
  }
  // Below, weights differ by more than a number can hold, and ln 2 is all there is to find.
  if (!(temperature >= Math.abs(coupling) / 20)) {
    const remedy = 'use for example --temperature 0.5';
    throw new BlockspinError({ who: '--temperature', expected: 'a temperature of at least |J| / 20 in J / k_B, or inf', got: String(temperature), remedy });
  }
}

/** The largest that is allowed, for the same block and buffer if there is any. */
function smaller(options: ExactIsingOptions): string {
  const [x, y] = options.size;
  for (let cut = 1; cut < Math.max(x, y); cut++) {
    const size = [Math.min(x, Math.max(x, y) - cut), Math.min(y, Math.max(x, y) - cut)] as const;
    try {
      checkLattice({ ...options, size });
    } catch {
      break;
    }
    if (!planOf({ ...options, size }).excess) return `the largest with this block and buffer is --size ${size[0] === size[1] ? size[0] : size.join(',')}`;
  }
  for (let buffer = options.buffer - 1; buffer >= 0; buffer--) {
    if (!planOf({ ...options, buffer }).excess) return `the largest buffer with this block is --buffer ${buffer}`;
  }
  return 'use a smaller --block (up to 4, or 3 with --buffer 1, or 2 with --buffer 2) and --size (up to 12)';
}

/**
 * Joint weights of the rim of a block and of the spins next to its buffer. By the Markov property of nearest neighbours
 * the rest of E adds nothing to I(V:E) and I(H:E).
 * @throws BlockspinError before anything is computed
 */
export function isingJoint(options: ExactIsingOptions): Joint {
  checkExactIsing(options);
  const { lattice, exterior, interior, given, open } = planOf(options);
  const { visible, rim, neighbours } = lattice;
  const K = options.coupling / options.temperature;
  const bonds = visible.flatMap((site, a) => visible.flatMap((other, b) => (b > a && neighbours(site).includes(other) ? [[a, b] as const] : [])));
  const others = given.slice(1);
  const states = 2 ** rim.length;
  const order = [...rim.map((i) => visible[i]), ...open];
  let outer: Float64Array | undefined;
  return {
    sites: visible.length,
    rim,
    weights: blockWeights(visible.length, bonds, K),
    symmetries: blockSymmetries(options),
    environments: 2 ** (given.length + open.length - 1),
    *parts() {
      outer ??= exteriorWeights(exterior, K, [...open, ...others]);
      const weights = outer;
      const [buffer, values] = [new Float64Array(2 ** interior.peak), new Float64Array(2 ** order.length)];
      for (let part = 0; part < 2 ** others.length; part++) {
        const spin = (site: number) => (site === given[0] || (part >> others.indexOf(site)) & 1 ? 1 : -1);
        reordered(runSchedule(interior, K, spin, false, buffer), interior.sites, order, values);
        scaleRows(values, states, (row) => weights[part * 2 ** open.length + row]);
        yield values;
      }
    },
  };
}
