/**
 * Ising spins with fixed bonds J and -J on a torus. Such a lattice has no translations, but a training cuts its windows anywhere.
 * Its samples are from the mixture over all places of the window, p(v, e) = Σ_t p_t(v, e) / N; neither V nor E contains the place.
 */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { reordered, runSchedule, type Schedule, schedule } from './elimination.ts';
import type { Joint } from './joint.ts';
import type { LatticeOptions } from './lattice.ts';

/** A block of spins with fixed bonds. */
export interface QuenchedOptions extends LatticeOptions {
  coupling: number;
  temperature: number;
  field?: number;
  /**
   * Signs of all bonds, (L_y, L_x, 2): the right and the down bond of each site, 1 where its coupling is J and -1 where it is -J.
   * Everything beyond the buffer matters then, since it is correlated with the place of the window.
   */
  bonds: readonly number[];
  /** Width of E around the buffer, sites; all of the lattice beyond the buffer unless given. */
  shell?: number;
}

/** Largest table in bits: the states of V and E together, and of the spins that are being summed over. */
const MOST_BITS = 24;
/** Table entries visited at all places together: a minute or so. */
const MOST_WORK = 2 ** 35;
/** Entries of a piece of the joint weights, in bits. */
const PIECE_BITS = 18;

interface Plan {
  visible: number[];
  environment: number[];
  /** For one place. */
  sum: Schedule;
  /** A spin of E that is fixed up: without a field every environment also represents its opposite. */
  given: number | undefined;
}

/** @throws BlockspinError for bonds and a shell that do not fit the lattice, and for what is too large */
export function checkQuenched(options: QuenchedOptions): void {
  const { size, block, buffer, boundary, bonds, shell } = options;
  const [Lx, Ly] = size;
  if (boundary !== 'periodic') {
    throw new BlockspinError({ setting: 'boundary', expected: 'periodic for fixed bonds', got: boundary, remedy: 'leave it out' });
  }
  if (bonds.length !== 2 * Lx * Ly || bonds.some((sign) => sign !== 1 && sign !== -1)) {
    const expected = `${2 * Lx * Ly} signs 1 or -1, two for each of ${Lx} x ${Ly} sites`;
    throw new BlockspinError({
      setting: 'bonds',
      expected,
      got: `${bonds.length} numbers`,
      remedy: 'give the right and the down bond of each site, row by row',
    });
  }
  const widest = Math.floor(Math.min(Lx - block[0], Ly - block[1]) / 2) - buffer;
  if (shell !== undefined && !(Number.isInteger(shell) && shell >= 1 && shell <= widest)) {
    const expected = `a width of 1 to ${widest} sites, so that block, buffer and shell fit the lattice`;
    throw new BlockspinError({ setting: 'shell', expected, got: shell, remedy: 'leave it out for everything beyond the buffer' });
  }
  const { visible, environment, sum } = planOf(options);
  const places = Lx * Ly;
  const bits = Math.max(sum.peak, visible.length + environment.length);
  if (bits <= MOST_BITS && places * sum.work <= MOST_WORK) return;
  throw new BlockspinError({
    who: 'size of the sum',
    expected: `tables of at most 2^${MOST_BITS} entries and at most 2^${Math.log2(MOST_WORK)} multiplications at all ${places} places of the window`,
    got: `tables of 2^${bits} entries and 2^${Math.ceil(Math.log2(places * sum.work))} multiplications`,
    remedy: phrase`use a smaller ${setting('size')} or ${setting('shell')}, or a wider ${setting('buffer')}`,
  });
}

