/** The folder of a study: its plan, its Zarr store, and one record per cell. */
import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import type { Files, Owner } from '../../store/files.ts';
import { type Holder, holderOf, Lock } from '../../store/lock.ts';
import { notAStore, ZarrFolder } from '../../store/zarr.ts';
import { curveSteps } from '../../train/config/budget.ts';
import { currentStudy, type StudyConfig, type StudyInput, studyConfig } from '../plan/config.ts';
import { checkEnlargement } from '../plan/enlarge.ts';
import { type Cell, planStudy, type StudyPlan } from '../plan/plan.ts';
import { arraysOf, chunkOf, coordinatesOf } from './arrays.ts';
import { guardFolder } from './guard.ts';
import { type CellRecord, decode, encode, type FailureRecord } from './record.ts';

const PLAN = 'study.json';
const FORMAT = 'blockspin study 1';
const STORE = 'study.zarr';

/** Provenance written into every record and into the store's attributes. */
export interface Origin {
  versions: Record<string, string>;
  /** Version of the sources; 'unknown' outside of a clone. */
  commit: string;
}

/** The planned study as stored in `study.json`; the first versions did not store their steps. */
interface PlanFile extends Omit<StudyPlan, 'steps'>, Partial<Pick<StudyPlan, 'steps'>>, Origin {
  format: string;
  /** ISO 8601. */
  planned: string;
}

/** The state of a cell, as `status` counts it. */
export type CellState = 'done' | 'failed' | 'running' | 'open';

/**
 * The folder of a study on disk: `study.json` with the plan, `study.zarr` with the numbers, and one record per cell. Several
 * processes may work in one folder, because each locks the cell that it computes.
 */
export class StudyFolder {
  readonly store: ZarrFolder;

  private constructor(
    readonly files: Files,
    readonly path: string,
    readonly owner: Owner,
    readonly plan: StudyPlan,
    readonly origin: Origin,
  ) {
    this.store = new ZarrFolder(files, `${path}/${STORE}`);
  }

  /** @throws BlockspinError where there is no study, or one of another version */
  static async open(files: Files, path: string, owner: Owner): Promise<StudyFolder> {
    const plan = await readPlan(files, path);
    if (plan) return new StudyFolder(files, path, owner, plan, { versions: plan.versions, commit: plan.commit });
    const present = await files.list(path);
    throw notAStore(
      path,
      present === undefined ? 'no such folder' : present.length === 0 ? 'an empty folder' : `a folder with ${present.slice(0, 3).join(', ')}`,
    );
  }

