/** From the store to the view that reports and analyses read. */
import { FILTER_KINDS } from '../../analysis/filters/filter.ts';
import { logitCount } from '../../coarse/shape.ts';
import { BlockspinError } from '../../core/errors.ts';
import { elements } from '../../core/shape.ts';
import { chunkKey, filled, ZARR_TYPES, type ZarrArray, type ZarrData } from '../../store/zarr.ts';
import { filterExtents } from '../../train/config/geometry.ts';
import { REPLICA_STATES, VERDICTS } from '../../train/result/summary.ts';
import { modelAt } from '../levels/lattice.ts';
import { trainingOf } from '../plan/around.ts';
import { type Cell, controlOf, fullSettings } from '../plan/plan.ts';
import { arraysOf, chunkOf } from './arrays.ts';
import { type ByRun, FURTHER_AXES, type FurtherAxis, type RunStatus, type StudyData, type StudyPoint } from './data.ts';
import type { StudyFolder } from './folder.ts';
import type { CellRecord } from './record.ts';

const READ = [
  'information',
  'information_error',
  'validation',
  'entropy',
  'onset',
  'run_status',
  'filter',
  'objective',
  'verdict',
  'filter_kind',
  'ceiling',
] as const;
type Read = (typeof READ)[number];
/** A cell that is done, with its record. */
interface Done {
  cell: Cell;
  record: CellRecord;
}

/** A cell with the numbers of its chunks, in C order. */
interface Loaded extends Done {
  data: Record<Read, ZarrData>;
}

/** Cells that are read at once; the files of one are read one after the other. */
const AT_ONCE = 8;

/**
 * Reads the results of all cells that are done, at one choice of the further axes. Every chunk is compared with its
 * checksum first.
 * @param at values of further axes; the first of each that the grid lists unless given
 * @throws BlockspinError for a value that the study has not, and for a file that is not as it was written
 */
export async function readStudy(folder: StudyFolder, at: Partial<Record<FurtherAxis, number>> = {}): Promise<StudyData> {
  const { config } = folder;
  const setting = chosen(folder, at);
  await folder.checkShared();
  const done = await doneCells(folder, (cell) => FURTHER_AXES.every((axis) => cell.values[axis] === undefined || cell.values[axis] === setting[axis]));
  const arrays = arraysOf(folder.plan);
  const loaded = await each(done, async (one): Promise<Loaded> => {
    const data: Partial<Record<Read, ZarrData>> = {};
    for (const name of READ) data[name] = await readChunk(folder, one, arrays[name]);
    return { ...one, data: data as Record<Read, ZarrData> };
  });
  return new View(folder, setting, loaded).data({ name: config.name, model: config.train.model, control: controlOf(config) });
}

/** Does the same for all of a list, some of them at once. @returns results in the order of the list */
async function each<T, R>(items: readonly T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < items.length; i = next++) results[i] = await action(items[i]);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}

/**
 * The cells that are done, with their records; their chunks have not been looked at.
 * @throws BlockspinError for a record that is not as it was written
 */
export async function doneCells(folder: StudyFolder, wanted: (cell: Cell) => boolean = () => true): Promise<Done[]> {
  const present = new Set((await folder.files.list(`${folder.path}/cells`)) ?? []);
  const cells = folder.plan.cells.filter((cell) => present.has(`${cell.index}.json`) && wanted(cell));
  const found = await each(cells, async (cell) => ({ cell, record: await folder.record(cell) }));
  return found.flatMap(({ cell, record }) => (record ? [{ cell, record }] : []));
}

/**
 * The numbers of a cell's chunk of an array, in C order. Of an array that is newer than the record they are missing.
 * @throws BlockspinError for a chunk that is missing or differs from what was written
 */