function planOf({ size: [Lx, Ly], block: [bx, by], buffer, shell, field = 0 }: QuenchedOptions): Plan {
  const margin = buffer + (shell ?? 0);
  const within = (x: number, y: number, width: number) => x >= margin - width && x < margin + bx + width && y >= margin - width && y < margin + by + width;
  const sites = Array.from({ length: Lx * Ly }, (_, site) => [site % Lx, Math.floor(site / Lx)] as const);
  const listed = (of: (x: number, y: number) => boolean) => sites.flatMap(([x, y], site) => (of(x, y) ? [site] : []));
  const visible = listed((x, y) => within(x, y, 0));
  const environment = listed((x, y) => !within(x, y, buffer) && (shell === undefined || within(x, y, buffer + shell)));
  const covered = listed((x, y) => within(x, y, buffer));
  const neighbours = (site: number) => {
    const [x, y] = sites[site];
    return [((x + 1) % Lx) + Lx * y, ((x + Lx - 1) % Lx) + Lx * y, x + Lx * ((y + 1) % Ly), x + Lx * ((y + Ly - 1) % Ly)];
  };
  const given = field === 0 ? environment.at(-1) : undefined;
  const kept = new Set([...visible, ...environment]);
  // Block, buffer and their neighbours come first: the buffer is summed over before the rest of E is added.
  const order = [
    ...new Set([...covered.flatMap((site) => [...neighbours(site).filter((n) => n < site), site]), ...covered.flatMap(neighbours), ...sites.keys()]),
  ];
  const sum = schedule({ order, neighbours, kept: (site) => kept.has(site), fixed: (site) => site === given, weighed: () => field !== 0 });
  return { visible, environment, sum, given };
}

/** Sign of the bond between two neighbours of the window, where the window lies `dx`, `dy` sites from the corner of the lattice. */
function signsAt({ size: [Lx, Ly], bonds }: QuenchedOptions, dx: number, dy: number): (site: number, other: number) => number {
  const right = (site: number) => (((site % Lx) + 1) % Lx === 0 ? site + 1 - Lx : site + 1);
  const down = (site: number) => (site + Lx) % (Lx * Ly);
  const bondOf = (site: number, direction: number) => {
    const [x, y] = [((site % Lx) + dx) % Lx, (Math.floor(site / Lx) + dy) % Ly];
    return bonds[2 * (x + Lx * y) + direction];
  };
  return (a, b) => (right(a) === b ? bondOf(a, 0) : right(b) === a ? bondOf(b, 0) : down(a) === b ? bondOf(a, 1) : bondOf(b, 1));
}

/**
 * Joint weights of a block and its environment, the mean over all places of the window.
 * @throws BlockspinError before anything is computed
 */
export function quenchedJoint(options: QuenchedOptions): Joint {
  checkQuenched(options);
  const { size, coupling, temperature, field = 0 } = options;
  const { visible, environment, sum, given } = planOf(options);
  const rim = visible.map((_, i) => i);
  const order = [...visible, ...environment.filter((site) => site !== given)];
  return {
    sites: visible.length,
    rim,
    states: 2 ** rim.length,
    weights: new Float64Array(2 ** visible.length).fill(1),
    symmetries: [rim],
    mirrored: given !== undefined,
    environments: 2 ** (order.length - visible.length),
    *parts() {
      const [buffer, values] = [new Float64Array(2 ** sum.peak), new Float64Array(2 ** order.length)];
      const mean = new Float64Array(values.length);
      for (let place = 0; place < size[0] * size[1]; place++) {
        const sign = signsAt(options, place % size[0], Math.floor(place / size[0]));
        const couplings = { K: coupling / temperature, h: field / temperature, sign };
        reordered(
          runSchedule(sum, couplings, () => 1, true, buffer),
          sum.sites,
          order,
          values,
        );
        // The partition function is that of the lattice, independent of the place of the window.
        const total = values.reduce((a, weight) => a + weight, 0);
        for (let i = 0; i < mean.length; i++) mean[i] += values[i] / total;
        // Still zero: pause here.
        yield mean.subarray(0, 0);
      }
      const piece = Math.max(2 ** visible.length, 2 ** PIECE_BITS);
      for (let at = 0; at < mean.length; at += piece) yield mean.subarray(at, at + piece);
    },
  };
}
