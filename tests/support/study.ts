/** Studies without a GPU: files in memory that can fail, and a trainer that makes its numbers up from the seed. */
import { philox } from '../../src/core/random.ts';
import type { Files, NewFile, Owner } from '../../src/store/files.ts';
import type { Trainer } from '../../src/study/cells/cell.ts';
import { type ExportFormat, exportStudy } from '../../src/study/cells/export.ts';
import type { StudyFolder } from '../../src/study/cells/folder.ts';
import type { StudyInput } from '../../src/study/plan/config.ts';
import { type TrainInput, trainConfig } from '../../src/train/config/config.ts';
import { filterSize, shapedFilter } from '../../src/train/config/geometry.ts';
import type { Results } from '../../src/train/result/summary.ts';
import { spins } from './random.ts';

/** Files in memory, on a clock that stands still unless moved. */
export class MemoryFiles implements Files {
  readonly content = new Map<string, Uint8Array>();
  readonly #written = new Map<string, number>();
  readonly #folders = new Set<string>();
  now = 0;
  /** What every write meets, where it returns an error. */
  fault: (path: string) => Error | undefined = () => undefined;

  /** What every read meets, where it returns an error. */
  unreadable: (path: string) => Error | undefined = () => undefined;

  async makeFolder(path: string): Promise<void> {
    this.#fail(path);
    const parts = path.split('/');
    for (let i = 1; i <= parts.length; i++) this.#folders.add(parts.slice(0, i).join('/'));
  }

  async list(path: string): Promise<string[] | undefined> {
    if (!this.#folders.has(path)) return undefined;
    const below = [...this.content.keys(), ...this.#folders].filter((name) => name.startsWith(`${path}/`));
    return [...new Set(below.map((name) => name.slice(path.length + 1).split('/')[0]))].sort();
  }

  async read(path: string): Promise<Uint8Array> {
    const bytes = await this.find(path);
    if (!bytes) throw Object.assign(new Error(`ENOENT: no such file, open '${path}'`), { code: 'ENOENT' });
    return bytes;
  }

  async find(path: string): Promise<Uint8Array | undefined> {
    const error = this.unreadable(path);
    if (error) throw error;
    return this.content.get(path)?.slice();
  }

  async write(path: string, content: string | Uint8Array): Promise<void> {
    this.#fail(path);
    this.content.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content));
    this.#written.set(path, this.now);
  }

  async create(path: string): Promise<NewFile> {
    if (this.content.has(path)) throw new Error('a file of that name');
    return this.replace(path);
  }

  async replace(path: string): Promise<NewFile> {
    const parts: Uint8Array[] = [];
    return {
      append: async (bytes) => {
        this.#fail(path);
        parts.push(bytes.slice());
      },
      finish: () => this.write(path, Buffer.concat(parts)),
      discard: async () => undefined,
    };
  }

  async remove(path: string): Promise<void> {
    this.content.delete(path);
  }

  async claim(path: string, content: string): Promise<boolean> {
    if (this.content.has(path)) return false;
    await this.write(path, content);
    return true;
  }

  async touch(path: string): Promise<void> {
    await this.read(path);
    this.#written.set(path, this.now);
  }

  async age(path: string): Promise<number | undefined> {
    return this.content.has(path) ? this.now - (this.#written.get(path) ?? 0) : undefined;
  }

  /** Makes the folders that another set of files has. */
  takeFolders(other: MemoryFiles): void {
    for (const path of other.#folders) this.#folders.add(path);
  }

  #fail(path: string): void {
    const error = this.fault(path);
    if (error) throw error;
  }
}

/** The files of an export, by name. */
export async function exported(folder: StudyFolder, format: ExportFormat, stem: string): Promise<Record<string, Uint8Array>> {
  const files = new MemoryFiles();
  await exportStudy(folder, format, stem, (name) => files.replace(name));
  return Object.fromEntries(files.content);
}

/** A process of a computer on which those of `living` are alive. */
export function someOwner(pid: number, living: readonly number[], machine = 'here'): Owner {
  return { host: machine, machine, pid, alive: (other) => living.includes(other) };
}

export const ORIGIN = { versions: { blockspin: 'test' }, commit: 'none' };

/** Two temperatures, two buffers, three runs in two parts. */
export const SMALL_STUDY: StudyInput = {
  name: 'small',
  train: { size: 8, block: 2, shell: 1, steps: 20, refine: 0 },
  grid: { temperature: [2, 3], buffer: [0, 1] },
  runs: 3,
  runsPerCell: 2,
};

const NOBODY = { name: 'nobody', vendor: 'none', architecture: 'none', driver: 'none', origin: 'test', software: true } as Trainer['adapter'];

/** Results that depend on the seed alone, in the shapes of a training. */
export function madeUp(input: TrainInput): Results {
  const config = trainConfig(input);
  const { buffer, replicas, components, seed } = config;
  const steps = config.freeze ? config.steps + config.refine : config.steps;
  let drawn = 0;
  const next = () => philox([drawn++, 0, 0, 0], [seed >>> 0, Math.floor(seed / 2 ** 32)])[0] / 2 ** 32;
  const list = <T>(length: number, of: (i: number) => T) => Array.from({ length }, (_, i) => of(i));
  const points = buffer.map((width) => {
    const runs = list(replicas, () => ({ mean: next(), error: next(), status: 'ok' as const, validation: next(), entropy: next(), onset: next() }));
    const validations = runs.map(({ validation }) => validation);
    const best = validations.indexOf(Math.max(...validations));
    return {
      buffer: width,
      block: config.block,
      states: config.states,
      alphabet: config.model.alphabet(config),
      replicas: runs,
      filters: list(replicas, () => shapedFilter(list(components * filterSize(config), next), config)),
      best,
      ceiling: Math.LN2,
      verdict: 'converged',
      filter: 'uniform',
      autocorrelation: { energy: next(), magnetisation_abs: next(), burn: 1, spacing: 1, chains: 32, halves: {} },
    };
  });
  const curve = () => ({ step: list(steps, (i) => i + 1), objective: list(steps, next), validation: { step: [], value: [] } });
  return {
    summary: { adapter: NOBODY, versions: {}, seed, config, seconds: { total: 1 }, points },
    curves: points.map(() => list(replicas, curve)),
  } as unknown as Results;
}

/** Calls `during` in the middle of every training. Configurations are random spins out of the seed. */
export function pretender(during: (input: TrainInput) => void | Promise<void> = () => undefined): Trainer {
  return {
    adapter: NOBODY,
    async train(input) {
      await during(input);
      return madeUp(input);
    },
    async sample({ chains, settings, seed, model, measurements }, { add }) {
      const { extents, channels } = model.space(settings);
      const shape = [chains, ...extents, ...(channels > 1 ? [channels] : [])];
      const length = shape.reduce((product, extent) => product * extent, 1);
      for (let t = 0; t < measurements; t++) await add({ shape, data: spins((seed % 1e6) + t, length) });
      return { algorithm: 'made up', burn: 1, spacing: 1, thermal: true, flipSymmetric: true };
    },
  };
}

/** Settings of a training that takes a second, on 4 x 4 sites unless another size is set; most of it is compiling, hence no hidden layer. */
export const TINY_TRAIN = {
  size: 4,
  block: 2,
  shell: 1,
  chains: 32,
  heldOut: 32,
  validation: 32,
  steps: 20,
  refine: 10,
  batch: 16,
  evaluations: 1,
  evaluationBatch: 16,
  hidden: [],
};
