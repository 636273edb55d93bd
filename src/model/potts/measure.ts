import * as shader from '../../gen/shaders/model/potts/measure.ts';
import { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { measureEvery, type Schedule } from '../../sample/advance.ts';
import type { Mover, Series } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { measuredParts, threadsOf } from '../../sample/parts.ts';
import { colourConstants, type Interaction } from './interaction.ts';
import type { ColourOptions } from './options.ts';

/** Work of a thread, which counts bits of 32 chains on at most 64 sites, in attempted flips of Ising spins. */
const WORK = 512;

/** Sites of a row that one thread counts. */
const SEGMENT = 64;

/**
 * Measures energy per site and order parameter of every chain of a range.
 * @param state (G, L, L, q), bit = chain
 * @returns series (32 groups of the range, slots) of `energy` and `order`
 */
export async function measureColours(
  state: Tensor<'u32'>,
  interaction: Interaction,
  options: ColourOptions,
  range: GroupRange,
  schedule: Schedule,
  mover: Mover,
): Promise<Record<string, Series>> {
  const { size, q, coupling } = options;
  const { slots, spacing } = schedule;
  const chains = range.groups * CHAINS_PER_GROUP;
  const differences = interaction.differences(q);
  const columns = differences + q;
  const scope = new Scope(state.memory, 'measure');
  try {
    const series = scope.tensor('u32', [slots, chains, columns], 'series');
    const slot = scope.tensor('u32', [1], 'slot');
    const parts = measuredParts(range.groups * size * Math.ceil(size / SEGMENT) * columns, WORK).map(
      (part) => [threadsOf(part), scope.uniform(shader.measure.bindings.range, 'range', { ...range, slots, ...part })] as const,
    );
    const constants = { ...colourConstants(options), DIFFERENCES: differences };
    await measureEvery(state.memory, mover, range, schedule, (plan) => {
      for (const [threads, part] of parts) plan.dispatch(shader.measure, constants, { state, slot, series, range: part }, threads);
      plan.dispatch(shader.advance, constants, { slot }, [1]);
    });
    const raw = await series.read();
    const each = (of: (numbers: number[]) => number): Series => ({
      spacing,
      values: Array.from({ length: chains }, (_, c) =>
        Float64Array.from({ length: slots }, (_, t) => of(Array.from(raw.subarray((t * chains + c) * columns, (t * chains + c + 1) * columns)))),
      ),
    });
    const bonds = Array.from({ length: differences }, (_, d) => interaction.bond(d, q));
    return {
      energy: each((numbers) => (-coupling * bonds.reduce((sum, bond, d) => sum + bond * numbers[d], 0)) / size ** 2),
      order: each((numbers) => interaction.order(numbers.slice(differences))),
    };
  } finally {
    scope.dispose();
  }
}
