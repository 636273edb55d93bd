/** What an inference has computed, kept where a run that was stopped finds it again: the same numbers, bit for bit. */
import type { NamedArray } from '../core/array.ts';
import { internal } from '../core/errors.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Tensor } from '../gpu/tensor.ts';
import { hostClock, runInPieces } from '../gpu/waiting.ts';

/** Arrays by name: what a stage leaves, or where it stands. */
export type Stage = Readonly<Record<string, NamedArray>>;

/** Where stages are kept. */
export interface InferStages {
  /** What was kept under a name; undefined where nothing was, or not as it was written. */
  find(name: string): Promise<Stage | undefined>;
  /** Keeps a stage in the place of one of the same name. */
  keep(name: string, stage: Stage): Promise<void>;
  /** Drops a stage that is not needed any more. */
  forget(name: string): Promise<void>;
  /** Shortest time between two looks at a stage that still runs, milliseconds. */
  readonly apart: number;
}

/** Keeps nothing. */
export const NO_STAGES: InferStages = {
  find: async () => undefined,
  keep: async () => {},
  forget: async () => {},
  apart: Number.POSITIVE_INFINITY,
};

/** The result of a stage: found, or computed and kept. */
export async function stage<T>(
  stages: InferStages,
  name: string,
  { pack, unpack, compute }: { pack: (value: T) => Stage; unpack: (stage: Stage) => T; compute: () => Promise<T> },
): Promise<T> {
  const known = await stages.find(name);
  if (known) return unpack(known);
  const value = await compute();
  await stages.keep(name, pack(value));
  await stages.forget(running(name));
  return value;
}

/** The name under which a stage that still runs is kept. */
const running = (name: string) => `${name}-running`;
/** Parts into which work is cut, between which it can be kept. */
const PARTS = 32;

/** Work of a stage: plans that are repeated one after another. */
interface StageWork {
  readonly plans: readonly { readonly plan: Plan; readonly repeats: number }[];
  /** Everything that the rest of the work depends on. */
  readonly tensors: Readonly<Record<string, Tensor<'f32'> | Tensor<'u32'>>>;
  /** Called often with the repeats that are done, by plan. */
  progress(done: readonly number[]): Promise<void>;
}

/** Does the work of a stage, or what is left of it. Where a run is cut makes no difference to its numbers. */
export async function runKept(stages: InferStages, name: string, { plans, tensors, progress }: StageWork): Promise<void> {
  const before = await stages.find(running(name));
  const done = plans.map((_, i) => before?.done.data[i] ?? 0);
  for (const [key, tensor] of before ? Object.entries(tensors) : []) tensor.write((before as Stage)[key].data as never);
  let kept = hostClock.now();
  for (const [i, { plan, repeats }] of plans.entries()) {
    while (done[i] < repeats) {
      const part = Math.min(repeats - done[i], Math.ceil(repeats / PARTS));
      const first = done[i];
      await runInPieces(plan, part, (fraction) => progress(done.map((all, j) => (j === i ? first + part * fraction : all))));
      done[i] += part;
      if (hostClock.now() - kept < stages.apart) continue;
      const arrays: Record<string, NamedArray> = { done: { dtype: 'u32', shape: [done.length], data: Uint32Array.from(done) } };
      for (const [key, tensor] of Object.entries(tensors)) arrays[key] = { dtype: tensor.dtype, shape: tensor.shape, data: await tensor.read() };
      await stages.keep(running(name), arrays);
      kept = hostClock.now();
    }
  }
}

/** Numbers in double precision as arrays of stages hold them: two words each. @param rows equally long */
export function doubles(rows: readonly ArrayLike<number>[]): NamedArray {
  const length = rows[0]?.length ?? 0;
  const all = new Float64Array(rows.length * length);
  for (const [i, row] of rows.entries()) all.set(row, i * length);
  return { dtype: 'u32', shape: [rows.length, 2 * length], data: new Uint32Array(all.buffer) };
}

/** The same, read again. */
export function rowsOfDoubles({ shape: [rows, words], data }: NamedArray): Float64Array[] {
  if (data.length !== rows * words) throw internal(`${data.length} words for ${rows} rows of ${words}`);
  const all = new Float64Array(Uint32Array.from(data).buffer);
  return Array.from({ length: rows }, (_, i) => all.slice((i * words) / 2, ((i + 1) * words) / 2));
}