export async function readChunk(folder: StudyFolder, { cell, record }: Done, array: ZarrArray): Promise<ZarrData> {
  const key = chunkKey(array.name, chunkOf(array, cell));
  if (!Object.hasOwn(record.chunks, key)) return filled(array.type, elements(array.chunk));
  const { bytes, damage } = await folder.store.checked(key, record.chunks[key]);
  // A copy, because the bytes of a file need not be aligned.
  if (bytes) return new ZARR_TYPES[array.type](Uint8Array.from(bytes).buffer);
  throw new BlockspinError({
    who: `cell ${cell.index}`,
    expected: 'chunks as they were written',
    got: damage,
    remedy: folder.remedy(cell),
    code: 'store',
  });
}

function chosen({ config }: StudyFolder, at: Partial<Record<FurtherAxis, number>>): Record<FurtherAxis, number> {
  const all = fullSettings(config);
  const found = all.find((setting) => FURTHER_AXES.every((axis) => at[axis] === undefined || at[axis] === setting[axis]));
  if (found) return found;
  const axis = FURTHER_AXES.find((name) => at[name] !== undefined && !all.some((setting) => setting[name] === at[name])) ?? FURTHER_AXES[0];
  const values = [...new Set(all.map((setting) => setting[axis]))].join(', ');
  throw new BlockspinError({ who: `study ${config.name}, ${axis}`, expected: `one of ${values}`, got: at[axis], remedy: 'ask for a value of the grid' });
}

class View {
  readonly #components: number[];
  readonly #control: number[];
  /** Cells of all parts of the runs, by number of components and control parameter. */
  readonly #parts = new Map<string, Loaded[]>();

  constructor(
    readonly folder: StudyFolder,
    readonly setting: Record<FurtherAxis, number>,
    readonly done: readonly Loaded[],
  ) {
    const axis = (name: string) => [...(folder.plan.axes.find((other) => other.name === name)?.values ?? [])].sort((a, b) => a - b);
    this.#components = axis('components');
    this.#control = axis(controlOf(folder.config));
    for (const one of done) {
      const key = `${one.cell.values.components} ${one.cell.values[controlOf(folder.config)]}`;
      this.#parts.set(key, [...(this.#parts.get(key) ?? []), one]);
    }
  }

