/** Measurements that the host makes of whole configurations, for models without a kernel that measures. */
import { type ChainEstimate, chainEstimate } from '../core/statistics.ts';
import type { Memory } from '../gpu/memory.ts';
import { preparedAdvance, type Schedule } from './advance.ts';
import type { Mover, Series } from './chains.ts';
import type { Configurations } from './configurations.ts';
import type { GroupRange } from './groups.ts';

/** The quantities of one configuration, by name. */
type Observe = (configuration: Int8Array) => Readonly<Record<string, number>>;

/**
 * Series of what is observed of each chain, `slots` times, `spacing` sweeps apart.
 * @param configurations those of a range, as int8, chain after chain
 */
export async function observedEvery(
  memory: Memory,
  mover: Mover,
  range: GroupRange,
  { slots, spacing, progress }: Schedule,
  { configurations, observe }: { configurations: (range: GroupRange) => Promise<Configurations>; observe: Observe },
): Promise<Record<string, Series>> {
  const series: Record<string, Series> = {};
  const sweep = await preparedAdvance(memory, mover, [range], spacing);
  for (let slot = 0; slot < slots; slot++) {
    await sweep((fraction) => progress((slot + fraction) / slots));
    const { shape, data } = await configurations(range);
    const values = data.length / shape[0];
    for (let chain = 0; chain < shape[0]; chain++) {
      const observed = observe((data as Int8Array).subarray(chain * values, (chain + 1) * values));
      for (const [name, value] of Object.entries(observed)) {
        series[name] ??= { spacing, values: Array.from({ length: shape[0] }, () => new Float64Array(slots)) };
        series[name].values[chain][slot] = value;
      }
    }
  }
  return series;
}

/** The mean of every series. */
export function meansOf(series: Readonly<Record<string, Series>>): Record<string, ChainEstimate> {
  return Object.fromEntries(Object.entries(series).map(([name, { values, spacing }]) => [name, chainEstimate(values, spacing)]));
}
