/** An entry of `correlators` with everything derived from its study, and all checks that are possible before any work. */
import { namedPatterns } from '../../analysis/filters/patterns.ts';
import { BlockspinError, nearest } from '../../core/errors.ts';
import type { Model, Settings } from '../../model/model.ts';
import { SAMPLED } from '../../model/models.ts';
import type { Operators } from '../../model/operators.ts';
import { FURTHER_AXES, type FurtherAxis } from '../cells/data.ts';
import { modelOf, type StudyConfig, usualOf } from '../plan/schema.ts';
import { type CorrelatorEntry, correlatorSchema } from './config.ts';

/** Weights as [component][row][column]. */
export type FilterWeights = number[][][];

/** The source of a filter: a pattern, or a point of the grid. */
type FilterSource =
  | { kind: 'pattern'; name: string; weights: FilterWeights }
  /** Without a buffer the widest one that converged. */
  | { kind: 'trained'; components: number; temperature: number; buffer: number | undefined };

/** Which distances are fitted, sites. */
export interface FitWindow {
  from: number;
  to: number;
  only: 'all' | 'even' | 'odd' | { every: number; offset: number };
}

/** An entry with everything that follows from the study filled in. */
export interface CorrelatorPlan {
  /** Index in the list. */
  index: number;
  entry: CorrelatorEntry;
  model: Model;
  operators: Operators<Settings>;
  /** Of the model on the lattice that is sampled. */
  settings: Settings;
  setting: Record<FurtherAxis, number>;
  /** Number of values per site: 2 for models on bonds. */
  channels: number;
  source: FilterSource;
  window: FitWindow;
  distance: 'plain' | 'chord' | 'torus';
  mean: 'measured' | 'zero';
}

/** Spins or bonds of all chains that are unpacked at once, as bytes. */
const MOST_BYTES = 2 ** 30;

/** Blocks of all chains whose power spectra are kept at once: 1 GB. */
const MOST_SPECTRA = 2 ** 26;

/** The plans of all entries of a study. @throws BlockspinError naming the entry and the key */
export function correlatorPlans(config: StudyConfig): CorrelatorPlan[] {
  // Studies planned with versions before correlators have no such list.
  return (config.correlators ?? []).map((entry, index) => planOf(config, entry, index));
}

function planOf(config: StudyConfig, entry: CorrelatorEntry, index: number): CorrelatorPlan {
  const wrong = refusal(index);
  const model = modelOf(config);
  const { operators } = model;
  if (!operators) throw wrong('', `a model on a square lattice: ${WITH_OPERATORS}`, model.name, 'leave correlators out');
  const setting = settingOf(config, entry, wrong);
  const { size, chains, stride, temperature } = entry;
  // The moves of the study do not matter here.
  const settings = { ...config.train, ...setting, size, algorithm: model.moves[0], [model.control.key]: [temperature] };
  checkModel(model, settings, temperature, index);
  const { channels } = model.space(settings);
  if (chains * size * size * channels > MOST_BYTES)
    throw wrong(
      'chains',
      `at most ${Math.floor(MOST_BYTES / (size * size * channels))} chains of this size`,
      chains,
      'take fewer of them and more measurements',
    );
  if (size % stride !== 0) throw wrong('stride', `a stride that divides ${size}`, stride, 'use 1 for every translation');
  const source = sourceOf(config, entry, { block: setting.block, channels }, wrong);
  const components = source.kind === 'pattern' ? source.weights.length : source.components;
  if (entry.component !== 'all' && entry.component >= components)
    throw wrong('component', `all, or a number from 0 to ${components - 1}`, entry.component, 'they are counted from 0');
  const side = source.kind === 'pattern' ? source.weights[0].length : setting.block;
  if (side > size) throw wrong('size', `a lattice at least as large as the block, ${side}`, size, 'sample a larger lattice');
  checkFactor(entry, operators, model.name, wrong);
  if (entry.direction === 'all' && chains * (size / stride) ** 2 > MOST_SPECTRA)
    throw wrong('direction', `x, y or both for more than ${MOST_SPECTRA} blocks in all chains`, 'all', 'take fewer chains, or a stride');
  return {
    index,
    entry,
    model,
    operators,
    settings,
    setting,
    channels,
    source,
    window: windowOf(entry, side, operators.alternates(settings), wrong),
    distance: entry.distance ?? (entry.factor === 'none' ? 'chord' : 'torus'),
    mean: entry.mean ?? (operators.zeroMean(settings) ? 'zero' : 'measured'),
  };
}

