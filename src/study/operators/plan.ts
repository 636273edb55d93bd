/** An entry of `operators` with everything derived from its study, and all checks that are possible before any work. */
import type { CovarianceOptions } from '../../analysis/operators/covariance.ts';
import { operatorNamed, operatorNames } from '../../analysis/operators/named.ts';
import { type BlockFilter, type BlockOfValues, type SectorName, type SectorOperator, splitFilter } from '../../analysis/operators/split.ts';
import { BlockspinError, nearest } from '../../core/errors.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { FieldTheory } from '../../model/field_theory.ts';
import type { Model, Settings } from '../../model/model.ts';
import { SAMPLED } from '../../model/models.ts';
import { FURTHER_AXES, type FurtherAxis } from '../cells/data.ts';
import { modelOf, type StudyConfig, usualOf } from '../plan/schema.ts';
import type { OperatorsEntry } from './config.ts';
import { foundInput } from './found_input.ts';

/** A local operator of one sector, and what its filter tells of the environment beyond those found before it, nats. */
export interface GivenOperator extends SectorOperator {
  readonly gain?: Estimate;
}

/** An entry with everything that follows from the study filled in. */
export interface OperatorsPlan {
  /** Index in the list. */
  readonly index: number;
  readonly entry: OperatorsEntry;
  readonly model: Model;
  readonly theory: FieldTheory<Settings>;
  readonly setting: Record<FurtherAxis, number>;
  readonly block: BlockOfValues;
  /** Sorted into sectors; without those that are found. */
  readonly operators: readonly GivenOperator[];
  /** Whether filters are found by deflation, which come before the others. */
  readonly finds: boolean;
  readonly near: number;
  readonly far: number;
  readonly from: number;
}

/** Stands for the filters of deflation. */
const FOUND = 'found';

/** Numbers of all correlators of a sector that are kept at once: 1 GB. */
const MOST_NUMBERS = 2 ** 27;

/** The plans of all entries of a study. @throws BlockspinError naming the entry and the key */
export function operatorsPlans(config: StudyConfig): OperatorsPlan[] {
  // Studies planned with versions before tables of operators have no such list.
  return (config.operators ?? []).map((entry, index) => planOf(config, entry, index));
}

/** Settings of the model on a lattice of a given side. */
export function settingsAt(config: StudyConfig, { model, setting, entry }: Pick<OperatorsPlan, 'model' | 'setting' | 'entry'>, size: number): Settings {
  return { ...config.train, ...setting, size, algorithm: model.moves[0], [model.control.key]: [entry.temperature] };
}

/**
 * The displacements at which the fields of a sector are correlated. The correlator of a gradient changes sign from one axis to the other, and those of bonds with the
 * sublattice.
 */
export function displacementsOf(
  { entry, block }: Pick<OperatorsPlan, 'entry' | 'block'>,
  sector: SectorName,
): Required<Pick<CovarianceOptions, 'direction' | 'every'>> {
  return { direction: sector === 'staggered' ? 'x' : (entry.direction ?? 'all'), every: block.inner === 'none' ? 2 : 1 };
}

function planOf(config: StudyConfig, entry: OperatorsEntry, index: number): OperatorsPlan {
  const wrong: Refuse = (key, expected, got, remedy) =>
    new BlockspinError({ who: `study config, operators.${index}${key && `.${key}`}`, expected, got, remedy });
  const model = modelOf(config);
  const { fieldTheory: theory } = model;
  if (!theory) throw wrong('', `a model whose operators are sorted by symmetry: ${WITH_THEORY}`, model.name, 'leave operators out');
  const setting = settingOf(config);
  const side = entry.block ?? setting.block;
  const settings = settingsAt(config, { model, setting, entry }, entry.sizes[0]);
  const block = blockOf(model, theory, settings, side);
  const finds = entry.filters.includes(FOUND);
  const operators = entry.filters.flatMap((one) => (one === FOUND ? [] : operatorsOf(one, block, config.seed, wrong)));
  if (finds && side !== setting.block) throw wrong('block', `the block of the study, ${setting.block}, where filters are found`, side, 'leave it out');
  const near = entry.near ?? Math.max(4, side);
  const far = entry.far ?? 2 * near;
  const plan = { index, entry, model, theory, setting, block, operators, finds, near, far, from: entry.from ?? Math.max(6, 2 * side) };
  if (finds) foundInput(config, plan);
  checkSizes(config, plan, wrong);
  return plan;
}

