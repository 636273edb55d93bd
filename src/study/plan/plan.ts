/** From a config to numbered cells: plain data, no files and no GPU. */
import { philox } from '../../core/random.ts';
import { budgetOf, curveSteps, decisivePhase } from '../../train/config/budget.ts';
import type { TrainInput } from '../../train/config/config.ts';
import { FURTHER_AXES, type FurtherAxis } from '../cells/data.ts';
import { type StudyConfig, settingsOf } from './config.ts';

/** Axes whose values tell cells apart, beside the runs. */
export type CellAxisName = FurtherAxis | 'components' | 'temperature' | 'rate';

/** An axis of the store. Its values stand in the order in which they came into the study. */
export interface CellAxis {
  name: CellAxisName;
  values: number[];
}

/** One training: all buffers and a part of the runs at one point of all other axes. */
export interface Cell {
  /** Stays what it is when the study is enlarged: new cells come last. */
  index: number;
  /** Place along each axis of cells, then the number of the part of the runs: its chunk in every array. */
  at: number[];
  /** Values along the axes of cells. */
  values: Partial<Record<CellAxisName, number>>;
  firstRun: number;
  runs: number;
  /** Of its training: a hash of the study's seed and the physics of the cell. */
  seed: number;
}

export interface StudyPlan {
  config: StudyConfig;
  axes: CellAxis[];
  cells: Cell[];
  /** Last step of each interval of the curve of a training that runs to its end. */
  steps: number[];
}

/** 'rate' for chipping, else 'temperature'. */
export function controlOf({ train }: Pick<StudyConfig, 'train'>): 'temperature' | 'rate' {
  return train.model === 'chipping' ? 'rate' : 'temperature';
}

/** Number of parts the runs are split into. */
export function partsOf({ runs, runsPerCell }: Pick<StudyConfig, 'runs' | 'runsPerCell'>): number {
  return Math.ceil(runs / runsPerCell);
}

/** Values of an axis that a config asks for. */
function wanted(config: StudyConfig, name: CellAxisName): number[] | undefined {
  return name === 'rate' ? config.grid.chippingRate : config.grid[name];
}

/**
 * Lists the cells of a study: further axes vary slowest, then components, then temperatures, then parts of the runs.
 * @param before the plan of the same study that is enlarged: its cells keep their numbers and places, new ones follow
 */
export function planStudy(config: StudyConfig, before?: StudyPlan): StudyPlan {
  const names: CellAxisName[] = [...FURTHER_AXES.filter((axis) => config.grid[axis]), 'components', controlOf(config)];
  const axes = names.map((name, i): CellAxis => {
    const old = before?.axes[i].values ?? [];
    return { name, values: [...old, ...(wanted(config, name) ?? []).filter((value) => !old.includes(value))] };
  });
  const cells = [...(before?.cells ?? [])];
  const known = new Set(cells.map(({ at }) => at.join()));
  let places: number[][] = [[]];
  for (const { values } of axes) places = places.flatMap((place) => values.map((_, i) => [...place, i]));
  for (const place of places) {
    for (let part = 0; part < partsOf(config); part++) {
      const at = [...place, part];
      if (known.has(at.join())) continue;
      const values = Object.fromEntries(axes.map(({ name, values: all }, i) => [name, all[place[i]]])) as Cell['values'];
      const firstRun = part * config.runsPerCell;
      const runs = Math.min(config.runsPerCell, config.runs - firstRun);
      cells.push({ index: cells.length, at, values, firstRun, runs, seed: seedOf(config, values, firstRun) });
    }
  }
  const budget = budgetOf(config.train);
  return { config, axes, cells, steps: before?.steps ?? curveSteps(budget[decisivePhase(budget)]) };
}

/** Makes seeds of cells differ from other uses of the same generator. */
const STUDY_TAG = 0x73747564;

/**
 * The seed of a cell: Philox of the study's seed, chained through the cell's physical parameters and its first run. It
 * depends on nothing else of the grid, so that values added later change no other cell.
 */
export function seedOf(config: StudyConfig, values: Cell['values'], firstRun: number): number {
  const { train, seed } = config;
  const parameters = [...FURTHER_AXES.map((axis) => values[axis] ?? train[axis]), values.components as number, values[controlOf(config)] as number, firstRun];
  let key: [number, number] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0];
  let words = [0, 0];
  for (const [place, parameter] of parameters.entries()) {
    const [low, high] = new Uint32Array(Float64Array.of(parameter).buffer);
    words = philox([low, high, place, STUDY_TAG], key);
    key = [words[0], words[1]];
  }
  // 53 bits: what a number holds exactly.
  return (words[0] & 0x1fffff) * 2 ** 32 + words[1];
}

/** What `train` is given for a cell. */
export function trainInputOf({ config }: StudyPlan, { values, runs, seed }: Cell): TrainInput {
  const { rate, temperature, ...settings } = values;
  const control = rate === undefined ? { temperature: [temperature as number] } : { chippingRate: [rate] };
  return { ...config.train, ...settings, ...control, buffer: config.grid.buffer, replicas: runs, seed } as TrainInput;
}

/** Values of the further axes of each setting, those that the config fixes included. */
export function fullSettings(config: StudyConfig): Record<FurtherAxis, number>[] {
  const fixed = Object.fromEntries(FURTHER_AXES.map((axis) => [axis, config.train[axis]])) as Record<FurtherAxis, number>;
  return settingsOf(config).map((setting) => ({ ...fixed, ...setting }));
}
