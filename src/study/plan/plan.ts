/** From a config to numbered cells: plain data, no files and no GPU. */
import { philox } from '../../core/random.ts';
import type { Control } from '../../model/model.ts';
import type { ControlKey } from '../../model/models.ts';
import { budgetOf, curveSteps, decisivePhase } from '../../train/config/budget.ts';
import type { TrainInput } from '../../train/config/config.ts';
import { FURTHER_AXES, type FurtherAxis, formerly } from '../cells/data.ts';
import { type LevelData, levelInput } from '../levels/input.ts';
import { trainingOf } from './around.ts';
import { settingsOf } from './config.ts';
import { modelOf, type StudyConfig, usualOf } from './schema.ts';

/** Axes whose values distinguish cells, beside the runs. */
export type CellAxisName = FurtherAxis | 'components' | Control['axis'];

/** An axis of the store. Its values stand in the order in which they were added to the study. */
export interface CellAxis {
  name: CellAxisName;
  values: number[];
}

/** One training: all buffers and a part of the runs at one point of all other axes. */
export interface Cell {
  /** Never changes when the study is enlarged: new cells come last. */
  index: number;
  /** Place along each axis of cells, then the number of the part of the runs: its chunk in every array. */
  at: number[];
  /** Values along the axes of cells. */
  values: Partial<Record<CellAxisName, number>>;
  firstRun: number;
  runs: number;
  /** Seed of its training: a hash of the study's seed and the physics of the cell. */
  seed: number;
}

/** The plan of a study: its config with all defaults, and its numbered cells. */
export interface StudyPlan {
  config: StudyConfig;
  axes: CellAxis[];
  cells: Cell[];
  /** Last step of each interval of the curve of a training that runs to its end. */
  steps: number[];
}

/** Name of the axis of the control parameter. */
export function controlOf(config: Pick<StudyConfig, 'train'>): Control['axis'] {
  return modelOf(config).control.axis;
}

/** Number of parts the runs are split into. */
export function partsOf({ runs, runsPerCell }: Pick<StudyConfig, 'runs' | 'runsPerCell'>): number {
  return Math.ceil(runs / runsPerCell);
}

/** Values of an axis that a config asks for. */
export function valuesOf(config: StudyConfig, name: CellAxisName): number[] | undefined {
  const { axis, key } = modelOf(config).control;
  return config.grid[name === axis ? (key as ControlKey) : (name as FurtherAxis | 'components')];
}

/**
 * Lists the cells of a study: further axes vary slowest, then components, then temperatures, then parts of the runs.
 * @param before the plan of the same study that is enlarged: its cells keep their numbers and places, new ones follow
 */
export function planStudy(config: StudyConfig, before?: StudyPlan): StudyPlan {
  const axes = axisNames(config).map((name, i): CellAxis => {
    const old = before?.axes[i].values ?? [];
    return { name, values: [...old, ...(valuesOf(config, name) ?? []).filter((value) => !old.includes(value))] };
  });
  const cells = [...(before?.cells ?? [])];
  const known = new Set(cells.map(({ at }) => at.join()));
  let places: number[][] = [[]];
  for (const { values } of axes) places = places.flatMap((place) => values.map((_, i) => [...place, i]));
  for (const place of places) {
    for (let part = 0; part < partsOf(config); part++) {
      const at = [...place, part];
      if (known.has(at.join())) continue;
      cells.push(cellAt(config, axes, at, cells.length));
    }
  }
  return { config, axes, cells, steps: before?.steps ?? stepsOf(config) };
}

/** Last step of each interval of the curve of a training that runs to its end. */
export function stepsOf({ train }: StudyConfig): number[] {
  const budget = budgetOf(train);
  return curveSteps(budget[decisivePhase(budget)]);
}

/** The cell at a place of the grid. @param at along each axis, then the part of the runs */
export function cellAt(config: StudyConfig, axes: readonly CellAxis[], at: number[], index: number): Cell {
  const values = Object.fromEntries(axes.map(({ name, values: all }, i) => [name, all[at[i]]])) as Cell['values'];
  const firstRun = at[axes.length] * config.runsPerCell;
  const runs = Math.min(config.runsPerCell, config.runs - firstRun);
  return { index, at, values, firstRun, runs, seed: seedOf(config, values, firstRun) };
}

