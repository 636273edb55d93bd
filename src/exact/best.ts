/** The best of a family of binary functions: screened on cells of similar environments, then computed exactly. */
import type { BinaryFunction, Candidates } from './candidates.ts';
import type { Cells } from './cells.ts';
import { through } from './channel.ts';
import { overEnvironments, Tally, xlogx } from './information.ts';
import { flipsOf, type Joint, type Pause } from './joint.ts';

/** The best binary function of a family, with its information. */
export interface BestBinary extends BinaryFunction {
  /** I(H:E) in nats. */
  value: number;
  /** The functions that it was chosen from, in words. */
  family: string;
}

/** Numbers of cells, by round: all functions are evaluated on the first, later only those that may still be best. */
const ROUNDS = [2 ** 6, 2 ** 9, 2 ** 12, Number.POSITIVE_INFINITY];
/** Smaller differences are rounding errors. */
const ROUNDING = 1e-12;

/** I(S:row) of a (rows, states) table. */
function informationOf(table: Float64Array, states: number): number {
  const tally = new Tally(states);
  for (let at = 0; at < table.length; at += states) tally.add(table.subarray(at, at + states));
  return tally.information();
}

/** Sums over the rows of a (rows, states) table. */
export function rowTotals(table: Float64Array, states: number): Float64Array {
  return Float64Array.from({ length: table.length / states }, (_, row) => table.subarray(row * states, (row + 1) * states).reduce((a, x) => a + x, 0));
}

/** Weight of H = + in each row of a (rows, states) table. @param plus states with H = + */
function plusSums(table: Float64Array, states: number, plus: Uint32Array, sums: Float64Array): void {
  for (let row = 0, at = 0; row < sums.length; row++, at += states) {
    let sum = 0;
    for (let i = 0; i < plus.length; i++) sum += table[at + plus[i]];
    sums[row] = sum;
  }
}

/**
 * I(H:row) of binary H.
 * @param sums weight of H = + in each row
 * @param totals of the rows
 */
export function binaryInformation(sums: Float64Array, totals: Float64Array): number {
  let [pairs, up, all] = [0, 0, 0];
  for (let row = 0; row < totals.length; row++) {
    const sum = sums[row];
    const total = totals[row];
    up += sum;
    all += total;
    const rest = total - sum;
    if (sum > 0) pairs += sum * Math.log(sum / total);
    if (rest > 0) pairs += rest * Math.log(rest / total);
  }
  return Math.max(0, pairs / all - xlogx(up / all) - xlogx((all - up) / all));
}

/**
 * Finds the best function. A function is dropped as soon as its value on the cells, plus the error bound of the cells, lies below the best.
 * @param cells of all environments of the joint weights
 * @param information I(S:E) of the statistic
 */
export async function bestOf(
  joint: Joint,
  { functions, statistic, describe, family }: Candidates,
  cells: Cells,
  information: number,
  pause: Pause,
): Promise<BestBinary> {
  const { states } = statistic;
  let left = functions.map((set, index) => ({ index, plus: Uint32Array.from(Array.from(set.keys()).filter((s) => set[s] === 1)), value: 0 }));
  for (const most of ROUNDS) {
    const table = cells.table(most);
    const totals = rowTotals(table, states);
    const sums = new Float64Array(totals.length);
    const lost = Math.max(0, information - informationOf(table, states));
    for (const candidate of left) {
      plusSums(table, states, candidate.plus, sums);
      candidate.value = binaryInformation(sums, totals);
      await pause();
    }
    const best = highest(left);
    left = left.filter((candidate) => candidate === best || candidate.value + lost > best.value + ROUNDING);
  }
  if (!cells.exact) {
    const tallies = await exactly(joint, statistic, left, pause);
    for (const [i, candidate] of left.entries()) candidate.value = tallies[i].information();
  }
  const { value, index } = highest(left);
  if (value <= ROUNDING) return { value, function: 'any: there is nothing to know', family };
  return { value, ...describe(index), family };
}

/** The candidate with the highest value; of equal ones the first. */
function highest<T extends { value: number }>(candidates: readonly T[]): T {
  return candidates.reduce((best, candidate) => (candidate.value > best.value + ROUNDING ? candidate : best));
}

async function exactly(joint: Joint, statistic: Candidates['statistic'], functions: readonly { plus: Uint32Array }[], pause: Pause): Promise<Tally[]> {
  const tallies = functions.map(() => new Tally(2));
  const [weights, pair] = [new Float64Array(statistic.states), new Float64Array(2)];
  await overEnvironments(joint, pause, (values, at) => {
    for (const flipped of flipsOf(joint)) {
      through(statistic, values, at, flipped, weights);
      let total = 0;
      for (let s = 0; s < weights.length; s++) total += weights[s];
      for (let f = 0; f < functions.length; f++) {
        const { plus } = functions[f];
        let sum = 0;
        for (let i = 0; i < plus.length; i++) sum += weights[plus[i]];
        pair[0] = total - sum;
        pair[1] = sum;
        tallies[f].add(pair);
      }
    }
  });
  return tallies;
}