  data(about: Pick<StudyData, 'name' | 'model' | 'control'>): StudyData {
    const { config, plan, origin } = this.folder;
    const run = Array.from({ length: config.runs }, (_, i) => i);
    const curveSteps = plan.steps;
    const status = this.#byRun<RunStatus>(({ data }, i) => REPLICA_STATES[Number(data.run_status[i])], 'missing');
    const number = (name: Read) => this.#byRun(({ data }, i) => Number(data[name][i]), Number.NaN);
    const [information, error, validation, entropy] = [number('information'), number('information_error'), number('validation'), number('entropy')];
    const points = this.#components.map((_, c) =>
      this.#control.map((_, t) => config.grid.buffer.map((_, b) => this.#point(c, t, b, { information, error, validation, entropy, status }))),
    );
    const byCell = <T>(of: (done: Loaded[]) => T) => this.#components.map((_, c) => this.#control.map((_, t) => of(this.#at(c, t))));
    const seconds = ({ record }: Done) => record.seconds.total ?? 0;
    return {
      ...about,
      setting: this.setting,
      coarse: { states: config.train.states ?? 2, variable: config.train.variable },
      axes: { components: this.#components, temperature: this.#control, buffer: config.grid.buffer, run },
      information,
      error,
      validation,
      entropy,
      onset: number('onset'),
      status,
      filters: this.#filters(),
      curves: this.#byRun<number[] | undefined>(
        ({ data }, i) => Array.from(data.objective.subarray(i * curveSteps.length, (i + 1) * curveSteps.length), Number),
        undefined,
      ),
      curveSteps,
      points,
      autocorrelation: byCell((parts) => parts.map(({ record }) => record.autocorrelation)),
      levels: byCell((parts) => parts.flatMap(({ record }) => record.level ?? [])),
      seconds: byCell((parts) => parts.reduce((sum, part) => sum + seconds(part), 0)),
      done: byCell((parts) => run.map((r) => parts.some(({ cell }) => r >= cell.firstRun && r < cell.firstRun + cell.runs))),
      provenance: {
        ...origin,
        seed: config.seed,
        adapters: [...new Set(this.done.map(({ record }) => record.adapter.name))].sort(),
        cells: this.done.map((one) => {
          const { index, versions, commit, host, finished, seed, adapter } = one.record;
          return { index, adapter: `${adapter.name}, ${adapter.driver}`, versions, commit, host, finished, seed, seconds: seconds(one) };
        }),
      },
      figures: config.figures,
    };
  }

  /** Cells of all parts of the runs at one number of components and one temperature. */
  #at(c: number, t: number): Loaded[] {
    return this.#parts.get(`${this.#components[c]} ${this.#control[t]}`) ?? [];
  }

  /** @param of what a run is, of its cell and its place among the buffers and runs of the cell's chunks */
  #byRun<T>(of: (cell: Loaded, place: number) => T, missing: T): ByRun<T> {
    const { config } = this.folder;
    return this.#components.map((_, c) =>
      this.#control.map((_, t) => {
        const cells = this.#at(c, t);
        return config.grid.buffer.map((_, b) =>
          Array.from({ length: config.runs }, (_, r) => {
            const found = cells.find(({ cell }) => r >= cell.firstRun && r < cell.firstRun + cell.runs);
            return found ? of(found, b * config.runsPerCell + r - found.cell.firstRun) : missing;
          }),
        );
      }),
    );
  }

  #filters(): ByRun<number[][][] | undefined> {
    const [components, rows, columns] = arraysOf(this.folder.plan).filter.chunk.slice(-3);
    const train = trainingOf(this.folder.config);
    const [height, width] = filterExtents({ ...train, ...this.setting, model: modelAt(this.folder.config, this.setting) });
    const filterAt = (data: ZarrData, place: number, kernels: number) =>
      Array.from({ length: kernels }, (_, c) =>
        Array.from({ length: height }, (_, y) => {
          const first = ((place * components + c) * rows + y) * columns;
          return Array.from(data.subarray(first, first + width), Number);
        }),
      );
    return this.#byRun<number[][][] | undefined>(
      ({ cell, data }, place) => filterAt(data.filter, place, logitCount({ components: cell.values.components as number, states: train.states })),
      undefined,
    );
  }

  /** The run with the best validation of all parts; its part gives the outcome of the point. */
  #point(
    c: number,
    t: number,
    b: number,
    of: { information: ByRun<number>; error: ByRun<number>; validation: ByRun<number>; entropy: ByRun<number>; status: ByRun<RunStatus> },
  ): StudyPoint {
    const finite = of.status[c][t][b].map((status) => status !== 'missing' && status !== 'diverged');
    const score = (r: number) => (Number.isFinite(of.validation[c][t][b][r]) ? of.validation[c][t][b][r] : Number.NEGATIVE_INFINITY);
    const best = finite.reduce<number | undefined>((a, is, r) => (is && (a === undefined || score(r) > score(a)) ? r : a), undefined);
    const cells = this.#at(c, t);
    const part = best === undefined ? cells[0] : cells.find(({ cell }) => best >= cell.firstRun && best < cell.firstRun + cell.runs);
    const coded = <T>(name: 'verdict' | 'filter_kind', words: readonly T[]) => part && words[Number(part.data[name][b])];
    const at = (values: ByRun<number>) => (best === undefined ? Number.NaN : values[c][t][b][best]);
    return {
      best,
      runs: of.status[c][t][b].filter((status) => status !== 'missing').length,
      information: { mean: at(of.information), error: at(of.error) },
      entropy: at(of.entropy),
      ceiling: part ? Number(part.data.ceiling[b]) : Number.NaN,
      verdict: coded('verdict', VERDICTS),
      kind: coded('filter_kind', FILTER_KINDS),
    };
  }
}
