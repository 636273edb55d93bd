/** The arrays of a study's store: names, dimensions, units, and what a cell writes into them. */
import { FILTER_KINDS } from '../../analysis/filters/filter.ts';
import { logitCount } from '../../coarse/shape.ts';
import { internal } from '../../core/errors.ts';
import type { ZarrArray, ZarrData, ZarrType } from '../../store/zarr.ts';
import { ZARR_TYPES } from '../../store/zarr.ts';
import { filterExtents } from '../../train/config/geometry.ts';
import { REPLICA_STATES, type ReplicaSummary, type Results, timeOf, VERDICTS } from '../../train/result/summary.ts';
import { watchedOf } from '../../train/result/watched.ts';
import { modelAt } from '../levels/lattice.ts';
import { trainingOf } from '../plan/around.ts';
import { modelOf } from '../plan/config.ts';
import { type Cell, fullSettings, partsOf, type StudyPlan } from '../plan/plan.ts';

/** Dimensions that follow those of the cells. */
type Inner = 'buffer' | 'run' | 'part' | 'component' | 'row' | 'column' | 'step' | 'observable';

interface Described {
  type: ZarrType;
  inner: readonly Inner[];
  units?: string;
  long_name: string;
  /** In the order of the small integers that encode them; -1: not done. */
  words?: readonly string[];
}

const OF_RUN = ['buffer', 'run'] as const;
const NATS = { type: 'float64', inner: OF_RUN, units: 'nat' } as const;

/** Every array that cells write, `done` last. */
const ARRAYS = {
  information: { ...NATS, long_name: 'held-out I(H:E) with the discrete H' },
  information_error: { ...NATS, long_name: 'standard error of information' },
  validation: { ...NATS, long_name: 'bound on the validation samples, by which runs are chosen' },
  entropy: { ...NATS, long_name: 'entropy of the discrete H' },
  onset: { type: 'float64', inner: OF_RUN, units: '1', long_name: 'training steps until half of the final objective' },
  run_status: { type: 'int8', inner: OF_RUN, long_name: 'what became of a run', words: REPLICA_STATES },
  filter: { type: 'float32', inner: ['buffer', 'run', 'component', 'row', 'column'], units: '1', long_name: 'weights of the filter' },
  objective: { type: 'float32', inner: ['buffer', 'run', 'step'], units: 'nat', long_name: 'mean in-sample objective of an interval of training steps' },
  verdict: { type: 'int8', inner: ['buffer', 'part'], long_name: 'what became of a point, from a part of its runs', words: VERDICTS },
  filter_kind: { type: 'int8', inner: ['buffer', 'part'], long_name: 'what the chosen filter of a part looks like', words: FILTER_KINDS },
  ceiling: { type: 'float64', inner: ['buffer', 'part'], units: 'nat', long_name: 'what the bound cannot exceed' },
  autocorrelation_time: { type: 'float64', inner: ['part', 'observable'], units: 'sweep', long_name: 'integrated autocorrelation time' },
  done: { type: 'uint8', inner: ['part'], long_name: '1 where the cell is done' },
} as const satisfies Record<string, Described>;

type ArrayName = keyof typeof ARRAYS;
export const ARRAY_NAMES = Object.keys(ARRAYS) as ArrayName[];

/** Extents of the inner dimensions: of the whole array, and of a chunk. */
function extentsOf({ config, steps }: StudyPlan): Record<Inner, { whole: number; chunk: number }> {
  const full = (extent: number) => ({ whole: extent, chunk: extent });
  const model = modelOf(config);
  const shapes = fullSettings(config).map((setting) => filterExtents({ ...trainingOf(config), ...setting, model: modelAt(config, setting) }));
  const most = (axis: 0 | 1) => Math.max(...shapes.map((shape) => shape[axis]));
  const { states } = config.train;
  return {
    buffer: full(config.grid.buffer.length),
    run: { whole: config.runs, chunk: config.runsPerCell },
    part: { whole: partsOf(config), chunk: 1 },
    component: full(logitCount({ components: Math.max(...config.grid.components), states })),
    row: full(most(0)),
    column: full(most(1)),
    step: full(steps.length),
    observable: full(watchedOf(model).length),
  };
}

/** Arrays of plans that were asked for before: every cell asks. */
const known = new WeakMap<StudyPlan, Record<ArrayName, ZarrArray>>();

/** All arrays that cells write. */
export function arraysOf(plan: StudyPlan): Record<ArrayName, ZarrArray> {
  const arrays = known.get(plan) ?? describeAll(plan);
  known.set(plan, arrays);
  return arrays;
}

function describeAll(plan: StudyPlan): Record<ArrayName, ZarrArray> {
  const extents = extentsOf(plan);
  const describe = (name: ArrayName): ZarrArray => {
    const { type, inner, units, long_name, words }: Described = ARRAYS[name];
    return {
      name,
      type,
      dims: [...plan.axes.map((axis) => axis.name), ...inner],
      shape: [...plan.axes.map(({ values }) => values.length), ...inner.map((dim) => extents[dim].whole)],
      chunk: [...plan.axes.map(() => 1), ...inner.map((dim) => extents[dim].chunk)],
      attributes: {
        long_name,
        ...(units ? { units } : {}),
        // The convention of climate data, which tools for labelled arrays support.
        ...(words ? { flag_values: words.map((_, i) => i), flag_meanings: words.join(' ') } : {}),
        ...(inner.includes('observable') ? { observables: watchedOf(modelOf(plan.config)) } : {}),
      },
    };
  };
  return Object.fromEntries(ARRAY_NAMES.map((name) => [name, describe(name)])) as Record<ArrayName, ZarrArray>;
}

