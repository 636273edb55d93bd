/** From the store to the view that reports and analyses read. */
import { FILTER_KINDS } from '../../analysis/filters/filter.ts';
import { logitCount } from '../../coarse/shape.ts';
import { BlockspinError } from '../../core/errors.ts';
import type { ZarrData } from '../../store/zarr.ts';
import { filterExtents } from '../../train/config/geometry.ts';
import { REPLICA_STATES, VERDICTS } from '../../train/result/summary.ts';
import { modelOf } from '../plan/config.ts';
import { type Cell, controlOf, fullSettings } from '../plan/plan.ts';
import type { ArrayName } from './arrays.ts';
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
type Arrays = Record<Read, { shape: number[]; data: ZarrData }>;

/** A cell that is done, with its record. */
interface Done {
  cell: Cell;
  record: CellRecord;
}

/**
 * Reads the results of all cells that are done, at one choice of the further axes. Every chunk is compared with its
 * checksum first.
 * @param at values of further axes; the first of each that the grid lists unless given
 * @throws BlockspinError for a value that the study does not have, and for a chunk that is not as it was written
 */
export async function readStudy(folder: StudyFolder, at: Partial<Record<FurtherAxis, number>> = {}): Promise<StudyData> {
  const { config } = folder;
  const setting = chosen(folder, at);
  const done = await checkedCells(folder, (cell) => FURTHER_AXES.every((axis) => cell.values[axis] === undefined || cell.values[axis] === setting[axis]));
  const arrays = Object.fromEntries(await Promise.all(READ.map(async (name) => [name, await folder.store.readArray(name)]))) as Arrays;
  return new View(folder, setting, done, arrays).data({ name: config.name, model: config.train.model, control: controlOf(config) });
}

function chosen({ config }: StudyFolder, at: Partial<Record<FurtherAxis, number>>): Record<FurtherAxis, number> {
  const all = fullSettings(config);
  const found = all.find((setting) => FURTHER_AXES.every((axis) => at[axis] === undefined || at[axis] === setting[axis]));
  if (found) return found;
  const axis = FURTHER_AXES.find((name) => at[name] !== undefined && !all.some((setting) => setting[name] === at[name])) ?? FURTHER_AXES[0];
  const values = [...new Set(all.map((setting) => setting[axis]))].join(', ');
  throw new BlockspinError({ who: `study ${config.name}, ${axis}`, expected: `one of ${values}`, got: at[axis], remedy: 'ask for a value of the grid' });
}

/**
 * The finished cells, after the checksums of all their chunks have been compared.
 * @throws BlockspinError for a chunk that is missing or differs from what was written
 */
export async function checkedCells(folder: StudyFolder, wanted: (cell: Cell) => boolean = () => true): Promise<Done[]> {
  const done: Done[] = [];
  for (const cell of folder.plan.cells.filter(wanted)) {
    const record = await folder.record(cell);
    if (!record) continue;
    const damage = await folder.store.damage(record.chunks);
    if (damage) {
      throw new BlockspinError({
        who: `cell ${cell.index}`,
        expected: 'chunks as they were written',
        got: damage,
        remedy: folder.remedy(cell),
        code: 'store',
      });
    }
    done.push({ cell, record });
  }
  return done;
}

class View {
  readonly #components: number[];
  readonly #control: number[];

  constructor(
    readonly folder: StudyFolder,
    readonly setting: Record<FurtherAxis, number>,
    readonly done: readonly Done[],
    readonly arrays: Arrays,
  ) {
    const axis = (name: string) => [...(folder.plan.axes.find((other) => other.name === name)?.values ?? [])].sort((a, b) => a - b);
    this.#components = axis('components');
    this.#control = axis(controlOf(folder.config));
  }

