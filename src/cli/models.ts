import { BlockspinError, nearest } from '../core/errors.ts';
import { checkChipping } from '../model/chipping/chains.ts';
import { checkDimers } from '../model/dimers/start.ts';
import { checkLattice } from '../model/ising/lattice.ts';
import { CRITICAL_TEMPERATURE, checkIsing, type Dynamics } from '../model/ising/options.ts';
import type { Start } from '../sample/chains.ts';
import { CHAINS_PER_GROUP, MOST_CHAINS } from '../sample/groups.ts';
import type { Given, OptionName } from './options.ts';

/** Ways to move Ising spins; auto measures which of Metropolis and Swendsen-Wang gives independent samples sooner. */
export const ALGORITHMS = ['auto', 'metropolis', 'heatbath', 'swendsen-wang', 'tempering'] as const;
export type SampleAlgorithm = (typeof ALGORITHMS)[number];

const STARTS = ['ordered', 'random', 'both'] as const satisfies readonly Start[];

/** What `blockspin sample` was asked for, with the defaults of the model filled in. */
export interface SampleOptions {
  model: 'ising' | 'dimers' | 'chipping';
  size: number;
  /** Values of the control parameter: temperatures, or the rate w of chipping. */
  points: number[];
  coupling: number;
  field: number;
  disorder: number;
  sharedDisorder: boolean;
  algorithm: SampleAlgorithm;
  interaction: number;
  density: number;
  biased: boolean;
  chains: number;
  samples: number;
  /** Sweeps before the first measurement and between measurements; by default from what is known of the model. */
  burn?: number;
  spacing?: number;
  start: Start;
  seed: number;
}

/** Options that mean something to one model only. */
const OWN: Record<SampleOptions['model'], readonly OptionName[]> = {
  ising: ['temperature', 'coupling', 'field', 'disorder', 'own-disorder', 'algorithm'],
  dimers: ['temperature', 'interaction'],
  chipping: ['density', 'chipping-rate', 'rate', 'biased'],
};

const SIZES = { ising: 64, dimers: 16, chipping: 64 };

/**
 * Fills in defaults and checks everything that can be checked before a device is opened.
 * @throws BlockspinError naming the option, what is allowed and what to do
 */
export function sampleOptions(given: Given): SampleOptions {
  const model = oneOf('model', given.model ?? 'ising', Object.keys(OWN) as SampleOptions['model'][]);
  refuseOfOthers(model, OWN, given);
  oneOf('boundary', given.boundary ?? 'periodic', ['periodic']);
  const number = (name: OptionName, usual: number) => (given[name] as number | undefined) ?? usual;
  const options: SampleOptions = {
    model,
    size: number('size', SIZES[model]),
    points:
      model === 'chipping'
        ? chippingRates(given)
        : ((given.temperature as number[] | undefined) ?? [model === 'ising' ? CRITICAL_TEMPERATURE : Number.POSITIVE_INFINITY]),
    coupling: number('coupling', 1),
    field: number('field', 0),
    disorder: number('disorder', 0),
    sharedDisorder: given['own-disorder'] !== true,
    algorithm: oneOf('algorithm', given.algorithm ?? 'auto', ALGORITHMS),
    interaction: number('interaction', -1),
    density: number('density', 1),
    biased: given.biased === true,
    chains: number('chains', 128),
    samples: number('samples', 64),
    burn: given.burn as number | undefined,
    spacing: given.spacing as number | undefined,
    start: oneOf('start', given.start ?? 'both', STARTS),
    seed: number('seed', 1),
  };
  checkNumbers(options);
  if (model === 'ising') checkIsingOptions(options);
  else if (model === 'dimers') checkDimers({ ...options, temperatures: options.points });
  else checkChipping(options.size, options.density, options.points);
  return options;
}

