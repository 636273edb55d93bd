import { xlogx } from './information.ts';
import type { Pause } from './joint.ts';
import { bestOfSets } from './matching/partition.ts';

/** Most environments: 2^16 sets of states are summed for each. */
const MOST_ROWS = 2 ** 13;

/**
 * The best of all H with a number of states: the partition of the block's states into so many parts with the largest I(H:E), which is convex in p(h|v).
 * @param table (environments, block states) weights, of at most 16 block states
 * @returns undefined for too many environments
 */
export async function bestPartition(
  table: Float64Array,
  states: number,
  parts: number,
  pause: Pause,
): Promise<{ value: number; parts: readonly (readonly number[])[] } | undefined> {
  const rows = table.length / states;
  if (rows > MOST_ROWS) return undefined;
  const total = table.reduce((sum, weight) => sum + weight, 0);
  const sums = new Float64Array(2 ** states);
  const own = new Float64Array(states);
  const part = new Float64Array(2 ** states);
  for (let row = 0; row < rows; row++) {
    for (let v = 0; v < states; v++) own[v] += table[row * states + v] / total;
    for (let set = 1; set < part.length; set++) {
      part[set] = part[set & (set - 1)] + table[row * states + 31 - Math.clz32(set & -set)] / total;
      sums[set] += xlogx(part[set]);
    }
    await pause();
  }
  return bestOfSets(own, sums, [Math.min(parts, states)])[0];
}