  data(about: Pick<StudyData, 'name' | 'model' | 'control'>): StudyData {
    const { config, plan, origin } = this.folder;
    const run = Array.from({ length: config.runs }, (_, i) => i);
    const curveSteps = plan.steps;
    const status = this.#byRun<RunStatus>((i) => REPLICA_STATES[Number(this.arrays.run_status.data[i])], 'missing');
    const number = (name: Read) => this.#byRun((i) => Number(this.arrays[name].data[i]), Number.NaN);
    const [information, error, validation, entropy] = [number('information'), number('information_error'), number('validation'), number('entropy')];
    const points = this.#components.map((_, c) =>
      this.#control.map((_, t) => config.grid.buffer.map((_, b) => this.#point(c, t, b, { information, error, validation, entropy, status }))),
    );
    const byCell = <T>(of: (done: Done[]) => T) => this.#components.map((_, c) => this.#control.map((_, t) => of(this.#at(c, t))));
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
        (i) => Array.from(this.arrays.objective.data.slice(i * curveSteps.length, (i + 1) * curveSteps.length), Number),
        undefined,
      ),
      curveSteps,
      points,
      autocorrelation: byCell((parts) => parts.map(({ record }) => record.autocorrelation)),
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
  #at(c: number, t: number): Done[] {
    const control = controlOf(this.folder.config);
    return this.done.filter(({ cell }) => cell.values.components === this.#components[c] && cell.values[control] === this.#control[t]);
  }

  /** Place of the first element of a cell's point in an array with the given dimensions behind those of the cells. */
  #place(name: ArrayName & Read, { at }: Cell, inner: readonly number[]): number {
    const place = [...at.slice(0, -1), ...inner];
    return this.arrays[name].shape.reduce((sum, extent, axis) => sum * extent + (place[axis] ?? 0), 0);
  }

  #byRun<T>(of: (place: number) => T, missing: T): ByRun<T> {
    const { config } = this.folder;
    return this.#components.map((_, c) =>
      this.#control.map((_, t) => {
        const cells = this.#at(c, t);
        return config.grid.buffer.map((_, b) =>
          Array.from({ length: config.runs }, (_, r) => {
            const found = cells.find(({ cell }) => r >= cell.firstRun && r < cell.firstRun + cell.runs);
            return found ? of(this.#place('information', found.cell, [b, r])) : missing;
          }),
        );
      }),
    );
  }

  #filters(): ByRun<number[][][] | undefined> {
    const { shape, data } = this.arrays.filter;
    const [components, rows, columns] = shape.slice(-3);
    const { train } = this.folder.config;
    const [height, width] = filterExtents({ ...train, ...this.setting, model: modelOf(this.folder.config) });
    const filterAt = (place: number, kernels: number) =>
      Array.from({ length: kernels }, (_, c) =>
        Array.from({ length: height }, (_, y) => {
          const first = ((place * components + c) * rows + y) * columns;
          return Array.from(data.slice(first, first + width), Number);
        }),
      );
    const places = this.#byRun<number>((place) => place, -1);
    const { states } = train;
    return places.map((byT, c) => {
      const kernels = logitCount({ components: this.#components[c], states });
      return byT.map((byB) => byB.map((byR) => byR.map((place) => (place < 0 ? undefined : filterAt(place, kernels)))));
    });
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
    const coded = <T>(name: 'verdict' | 'filter_kind', words: readonly T[]) =>
      part && words[Number(this.arrays[name].data[this.#place(name, part.cell, [b, part.cell.at.at(-1) as number])])];
    const at = (values: ByRun<number>) => (best === undefined ? Number.NaN : values[c][t][b][best]);
    return {
      best,
      runs: of.status[c][t][b].filter((status) => status !== 'missing').length,
      information: { mean: at(of.information), error: at(of.error) },
      entropy: at(of.entropy),
      ceiling: part ? Number(this.arrays.ceiling.data[this.#place('ceiling', part.cell, [b, part.cell.at.at(-1) as number])]) : Number.NaN,
      verdict: coded('verdict', VERDICTS),
      kind: coded('filter_kind', FILTER_KINDS),
    };
  }
}
