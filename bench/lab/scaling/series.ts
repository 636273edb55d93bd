/** All series: samplers against size and chains, training steps against replicas, batch and environment. */
import type { Device } from '../../../src/gpu/device.ts';
import type { Scope } from '../../../src/gpu/scope.ts';
import { ChippingChains } from '../../../src/model/chipping/chains.ts';
import { DimerChains } from '../../../src/model/dimers/chains.ts';
import { IsingChains } from '../../../src/model/ising/chains.ts';
import { IsingLattice } from '../../../src/model/ising/lattice.ts';
import { T_C } from '../../../src/model/ising/options.ts';
import type { Chains } from '../../../src/sample/chains.ts';
import type { TrainInput } from '../../../src/train/config/config.ts';
import { workOf } from '../../row.ts';
import { fill, SAMPLERS, type Sampler, validateSampler } from '../../rows/samplers.ts';
import { makeSampler } from '../../rows/sampling.ts';
import { validateStep } from '../../rows/training.ts';
import { bytesOfHistory, CASES, flopsOf, makeStep, ring, type Sizes, SPARSE, type StepBound } from '../../step.ts';
import type { Series } from './scaling.ts';

const [ISING] = CASES;
/** Rows of the history: steps of a training by default, and more steps than the benchmark runs. */
const HISTORY = { from: 900, to: 40_000 };

/** Validations that were done, by device and name: all sizes use the same kernels. */
const validated = new WeakMap<Device, Set<string>>();

async function once(device: Device, name: string, validate: () => Promise<void>): Promise<void> {
  const names = validated.get(device) ?? new Set<string>();
  validated.set(device, names);
  if (names.has(name)) return;
  await validate();
  names.add(name);
}

/**
 * A series of a sampler.
 * @param like the row of the table with the same kernels, whose validation holds for all sizes
 */
function sampler(like: string, curve: Pick<Series, 'curve' | 'fixed' | 'parameter' | 'sizes'>, make: (scope: Scope, n: number) => Chains): Series {
  const row = SAMPLERS.find(({ name }) => name === like) as Sampler;
  return {
    ...curve,
    group: 'sampling',
    unit: 'chain-sweeps',
    async make(device, scope, n) {
      const chains = make(scope, n);
      const units = chains.groups * chains.chainsPerGroup;
      const { run, work, counted } = await makeSampler(device, scope, { ...row, sweeps: 1, make: () => chains });
      // A sweep of worms has about one pivot per site.
      const operations = (row.operations ?? 0) * units * chains.sites;
      const validate = () => once(device, like, () => validateSampler(device, row));
      return { run, units, work: counted ? { dispatches: 1, operations } : work, validate };
    },
  };
}

const powers = (first: number, last: number, factor: number) => {
  const all = [];
  for (let n = first; n <= last; n *= factor) all.push(n);
  return all;
};

const INFINITE = Number.POSITIVE_INFINITY;

const SAMPLING: Series[] = [
  sampler(
    'Ising 64 x 64, 128 chains',
    { curve: 'Ising', fixed: '32 chains', parameter: 'L', sizes: { quick: [64, 256, 1024], full: powers(64, 8192, 2), hardware: [16384, 32768] } },
    (scope, n) => new IsingChains(scope, { size: n, coupling: 1, temperatures: [T_C], seed: 1 }),
  ),
  sampler(
    'Ising 1024 x 1024, one lattice',
    { curve: 'Ising, one lattice', fixed: '1 chain', parameter: 'L', sizes: { quick: [256, 1024, 4096], full: powers(256, 65536, 2), hardware: [131072] } },
    (scope, n) => new IsingLattice(scope, { size: n, coupling: 1, temperatures: [T_C], seed: 1 }),
  ),
  sampler(
    'dimers 16 x 16, T = inf, 1024 chains',
    { curve: 'dimers', fixed: '1024 chains', parameter: 'L', sizes: { quick: [8, 16, 32], full: powers(8, 128, 2), hardware: [256] } },
    (scope, n) => new DimerChains(scope, { size: n, temperatures: fill(32, INFINITE), seed: 1 }),
  ),
  sampler(
    'chipping N = 256, w = 1, 512 chains',
    { curve: 'chipping', fixed: '512 chains', parameter: 'L', sizes: { quick: [64, 256, 1024], full: powers(64, 16384, 4), hardware: [65535] } },
    (scope, n) => new ChippingChains(scope, { size: n, density: 1, rates: fill(16, 1), seed: 1 }),
  ),
  sampler(
    'Ising 64 x 64, 128 chains',
    {
      curve: 'Ising',
      fixed: '64 x 64',
      parameter: 'chains',
      sizes: { quick: [32, 512, 8192], full: powers(32, 524288, 4), hardware: powers(2097152, 33554432, 4) },
    },
    (scope, n) => new IsingChains(scope, { size: 64, coupling: 1, temperatures: fill(n / 32, T_C), seed: 1 }),
  ),
  sampler(
    'dimers 16 x 16, T = inf, 1024 chains',
    { curve: 'dimers', fixed: '16 x 16', parameter: 'chains', sizes: { quick: [32, 256, 2048], full: powers(32, 32768, 4), hardware: [131072, 524288] } },
    (scope, n) => new DimerChains(scope, { size: 16, temperatures: fill(n / 32, INFINITE), seed: 1 }),
  ),
  sampler(
    'chipping N = 256, w = 1, 512 chains',
    { curve: 'chipping', fixed: 'N = 256', parameter: 'chains', sizes: { quick: [32, 256, 2048], full: powers(32, 131072, 4), hardware: [524288] } },
    (scope, n) => new ChippingChains(scope, { size: 256, density: 1, rates: fill(n / 32, 1), seed: 1 }),
  ),
];

