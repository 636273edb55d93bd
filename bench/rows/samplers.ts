/** All samplers that are timed, each with an exact value for its validation; the table, the scaling and the peers use them. */
import type { Estimate } from '../../src/core/statistics.ts';
import type { Device } from '../../src/gpu/device.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { CapelChains } from '../../src/model/blume_capel/chains.ts';
import { ChippingChains } from '../../src/model/chipping/chains.ts';
import { clock } from '../../src/model/clock/model.ts';
import { DimerChains } from '../../src/model/dimers/chains.ts';
import { IsingChains } from '../../src/model/ising/chains.ts';
import { ClusterChains } from '../../src/model/ising/cluster.ts';
import { IsingLattice } from '../../src/model/ising/lattice.ts';
import { T_C } from '../../src/model/ising/options.ts';
import { CubeChains } from '../../src/model/ising3d/chains.ts';
import { CUBIC_T_C, type CubeMove } from '../../src/model/ising3d/options.ts';
import type { ColourMove } from '../../src/model/potts/chains.ts';
import { potts } from '../../src/model/potts/model.ts';
import type { LatticeName } from '../../src/model/potts/options.ts';
import { RotorChains, type RotorMove } from '../../src/model/xy/chains.ts';
import { T_BKT } from '../../src/model/xy/options.ts';
import type { Chains } from '../../src/sample/chains.ts';
import { PHILOX, THREEFRY, XOSHIRO } from './cost.ts';

/** The same temperature, or rate, for every group of chains. */
export const fill = (groups: number, value: number) => new Array<number>(groups).fill(value);

/** A sampler, its work, and its validation. */
export interface Sampler {
  name: string;
  make: (scope: Scope) => Chains;
  /** Unit of the rate. */
  unit: 'flips' | 'pivots' | 'picks' | 'updates';
  /** Sweeps in one plan; default: 1. */
  sweeps?: number;
  /** The least number of integer operations of one unit. */
  operations?: number;
  /** Small chains and the exact mean of an observable at a temperature or rate, by which the sampler is validated. */
  check: { make: (scope: Scope) => Chains; point: number; observable: string; exact: number; burn: number; spacing: number };
}

type Made = Pick<Sampler, 'make' | 'check' | 'operations'>;

/** Planes of random bits that are nearly always drawn, and operations of a plane beside its random words. */
const PLANES = 10;
const COMPARISON = 13;
/** Operations of a flip, from those of four words of spins: random words, comparisons of the planes, and 60 for neighbours and the rest. */
const flip = (words: number) => (words + 4 * PLANES * COMPARISON + 60) / 128;
const FLIP = flip(THREEFRY + 4 * PLANES * XOSHIRO);

/** At T = 3 the autocorrelation time is a few sweeps. Energy by Kaufman's formula, PR 76, 1232 (1949). */
const KAUFMAN = { point: 3, observable: 'energy', exact: -0.8173095925, spacing: 3 };

const ising = (options: Partial<ConstructorParameters<typeof IsingChains>[1]>, groups: number, operations = FLIP): Made => ({
  make: (scope) => new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(groups, T_C), seed: 1, ...options }),
  operations,
  check: { ...KAUFMAN, burn: 60, make: (scope) => new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(2, 3), seed: 1, ...options }) },
});

const oneLattice = (size: number): Made => ({
  make: (scope) => new IsingLattice(scope, { size, coupling: 1, temperatures: [T_C], seed: 1 }),
  operations: FLIP,
  check: { ...KAUFMAN, burn: 60, make: (scope) => new IsingLattice(scope, { size: 64, coupling: 1, temperatures: fill(64, 3), seed: 1 }) },
});

const dimers = (size: number, temperature: number, groups: number): Made => ({
  make: (scope) => new DimerChains(scope, { size, temperatures: fill(groups, temperature), seed: 1 }),
  // One hash of four words serves two pivots; the rest is the choice among four directions.
  operations: THREEFRY / 2 + 40,
  check: {
    make: (scope) => new DimerChains(scope, { size: 6, temperatures: fill(4, temperature), seed: 1 }),
    point: temperature,
    observable: 'energy',
    // 6 x 6 by enumeration of its 90176 coverings.
    exact: temperature === 1 ? -0.371966972 : -0.238466998,
    burn: 50,
    spacing: 2,
  },
});

/** Operations of a state of one of `neighbours` neighbours, of a weight, and of a comparison with the random integer. */
const colour = (q: number, neighbours: number, weight: number) => THREEFRY / 4 + 20 * neighbours + (weight + 4) * q;

