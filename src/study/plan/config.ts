import * as z from 'zod';
import { checkKeys, keysOf, shapeOf } from '../../core/parts.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { completed } from '../../core/settings.ts';
import { CONTROLS, type ControlKey } from '../../model/models.ts';
import { choicesOf } from '../../train/config/choices.ts';
import { trainConfig } from '../../train/config/config.ts';
import type { GivenSettings } from '../../train/config/derived.ts';
import { currentSettings, successors } from '../../train/config/former.ts';
import { reasonFor } from '../../train/config/reasons.ts';
import { GENERAL, OF_WINDOW } from '../../train/config/schema.ts';
import type { TrainInput } from '../../train/config/types.ts';
import { FURTHER_AXES, type FurtherAxis } from '../cells/data.ts';
import { encode } from '../cells/record.ts';
import { correlatorPlans } from '../correlator/plan.ts';
import { checkLevel, coarseningOf } from '../levels/check.ts';
import { checkNulls } from '../nulls/check.ts';
import { operatorsPlans } from '../operators/plan.ts';
import { trainingOf } from './around.ts';
import { figureWishes } from './figures.ts';
import { checked, inStudy, wrong } from './issues.ts';
import { GRID_PARTS, MODEL, modelOf, type StudyConfig, studySchema, TRAIN_PARTS, WHOLE } from './schema.ts';

export { modelOf, type StudyConfig, type StudyInput } from './schema.ts';

/** A study of more cells is refused before they are listed. */
const MOST_CELLS = 1_000_000;
/** Runs of a cell unless given: one ensemble of that many per buffer keeps a GPU busy. */
const USUAL_RUNS_PER_CELL = 100;

/**
 * Fills in defaults and checks everything that can be checked before any work starts, the training of every cell included.
 * @throws BlockspinError naming the key, what is allowed, and the nearest known key where one is unknown
 */
export function studyConfig(given: unknown): StudyConfig {
  // As read from a file: infinity becomes the word that stands for it.
  const input: unknown = given === undefined ? {} : JSON.parse(encode(given));
  const whole = checked(studySchema, input, [], Object.keys(WHOLE).slice(1), placeOf);
  const {
    $schema: _,
    train: fixed,
    grid: axes,
    runsPerCell,
    coarsening: made,
    ...rest
  } = whole as typeof whole & { train: GivenSettings; grid: GivenSettings };
  if (fixed.optimizer !== undefined && fixed.optimizer !== 'adam') {
    const expected = 'filters that learn by their gradient: runs of a study are independent, and the candidates of an evolution are not';
    throw wrong('train.optimizer', expected, String(fixed.optimizer), 'leave it out, and train each point by itself');
  }
  const train = trainOf(without(fixed, 'optimizer'), Object.keys(axes));
  const grid = gridOf(axes, train);
  const twice = FURTHER_AXES.find((axis) => grid[axis] !== undefined && fixed[axis] !== undefined);
  if (twice) throw wrong(`grid.${twice}`, `one of grid.${twice} and train.${twice}`, 'both', 'leave one of them out');
  const coarsening = coarseningOf(made, grid);
  const most = Math.min(rest.runs, runsPerCell ?? USUAL_RUNS_PER_CELL);
  const config: StudyConfig = { ...rest, train, grid, runsPerCell: most, ...(coarsening ? { coarsening } : {}) };
  figureWishes(config.figures, grid.buffer);
  checkCells(config);
  checkTrainings(config);
  correlatorPlans(config);
  operatorsPlans(config);
  checkNulls(config);
  return config;
}

const without = (settings: GivenSettings, key: string): GivenSettings => Object.fromEntries(Object.entries(settings).filter(([name]) => name !== key));

/**
 * Settings of the trainings that have a meaning, with their defaults.
 * @param axes keys of the grid: these are left out
 */
function trainOf(given: GivenSettings, axes: readonly string[]): StudyConfig['train'] {
  return inStudy(
    (key) => `train.${key}`,
    () => {
      const { model } = completed({ model: MODEL }, given);
      const chosen = choicesOf(given, model);
      const elsewhere = (key: string) => successors(key) ?? didYouMean(placeOf(key));
      checkKeys(given, TRAIN_PARTS, chosen, { who: 'train', reason: reasonFor(), elsewhere });
      const shape = Object.fromEntries(Object.entries(shapeOf(TRAIN_PARTS, chosen)).filter(([key]) => !axes.includes(key)));
      return completed(shape, { ...given, bound: chosen.bound }) as StudyConfig['train'];
    },
  );
}

/**
 * A config as it was stored, with the settings of now: without what means nothing, and with defaults of what came later.
 * @throws BlockspinError for one that no version can have stored
 */
