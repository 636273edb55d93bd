/** The information between the mass of a block and a mass beyond its buffer, by counting, from samples of a ring. */
import { type Estimate, jackknife } from '../../../src/core/statistics.ts';

/** Configurations of a ring, from several chains one each in turn. */
export interface Rings {
  /** (n, N): mass of each site; every configuration has the same total. */
  data: ArrayLike<number>;
  size: number;
  /** Configuration i is of chain i mod chains. */
  chains: number;
}

/** What H, the sign of the mass of the block less its mean, tells of masses of the environment; nats. */
export interface Counted {
  entropy: Estimate;
  /** Of the mass of everything beyond the buffer. */
  all: Estimate;
  /** Of the mass of as many sites as the block has, next to the buffer on each side. */
  near: Estimate;
}

/** Chains are put together into this many groups, of which errors are jackknifed. */
const GROUPS = 16;

/**
 * Counts every translation of the window. A mass in the middle of two values counts as half of each state of H.
 * @param block sites of the block
 * @param buffer sites of the buffer on each side
 */
export function counted({ data, size, chains }: Rings, block: number, buffer: number): Counted {
  let total = 0;
  for (let i = 0; i < size; i++) total += data[i];
  const width = 2 * (total + 1);
  const rows = () => Array.from({ length: GROUPS }, () => new Array<number>(width).fill(0));
  const [all, near] = [rows(), rows()];
  const mean = (total * block) / size;
  const sums = new Float64Array(2 * size + 1);
  for (let n = 0; n < data.length / size; n++) {
    const group = (n % chains) % GROUPS;
    for (let i = 0; i < 2 * size; i++) sums[i + 1] = sums[i] + data[n * size + (i % size)];
    const mass = (from: number, sites: number) => {
      const start = (from + size) % size;
      return sums[start + sites] - sums[start];
    };
    for (let at = 0; at < size; at++) {
      const visible = mass(at, block);
      const up = visible > mean ? 1 : visible === mean ? 0.5 : 0;
      const beyond = total - mass(at - buffer, block + 2 * buffer);
      const beside = mass(at - buffer - block, block) + mass(at + block + buffer, block);
      for (const [row, x] of [
        [all[group], beyond],
        [near[group], beside],
      ] as const) {
        row[2 * x] += up;
        row[2 * x + 1] += 1;
      }
    }
  }
  return { entropy: jackknife(all, entropyOf), all: jackknife(all, informationOf), near: jackknife(near, informationOf) };
}

const binary = (p: number) => (p > 0 && p < 1 ? -p * Math.log(p) - (1 - p) * Math.log(1 - p) : 0);

/** Entropy of H; counts of H = 1 and of all, side by side for each mass. */
function entropyOf(counts: number[]): number {
  let [up, all] = [0, 0];
  for (let x = 0; x < counts.length; x += 2) [up, all] = [up + counts[x], all + counts[x + 1]];
  return binary(up / all);
}

function informationOf(counts: number[]): number {
  let [left, all] = [0, 0];
  for (let x = 0; x < counts.length; x += 2) {
    if (counts[x + 1] === 0) continue;
    left += counts[x + 1] * binary(counts[x] / counts[x + 1]);
    all += counts[x + 1];
  }
  return entropyOf(counts) - left / all;
}
