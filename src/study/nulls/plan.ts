/** The trainings of null tests: those of the study, smaller, on pairs that have no information. */
import type { TrainInput } from '../../train/config/types.ts';
import type { FurtherAxis } from '../cells/data.ts';
import { trainingOf } from '../plan/around.ts';
import { settingsOf } from '../plan/config.ts';
import { fullSettings } from '../plan/plan.ts';
import { modelOf, type StudyConfig } from '../plan/schema.ts';
import type { NullKind } from './config.ts';

/** One null test at one place of the grid. */
export interface NullPlan {
  readonly index: number;
  readonly kind: NullKind;
  readonly setting: Record<FurtherAxis, number>;
  /** Value of the control parameter. */
  readonly temperature: number;
  /** The most of the grid: fewer collapse more easily. */
  readonly components: number;
  readonly buffer: number;
  readonly steps: number;
  readonly refine: number;
  readonly runs: number;
}

/** No training of a null test is longer or has more chains and samples. */
const MOST = { steps: 600, refine: 300, batch: 512, chains: 1024, heldOut: 256, validation: 256, evaluations: 96 } as const;
const RUNS = 2;
/** How many places further in its word of 32 the chain is that E is taken from. */
const SHUFFLE = 7;
/** The edges of the centre, and the first node of E at distance 3. */
const SPOKES = { radius: 1, buffer: 2 } as const;

/** One plan for each test, choice of the further axes (of levels the first) and value of the control parameter. */
export function nullPlans(config: StudyConfig): NullPlan[] {
  const { grid, nulls = [] } = config;
  const { steps, refine } = capped(config);
  const runs = Math.min(RUNS, config.runs);
  const components = Math.max(...grid.components);
  const points = grid[modelOf(config).control.key as 'temperature'] ?? [];
  const places = fullSettings(config).flatMap((one) => (one.level > 1 ? [] : points.map((temperature) => ({ setting: one, temperature }))));
  return nulls
    .flatMap((kind) => places.map((place) => ({ kind, ...place, components, buffer: kind === 'spokes' ? SPOKES.buffer : Math.min(...grid.buffer) })))
    .map((one, index) => ({ index, ...one, steps, refine, runs }));
}

/** The training of a plan. */
export function nullInput(config: StudyConfig, { kind, setting: full, temperature, components, buffer, runs }: NullPlan, seed: number): TrainInput {
  const own =
    settingsOf(config)[fullSettings(config).findIndex((one) => Object.keys(one).every((axis) => one[axis as FurtherAxis] === full[axis as FurtherAxis]))];
  const { level: _, ...axes } = own;
  const train = kind === 'spokes' ? aroundCentre(config.train) : config.train;
  const cut = trainingOf({ train, grid: { ...config.grid, buffer: [buffer] } });
  const point = { [modelOf(config).control.key]: [temperature], buffer: [buffer], components, replicas: runs, seed };
  return { ...cut, ...axes, ...capped(config), ...point, ...(kind === 'shuffled' ? { shuffle: SHUFFLE } : {}) } as TrainInput;
}

/** A filter that was given has the length of the study's own block. */
function aroundCentre({ filter: _, freeze: __, around, ...rest }: StudyConfig['train']): StudyConfig['train'] {
  return { ...rest, around: { centre: around?.centre ?? 'auto', radius: SPOKES.radius } } as StudyConfig['train'];
}

function capped({ train }: StudyConfig): Record<keyof typeof MOST, number> {
  const keys = Object.keys(MOST) as (keyof typeof MOST)[];
  return Object.fromEntries(keys.map((key) => [key, Math.min(MOST[key], train[key])])) as Record<keyof typeof MOST, number>;
}
