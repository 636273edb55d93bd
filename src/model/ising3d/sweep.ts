import { deriveKeys, threshold } from '../../core/random.ts';
import * as shader from '../../gen/shaders/model/ising3d/sweep.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { type CubeOptions, classesOf, sitesOfCube } from './options.ts';

/** An update in updates of Ising spins in two dimensions, by which submissions and dispatches are sized. */
export const UPDATE_COST = 2;
/** Sites that one thread moves. */
const FOUR = 4;
/** Work of a thread, in flips of Ising spins on a square lattice. */
const WORK = UPDATE_COST * FOUR * CHAINS_PER_GROUP;
/** Classes of spins of one sign: 0 to 6 satisfied bonds. */
const COUNTS = 7;

/** Metropolis or heat bath of spins (G, Z, Y, X) on one class of sites after another. */
export class CubeSweep {
  readonly #options: CubeOptions;
  readonly #keys: Tensor<'u32'>;
  readonly #planes: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'begin' | 'end' | 'colour'>;
  /** The first number of satisfied bonds with which a spin does not always flip. */
  readonly #low: number;

  constructor(scope: Scope, options: CubeOptions) {
    const { temperatures, seed, dynamics, field } = options;
    const groups = temperatures.length;
    this.#options = options;
    this.#low = dynamics === 'metropolis' && field === 0 && temperatures.every(Number.isFinite) ? 4 : 0;
    this.#keys = scope.upload('u32', [groups, 2], 'keys.sweep', deriveKeys(seed, 'sweep', groups));
    this.#planes = scope.upload('u32', [groups, 33], 'planes', Uint32Array.from(temperatures.flatMap((T) => planes(flipProbabilities(options, T)))));
    this.#ranges = new RangeUniforms(scope, shader.sweep.bindings.moving);
  }

  /** Records one sweep of the groups of a range. */
  record(plan: Plan, range: GroupRange, spins: Tensor<'u32'>, clock: Tensor<'u32'>): void {
    const { coupling, field } = this.#options;
    const classes = classesOf(this.#options);
    const constants = {
      ...cubeConstants(this.#options),
      CLASSES: classes,
      ANTI: coupling < 0 ? 1 : 0,
      FIELD: field === 0 ? 0 : 1,
      LOW: this.#low,
    };
    const parts = partsOf(range, { threads: Math.ceil(sitesOfCube(this.#options) / classes / FOUR), work: WORK });
    for (let colour = 0; colour < classes; colour++) {
      for (const part of parts) {
        const moving = this.#ranges.get({ ...part, colour });
        plan.dispatch(shader.sweep, constants, { spins, keys: this.#keys, planes: this.#planes, clock, moving }, threadsOf(part));
      }
    }
  }
}

/** Constants of all kernels. */
export function cubeConstants({ extents: [Z, Y, X] }: Pick<CubeOptions, 'extents'>): { X: number; Y: number; Z: number } {
  return { X, Y, Z };
}

/**
 * Probability that a spin flips, by class 7 f + c: c bonds satisfied, f = 1 for spins that are 1.
 * Metropolis min(1, exp(-ΔE / T)) or heat bath 1 / (1 + exp(ΔE / T)), ΔE = 2 |J| (2 c - 6) ± 2 B.
 */
function flipProbabilities({ coupling, field, dynamics }: CubeOptions, T: number): number[] {
  return Array.from({ length: 2 * COUNTS }, (_, i) => {
    const cost = 2 * Math.abs(coupling) * (2 * (i % COUNTS) - 6) + (i < COUNTS ? -2 : 2) * field;
    // All spins of a class would flip at once where everything is accepted: then they are drawn afresh.
    if (dynamics === 'heatbath' || T === Number.POSITIVE_INFINITY) return 1 / (1 + Math.exp(cost / T));
    return Math.min(1, Math.exp(-cost / T));
  });
}

/** Plane 0: the classes that always flip; plane k: bit 32 - k of every class's threshold. */
function planes(probabilities: readonly number[]): number[] {
  const always = probabilities.reduce((word, p, i) => (p >= 1 ? word | (1 << i) : word), 0);
  const thresholds = probabilities.map(threshold);
  const bit = (k: number) => thresholds.reduce((word, t, i) => ((t >>> (32 - k)) & 1 ? word | (1 << i) : word), 0);
  return [always, ...Array.from({ length: 32 }, (_, k) => bit(k + 1))];
}
