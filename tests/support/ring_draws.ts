/** Trajectories of spins on a ring of 8 that begin in their stationary state, drawn from all 256. */
import { generator } from './generator.ts';

export type Rule = 'parallel' | 'sequential' | 'evenodd' | 'random';

const SITES = 8;
const ORDER = { sequential: [0, 1, 2, 3, 4, 5, 6, 7], evenodd: [0, 2, 4, 6, 1, 3, 5, 7] };

const spin = (state: number, i: number) => 2 * ((state >> ((i + SITES) % SITES)) & 1) - 1;

/**
 * Spins are drawn with P(+) = 1 / (1 + exp(-2 (left + right) / T)): all at once, one by one in an order, or one at random in a step.
 * One by one they keep the Boltzmann distribution; all at once they keep Π 2 cosh((left + right) / T).
 * Source: P. Peretto, Biol. Cybern. 50, 51 (1984).
 * @returns (samples, times, 8), -1 or 1
 */
export function ringTrajectories(rule: Rule, samples: number, times: number, temperature: number, seed: number): Int8Array {
  const random = generator(seed);
  const bonds = (state: number) => ORDER.sequential.reduce((sum, i) => sum + spin(state, i) * spin(state, i + 1), 0) / temperature;
  const fields = (state: number) => ORDER.sequential.reduce((sum, i) => sum + Math.log(Math.cosh((spin(state, i - 1) + spin(state, i + 1)) / temperature)), 0);
  let total = 0;
  const sums = Array.from({ length: 2 ** SITES }, (_, state) => {
    total += Math.exp((rule === 'parallel' ? fields : bonds)(state));
    return total;
  });
  const up = [-2, 0, 2].map((field) => 1 / (1 + Math.exp((-2 * field) / temperature)));
  const drawn = (state: number, i: number) => (random() < up[(spin(state, i - 1) + spin(state, i + 1)) / 2 + 1] ? 1 << i : 0);
  const put = (state: number, i: number) => (state & ~(1 << i)) | drawn(state, i);
  const step = (state: number) => {
    if (rule === 'parallel') return ORDER.sequential.reduce((next, i) => next | drawn(state, i), 0);
    if (rule === 'random') return put(state, Math.floor(SITES * random()));
    return ORDER[rule].reduce(put, state);
  };
  const out = new Int8Array(samples * times * SITES);
  for (let n = 0; n < samples; n++) {
    const target = total * random();
    let state = sums.findIndex((sum) => sum > target);
    for (let t = 0; t < times; t++) {
      if (t > 0) state = step(state);
      for (let i = 0; i < SITES; i++) out[(n * times + t) * SITES + i] = spin(state, i);
    }
  }
  return out;
}
