import * as shader from '../../gen/shaders/model/xy/measure.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { measureEvery, type Schedule } from '../../sample/advance.ts';
import type { Mover, Series } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { measuredParts, threadsOf } from '../../sample/parts.ts';
import type { RotorOptions } from './options.ts';

/** Work of measuring a rotor, in attempted flips of Ising spins. */
const WORK = 30;

/** Columns of the kernel. */
const COLUMNS = 7;

/**
 * Measures every chain of a range; for J < 0 all but the energy are those of the rotors with every second one reversed.
 *
 * - `energy` (J per site), `magnetisation_abs` |m| of the mean rotor m, `vortices` of both signs (per site)
 * - `current_x`, `current_y`: the sum of sin(θ' - θ) over the bonds of a direction, per site
 * @param rotors (G, L, L, 2, 32)
 * @returns series (32 groups of the range, slots)
 */
export async function measureRotors(
  rotors: Tensor<'u32'>,
  { size, coupling }: RotorOptions,
  range: GroupRange,
  schedule: Schedule,
  mover: Mover,
): Promise<Record<string, Series>> {
  const { slots, spacing } = schedule;
  const chains = range.groups * CHAINS_PER_GROUP;
  const scope = new Scope(rotors.memory, 'measure');
  try {
    const series = scope.tensor('f32', [slots, chains, COLUMNS], 'series');
    const sums = scope.tensor('f32', [range.groups, size, COLUMNS, CHAINS_PER_GROUP], 'sums');
    const slot = scope.tensor('u32', [1], 'slot');
    const parts = (threads: number, work: number) =>
      measuredParts(threads, work).map((part) => [threadsOf(part), scope.uniform(shader.rows.bindings.range, 'range', { ...range, slots, ...part })] as const);
    const [rows, totals] = [parts(chains * size, WORK * size), parts(chains, size)];
    const constants = { L: size, STAGGERED: coupling < 0 ? 1 : 0 };
    await measureEvery(rotors.memory, mover, range, schedule, (plan) => {
      for (const [threads, part] of rows) plan.dispatch(shader.rows, constants, { rotors, sums, range: part }, threads);
      for (const [threads, part] of totals) plan.dispatch(shader.total, constants, { sums, slot, series, range: part }, threads);
      plan.dispatch(shader.advance, constants, { slot }, [1]);
    });
    const raw = await series.read();
    const each = (of: (at: number) => number): Series => ({
      spacing,
      values: Array.from({ length: chains }, (_, c) => Float64Array.from({ length: slots }, (_, t) => of((t * chains + c) * COLUMNS) / size ** 2)),
    });
    return {
      energy: each((at) => -Math.abs(coupling) * (raw[at] + raw[at + 1])),
      current_x: each((at) => raw[at + 2]),
      current_y: each((at) => raw[at + 3]),
      magnetisation_abs: each((at) => Math.hypot(raw[at + 4], raw[at + 5])),
      vortices: each((at) => raw[at + 6]),
    };
  } finally {
    scope.dispose();
  }
}