  /**
   * Plans a study in a folder: a new or empty one, or one of the same study, which may be enlarged. Everything that all
   * cells share is written here, once; `study.json` last.
   * @throws BlockspinError for a folder with other content, and for changes that would change the results of old cells
   */
  static async plan(files: Files, path: string, input: StudyInput, owner: Owner, origin: Origin): Promise<StudyFolder> {
    if (path.trim() === '') {
      throw new BlockspinError({
        setting: 'out',
        expected: 'the name of a folder',
        got: 'an empty name',
        remedy: phrase`write for example ${setting('out', 'results/first')}`,
      });
    }
    // A wrong config is refused before a folder is made.
    const alone = studyConfig(input);
    const guard = <T>(action: () => Promise<T>) => guardFolder(path, action);
    const present = (await guard(() => files.list(path))) ?? [];
    const strange = present.filter((name) => name !== PLAN && name !== STORE && name !== 'cells' && !name.startsWith('plan.lock') && !/\.tmp$/.test(name));
    if (!present.includes(PLAN) && strange.length > 0) {
      throw new BlockspinError({
        setting: setting('out', path),
        expected: 'a new or empty folder, or that of the same study',
        got: `a folder with ${present.slice(0, 3).join(', ')}${present.length > 3 ? ', ...' : ''}`,
        remedy: 'choose another folder; nothing has been changed',
        code: 'store',
      });
    }
    await guard(() => files.makeFolder(`${path}/cells`));
    const lock = await guard(() => waitFor(files, `${path}/plan.lock`, owner));
    try {
      const before = await readPlan(files, path);
      const config = before ? studyConfig({ ...input, runsPerCell: input.runsPerCell ?? before.config.runsPerCell }) : alone;
      if (before && encode(before.config) === encode(config)) {
        const same = new StudyFolder(files, path, owner, before, { versions: before.versions, commit: before.commit });
        await guard(() => same.#sweepPlan());
        return same;
      }
      const plan = planStudy(config, before && checkEnlargement(before, config, path));
      const folder = new StudyFolder(files, path, owner, plan, origin);
      await guard(() => folder.#writePlan(before === undefined || encode([before.axes, before.config.runs]) !== encode([plan.axes, config.runs])));
      return folder;
    } finally {
      await lock.release();
    }
  }

  get config(): StudyConfig {
    return this.plan.config;
  }

  /** @throws BlockspinError for a number that no cell has */
  cell(index: number): Cell {
    const cell = this.plan.cells[index];
    if (cell) return cell;
    const last = this.plan.cells.length - 1;
    throw new BlockspinError({ setting: 'index', expected: `the number of a cell, 0 to ${last}`, got: index, remedy: 'blockspin plan lists the cells' });
  }

  /** Path of a file of a cell. */
  pathOf({ index }: Cell, ending: 'json' | 'failed.json' | 'lock' | 'checkpoint.safetensors'): string {
    return `${this.path}/cells/${index}.${ending}`;
  }

  /**
   * The record of a finished cell; undefined where it is not finished.
   * @throws BlockspinError for one that is not as it was written
   */
  async record(cell: Cell): Promise<CellRecord | undefined> {
    const path = this.pathOf(cell, 'json');
    return decode<CellRecord>(await this.files.find(path), path, this.remedy(cell));
  }

  /** The remedy for a cell with damaged files. */
  remedy({ index }: Cell): Phrase {
    return phrase`blockspin cell ${this.path} ${setting('index', index)} computes it again, all others are kept`;
  }

  /** The record of a finished cell without a lock and without leftovers of a killed process; undefined for any other cell. */
  async finished(cell: Cell): Promise<CellRecord | undefined> {
    const own = ((await this.files.list(`${this.path}/cells`)) ?? []).filter((name) => name.startsWith(`${cell.index}.`));
    return own.length === 1 ? this.record(cell).catch(() => undefined) : undefined;
  }

  /** Why a cell failed; undefined where it did not. */
  async failure(cell: Cell): Promise<FailureRecord | undefined> {
    const path = this.pathOf(cell, 'failed.json');
    return decode<FailureRecord>(await this.files.find(path), path, 'remove it');
  }

  /** The process that computes a cell; undefined where none does. */
  async holder(cell: Cell): Promise<Holder | undefined> {
    return holderOf(this.files, this.pathOf(cell, 'lock'), this.owner);
  }

  /** Locks a cell, or returns the process that computes it. */
  lock(cell: Cell): Promise<Lock | Holder> {
    return Lock.take(this.files, this.pathOf(cell, 'lock'), this.owner);
  }

  /** The state of all cells, without reading results. */
  async states(): Promise<CellState[]> {
    const present = new Set((await this.files.list(`${this.path}/cells`)) ?? []);
    return Promise.all(
      this.plan.cells.map(async (cell): Promise<CellState> => {
        const has = (ending: string) => present.has(`${cell.index}.${ending}`);
        if (has('json')) return 'done';
        if (has('lock') && (await this.holder(cell))) return 'running';
        return has('failed.json') ? 'failed' : 'open';
      }),
    );
  }

  /** Removes leftovers of killed processes from a cell. Only the holder of its lock may do so: no other process writes there. */
  async sweep(cell: Cell): Promise<void> {
    const own = (await this.files.list(`${this.path}/cells`)) ?? [];
    for (const name of own) {
      // A leftover lock of a takeover has no use while this lock is held, and neither has the file that probed the clock.
      const leftover = name.startsWith(`${cell.index}.`) ? /\.(tmp|takeover)$/ : /^clock\..*\.tmp$/;
      if (leftover.test(name)) await this.files.remove(`${this.path}/cells/${name}`);
    }
    for (const array of Object.values(arraysOf(this.plan))) {
      const folder = `${this.store.path}/${array.name}`;
      const chunk = new RegExp(`^c\\.${chunkOf(array, cell).join('\\.')}\\.\\d+-\\w+\\.tmp$`);
      for (const name of (await this.files.list(folder)) ?? []) if (chunk.test(name)) await this.files.remove(`${folder}/${name}`);
    }
  }

  /** Adds an adapter to the store's attributes, if it is not there yet. */
  async noteAdapter(name: string): Promise<void> {
    const known = async () => (await this.store.groupAttributes()).adapters as string[];
    if ((await known()).includes(name)) return;
    const lock = await waitFor(this.files, `${this.path}/plan.lock`, this.owner);
    try {
      const attributes = await this.store.groupAttributes();
      await this.store.writeGroup({ ...attributes, adapters: [...new Set([...(attributes.adapters as string[]), name])].sort() });
    } finally {
      await lock.release();
    }
  }

  async #writePlan(arrays: boolean): Promise<void> {
    const { plan, origin, store, config } = this;
    const adapters = arrays
      ? await store.groupAttributes().then(
          (attributes) => attributes.adapters ?? [],
          () => [],
        )
      : undefined;
    if (arrays) {
      await store.writeGroup({ title: config.name, config, seed: config.seed, ...origin, adapters });
      for (const { array, data } of coordinatesOf(plan)) {
        await store.writeArray(array);
        await store.writeChunk(array, [0], data);
      }
      for (const array of Object.values(arraysOf(plan))) await store.writeArray(array);
    }
    const file: PlanFile = { format: FORMAT, planned: new Date().toISOString(), ...origin, ...plan };
    await this.files.write(`${this.path}/${PLAN}`, encode(file));
    await this.#sweepPlan();
  }

  /** Leftovers of killed plans; called with the lock of the plan. */
  async #sweepPlan(): Promise<void> {
    const names = [...coordinatesOf(this.plan).map(({ array }) => array.name), ...Object.keys(arraysOf(this.plan))];
    const folders: [string, RegExp][] = [
      [this.path, /^(study\.json|plan\.lock|clock)\..*\.tmp$/],
      [this.store.path, /^zarr\.json\..*\.tmp$/],
      ...names.map((name): [string, RegExp] => [`${this.store.path}/${name}`, /^zarr\.json\..*\.tmp$/]),
    ];
    for (const [folder, leftover] of folders) {
      for (const name of (await this.files.list(folder)) ?? []) if (leftover.test(name)) await this.files.remove(`${folder}/${name}`);
    }
  }
}