/** Axes of the cells of a config, in their order. */
export function axisNames(config: StudyConfig): CellAxisName[] {
  return [...FURTHER_AXES.filter((axis) => config.grid[axis]), 'components', controlOf(config)];
}

/** Separates seeds of cells from other uses of the same generator. */
const STUDY_TAG = 0x73747564;
/** Axes that enter every seed, in this order. It must not change, so that existing studies keep their seeds. */
const SEEDED: readonly FurtherAxis[] = ['size', 'coupling', 'interaction', 'density', 'block', 'shell'];

/** Newer axes enter only with a value that older studies, which do not have them, could not have, in the order of their names. */
export function laterAxes(values: Partial<Record<FurtherAxis, number>>): FurtherAxis[] {
  return FURTHER_AXES.filter((axis) => !SEEDED.includes(axis) && (values[axis] ?? formerly(axis)) !== formerly(axis)).sort();
}

/**
 * The seed of a cell: Philox of the study's seed, chained through the cell's physical parameters and its first run. It
 * depends on nothing else of the grid, so that values added later change no other cell.
 */
function seedOf(config: StudyConfig, values: Cell['values'], firstRun: number): number {
  const { train, seed } = config;
  const parameterOf = (axis: FurtherAxis) => values[axis] ?? train[axis] ?? usualOf(axis);
  const parameters = [...SEEDED.map(parameterOf), values.components as number, values[controlOf(config)] as number, firstRun].map((value, place) => ({
    value,
    place,
  }));
  for (const axis of laterAxes({ ...train, ...values })) parameters.push({ value: parameterOf(axis), place: placeOf(axis) });
  let key: [number, number] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
  let words = [0, 0];
  for (const { place, value } of parameters) {
    const [low, high] = new Uint32Array(Float64Array.of(value).buffer);
    words = philox([low, high, place, STUDY_TAG], key);
    key = [words[0], words[1]];
  }
  // 53 bits: a number holds them exactly.
  return (words[0] & 0x1fffff) * 2 ** 32 + words[1];
}

/** FNV-1a of a name. */
function placeOf(name: string): number {
  return [...name].reduce((hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193) >>> 0, 0x811c9dc5);
}

/** The input of `train` for a cell. @param above the first level: the configurations of its level */
export function trainInputOf({ config }: StudyPlan, { values, runs, seed }: Cell, above?: LevelData): TrainInput {
  const { axis, key } = modelOf(config).control;
  const { [axis]: point, level: _, ...settings } = values;
  const ofCell = { buffer: config.grid.buffer, replicas: runs, seed };
  if (above) return { ...levelInput(config, settings, above), ...(axis === 'temperature' ? { temperature: [point] } : {}), ...ofCell } as TrainInput;
  return { ...trainingOf(config), ...settings, [key]: [point], ...ofCell } as TrainInput;
}

/** The cell of the level below, of whose filter the lattice of a cell is made; undefined on the first level. */
export function cellBelow({ axes, cells }: Pick<StudyPlan, 'axes' | 'cells'>, { at, values }: Cell): Cell | undefined {
  const axis = axes.findIndex(({ name }) => name === 'level');
  if (axis < 0 || values.level === 1) return undefined;
  const below = at.with(axis, axes[axis].values.indexOf((values.level as number) - 1)).join();
  return cells.find((cell) => cell.at.join() === below);
}

/** Values of the further axes for each setting, those that the config fixes included. */
export function fullSettings(config: StudyConfig): Record<FurtherAxis, number>[] {
  const { sites } = trainingOf(config);
  const listed = sites ? { block: sites.block.length, shell: sites.environment.length } : {};
  const fixed = Object.fromEntries(FURTHER_AXES.map((axis) => [axis, { ...config.train, ...listed }[axis] ?? usualOf(axis)])) as Record<FurtherAxis, number>;
  return settingsOf(config).map((setting) => ({ ...fixed, ...setting }));
}