/** 4 x 4, T_c, three states: energy from all 3^16 states. */
const POTTS = { point: 0.99497286107182, observable: 'energy', exact: -1.7100622755048, burn: 50, spacing: 8 };

const pottsOf = (q: number, size: number, groups: number, algorithm: ColourMove, operations?: number): Made => ({
  make: (scope) => pottsChains(scope, q, size, fill(groups, 1 / Math.log1p(Math.sqrt(q))), algorithm),
  operations,
  check: { ...POTTS, make: (scope) => pottsChains(scope, 3, 4, fill(4, POTTS.point), algorithm) },
});

const pottsChains = (scope: Scope, q: number, size: number, points: number[], algorithm: ColourMove) =>
  potts.chains(scope, { settings: { size, q, coupling: 1, lattice: 'square', temperature: points, algorithm }, points, seed: 1 });

const clockChains = (scope: Scope, size: number, points: number[]) =>
  clock.chains(scope, { settings: { size, q: 6, coupling: 1, lattice: 'square', temperature: points }, points, seed: 1 });

/** Operations of a flip of spins that share a stream of random words, from those of a plane, without them, and 80 for neighbours and the rest. */
const stream = (comparison: number) => (THREEFRY + 4 * PLANES * (XOSHIRO + comparison) + 4 * 80) / 128;

const capelChains = (scope: Scope, size: number, lattice: LatticeName, temperatures: number[]) =>
  new CapelChains(scope, { size, lattice, coupling: 1, crystalField: 0.5, field: 0, temperatures, seed: 1 });

const capel = (size: number, lattice: LatticeName, temperature: number, operations: number): Made => ({
  make: (scope) => capelChains(scope, size, lattice, fill(32, temperature)),
  operations,
  // 4 x 4 from all 3^16 states, 3 x 3 with six neighbours from all 3^9.
  check: {
    make: (scope) => capelChains(scope, lattice === 'square' ? 4 : 3, lattice, fill(4, 1.6)),
    point: 1.6,
    observable: 'energy',
    exact: lattice === 'square' ? -0.78762359990786 : -2.28701424577102,
    burn: 50,
    spacing: 5,
  },
});

const cubes = (size: number, groups: number, dynamics: CubeMove, operations: number): Made => ({
  make: (scope) => cubeChains(scope, size, fill(groups, CUBIC_T_C), dynamics),
  operations,
  // 4 x 4 x 4 from the trace of the fourth power of its transfer matrix.
  check: { make: (scope) => cubeChains(scope, 4, fill(4, 6), dynamics), point: 6, observable: 'energy', exact: -0.6219702, burn: 50, spacing: 5 },
});

const cubeChains = (scope: Scope, size: number, temperatures: number[], dynamics: CubeMove) =>
  new CubeChains(scope, { extents: [size, size, size], coupling: 1, field: 0, dynamics, temperatures, seed: 1 });

/** 4 x 4, T = 1: energy by the dual sum of tests/reference/model/xy/currents.ts. */
const XY = { point: 1, observable: 'energy', exact: -1.4117286, burn: 50, spacing: 4 };

const xyChains = (scope: Scope, size: number, temperatures: number[], algorithm: RotorMove) =>
  new RotorChains(scope, { size, coupling: 1, temperatures, seed: 1 }, algorithm);

const xyOf = (groups: number, algorithm: RotorMove): Made => ({
  make: (scope) => xyChains(scope, 64, fill(groups, T_BKT), algorithm),
  check: { ...XY, make: (scope) => xyChains(scope, 4, fill(4, XY.point), algorithm) },
});