/** Models whose correlators are measured, for messages. */
const WITH_OPERATORS = SAMPLED.filter(({ operators }) => operators)
  .map(({ name }) => name)
  .join(' or ');

type Refuse = (key: string, expected: string, got: unknown, remedy: string) => BlockspinError;

function refusal(index: number): Refuse {
  return (key, expected, got, remedy) =>
    new BlockspinError({ who: `study config, correlators.${index}${key && `.${key}`}`, expected, got: spelled(got), remedy });
}

const spelled = (value: unknown) => (value === Number.POSITIVE_INFINITY ? 'inf' : value);

/** Errors of samplers name keys of the entry, or of the training whose model is sampled. */
function checkModel(model: Model, settings: Settings, point: number, index: number): void {
  const keyOf = (setting: string) => (Object.hasOwn(correlatorSchema.shape, setting) ? `correlators.${index}.${setting}` : `train.${setting}`);
  try {
    model.check(settings, [point]);
  } catch (error) {
    throw error instanceof BlockspinError ? error.of(keyOf, 'study config') : error;
  }
}

function settingOf({ train, grid }: StudyConfig, { at = {} }: CorrelatorEntry, wrong: Refuse): Record<FurtherAxis, number> {
  const value = (axis: FurtherAxis) => {
    // Correlators are of the model itself.
    if (axis === 'level') return 1;
    const values = grid[axis] ?? [train[axis] ?? usualOf(axis)];
    const wanted = at[axis] ?? values[0];
    if (!values.includes(wanted)) throw wrong(`at.${axis}`, `one of ${values.join(', ')}`, wanted, 'give a value of the grid, or leave it out');
    return wanted;
  };
  return Object.fromEntries(FURTHER_AXES.map((axis) => [axis, value(axis)])) as Record<FurtherAxis, number>;
}

function sourceOf(config: StudyConfig, entry: CorrelatorEntry, { block, channels }: { block: number; channels: number }, wrong: Refuse): FilterSource {
  const { pattern, trainedAt, buffer, components, temperature, values } = entry;
  const { train, grid } = config;
  if (pattern !== undefined) {
    const foreign = (['trainedAt', 'buffer', 'components'] as const).find((key) => entry[key] !== undefined);
    if (foreign) throw wrong(foreign, 'either a pattern or the filter of a point', 'both', `leave ${foreign} or pattern out`);
    return patternOf(pattern, block, channels, wrong);
  }
  const nonlinear = train.filterHidden.length > 0 && 'filterHidden';
  const listed = train.sites && 'sites';
  if (nonlinear || listed) throw wrong('', 'a linear filter of a square block', `a study with train.${nonlinear || listed}`, 'give a pattern');
  if (values === 'sign' && ((train.states ?? 2) > 2 || train.bias))
    throw wrong('values', 'linear for filters with a bias and for more than two states', values, 'use linear, or give a pattern');
  const one = (key: string, known: readonly number[], wanted: number, remedy: string) => {
    if (!known.includes(wanted)) throw wrong(key, `one of ${known.map(spelled).join(', ')}, which the grid has`, wanted, remedy);
  };
  const trained = trainedAt ?? temperature;
  const other = 'name one of them with trainedAt, or give a pattern, which needs no training';
  one(trainedAt === undefined ? 'temperature' : 'trainedAt', grid.temperature ?? [], trained, other);
  if (buffer !== undefined) one('buffer', grid.buffer, buffer, 'leave it out for the widest one that converged');
  const count = components ?? grid.components[0];
  one('components', grid.components, count, 'leave it out for the least of the grid');
  return { kind: 'trained', components: count, temperature: trained, buffer };
}

