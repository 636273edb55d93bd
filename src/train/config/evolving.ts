/** What goes together with an evolution of the filter, and what follows from it. Nothing here is called for other trainings. */
import { STATE_BOUNDS, sumsOverStates } from '../../bound/bounds.ts';
import { logitCount } from '../../coarse/shape.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { GivenSettings } from './derived.ts';
import { isTable } from './evolution.ts';
import { filterSize } from './geometry.ts';
import { coarseOf } from './shapes.ts';
import type { TrainConfig } from './types.ts';

/** Candidates of a generation unless given: with two that are judged twice, 14 different ones. */
const USUAL_REPLICAS = 16;
/** A generation needs four candidates, and two of them twice. */
const LEAST_REPLICAS = 6;
/** Coordinates of a search: the eigenvectors of their covariance are computed for every generation. */
const MOST_COORDINATES = 128;
/** Values of a block whose states a table can list. */
const MOST_TABLE_VALUES = 6;

/** The settings given, with those that an evolution needs. */
export function withEvolution(given: GivenSettings): GivenSettings {
  const counted = given.replicas === undefined ? { ...given, replicas: USUAL_REPLICAS } : given;
  // The number of units follows from the block, which is not known yet.
  return given.evolve === 'table' && given.filterHidden === undefined ? { ...counted, filterHidden: [4] } : counted;
}

/**
 * A table is a filter with one hidden unit for each state of the block: its width is no choice.
 * @param given the settings before `withEvolution`
 * @throws BlockspinError for other hidden layers
 */
export function withTable(config: TrainConfig, given: GivenSettings): TrainConfig {
  if (!isTable(config)) return config;
  checkTable(config);
  const filterHidden = [Math.max(4, 2 ** filterSize(config))];
  if (given.filterHidden === undefined || String(given.filterHidden) === String(filterHidden)) return { ...config, filterHidden };
  throw new BlockspinError({
    setting: 'filterHidden',
    expected: phrase`none beside ${setting('evolve', 'table')}: a table has no hidden layers to choose`,
    got: given.filterHidden,
    remedy: phrase`leave ${setting('filterHidden')} out`,
  });
}

/** @throws BlockspinError for a block whose states a table cannot list, or an H that is no sign */
function checkTable(config: TrainConfig): void {
  const { states = 2 } = config;
  const kind = config.model.encoding(config).kind;
  const refuse = (expected: string, got: unknown) =>
    new BlockspinError({ setting: setting('evolve', 'table'), expected, got, remedy: phrase`use ${setting('evolve', 'weights')}` });
  if (kind !== 'bits') throw refuse('a block of values of two states', kind);
  if (states !== 2) throw refuse('components with two states, whose signs are listed', `${states} states`);
  const values = filterSize(config);
  if (values > MOST_TABLE_VALUES) throw refuse(`a block of at most ${MOST_TABLE_VALUES} values, since a table lists all states`, values);
}

/** Numbers that a search changes. */
export function coordinatesOf(config: TrainConfig): number {
  if (isTable(config)) return config.components * 2 ** filterSize(config);
  return logitCount(coarseOf(config)) * (filterSize(config) + (config.bias ? 1 : 0));
}

/** @throws BlockspinError for settings that do not go together with an evolution */
export function checkEvolution(config: TrainConfig): void {
  const { bound, filterHidden, replicas } = config;
  const who = setting('optimizer', 'cmaes');
  if (!sumsOverStates(bound)) {
    const remedy = phrase`use ${setting('bound', STATE_BOUNDS[0])} with a discrete H, or leave ${setting('optimizer')} out`;
    throw new BlockspinError({ setting: who, expected: 'a bound that sums over the states of a discrete H', got: setting('bound', bound), remedy });
  }
  if (!isTable(config) && filterHidden.length > 0) {
    const remedy = phrase`leave ${setting('filterHidden')} out, or use ${setting('evolve', 'table')}`;
    throw new BlockspinError({ setting: who, expected: 'a linear filter or a table', got: `hidden layers ${filterHidden.join(', ')}`, remedy });
  }
  const coordinates = coordinatesOf(config);
  if (coordinates > MOST_COORDINATES) {
    const remedy = phrase`use a smaller ${setting('block')}, fewer ${setting('components')}, or leave ${setting('optimizer')} out`;
    throw new BlockspinError({ setting: who, expected: `at most ${MOST_COORDINATES} numbers that evolve`, got: coordinates, remedy });
  }
  if (replicas < LEAST_REPLICAS) {
    const remedy = phrase`use ${setting('replicas', USUAL_REPLICAS)}, or leave it out`;
    throw new BlockspinError({ setting: 'replicas', expected: `at least ${LEAST_REPLICAS}, the candidates of a generation`, got: replicas, remedy });
  }
}

/** The refusal of an evolution where a filter is trained step by step. */
export function withoutSteps(): BlockspinError {
  const remedy = phrase`leave ${setting('optimizer')} out`;
  return new BlockspinError({ who: 'trainer', expected: 'a filter that learns step by step', got: setting('optimizer', 'cmaes'), remedy });
}
