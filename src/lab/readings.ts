/** Numbers of a running training, read in the submission of a frame. */
import { namedPatterns } from '../analysis/filters/patterns.ts';
import { dot, unit } from '../analysis/filters/vectors.ts';
import { type Estimate, meanError } from '../core/statistics.ts';
import { type Commands, Readback } from '../gpu/submission.ts';
import { Tensor, typed } from '../gpu/tensor.ts';
import { CHAINS_PER_GROUP } from '../sample/groups.ts';
import type { StateHandle } from '../train/handles.ts';
import type { Trainer } from '../train/trainer.ts';
import type { Reading } from './scene.ts';

/** Words of configurations that are read at most: fewer chains give the energy of a large lattice. */
const MOST_WORDS = 2 ** 16;

/** What is read, in this order. */
const PARTS = ['state', 'history', 'scatter', 'status', 'filters'] as const;
type Part = (typeof PARTS)[number];

/** What a filter is compared with: one pattern, or the plane of two orthogonal ones. */
interface Pattern {
  name: string;
  directions: readonly (readonly number[])[];
}

/** Order of spins, staggered where they are; columns of dimers; the mass of a block. On a graph there is none. */
function patternOf({ config }: Trainer): Pattern | undefined {
  if (config.sites) return undefined;
  const side = Array.isArray(config.block) ? config.block[0] : config.block;
  const { extents } = config.model.space(config);
  const bonds = config.model.support === 'bonds';
  const all = namedPatterns({ dimension: extents.length as 1 | 2 | 3, side, bonds });
  const names = bonds ? ['C_x', 'C_y'] : [(config.coupling ?? 1) < 0 ? 'staggered' : 'uniform'];
  const directions = names.map((name) => unit(all.find((pattern) => pattern.name === name)?.filter ?? []));
  return { name: bonds ? 'columnar' : names[0], directions };
}

/** The part of a cosine that lies in the span of orthogonal directions. */
function cosineWith(filter: ArrayLike<number>, { directions }: Pattern): number {
  const own = Array.from(filter);
  const length = Math.hypot(...own);
  return length === 0 ? 0 : Math.min(1, Math.hypot(...directions.map((direction) => dot(own, direction))) / length);
}

/** Reads objectives, validations, filters and configurations of a trainer. */
export class Readings {
  readonly #trainer: Trainer;
  readonly #readback: Readback;
  readonly #pattern: Pattern | undefined;
  readonly #tensors: Readonly<Record<Part, readonly Tensor[]>>;
  /** The step after the last one that was read. */
  #read = 0;
  #validation: Estimate[] | undefined;
  #inSample: number[];

  constructor(trainer: Trainer) {
    this.#trainer = trainer;
    this.#pattern = patternOf(trainer);
    this.#inSample = new Array<number>(trainer.ensemble.replicas).fill(Number.NaN);
    const { shards, replicas } = trainer.ensemble;
    const { tensor, groups } = trainer.state();
    const words = tensor.stride;
    const count = Math.max(1, Math.min(groups.training.groups, Math.floor(MOST_WORDS / words)));
    this.#tensors = {
      state: [new Tensor(tensor.memory, tensor.buffer, 'u32', [count, words], 'state', tensor.offset + 4 * words * groups.training.first)],
      history: shards.map(({ history }) => history),
      scatter: shards.flatMap(({ scatter }) => (scatter ? [scatter] : [])),
      status: shards.map(({ status }) => status),
      filters: Array.from({ length: replicas }, (_, r) => {
        const { tensor: parameters, offset, values } = trainer.filter(r);
        return new Tensor(parameters.memory, parameters.buffer, 'f32', [values], `filter ${r}`, 4 * offset);
      }),
    };
    this.#readback = new Readback(
      trainer.device,
      PARTS.flatMap((name) => this.#tensors[name]),
    );
  }

  /** The copies, to be submitted before each `take`; a validation that is part of the submission comes before them. */
  get commands(): Commands {
    return this.#readback.commands;
  }

  /** @param validated whether a validation was part of the submission @returns the reading, and packed words of the first groups to train on */
  async take(validated: boolean): Promise<{ reading: Reading; words: Uint32Array }> {
    const { steps } = this.#trainer;
    const bytes = await this.#readback.take();
    const parts = {} as Record<Part, ArrayBuffer[]>;
    for (const name of PARTS) parts[name] = bytes.splice(0, this.#tensors[name].length);
    const words = new Uint32Array(parts.state[0]);
    if (validated) this.#validation = this.#validations(parts.scatter);
    const status = parts.status.flatMap((one) => Array.from(new Uint32Array(one)));
    if (steps > this.#read) this.#inSample = this.#objectives(parts.history, steps);
    this.#read = steps;
    const inSample = this.#inSample;
    const score = (r: number) => (status[r] === 0 ? (this.#validation ? this.#validation[r].mean : inSample[r]) : Number.NEGATIVE_INFINITY);
    const filters = parts.filters.map((one) => new Float32Array(one));
    const pattern = this.#pattern;
    const energies = this.#trainer.ensemble.chains.energies?.(words);
    const reading: Reading = {
      step: steps,
      inSample,
      ...(this.#validation ? { validation: this.#validation } : {}),
      best: filters.map((_, r) => r).reduce((best, r) => (score(r) > score(best) ? r : best)),
      filters,
      ...(energies ? { energy: meanError(energies) } : {}),
      cosines: pattern ? filters.map((filter) => cosineWith(filter, pattern)) : [],
      ...(pattern ? { pattern: pattern.name } : {}),
    };
    return { reading, words };
  }

  /** Leaves out the steps that were made since the last reading: they are not those of the training. */
  skip(): void {
    this.#read = this.#trainer.steps;
  }

  /** Forgets validations: they belong to another temperature. */
  forget(): void {
    this.#validation = undefined;
  }

  dispose(): void {
    this.#readback.dispose();
  }

  /** Mean objectives of the steps since the last reading, as far back as the history goes. */
  #objectives(histories: readonly ArrayBuffer[], steps: number): number[] {
    return histories.flatMap((bytes, n) => {
      const [rows, replicas] = this.#tensors.history[n].shape;
      const values = typed('f32', bytes);
      const first = Math.max(this.#read, steps - rows);
      return Array.from({ length: replicas }, (_, r) => {
        let sum = 0;
        for (let step = first; step < steps; step++) sum += values[2 * ((step % rows) * replicas + r)];
        return sum / (steps - first);
      });
    });
  }

  /** The mean over independent chains, and its error. */
  #validations(scatters: readonly ArrayBuffer[]): Estimate[] {
    return scatters.flatMap((bytes, n) => {
      const [replicas, chains] = this.#tensors.scatter[n].shape;
      const sums = new Float32Array(bytes);
      return Array.from({ length: replicas }, (_, r) => {
        const own = Array.from({ length: chains }, (_one, c) => sums.subarray(2 * (r * chains + c), 2 * (r * chains + c) + 2));
        return meanError(own.filter(([, count]) => count > 0).map(([sum, count]) => sum / count));
      });
    });
  }
}

/** Values of one chain of the first group, one byte each; larger ones are 255. @param words of whole groups */
export function valuesOf(words: Uint32Array, { packing, shape }: Pick<StateHandle, 'packing' | 'shape'>, chain: number): Uint8Array {
  const values = shape.reduce((product, extent) => product * extent, 1);
  if (packing === 'bits') return Uint8Array.from({ length: values }, (_, i) => (words[i] >>> chain) & 1);
  return Uint8Array.from({ length: values }, (_, i) => Math.min(255, words[i * CHAINS_PER_GROUP + chain]));
}