async function readPlan(files: Files, path: string): Promise<(StudyPlan & Origin) | undefined> {
  const file = `${path}/${PLAN}`;
  const plan = decode<PlanFile>(await guardFolder(path, () => files.find(file)), file, 'plan the study again in another folder, or use a copy of this file');
  if (plan !== undefined && plan.format !== FORMAT) throw notAStore(path, `${PLAN} of format ${plan.format}`);
  if (plan === undefined) return undefined;
  const config = currentStudy(plan.config);
  // A store keeps its original extents. Without `steps` the curve of a frozen filter ends after `refine`.
  const { freeze, refine, steps } = config.train;
  return { ...plan, config, steps: plan.steps ?? curveSteps(freeze ? refine : steps) };
}

/** A lock that is held only for moments. */
async function waitFor(files: Files, path: string, owner: Owner): Promise<Lock> {
  for (let attempt = 0; ; attempt++) {
    const lock = await Lock.take(files, path, owner);
    if (lock instanceof Lock) return lock;
    if (attempt === 300) {
      throw new BlockspinError({
        who: path,
        expected: 'a lock that is free within half a minute',
        got: `process ${lock.pid} on ${lock.host} since ${lock.since}`,
        remedy: 'wait until it is done; the lock of a process that was killed elsewhere is taken over after two minutes',
        code: 'store',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
