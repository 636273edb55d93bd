/** What levels cannot be made of, found when a study is planned. */
import { isDiscrete, type VariableName } from '../../coarse/variables.ts';
import { philox } from '../../core/random.ts';
import { valuesOf } from '../../space/space.ts';
import { trainConfig } from '../../train/config/config.ts';
import type { FurtherAxis } from '../cells/data.ts';
import { inStudy, wrong } from '../plan/issues.ts';
import { modelOf, type StudyConfig } from '../plan/schema.ts';
import { CHAINS, type Coarsening } from './config.ts';
import { levelData, levelInput } from './input.ts';
import { formOf, modelAt } from './lattice.ts';

/** Values of the configurations of one level, all of which are in memory. */
const MOST_VALUES = 2 ** 28;

/**
 * How the lattices of levels are made, with defaults; undefined for a study of one level.
 * @throws BlockspinError for settings of it without levels, and for a buffer that the grid has not
 */
export function coarseningOf(given: { buffer?: number | undefined; samples: number } | undefined, grid: StudyConfig['grid']): Coarsening | undefined {
  if (!grid.level) {
    if (given) throw wrong('coarsening', 'levels to be made by it', 'none', 'give grid.level as well, for example 3, or leave it out');
    return undefined;
  }
  const { buffer = Math.min(...grid.buffer), samples = 4096 } = given ?? {};
  if (!grid.buffer.includes(buffer)) throw wrong('coarsening.buffer', `one of ${grid.buffer.join(', ')}`, buffer, 'give a buffer of the grid');
  return { buffer, samples: CHAINS * Math.ceil(samples / CHAINS) };
}

/**
 * Checks the training of a level above the first at one choice of the further axes, with a stand-in for its configurations.
 * @throws BlockspinError for models and settings that cannot be coarsened block by block, and for lattices that become too small
 */
export function checkLevel(config: StudyConfig, values: Partial<Record<FurtherAxis, number>>, keyOf: (setting: string) => string): void {
  const { train, grid, coarsening } = config;
  const [model, form] = [modelOf(config), formOf(config, values)];
  if (form.level === 1 || !coarsening) return;
  const settings = { ...train, ...values };
  const refuse = (key: string, got: unknown, expected: string) =>
    wrong(keyOf(key), `${expected} of a study with several levels`, got, 'change it, or leave grid.level out');
  for (const key of ['sites', 'at', 'stride'] as const) if (train[key] !== undefined) throw refuse(key, 'a value', 'blocks that lie beside each other');
  if (train.filterHidden.length > 0) throw refuse('filterHidden', train.filterHidden.join(','), 'a linear filter');
  if (grid.components.length > 1) throw refuse('components', grid.components.join(','), 'one number of components');
  if ((settings.disorder ?? 0) !== 0) throw refuse('disorder', settings.disorder, 'no disorder');
  const space = model.space(settings);
  if (model.alphabet(settings).kind === 'counts') throw refuse('model', model.name, 'a model of states or numbers');
  if (space.translations === 'none') throw refuse('graph', 'a graph', 'a ring, a square or a cube');
  if (space.cell) throw refuse('lattice', space.cell.name, 'a ring, a square or a cube');
  const side = form.block ** (form.level - 1);
  if (space.extents.some((extent) => extent % side !== 0)) {
    throw wrong(
      keyOf('size'),
      `sides that ${side} divides, ${form.block} for each level below level ${form.level}`,
      space.extents.join(' x '),
      'use another size, or fewer levels',
    );
  }
  const coarse = modelAt(config, values).space(settings);
  if (coarsening.samples * valuesOf(coarse) > MOST_VALUES)
    throw wrong(
      'coarsening.samples',
      `at most ${Math.floor(MOST_VALUES / valuesOf(coarse))} on ${coarse.extents.join(' x ')} sites`,
      coarsening.samples,
      'use fewer',
    );
  const data = { ...levelData(standIn(coarsening.samples * valuesOf(coarse), form), coarse, form.level, form.variable), flip: false };
  const input = { ...levelInput(config, values, data), buffer: grid.buffer, components: form.components, replicas: config.runsPerCell };
  inStudy(keyOf, () => trainConfig(input));
}

/** Values of the alphabet of a level, at random. */
function standIn(count: number, { states = 2, variable }: ReturnType<typeof formOf>): Int8Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  const words = Array.from({ length: 256 }, (_, i) => philox([i, 0, 0, 0], [1, 2])).flat();
  if (!isDiscrete(variable as VariableName)) return Float32Array.from({ length: count }, (_, i) => words[i % words.length] / 2 ** 32);
  return Int8Array.from({ length: count }, (_, i) => (states === 2 ? 1 - 2 * (words[i % words.length] & 1) : words[i % words.length] % states));
}
