import * as shader from '../../gen/shaders/model/blume_capel/measure.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { measureEvery, type Schedule } from '../../sample/advance.ts';
import type { Mover, Series } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { measuredParts, threadsOf } from '../../sample/parts.ts';
import { type CapelOptions, latticeConstants } from './options.ts';

/** Work of a thread, which counts bits of 32 chains on at most 64 sites, in attempted flips of Ising spins. */
const WORK = 512;

/** Numbers per chain and measurement: spins -1 and 1, bonds with S S' = -1 and 1. */
const COLUMNS = 4;

/** Sites of a row that one thread counts. */
const SEGMENT = 64;

/**
 * Measures energy, magnetisation and <S²> per site of every chain of a range.
 * @param state (G, L, L, 3), bit = chain
 * @returns series (32 groups of the range, slots) of `energy`, `magnetisation` and `density`
 */
export async function measureCapel(
  state: Tensor<'u32'>,
  options: CapelOptions,
  range: GroupRange,
  schedule: Schedule,
  mover: Mover,
): Promise<Record<string, Series>> {
  const { size, coupling, crystalField, field } = options;
  const { slots, spacing } = schedule;
  const sites = size ** 2;
  const chains = range.groups * CHAINS_PER_GROUP;
  const scope = new Scope(state.memory, 'measure');
  try {
    const series = scope.tensor('u32', [slots, chains, COLUMNS], 'series');
    const slot = scope.tensor('u32', [1], 'slot');
    const parts = measuredParts(measureThreads(size, range.groups), WORK).map(
      (part) => [threadsOf(part), scope.uniform(shader.measure.bindings.range, 'range', { ...range, slots, ...part })] as const,
    );
    const constants = { ...latticeConstants(options) };
    await measureEvery(state.memory, mover, range, schedule, (plan) => {
      for (const [threads, part] of parts) plan.dispatch(shader.measure, constants, { state, slot, series, range: part }, threads);
      plan.dispatch(shader.advance, constants, { slot }, [1]);
    });
    const raw = await series.read();
    const each = (of: (minus: number, plus: number, bonds: number) => number): Series => ({
      spacing,
      values: Array.from({ length: chains }, (_, c) =>
        Float64Array.from({ length: slots }, (_, t) => {
          const at = (t * chains + c) * COLUMNS;
          return of(raw[at], raw[at + 1], raw[at + 3] - raw[at + 2]) / sites;
        }),
      ),
    });
    return {
      energy: each((minus, plus, bonds) => -coupling * bonds + crystalField * (minus + plus) - field * (plus - minus)),
      magnetisation: each((minus, plus) => plus - minus),
      density: each((minus, plus) => minus + plus),
    };
  } finally {
    scope.dispose();
  }
}

/** Threads that measure groups of 32 lattices of side L: one for each segment of at most 64 sites of a row. */
export function measureThreads(size: number, groups: number): number {
  return groups * size * Math.ceil(size / SEGMENT);
}
