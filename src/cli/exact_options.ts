import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { checkExactChain, type ExactChainOptions } from '../exact/chain.ts';
import { checkFilter, type Filter } from '../exact/channel.ts';
import { checkExactGaussian, type ExactGaussianOptions } from '../exact/gaussian.ts';
import { checkExactIsing, type ExactIsingOptions } from '../exact/ising.ts';
import { BOUNDARIES } from '../exact/lattice.ts';
import { quenchedBonds } from '../model/ising/bonds.ts';
import { CRITICAL_TEMPERATURE } from '../model/ising/options.ts';
import { filterOf } from '../store/filter_file.ts';
import { type DimerRequest, dimerRequest, isOfGraph } from './exact_dimers.ts';
import { type FieldRequest, fieldRequest } from './exact_field.ts';
import { isMap } from './exact_filter.ts';
import { fromSampler } from './exact_names.ts';
import { isGeneral, PLACE, refuseAlone, SPACE } from './exact_place.ts';
import { type SystemModel, type SystemRequest, systemRequest } from './exact_systems.ts';
import type { Host } from './host.ts';
import { oneOf, refuseOfOthers } from './models.ts';
import type { Given, OptionName } from './options.ts';

/** The request of `blockspin exact`: one system or more, all of one model. */
export type ExactOptions =
  | { model: SystemModel; system: SystemRequest }
  | { model: 'dimers'; matchings: DimerRequest }
  | { model: 'gaussian'; field: FieldRequest }
  | PlainOptions;

/** The systems that have a method of their own. */
export type PlainOptions =
  | { model: 'ising'; points: ExactIsingOptions[]; filter: Filter; filterName: string; further: boolean }
  | { model: 'chain'; points: ExactChainOptions[]; filter: Filter; filterName: string }
  | { model: 'gaussian'; points: ExactGaussianOptions[] };

const SPINS: readonly OptionName[] = ['size', 'block', 'buffer', 'temperature', 'coupling', 'filter', 'bias', 'soft'];
const DISORDERED: readonly OptionName[] = ['disorder', 'seed', 'shell'];
const COARSE: readonly OptionName[] = ['filter', 'bias', 'soft'];
const PAIRS: readonly OptionName[] = [...PLACE, ...SPACE, 'temperature', 'coupling', 'field', ...COARSE];
const OWN: Record<ExactOptions['model'], readonly OptionName[]> = {
  ising: [...PAIRS, ...DISORDERED, 'components'],
  chain: SPINS,
  gaussian: ['correlation', 'dimension', 'mass', 'filter', ...PLACE, ...SPACE],
  potts: [...PAIRS, 'q'],
  clock: [...PAIRS, 'q'],
  'blume-capel': [...PAIRS, 'crystal-field'],
  gauge: [...PLACE, 'temperature', 'coupling', ...COARSE],
  dimers: [...PLACE, ...COARSE, 'edges', 'graph', 'level', 'states', 'samples', 'seed'],
  'hard-cores': [...PLACE, ...SPACE, 'activity', ...COARSE],
  glauber: ['size', 'block', 'temperature', 'coupling', 'rule', 'lag', ...COARSE],
};

/**
 * Fills in defaults, reads the filter and checks everything, sizes included, before anything is computed.
 * @throws BlockspinError naming the option, what is allowed and what to do
 */