/** In the order of the table. */
export const SAMPLERS: readonly Sampler[] = [
  { name: 'Ising 64 x 64, 128 chains', unit: 'flips', ...ising({}, 4) },
  { name: 'Ising 64 x 64, 1024 chains', unit: 'flips', ...ising({}, 32) },
  { name: 'Ising 64 x 64, 32768 chains', unit: 'flips', ...ising({}, 1024) },
  { name: 'Ising 64 x 64, 1024 chains, in workgroup memory', unit: 'flips', sweeps: 10, ...ising({ tile: true }, 32) },
  { name: 'Ising 64 x 64, 1024 chains, Philox', unit: 'flips', ...ising({ generator: 'philox', tile: false }, 32, flip(PLANES * PHILOX)) },
  { name: 'Ising 64 x 64, 1024 chains, heat bath', unit: 'flips', ...ising({ dynamics: 'heatbath' }, 32) },
  { name: 'Ising 1024 x 1024, one lattice', unit: 'flips', ...oneLattice(1024) },
  { name: 'Ising 4096 x 4096, one lattice', unit: 'flips', ...oneLattice(4096) },
  { name: 'Ising 16384 x 16384, one lattice', unit: 'flips', ...oneLattice(16384) },
  {
    name: 'Swendsen-Wang 64 x 64, 128 chains',
    unit: 'updates',
    make: (scope) => new ClusterChains(scope, new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(4, T_C), seed: 1 })),
    check: {
      ...KAUFMAN,
      burn: 40,
      make: (scope) => new ClusterChains(scope, new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(2, 3), seed: 1 })),
    },
  },
  { name: 'Potts 64 x 64, q = 3', unit: 'flips', ...pottsOf(3, 64, 32, 'heatbath', colour(3, 4, 6)) },
  { name: 'Potts 64 x 64, q = 16', unit: 'flips', ...pottsOf(16, 64, 32, 'heatbath', colour(16, 4, 6)) },
  { name: 'Swendsen-Wang, Potts 64 x 64, q = 3', unit: 'updates', ...pottsOf(3, 64, 4, 'swendsen-wang') },
  {
    name: 'clock 64 x 64, q = 6',
    unit: 'flips',
    make: (scope) => clockChains(scope, 64, fill(32, 0.8)),
    operations: colour(6, 4, 30),
    check: {
      make: (scope) => clockChains(scope, 3, fill(4, 0.8)),
      point: 0.8,
      observable: 'energy',
      // 3 x 3 from all 6^9 states.
      exact: -1.6292180549707,
      burn: 50,
      spacing: 4,
    },
  },
  { name: 'Blume-Capel 64 x 64, D = 0.5', unit: 'flips', ...capel(64, 'square', 1.566, stream(34)) },
  { name: 'Blume-Capel 63 x 63, triangular', unit: 'flips', ...capel(63, 'triangular', 2.5, stream(44)) },
  { name: 'Ising 16 x 16 x 16, 1024 chains', unit: 'flips', ...cubes(16, 32, 'metropolis', stream(12)) },
  { name: 'Ising 16 x 16 x 16, 1024 chains, heat bath', unit: 'flips', ...cubes(16, 32, 'heatbath', stream(22)) },
  { name: 'Ising 64 x 64 x 64, 128 chains', unit: 'flips', ...cubes(64, 4, 'metropolis', stream(12)) },
  { name: 'dimers 16 x 16, T = inf, 1024 chains', unit: 'pivots', ...dimers(16, Number.POSITIVE_INFINITY, 32) },
  { name: 'dimers 32 x 32, T = 1, 1024 chains', unit: 'pivots', ...dimers(32, 1, 32) },
  {
    name: 'chipping N = 256, w = 1, 512 chains',
    unit: 'picks',
    sweeps: 16,
    // Two random words and the addresses.
    operations: THREEFRY / 2 + 15,
    make: (scope) => new ChippingChains(scope, { size: 256, density: 1, rates: fill(16, 1), seed: 1 }),
    check: {
      make: (scope) => new ChippingChains(scope, { size: 4, density: 1, rates: fill(8, 1), seed: 1 }),
      point: 1,
      observable: 'p0',
      // Ring of four sites: stationary state of the master equation.
      exact: 0.5759522936,
      burn: 100,
      spacing: 20,
    },
  },
  { name: 'XY 64 x 64, 1024 chains, heat bath', unit: 'updates', ...xyOf(32, 'heatbath') },
  { name: 'XY 64 x 64, 1024 chains, over-relaxation', unit: 'updates', ...xyOf(32, 'over-relaxation') },
  { name: 'Swendsen-Wang, XY 64 x 64, 128 chains', unit: 'updates', ...xyOf(4, 'swendsen-wang') },
];

/** @throws Error when the observable differs from its exact value by more than five standard errors */
export async function validateSampler(device: Device, { name, check }: Pick<Sampler, 'name' | 'check'>): Promise<void> {
  const scope = device.scope('validation');
  try {
    const chains = check.make(scope);
    const range = { first: 0, groups: chains.groups };
    await chains.advance(range, check.burn, async () => {});
    const series = await chains.measure(range, 100, check.spacing, async () => {});
    const { mean, error } = chains.observables(series, check.point)[check.observable] as Estimate;
    if (!(Math.abs(mean - check.exact) < 5 * error))
      throw new Error(`${name}: ${check.observable} ${mean} ± ${error}, exact ${check.exact}; the speed would mean nothing`);
  } finally {
    scope.dispose();
  }
}
