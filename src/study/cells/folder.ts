/** The folder of a study: its plan, its Zarr store, and one record per cell. */
import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { checkNamed, type Files, guardReads, type Owner } from '../../store/files.ts';
import { type Holder, holderOf, Lock } from '../../store/lock.ts';
import { notAStore, ZarrFolder } from '../../store/zarr.ts';
import { type StudyConfig, type StudyInput, studyConfig } from '../plan/config.ts';
import { checkEnlargement } from '../plan/enlarge.ts';
import { type Cell, planStudy, type StudyPlan } from '../plan/plan.ts';
import { isMarked, isRecordOf, ofResults } from './belongs.ts';
import { guardFolder } from './guard.ts';
import { leftoversOf } from './leftovers.ts';
import { beforeOf, checkEmpty, waitFor } from './open.ts';
import { encodePlan, type Origin, PLAN, type Planned, readPlan } from './plan_file.ts';
import { type CellRecord, decodeSealed, encode, type FailureRecord } from './record.ts';
import { sharedDamage, sharedLeftovers, writeShared } from './shared.ts';

const STORE = 'study.zarr';

/** The state of a cell, as `status` counts it. */
export type CellState = 'done' | 'failed' | 'running' | 'open';

/**
 * The folder of a study on disk: `study.json` with the plan, `study.zarr` with the numbers, and one record per cell. Several
 * processes may work in one folder, because each locks the cell that it computes.
 */
export class StudyFolder {
  readonly store: ZarrFolder;
  /** What a person should know of the folder. */
  readonly notes: readonly string[];
  #leftovers?: Promise<Map<number, string[]>>;
  #shared?: Promise<string | undefined>;

  private constructor(
    readonly files: Files,
    readonly path: string,
    readonly owner: Owner,
    readonly planned: Planned,
    notes: readonly string[] = [],
  ) {
    const old = `${path}: planned by a version that wrote no checksums: whether its plan and records are as they were written cannot be told`;
    this.notes = [...notes, ...(planned.sealed ? [] : [old])];
    this.store = new ZarrFolder(files, `${path}/${STORE}`);
  }