/** --chipping-rate, as in train; --rate, which there is Adam's, means the same here. */
function chippingRates(given: Given): number[] {
  if (given.rate === undefined) return (given['chipping-rate'] as number[] | undefined) ?? [1];
  if (given['chipping-rate'] === undefined) return [given.rate as number];
  throw new BlockspinError({ who: '--rate', expected: '--chipping-rate alone', got: 'both', remedy: 'leave --rate out' });
}

function checkIsingOptions(options: SampleOptions): void {
  checkIsing({ ...options, temperatures: options.points });
  const plain = options.field === 0 && options.disorder === 0;
  if (!plain && (options.algorithm === 'swendsen-wang' || options.algorithm === 'tempering')) {
    const remedy = 'use --algorithm metropolis or heatbath';
    throw new BlockspinError({ who: '--algorithm', expected: 'local updates where there is a field or disorder', got: options.algorithm, remedy });
  }
  if (options.chains < CHAINS_PER_GROUP) checkLattice({ ...options, temperatures: options.points });
  if (options.chains < CHAINS_PER_GROUP && options.algorithm !== 'auto' && options.algorithm !== 'metropolis') {
    const remedy = `use --chains ${CHAINS_PER_GROUP}, or --algorithm metropolis`;
    throw new BlockspinError({ who: '--algorithm', expected: `metropolis for fewer than ${CHAINS_PER_GROUP} chains`, got: options.algorithm, remedy });
  }
}

/** The local dynamics of an algorithm. */
export function dynamicsOf({ algorithm }: SampleOptions): Dynamics {
  return algorithm === 'heatbath' ? 'heatbath' : 'metropolis';
}

/** @throws BlockspinError for an option that only other models have. */
export function refuseOfOthers<M extends string>(model: M, own: Record<M, readonly OptionName[]>, given: Given): void {
  for (const name of new Set(Object.values<readonly OptionName[]>(own).flat())) {
    if (given[name] === undefined || own[model].includes(name)) continue;
    const expected = `options that ${model} has: ${own[model].map((o) => `--${o}`).join(' ')}`;
    throw new BlockspinError({ who: '--model', expected, got: `--${name} ${given[name]}`, remedy: `leave --${name} out` });
  }
}

/** @throws BlockspinError for a value that is not one of those allowed, with the nearest of them. */
export function oneOf<T extends string>(name: OptionName, got: unknown, allowed: readonly T[]): T {
  if (allowed.includes(got as T)) return got as T;
  const near = nearest(String(got), allowed);
  throw new BlockspinError({
    who: `--${name}`,
    expected: `one of ${allowed.join(', ')}`,
    got,
    remedy: near ? `did you mean ${near}?` : `use --${name} ${allowed[0]}`,
  });
}

function checkNumbers({ model, chains, samples, burn = 1, spacing = 1, seed }: SampleOptions): void {
  for (const [name, value, least, most, usual] of [
    ['samples', samples, 2, 1_000_000, 64],
    ['burn', burn, 0, 2 ** 40, 1000],
    ['spacing', spacing, 1, 2 ** 32, 10],
    ['seed', seed, 0, Number.MAX_SAFE_INTEGER, 1],
  ] as const) {
    if (!(Number.isInteger(value) && value >= least && value <= most)) {
      const remedy = `use for example --${name} ${usual}`;
      throw new BlockspinError({ who: `--${name}`, expected: `a whole number from ${least} to ${most}`, got: value, remedy });
    }
  }
  const few = model === 'ising' && chains >= 1 && chains < CHAINS_PER_GROUP;
  const words = chains >= CHAINS_PER_GROUP && chains % CHAINS_PER_GROUP === 0;
  if (!(Number.isInteger(chains) && chains <= MOST_CHAINS && (few || words))) {
    throw new BlockspinError({
      who: '--chains',
      expected: `a multiple of ${CHAINS_PER_GROUP} up to ${MOST_CHAINS}${model === 'ising' ? `, or 1 to ${CHAINS_PER_GROUP - 1} large lattices` : ''}`,
      got: chains,
      remedy: 'use for example --chains 128',
    });
  }
}
