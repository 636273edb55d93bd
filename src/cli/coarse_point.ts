/** The trained coarse variable of one point of a stored run, as it is applied to other configurations. */
import * as z from 'zod';
import type { BlockingOptions } from '../analysis/field/blocking.ts';
import { BlockspinError } from '../core/errors.ts';
import { SAMPLED } from '../model/models.ts';
import { sidesOf } from '../report/draw/block.ts';
import type { Alphabet } from '../space/encoding.ts';
import type { Space } from '../space/space.ts';
import { isTraining, readResults } from '../store/stored_results.ts';
import { currentSettings } from '../train/config/former.ts';
import type { PointSummary } from '../train/result/summary.ts';
import type { Host } from './host.ts';
import type { SampleOptions } from './models.ts';
import type { Given } from './options.ts';

/** A point of a run, and what samples its model. */
export interface CoarsePoint {
  readonly summary: PointSummary;
  /** What H becomes where it is continuous. */
  readonly variable: string;
  /** J / k_B; undefined if unknown or infinite. */
  readonly temperature: number | undefined;
  /** Undefined for a run on a file. */
  readonly options: SampleOptions | undefined;
}

/** Chains and measurements of each unless given: 4096 configurations. */
const [CHAINS, SAMPLES] = [128, 32];

/**
 * The point of a run that --temperature and --buffer choose.
 * @throws BlockspinError for a folder without results, several points, and filters that cannot be applied block by block
 */
export async function chosenPoint(host: Host, folder: string, given: Given): Promise<CoarsePoint> {
  if (!isTraining((await host.files.list(folder)) ?? [])) {
    throw new BlockspinError({ who: folder, expected: 'a folder that train --out has written', got: 'another', remedy: 'give the folder of a training' });
  }
  const {
    results: { summary: run },
    notes,
  } = await readResults(host.files, folder);
  for (const note of notes) host.err(`${note}\n`);
  const wanted = (of: unknown, value: unknown) => of === undefined || String([of].flat()) === String([value].flat());
  const points = run.points.filter((point) => wanted(given.temperature, point.temperature) && wanted(given.buffer, point.buffer));
  if (points.length !== 1) {
    const listed = run.points.map(({ temperature, buffer }) => `--temperature ${temperature} --buffer ${[buffer].flat().join('x')}`);
    throw new BlockspinError({
      who: folder,
      expected: 'one point of the run',
      got: `${points.length} of ${run.points.length}`,
      remedy: `choose one: ${listed.slice(0, 8).join('; ')}`,
    });
  }
  const [summary] = points;
  const refuse = (expected: string, got: string) => new BlockspinError({ who: folder, expected, got, remedy: 'train with another setting' });
  if (run.config.filterHidden.length > 0) throw refuse('a linear filter', 'a nonlinear one, of which results hold only the linear part');
  if (run.config.sites) throw refuse('blocks that lie beside each other', 'a list of sites');
  if (summary.lag !== undefined) throw refuse('an environment at the same time', `a lag of ${summary.lag}`);
  const temperature = typeof summary.temperature === 'number' ? summary.temperature : undefined;
  return { summary, variable: run.config.variable, temperature, options: optionsOf(run.config as unknown as Record<string, unknown>, summary, run.seed) };
}

/** How the model of a run is sampled at a point; with another seed than that of the run. */
function optionsOf(config: Record<string, unknown>, { temperature, rate }: PointSummary, seed: number): SampleOptions | undefined {
  const model = SAMPLED.find(({ name }) => name === config.model);
  if (!model) return undefined;
  const point = rate ?? (temperature === 'inf' ? Number.POSITIVE_INFINITY : (temperature as number));
  const settings = z.object(model.settings).parse({ ...currentSettings(config), [model.control.key]: [point] });
  return { model, settings, points: [point], layout: 'chains', chains: CHAINS, samples: SAMPLES, limit: 0, start: 'both', seed: seed + 1 };
}

/** How values reach a filter: as in a training. @throws BlockspinError for counts, whose scale results do not hold */
function inputsOf(alphabet: Alphabet): Pick<BlockingOptions, 'inputs' | 'inputOf'> {
  if (alphabet.kind === 'binary') return { inputs: 1, inputOf: (value) => (value === alphabet.values[1] ? 1 : -1) };
  if (alphabet.kind === 'states') return { inputs: alphabet.values.length, inputOf: (value, _, state) => (Object.is(alphabet.values[state], value) ? 1 : -1) };
  if (alphabet.kind === 'reals') return { inputs: 1, inputOf: (value) => value };
  if (alphabet.kind === 'angles') {
    const turn = (2 * Math.PI) / alphabet.period;
    return { inputs: 2, inputOf: (value, _, input) => (input === 0 ? Math.cos(turn * value) : Math.sin(turn * value)) };
  }
  throw new BlockspinError({
    who: 'coarsen',
    expected: 'values of two or a few states, numbers or angles',
    got: 'counts',
    remedy: 'train on them as numbers, with --alphabet real',
  });
}

/** The filter of the best replica on a space. */
export function ruleOf({ summary, variable }: CoarsePoint, { extents, boundary, channels }: Space, seed: number): BlockingOptions {
  const { filters, biases, best, states, alphabet, block } = summary;
  const sides = sidesOf({ block, extents: [...extents] });
  const { inputs, inputOf } = inputsOf(alphabet);
  const weights = filters[best].map((component) => component.flat());
  const perValue = weights[0].length / (sides.reduce((product, side) => product * side, 1) * channels);
  if (alphabet.kind === 'angles' && perValue > inputs) {
    throw new BlockspinError({
      who: 'coarsen',
      expected: 'a filter of cosine and sine',
      got: `${perValue} inputs of an angle`,
      remedy: 'train with --harmonics 1',
    });
  }
  return {
    extents,
    open: boundary.map((one) => one === 'open'),
    channels,
    inputs,
    inputOf,
    sides,
    weights,
    biases: biases?.[best] ?? [],
    outcome:
      states === undefined
        ? { kind: 'number', of: variable === 'tanh' ? Math.tanh : (logit) => logit }
        : states === 2
          ? { kind: 'sign' }
          : { kind: 'states', states },
    seed,
  };
}