  /** @throws BlockspinError where there is no study, one of another version, or one whose plan is not as it was written */
  static async open(unguarded: Files, path: string, owner: Owner): Promise<StudyFolder> {
    const files = guardReads(unguarded);
    const planned = await readPlan(files, path);
    if (planned) return new StudyFolder(files, path, owner, planned);
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
  static async plan(unguarded: Files, path: string, input: StudyInput, owner: Owner, origin: Origin): Promise<StudyFolder> {
    checkNamed(path);
    // A wrong config is refused before a folder is made.
    const alone = studyConfig(input);
    const files = guardReads(unguarded);
    await checkEmpty(files, path);
    await guardFolder(path, () => files.makeFolder(`${path}/cells`));
    const lock = await guardFolder(path, () => waitFor(files, `${path}/plan.lock`, owner));
    try {
      const { planned: before, sealed, notes } = await beforeOf(files, path, alone);
      const config = before ? studyConfig({ ...input, runsPerCell: input.runsPerCell ?? before.plan.config.runsPerCell }) : alone;
      if (before && encode(before.plan.config) === encode(config)) {
        const same = new StudyFolder(files, path, owner, before);
        await guardFolder(path, () => same.#sweepPlan());
        return same;
      }
      const plan = planStudy(config, before && checkEnlargement(before.plan, config, path));
      const folder = new StudyFolder(files, path, owner, { plan, origin, sealed, shared: {} });
      await guardFolder(path, () => folder.#write());
      return new StudyFolder(files, path, owner, (await readPlan(files, path)) as Planned, notes);
    } finally {
      await lock.release();
    }
  }

  get plan(): StudyPlan {
    return this.planned.plan;
  }

  get origin(): Origin {
    return this.planned.origin;
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
    const { record, damage } = await this.look(cell);
    if (damage) throw damage;
    return record;
  }

  /**
   * The record of a cell, or what is wrong with it.
   * @throws BlockspinError for one that cannot be read
   */
  async look(cell: Cell): Promise<{ record?: CellRecord; damage?: BlockspinError }> {
    const path = this.pathOf(cell, 'json');
    const bytes = await this.files.find(path);
    try {
      const record = await decodeSealed<CellRecord>(bytes, { path, remedy: this.remedy(cell), sealed: this.planned.sealed });
      if (record === undefined) return {};
      if (isRecordOf(record, this.plan, cell)) return { record };
    } catch (error) {
      if (error instanceof BlockspinError) return { damage: error };
      throw error;
    }
    const expected = 'the record of this cell, as it was written';
    return { damage: new BlockspinError({ who: path, expected, got: 'another one', remedy: this.remedy(cell), code: 'store' }) };
  }

  /** What is wrong with the chunks that a record vouches for, in words; undefined where all are as they were written. */
  chunkDamage(cell: Cell, { chunks }: CellRecord): Promise<string | undefined> {
    return this.store.damage(ofResults(this.plan, cell, chunks));
  }

  /** The remedy for a cell with damaged files. */
  remedy({ index }: Cell): Phrase {
    return phrase`blockspin cell ${this.path} ${setting('index', index)} computes it again, all others are kept`;
  }

  /** The record, where nothing else of the cell is there: no lock, no failure and nothing that a killed process left. */
  async finished(cell: Cell): Promise<CellRecord | undefined> {
    const { record } = await this.look(cell);
    if (!record || (await this.#leftoversOf(cell)).length > 0) return undefined;
    const others = (['lock', 'failed.json', 'checkpoint.safetensors'] as const).map((ending) => this.files.find(this.pathOf(cell, ending)));
    return (await Promise.all(others)).every((bytes) => bytes === undefined) && (await isMarked(this.store, this.plan, cell)) ? record : undefined;
  }

  /**
   * Why a cell failed, or what is wrong with the file that says it.
   * @throws BlockspinError for one that cannot be read
   */
  async lookAtFailure(cell: Cell): Promise<{ failure?: FailureRecord; damage?: BlockspinError }> {
    const path = this.pathOf(cell, 'failed.json');
    const remedy = phrase`blockspin cell ${this.path} ${setting('index', cell.index)} tries it again`;
    const bytes = await this.files.find(path);
    try {
      const failure = await decodeSealed<FailureRecord>(bytes, { path, remedy, sealed: this.planned.sealed });
      return failure ? { failure } : {};
    } catch (error) {
      if (error instanceof BlockspinError) return { damage: error };
      throw error;
    }
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
    for (const path of await this.#leftoversOf(cell)) await this.files.remove(path);
    (await this.#leftovers)?.delete(cell.index);
  }

  /** Leftovers of all cells are looked for once: every look reads the names of all chunks. */
  async #leftoversOf({ index }: Cell): Promise<string[]> {
    this.#leftovers ??= leftoversOf(this.files, this.plan, `${this.path}/cells`, this.store.path);
    return (await this.#leftovers).get(index) ?? [];
  }

  /** Adds an adapter to the store's attributes, if it is not there yet. */
  async noteAdapter(name: string): Promise<void> {
    if ((await this.#adapters()).includes(name)) return;
    const lock = await waitFor(this.files, `${this.path}/plan.lock`, this.owner);
    try {
      const { title = this.config.name, ...attributes } = (await this.store.groupAttributes(this.planned.sealed)) ?? {};
      const shared = { config: this.config, seed: this.config.seed, ...this.origin };
      await this.store.writeGroup({ title, ...shared, ...attributes, adapters: [...new Set([...(await this.#adapters()), name])].sort() });
    } finally {
      await lock.release();
    }
  }

  /**
   * Refuses a store whose metadata or coordinates are not as they were written: other programs read them. One look per folder.
   * @throws BlockspinError naming the file and the command that writes it again
   */
  async checkShared(): Promise<void> {
    this.#shared ??= sharedDamage(this.store, this.planned);
    const got = await this.#shared;
    if (!got) return;
    const remedy = phrase`blockspin study ${this.path} writes it again from the plan; results are kept`;
    throw new BlockspinError({ who: this.store.path, expected: 'metadata and coordinates as they were written', got, remedy, code: 'store' });
  }

  /**
   * Writes the metadata and coordinates of the store again where they are damaged. One look per folder.
   * @param note takes what was found
   */
  async mendShared(note: (text: string) => void = () => undefined): Promise<void> {
    this.#shared ??= sharedDamage(this.store, this.planned);
    if (!(await this.#shared)) return;
    const lock = await waitFor(this.files, `${this.path}/plan.lock`, this.owner);
    try {
      // The study may have been enlarged or mended since.
      const now = await StudyFolder.open(this.files, this.path, this.owner);
      const damage = await sharedDamage(now.store, now.planned);
      if (damage) {
        note(`${damage}; it is written again from the plan`);
        await now.#write();
      }
      this.#shared = Promise.resolve(undefined);
    } finally {
      await lock.release();
    }
  }

  async #write(): Promise<void> {
    const shared = await writeShared(this.store, this.planned, await this.#adapters());
    await this.files.write(`${this.path}/${PLAN}`, await encodePlan({ ...this.planned, shared }));
    await this.#sweepPlan();
  }

  /** What the attributes of the store say; where they are lost, what the records say. */
  async #adapters(): Promise<string[]> {
    const known = (await this.store.groupAttributes(this.planned.sealed))?.adapters;
    if (Array.isArray(known)) return known;
    const present = ((await this.files.list(`${this.path}/cells`)) ?? []).map((name) => /^(\d+)\.json$/.exec(name)?.[1]);
    const cells = present.flatMap((index) => (index === undefined ? [] : (this.plan.cells[Number(index)] ?? [])));
    const records = await Promise.all(cells.map(async (cell) => (await this.look(cell)).record));
    return [...new Set(records.flatMap((record) => (record ? [record.adapter.name] : [])))].sort();
  }

  /** What killed plans left; the lock of the plan is held. */
  async #sweepPlan(): Promise<void> {
    const folders: [string, RegExp][] = [[this.path, /^(study\.json|plan\.lock|clock)\..*\.tmp$/], ...sharedLeftovers(this.store, this.planned)];
    for (const [folder, leftover] of folders) {
      for (const name of (await this.files.list(folder)) ?? []) if (leftover.test(name)) await this.files.remove(`${folder}/${name}`);
    }
  }
}