function patternOf(pattern: NonNullable<CorrelatorEntry['pattern']>, block: number, channels: number, wrong: Refuse): FilterSource {
  if (typeof pattern === 'string') {
    const known = namedPatterns({ dimension: 2, side: block, bonds: channels === 2 });
    const found = known.find(({ name }) => name === pattern);
    const names = known.map(({ name }) => name);
    const near = nearest(pattern, names);
    if (!found) throw wrong('pattern', `one of ${names.join(', ')}, or weights`, pattern, near ? `did you mean ${near}?` : `use for example ${names[0]}`);
    const width = block * channels;
    return { kind: 'pattern', name: pattern, weights: [Array.from({ length: block }, (_, y) => found.filter.slice(y * width, (y + 1) * width))] };
  }
  const weights = (Array.isArray(pattern[0][0]) ? pattern : [pattern]) as FilterWeights;
  const side = weights[0].length;
  const fits = weights.every((component) => component.length === side && component.every((row) => row.length === side * channels));
  if (!fits)
    throw wrong(
      'pattern',
      `components of b rows with ${channels === 1 ? 'b' : '2 b'} weights each`,
      weights.map((rows) => `${rows.length} x ${rows[0].length}`).join(', '),
      channels === 1 ? 'give a square' : 'give the right and the down bond of every site, side by side',
    );
  if (weights.some((component) => component.flat().every((w) => w === 0)))
    throw wrong('pattern', 'weights other than 0', 'zeros', 'leave out such a component');
  return { kind: 'pattern', name: 'weights', weights };
}

function checkFactor({ factor, distance, stiffness }: CorrelatorEntry, { factor: own }: Operators<Settings>, model: string, wrong: Refuse): void {
  if (factor !== 'none' && factor !== own) throw wrong('factor', `none or ${own} for ${model}`, factor, `use ${own}, or none`);
  if (factor !== 'none' && distance !== undefined && distance !== 'torus')
    throw wrong('distance', 'torus where there is a factor', distance, 'leave distance out');
  if (stiffness !== undefined && factor !== 'winding') throw wrong('stiffness', 'a stiffness with the factor winding only', stiffness, 'leave it out');
}

function windowOf({ size, stride, window, direction }: CorrelatorEntry, side: number, alternates: boolean, wrong: Refuse): FitWindow {
  const { from = Math.min(2 * side, Math.floor(size / 4)), to = size / 2, only, every, offset } = window;
  if (every !== undefined && only !== undefined) throw wrong('window', 'either only or every', 'both', 'leave one of them out');
  if (offset !== undefined && every === undefined) throw wrong('window.offset', 'an offset with every', offset, 'leave it out');
  if (to > size / 2) throw wrong('window.to', `at most half of the lattice, ${size / 2}`, to, 'leave it out, or sample a larger lattice');
  const chosen = every === undefined ? (only ?? (alternates ? 'even' : 'all')) : { every, offset: offset ?? 0 };
  const shifted = chosen === 'odd' || (typeof chosen === 'object' && chosen.offset !== 0);
  if (direction === 'all' && shifted) throw wrong('window', 'all, even, or steps without an offset in all directions', 'odd distances', 'take the axes');
  const found = distancesOf({ from, to, only: chosen }, size, stride);
  if (found.length < 3)
    throw wrong('window', 'three distances or more', `${found.join(', ') || 'none'} from ${from} to ${to}`, 'widen it, or sample a larger lattice');
  return { from, to, only: chosen };
}

/** Distances of a window, sites. */
export function distancesOf({ from, to, only }: FitWindow, size: number, stride: number): number[] {
  const { every, offset } = typeof only === 'object' ? only : { every: only === 'all' ? 1 : 2, offset: only === 'odd' ? 1 : 0 };
  const all = Array.from({ length: Math.floor(size / stride / 2) + 1 }, (_, i) => i * stride);
  return all.filter((r) => r > 0 && r >= from && r <= to && (r - offset) % every === 0);
}
