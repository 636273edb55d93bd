/** The configurations that a cell of a study with levels is trained on: sampled, and coarsened level by level. */
import { type BlockValues, blockCorrelations, blockEnergy } from '../../analysis/field/block_correlations.ts';
import { Blocking } from '../../analysis/field/blocking.ts';
import type { Configurations } from '../../sample/configurations.ts';
import { EXPORTED } from '../../sample/policy.ts';
import { type Alphabet, isPackedAlphabet } from '../../space/encoding.ts';
import { type Space, valuesOf } from '../../space/space.ts';
import { blockingOf, type CoarseRule } from '../../train/result/rule.ts';
import type { Sampler } from '../correlator/sample.ts';
import { type Cell, controlOf } from '../plan/plan.ts';
import { modelOf, type StudyConfig } from '../plan/schema.ts';
import { CHAINS, type Coarsening } from './config.ts';
import { type LevelData, levelData } from './input.ts';
import { formOf, modelAt } from './lattice.ts';
import type { LevelField } from './record.ts';

/** What a cell is trained on, and what was measured of it. */
interface Prepared {
  field: LevelField;
  /** Undefined on the first level, which is trained on the model itself. */
  data: LevelData | undefined;
}

/**
 * Samples the model of a cell and coarsens every configuration by the rules of the levels below. Sampling is in integers and coarsening on
 * the CPU, so a cell that was stopped gets the same configurations again.
 * @param rules of the levels below, the first one first
 * @param progress throws to stop
 */
export async function prepareLevel(
  config: StudyConfig,
  cell: Cell,
  rules: readonly CoarseRule[],
  sampler: Sampler,
  progress: () => Promise<void>,
): Promise<Prepared> {
  const form = formOf(config, cell.values);
  const model = modelOf(config);
  const { [controlOf(config)]: point, level: _, ...values } = cell.values;
  const settings = { ...config.train, ...values, algorithm: model.moves[0], [model.control.key]: [point] };
  const space = modelAt(config, cell.values).space(settings);
  const { samples } = config.coarsening as Coarsening;
  const coarse = coarseSteps(rules, model.space(settings), cell.seed);
  const all = new Float64Array(samples * valuesOf(space));
  let done = 0;
  const add = async ({ data, shape: [count] }: Configurations) => {
    const each = data.length / count;
    for (let n = 0; n < count; n++) all.set(coarse(data.subarray(n * each, (n + 1) * each), done + n), (done + n) * valuesOf(space));
    done += count;
    await progress();
  };
  const request = {
    model,
    settings,
    point: point as number,
    start: 'both',
    chains: CHAINS,
    measurements: samples / CHAINS,
    times: EXPORTED,
    seed: cell.seed + 1,
  } as const;
  const { algorithm, burn, spacing, thermal, flipSymmetric } = await sampler.sample(request, { add, progress });
  const alphabet = modelAt(config, cell.values).alphabet(settings);
  const field = { level: form.level, extents: space.extents, samples, sampling: { algorithm, burn, spacing, thermal }, ...measured(all, space, alphabet) };
  if (form.level === 1) return { field, data: undefined };
  const array = isPackedAlphabet(alphabet) ? Int8Array.from(all) : Float32Array.from(all);
  return { field, data: { ...levelData(array, space, form.level, form.variable), flip: flipSymmetric && odd(rules) } };
}

/** One configuration through all rules. */
function coarseSteps(rules: readonly CoarseRule[], space: Space, seed: number): (values: ArrayLike<number>, sample: number) => ArrayLike<number> {
  const steps: Blocking[] = [];
  let lattice = space;
  for (const [below, rule] of rules.entries()) {
    const step = new Blocking(blockingOf(rule, lattice, seed + below));
    steps.push(step);
    lattice = { ...lattice, extents: step.extents, channels: step.components };
  }
  return (values, sample) => steps.reduce((now, step) => step.of(now, 0, sample), values);
}

/** Whether all rules change sign with their inputs, so that a symmetry under the sign of all values survives. */
function odd(rules: readonly CoarseRule[]): boolean {
  return rules.every(({ states = 2, biases }) => states === 2 && biases.every((bias) => bias === 0));
}

/** Energy and correlations of the lattice of a level. @param all (samples, sites..., values of a site) */
function measured(all: Float64Array, { extents, boundary, channels }: Space, alphabet: Alphabet): Pick<LevelField, 'energy' | 'correlations'> {
  if (alphabet.kind === 'angles') return { energy: null, correlations: [] };
  const values = alphabet.kind === 'binary' ? all.map((value) => (value === alphabet.values[1] ? 1 : -1)) : all;
  const blocks: BlockValues = { extents, open: boundary.map((one) => one === 'open'), components: channels, values, states: alphabet.kind === 'states' };
  return { energy: blockEnergy(blocks), correlations: blockCorrelations(blocks) };
}