export function currentStudy(given: unknown): StudyConfig {
  const stored: unknown = given === undefined ? {} : JSON.parse(encode(given));
  checked(studySchema, stored, [], Object.keys(WHOLE).slice(1), placeOf);
  const config = given as StudyConfig;
  const train = trainOf(currentSettings(config.train, TRAIN_PARTS), Object.keys(config.grid));
  const grid = gridOf(JSON.parse(encode(config.grid)), train);
  const axis = Object.keys(grid).find((key) => encode(grid[key as 'buffer']) !== encode(config.grid[key as 'buffer'] ?? null));
  if (axis) throw wrong(`grid.${axis}`, 'an ascending list, as it was planned', 'another one', 'plan the study again');
  if (!Number.isInteger(config.runsPerCell)) throw wrong('runsPerCell', 'a whole number', config.runsPerCell, 'plan the study again');
  checkCells(config);
  return { ...config, train };
}

/** @throws BlockspinError for a grid of more cells than can be worked with */
function checkCells({ grid, runs, runsPerCell }: StudyConfig): void {
  const axes = Object.entries(grid).filter(([name]) => name !== 'buffer');
  const cells = axes.reduce((product, [, values]) => product * values.length, Math.ceil(runs / runsPerCell));
  if (cells <= MOST_CELLS) return;
  const sizes = [...axes.map(([name, values]) => `${values.length} of ${name}`), `${Math.ceil(runs / runsPerCell)} parts of the runs`];
  throw wrong('grid', `at most ${MOST_CELLS} cells`, `${cells}: ${sizes.join(' x ')}`, 'take fewer values, or make several studies of it');
}

/** The axes, ascending. The control parameter, the buffer and the number of components are always included. */
function gridOf(given: GivenSettings, train: StudyConfig['train']): StudyConfig['grid'] {
  const { name, control } = modelOf({ train });
  const reason = (key: string) =>
    CONTROLS.some((other) => other.key === key) ? { expected: `an axis that ${name} has`, remedy: phrase`use ${setting(control.key)}` } : undefined;
  const keyOf = (key: string) => (key === 'model' ? 'train.model' : `grid.${key}`);
  inStudy(keyOf, () => checkKeys(given, GRID_PARTS, { model: name }, { who: 'grid', reason, elsewhere: (key) => didYouMean(placeOf(key)) }));
  const shape = shapeOf(GRID_PARTS, { model: name });
  const grid = checked(z.strictObject(shape), given, ['grid'], Object.keys(shape), placeOf) as Partial<StudyConfig['grid']>;
  const usual = completed({ buffer: OF_WINDOW.buffer, components: GENERAL.components }, {}) as { buffer: number[]; components: number };
  return {
    ...grid,
    [control.key]: grid[control.key as ControlKey] ?? [...control.usual],
    buffer: grid.buffer ?? usual.buffer,
    components: grid.components ?? [usual.components],
  };
}

/** All trainings of the study. */
function checkTrainings(config: StudyConfig): void {
  const { grid } = config;
  const { key } = modelOf(config).control;
  for (const values of settingsOf(config)) {
    checkLevel(config, values, keyIn(config));
    for (const components of grid.components) {
      const { level: _, ...settings } = values;
      const input = { ...inStudy(keyIn(config), () => trainingOf(config)), ...settings, buffer: grid.buffer, components, replicas: config.runsPerCell };
      // A cell has one value of the control parameter. A check that passes for all values together may fail for one.
      for (const points of [grid[key as ControlKey] as number[], (grid[key as ControlKey] as number[]).slice(0, 1)]) {
        inStudy(keyIn(config), () => trainConfig({ ...input, [key]: points } as TrainInput));
      }
    }
  }
}

/** All combinations of the values of the further axes; one empty combination where there are none. */
export function settingsOf({ grid }: Pick<StudyConfig, 'grid'>): Partial<Record<FurtherAxis, number>>[] {
  return FURTHER_AXES.reduce<Partial<Record<FurtherAxis, number>>[]>(
    (all, axis) => (grid[axis] ? all.flatMap((values) => (grid[axis] as number[]).map((value) => ({ ...values, [axis]: value }))) : all),
    [{}],
  );
}

const TRAIN_KEYS = keysOf(TRAIN_PARTS);
const GRID_KEYS = keysOf(GRID_PARTS);

/** The place of a setting of trainings in a study. */
export function keyIn({ grid }: Pick<StudyConfig, 'grid'>): (setting: string) => string {
  return (key) => {
    if (key === 'replicas') return 'runsPerCell';
    return Object.hasOwn(grid, key) ? `grid.${key}` : TRAIN_KEYS.includes(key) ? `train.${key}` : key;
  };
}

/** The right place of a misplaced key. */
function placeOf(key: string): string | undefined {
  if (GRID_KEYS.includes(key)) return `grid.${key}`;
  if (TRAIN_KEYS.includes(key)) return `train.${key}`;
  return Object.hasOwn(WHOLE, key) ? `${key} of the whole` : undefined;
}

const didYouMean = (place: string | undefined): Phrase | undefined => (place === undefined ? undefined : `did you mean ${place}?`);