/** The first value of every further axis: tables are of one model, on its own lattice. */
function settingOf({ train, grid }: StudyConfig): Record<FurtherAxis, number> {
  const value = (axis: FurtherAxis) => (axis === 'level' ? 1 : (grid[axis] ?? [train[axis] ?? usualOf(axis)])[0]);
  return Object.fromEntries(FURTHER_AXES.map((axis) => [axis, value(axis)])) as Record<FurtherAxis, number>;
}

const WITH_THEORY = SAMPLED.filter(({ fieldTheory }) => fieldTheory)
  .map(({ name }) => name)
  .join(', ');

type Refuse = (key: string, expected: string, got: unknown, remedy: string) => BlockspinError;

function blockOf(model: Model, { inner }: FieldTheory<Settings>, settings: Settings, side: number): BlockOfValues {
  const alphabet = model.alphabet(settings);
  const { channels } = model.space(settings);
  const values = 'values' in alphabet ? alphabet.values : [];
  return { side, channels, values, onehot: model.encoding(settings).kind === 'onehot', inner };
}

function operatorsOf(one: OperatorsEntry['filters'][number], block: BlockOfValues, seed: number, wrong: Refuse): SectorOperator[] {
  if (typeof one !== 'string') return splitFilter({ ...one, pairs: one.inputs === 'products' ? neighbours(block) : [] } satisfies BlockFilter, block);
  const found = operatorNamed(one, block, seed);
  if (found) return [found];
  const names = operatorNames(block);
  const near = nearest(one, names);
  throw wrong('filters', `found, names out of ${names.join(', ')}, or weights`, one, near ? `did you mean ${near}?` : `use for example ${names[0]}`);
}

/** Nearest neighbours within the block, by the site that comes first: right, then down. */
function neighbours({ side, channels }: BlockOfValues): [number, number][] {
  return Array.from({ length: side * side }, (_, i) => i).flatMap((i): [number, number][] => [
    ...(i % side === side - 1 ? [] : [[i * channels, (i + 1) * channels] as [number, number]]),
    ...(i + side < side * side ? [[i * channels, (i + side) * channels] as [number, number]] : []),
  ]);
}

function checkSizes(config: StudyConfig, plan: OperatorsPlan, wrong: Refuse): void {
  const { entry, model, block, near, far, from } = plan;
  const { sizes, chains, temperature } = entry;
  const [smallest, largest] = [sizes[0], sizes[sizes.length - 1]];
  if (sizes.some((size, i) => i > 0 && size <= sizes[i - 1])) throw wrong('sizes', 'ascending sides', sizes.join(', '), 'sort them');
  if (2 * block.side > smallest) throw wrong('sizes', `sides of at least two blocks, ${2 * block.side}`, smallest, 'leave smaller lattices out');
  for (const size of sizes) {
    try {
      model.check(settingsAt(config, plan, size), [temperature]);
    } catch (error) {
      throw error instanceof BlockspinError ? error.of((key) => (key === 'size' ? `operators.${plan.index}.sizes` : `train.${key}`), 'study config') : error;
    }
  }
  const halves = { near, far, from };
  for (const key of ['near', 'far', 'from'] as const)
    if (halves[key] > largest / 2) throw wrong(key, `at most half of the largest lattice, ${largest / 2}`, halves[key], 'take a larger lattice');
  if (far <= near) throw wrong('far', `a distance beyond ${near}`, far, 'leave it out');
  checkAxes(plan, wrong);
  const n = plan.operators.length + (plan.finds ? entry.most : 0);
  if ((chains * n * (n + 1) * largest ** 2) / 16 > MOST_NUMBERS)
    throw wrong('chains', 'fewer chains, or fewer filters: correlators of all pairs are kept', chains, 'take fewer chains and more measurements');
}

/** Along the axes there are places at multiples of a step only. Where every direction counts, diagonal ones lie between them. */
function checkAxes({ entry, block, near, far }: OperatorsPlan, wrong: Refuse): void {
  if (entry.direction !== 'axes') return;
  const { every } = displacementsOf({ entry, block }, 'plain');
  const distances = { near, far };
  for (const key of ['near', 'far'] as const)
    if (distances[key] % every !== 0)
      throw wrong(key, 'an even distance for bonds along the axes', distances[key], `use ${distances[key] + 1}, or the direction all`);
}