/**
 * Series of training steps with one bound. Sizes lie far apart because software adapters compile the kernels for each K and |E|,
 * which takes longer than the timing.
 * @param R replicas in the series against K and |E|: enough for the work to exceed the launches
 */
function training(bound: StepBound, R: number): Series[] {
  const { batch, environment } = ISING.sizes;
  const fixed = { R: `R = ${R}`, K: `K = ${batch}`, E: `|E| = ${environment}` };
  const part = (
    parameter: Series['parameter'],
    fixed: string,
    sizes: Series['sizes'],
    of: (n: number) => { replicas: number; input: TrainInput; sizes: Partial<Sizes> },
  ): Series => ({
    curve: bound,
    fixed,
    group: 'training',
    parameter,
    unit: 'replica-steps',
    sizes,
    async make(device, _, n) {
      const { replicas, input, sizes } = of(n);
      const step = await makeStep(device, ISING, replicas, HISTORY.to, { bound, ...input } as TrainInput);
      const work = workOf(step.alone, { flops: replicas * flopsOf({ ...ISING.sizes, ...sizes }, bound) }, SPARSE);
      // Only the default sizes have a known objective.
      const validate = async () => {
        if (Object.keys(input).length === 0)
          await once(device, `${bound} ${replicas === 1 ? 'alone' : 'in an ensemble'}`, () => validateStep(device, ISING, step, bound));
      };
      return { run: step.alone, units: replicas, work, validate, dispose: () => step.ensemble.dispose() };
    },
    spare(device, n) {
      const { replicas, input } = of(n);
      return bytesOfHistory(device, ISING, replicas, HISTORY, { bound, ...input } as TrainInput);
    },
  });
  return [
    part('R', `${fixed.K}, ${fixed.E}`, { quick: [1, 4, 16], full: powers(1, 256, 4), hardware: [1024, 4096] }, (n) => ({
      replicas: n,
      input: {},
      sizes: {},
    })),
    part('K', `${fixed.R}, ${fixed.E}`, { quick: [100, 400], full: powers(100, 6400, 4) }, (n) => ({
      replicas: R,
      input: n === batch ? {} : { batch: n },
      sizes: { batch: n },
    })),
    {
      // The sizes are widths of the shell.
      ...part('|E|', `${fixed.R}, ${fixed.K}`, { quick: [5, 20], full: [2, 5, 10, 20] }, (shell) => ({
        replicas: R,
        input: shell === ISING.input.shell ? {} : { shell },
        sizes: { environment: environmentOf(shell) },
      })),
      at: environmentOf,
    },
  ];
}

/** Number of sites of E for a shell around the block and the buffer of the Ising training. */
const environmentOf = (shell: number) => ring(Math.sqrt(ISING.sizes.visible), ISING.input.buffer as number, shell);

/** All series for an adapter. */
export const seriesFor = (software: boolean): Series[] => [
  ...SAMPLING,
  ...(['discrete', 'infonce'] as const).flatMap((bound) => training(bound, software ? 8 : 256)),
];
