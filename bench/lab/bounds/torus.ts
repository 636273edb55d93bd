/** The torus on which the bounds are compared, and its exact informations. */
import { exactIsing, exactIsingJoint } from '../../../src/exact/exact.ts';
import { optimalInfonce } from '../../../src/exact/infonce.ts';
import { T_C } from '../../../src/model/ising/options.ts';

/** Geometry: an 8 x 8 torus with a 2 x 2 block. */
export const TORUS = { size: 8, block: 2, buffer: 1, shell: 1 } as const;
/** Temperatures of the comparison in J / k_B. */
export const TEMPERATURES = [1.5, T_C, 3];
/** Weights of the fixed filter. */
export const UNIFORM = [1, 1, 1, 1];
/** Pairs in a batch of the evaluation; the largest expectation of InfoNCE depends on it. */
export const EVALUATION_BATCH = 512;

/** Exact values at one temperature, in nats. */
export interface Known {
  temperature: number;
  /** I(H:E) of the uniform filter. */
  uniform: number;
  /** The largest I(H:E) of a function H(V) with two values. */
  binary: number;
  /** Expectation of InfoNCE for the uniform filter with the optimal critic, at the batch size of the evaluation. */
  infonce: number;
}

/** Exact values at all temperatures of the comparison, by summing over all states of the torus. */
export async function known(): Promise<Known[]> {
  const all: Known[] = [];
  for (const temperature of TEMPERATURES) {
    const { information_HE, best_binary } = await exactIsing(optionsAt(temperature));
    const joint = await exactIsingJoint(optionsAt(temperature), { weights: [UNIFORM] });
    all.push({ temperature, uniform: information_HE, binary: best_binary.value, infonce: optimalInfonce(joint, EVALUATION_BATCH) });
  }
  return all;
}

/** @throws Error for a temperature that is not among the exact values */
export function knownAt(exact: readonly Known[], temperature: number): Known {
  const found = exact.find((row) => row.temperature === temperature);
  if (!found) throw new Error(`bounds bench: nothing known at T = ${temperature}`);
  return found;
}

/**
 * Exact I(H:E) of H = sign(weights . V) in nats. Weights with equal signs on all 16 blocks give the same H, so that the sum
 * over states is done once for them.
 */
export function filterInformation(): (temperature: number, weights: number[]) => Promise<number> {
  const cache = new Map<string, Promise<number>>();
  return (temperature, weights) => {
    const signs = Array.from({ length: 16 }, (_, v) => Math.sign(weights.reduce((sum, w, i) => sum + ((v >> i) & 1 ? w : -w), 0)));
    const key = `${temperature} ${signs}`;
    const value = cache.get(key) ?? exactIsing(optionsAt(temperature), { weights: [weights] }).then(({ information_HE }) => information_HE);
    cache.set(key, value);
    return value;
  };
}

const optionsAt = (temperature: number) => ({ size: [8, 8], block: [2, 2], buffer: 1, temperature, coupling: 1, boundary: 'periodic' }) as const;
