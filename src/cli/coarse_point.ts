/** The trained coarse variable of one point of a stored run, as it is applied to other configurations. */
import * as z from 'zod';
import { BlockspinError } from '../core/errors.ts';
import { SAMPLED } from '../model/models.ts';
import { sidesOf } from '../report/draw/block.ts';
import { isTraining, readResults } from '../store/stored_results.ts';
import { currentSettings } from '../train/config/former.ts';
import { type CoarseRule, ruleOf } from '../train/result/rule.ts';
import type { PointSummary, Summary } from '../train/result/summary.ts';
import type { Host } from './host.ts';
import type { SampleOptions } from './models.ts';
import type { Given } from './options.ts';

/** A point of a run, and what samples its model. */
export interface CoarsePoint {
  readonly summary: PointSummary;
  readonly run: Summary;
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
 * @throws BlockspinError for a folder without results, several points, and filters that cannot be applied to other configurations
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
  if (summary.tables) throw refuse('a linear filter', 'a table of signs, which is none');
  if (run.config.filterHidden.length > 0) throw refuse('a linear filter', 'a nonlinear one, of which results hold only the linear part');
  if (summary.inputs !== undefined)
    throw refuse('a filter of the values', `one of ${summary.inputs === 'both' ? 'values and products' : 'products'} of values`);
  if (summary.lag !== undefined) throw refuse('an environment at the same time', `a lag of ${summary.lag}`);
  const temperature = typeof summary.temperature === 'number' ? summary.temperature : undefined;
  return { summary, run, variable: run.config.variable, temperature, options: optionsOf(run.config as unknown as Record<string, unknown>, summary, run.seed) };
}

/** How the model of a run is sampled at a point; with another seed than that of the run. */
function optionsOf(config: Record<string, unknown>, { temperature, rate }: PointSummary, seed: number): SampleOptions | undefined {
  const model = SAMPLED.find(({ name }) => name === config.model);
  if (!model) return undefined;
  const point = rate ?? (temperature === 'inf' ? Number.POSITIVE_INFINITY : (temperature as number));
  const settings = z.object(model.settings).parse({ ...currentSettings(config), [model.control.key]: [point] });
  return { model, settings, points: [point], layout: 'chains', chains: CHAINS, samples: SAMPLES, limit: 0, start: 'both', seed: seed + 1 };
}

/** @throws BlockspinError for a run on a list of sites, whose block has one place */
export function checkBeside(folder: string, { run }: CoarsePoint): void {
  if (!run.config.sites) return;
  const remedy = 'blockspin words applies it to its own block; train with another setting';
  throw new BlockspinError({ who: folder, expected: 'blocks that lie beside each other', got: 'a list of sites', remedy });
}

/** The filter of the best replica. */
export const coarseRule = ({ summary, variable }: CoarsePoint): CoarseRule =>
  ruleOf(summary, variable, sidesOf({ block: summary.block, extents: summary.extents }));