/** Coordinates: an array of the name of its dimension, in one chunk. */
export function coordinatesOf(plan: StudyPlan): { array: ZarrArray; data: ZarrData }[] {
  const { config } = plan;
  const counted = (length: number) => Array.from({ length }, (_, i) => i);
  const coordinate = (name: string, type: 'float64' | 'int32', values: readonly number[], attributes: Record<string, unknown>) => ({
    array: { name, type, dims: [name], shape: [values.length], chunk: [values.length], attributes },
    data: ZARR_TYPES[type].from(values),
  });
  const { control } = modelOf(config);
  const about: Record<string, Record<string, unknown>> = {
    [control.axis]: control.unit ? { units: control.unit } : { long_name: `${control.noun} ${control.symbol}` },
    components: { long_name: 'number of components of H' },
    level: { long_name: 'level of the coarse-graining, 1 for the model itself' },
  };
  return [
    ...plan.axes.map(({ name, values }) =>
      coordinate(name, values.every(Number.isInteger) && name !== control.axis ? 'int32' : 'float64', values, about[name] ?? {}),
    ),
    coordinate('buffer', 'int32', config.grid.buffer, { units: config.train.around ? 'bond' : 'site', long_name: 'width of the buffer' }),
    coordinate('run', 'int32', counted(config.runs), { long_name: 'independent run' }),
    coordinate(
      'part',
      'int32',
      counted(partsOf(config)).map((part) => part * config.runsPerCell),
      { long_name: 'first run of a cell' },
    ),
    coordinate('step', 'int32', plan.steps, { long_name: 'last training step of an interval' }),
    coordinate('component', 'int32', counted(extentsOf(plan).component.whole), { long_name: 'component of H' }),
  ];
}

/** Number of a cell's chunk along each dimension of an array. */
export function chunkOf({ dims }: ZarrArray, { at }: Cell): number[] {
  const place = at.slice(0, -1);
  const part = at[at.length - 1];
  return [...place, ...dims.slice(place.length).map((dim) => (dim === 'run' || dim === 'part' ? part : 0))];
}

/**
 * The output of a finished training: the chunk of each array, in C order.
 * @param results of `trainInputOf(plan, cell)`: one point per buffer
 */
export function chunksOf(plan: StudyPlan, cell: Cell, { summary, curves }: Results): Record<ArrayName, ZarrData> {
  const { points } = summary;
  if (points.length !== plan.config.grid.buffer.length) throw internal(`${points.length} points of cell ${cell.index}`);
  const ofRuns = (value: (run: ReplicaSummary) => number) => Float64Array.from(points.flatMap(({ replicas }) => replicas.map(value)));
  const codes = <T>(words: readonly T[], values: readonly T[]) => Int8Array.from(values, (value) => words.indexOf(value));
  const extents = extentsOf(plan);
  const observables = watchedOf(modelOf(plan.config));
  return {
    information: ofRuns(({ mean }) => mean),
    information_error: ofRuns(({ error }) => error),
    validation: ofRuns(({ validation }) => validation),
    entropy: ofRuns(({ entropy }) => entropy),
    onset: ofRuns(({ onset }) => onset),
    run_status: codes(
      REPLICA_STATES,
      points.flatMap(({ replicas }) => replicas.map(({ status }) => status)),
    ),
    filter: padded(
      points.flatMap(({ filters }) => filters),
      [extents.component.whole, extents.row.whole, extents.column.whole],
    ),
    objective: Float32Array.from(curves.flatMap((runs) => runs.flatMap((curve) => resampled(curve, plan.steps)))),
    verdict: codes(
      VERDICTS,
      points.map(({ verdict }) => verdict),
    ),
    filter_kind: codes(
      FILTER_KINDS,
      points.map(({ filter }) => filter),
    ),
    ceiling: Float64Array.from(points, ({ ceiling }) => ceiling),
    autocorrelation_time: Float64Array.from(observables, (name) => timeOf(points[0].autocorrelation, name)),
    done: Uint8Array.of(1),
  };
}

/** Filters of different sizes in one array, NaN where there is no weight. */
function padded(filters: readonly (readonly (readonly (readonly number[])[])[])[], [components, rows, columns]: readonly number[]): Float32Array<ArrayBuffer> {
  const data = new Float32Array(filters.length * components * rows * columns).fill(Number.NaN);
  filters.forEach((filter, i) => {
    filter.forEach((component, c) => {
      component.forEach((row, y) => {
        data.set(row, ((i * components + c) * rows + y) * columns);
      });
    });
  });
  return data;
}

/** A curve at given steps: a training that ended early has other intervals. NaN after its end. */
function resampled({ step, objective }: { step: readonly number[]; objective: readonly number[] }, steps: readonly number[]): number[] {
  return steps.map((wanted) => objective[step.findIndex((last) => last >= wanted)] ?? Number.NaN);
}