export async function exactOptions(host: Host, options: Given): Promise<ExactOptions> {
  const given = fromSampler(options, OWN);
  const model = oneOf('model', given.model ?? 'ising', Object.keys(OWN) as ExactOptions['model'][]);
  refuseOfOthers(model, OWN, given);
  if (model === 'gaussian' && (given.mass !== undefined || PLACE.some((name) => given[name] !== undefined))) {
    return { model, field: await fieldRequest(host, given) };
  }
  if (model === 'dimers' && isOfGraph(given)) return { model, matchings: await dimerRequest(host, given) };
  for (const name of ['level', 'states', 'samples', ...(model === 'dimers' ? (['seed'] as const) : [])] as const) refuseAlone(name, 'graph', given);
  if (model !== 'ising' && model !== 'chain' && model !== 'gaussian') return { model, system: await systemRequest(host, model, given) };
  if (model === 'ising' && (isGeneral(given) || (given.disorder === undefined && (await isMap(host, given))))) {
    refuseComponents(given);
    return { model, system: await systemRequest(host, model, given) };
  }
  if (model === 'gaussian') {
    const correlations = (given.correlation as number[] | undefined) ?? [0.5];
    const points = correlations.map((correlation) => ({ correlation, dimension: (given.dimension as number | undefined) ?? 1 }));
    points.forEach(checkExactGaussian);
    return { model, points };
  }
  const coupling = (given.coupling as number | undefined) ?? 1;
  const [size, block] = [sides(given, 'size'), sides(given, 'block')];
  const points = ((given.buffer as number[] | undefined) ?? [0]).flatMap((buffer) =>
    ((given.temperature as number[] | undefined) ?? [model === 'ising' ? CRITICAL_TEMPERATURE : 1]).map((temperature) => ({ buffer, temperature, coupling })),
  );
  if (model === 'chain') {
    const chain = { size: single('size', size) ?? Number.POSITIVE_INFINITY, block: single('block', block) ?? 2 };
    const all = points.map((point) => ({ ...chain, ...point }));
    all.forEach(checkExactChain);
    return { model, points: all, ...(await readFilter(host, given, [chain.block, 1])) };
  }
  const boundary = oneOf('boundary', [given.boundary ?? 'periodic'].join(), BOUNDARIES);
  const lattice = { size: size ?? ([4, 4] as const), block: block ?? ([2, 2] as const), boundary };
  const more = { ...(given.field === undefined ? {} : { field: given.field as number }), ...quenched(given, lattice.size) };
  const all = points.map((point) => ({ ...lattice, ...point, ...more }));
  all.forEach(checkExactIsing);
  const read = await readFilter(host, given, all[0].block);
  return { model, points: all, ...read, further: isFurther(given, read.filter) };
}

/** @throws BlockspinError for components where only those of the filter are summed */
function refuseComponents({ components }: Given): void {
  if (components === undefined) return;
  const expected = 'a torus, cylinder or open lattice with the block in its middle, and a filter of weights';
  throw new BlockspinError({ setting: 'components', expected, got: components, remedy: phrase`leave ${setting('components')} out` });
}

/** Whether components beyond those of the filter are asked for. @throws BlockspinError for more than one of them */
function isFurther({ components }: Given, { weights }: Filter): boolean {
  if (components === undefined || components === weights.length) return false;
  if (components === weights.length + 1) return true;
  throw new BlockspinError({
    setting: 'components',
    expected: `${weights.length + 1}: those of the filter, and the best one beyond them`,
    got: components,
    remedy: phrase`give ${setting('filter')} with one component less, in a file`,
  });
}

/** The bonds that all chains of `sample` and `train` have with the same --disorder and --seed, and the shell of a training. */
function quenched(given: Given, [Lx, Ly]: readonly [number, number]): Pick<ExactIsingOptions, 'bonds' | 'shell'> {
  const { disorder, seed, shell } = given as { disorder?: number; seed?: number; shell?: number };
  if (disorder === undefined) {
    const useless = DISORDERED.find((name) => given[name] !== undefined);
    if (useless === undefined) return {};
    throw new BlockspinError({
      setting: useless,
      expected: phrase`${setting('disorder')} that it belongs to`,
      got: 'none',
      remedy: phrase`give ${setting('disorder', 0.5)} as well, or leave it out`,
    });
  }
  if (Lx !== Ly) {
    const remedy = phrase`use for example ${setting('size', Math.min(Lx, Ly))}`;
    throw new BlockspinError({ setting: 'size', expected: 'a square lattice, as those that are sampled with disorder', got: [Lx, Ly].join(','), remedy });
  }
  return { bonds: quenchedBonds({ size: Lx, disorder, seed: seed ?? 1 }), ...(shell === undefined ? {} : { shell }) };
}

async function readFilter(host: Host, given: Given, block: readonly [number, number]): Promise<{ filter: Filter; filterName: string }> {
  const filterName = (given.filter as string | undefined) ?? 'uniform';
  const weights = await filterOf(host.files, filterName, block);
  const filter = { weights, bias: weights.map(() => (given.bias as number | undefined) ?? 0), soft: given.soft === true };
  checkFilter(filter, block[0] * block[1]);
  return { filter, filterName };
}

/** One side for both axes, or one each. */
function sides(given: Given, name: 'size' | 'block'): readonly [number, number] | undefined {
  const values = given[name] as number[] | undefined;
  if (!values) return undefined;
  if (values.length > 2) {
    const got = values.join(',');
    throw new BlockspinError({ who: `--${name}`, expected: 'one side, or two: x,y', got, remedy: `write for example --${name} 4, or --${name} 4,6` });
  }
  return [values[0], values[values.length - 1]];
}

function single(name: 'size' | 'block', values: readonly [number, number] | undefined): number | undefined {
  if (values && values[0] !== values[1]) {
    throw new BlockspinError({ who: `--${name}`, expected: 'one number for a chain', got: values.join(','), remedy: `write for example --${name} 8` });
  }
  return values?.[0];
}
