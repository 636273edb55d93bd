import { deriveKeys, threshold } from '../../core/random.ts';
import * as shader from '../../gen/shaders/model/blume_capel/heatbath.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { classesOf } from '../potts/options.ts';
import { type CapelOptions, latticeConstants, STATES } from './options.ts';

/** A heat-bath update in updates of Ising spins, by which submissions and dispatches are sized. */
export const UPDATE_COST = 3;
/** Sites that one thread moves. */
const FOUR = 4;
/** Work of a thread, in flips of Ising spins on a square lattice. */
const WORK = UPDATE_COST * FOUR * CHAINS_PER_GROUP;
/** The largest sum over neighbours. */
const MOST = 6;

/** Heat bath of spins (G, L, L, 3) on one class of sites after another; without a field each chain is turned over at random, too. */
export class HeatBath {
  readonly #options: CapelOptions;
  readonly #keys: Tensor<'u32'>;
  readonly #thresholds: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'begin' | 'end' | 'colour'>;

  constructor(scope: Scope, options: CapelOptions) {
    const groups = options.temperatures.length;
    this.#options = options;
    this.#keys = scope.upload('u32', [groups, 2], 'keys.sweep', deriveKeys(options.seed, 'sweep', groups));
    this.#thresholds = scope.upload('u32', [groups, 32, 2], 'thresholds', Uint32Array.from(options.temperatures.flatMap((T) => planes(options, T))));
    this.#ranges = new RangeUniforms(scope, shader.sweep.bindings.moving);
  }

  /** Records one sweep of the groups of a range. */
  record(plan: Plan, range: GroupRange, state: Tensor<'u32'>, clock: Tensor<'u32'>): void {
    const { size, field } = this.#options;
    const classes = classesOf(this.#options);
    const constants = { ...latticeConstants(this.#options), CLASSES: classes, FIELD: field === 0 ? 0 : 1 };
    const parts = partsOf(range, { threads: Math.ceil(size ** 2 / classes / FOUR), work: WORK });
    for (let colour = 0; colour < classes; colour++) {
      for (const part of parts) {
        const moving = this.#ranges.get({ ...part, colour });
        plan.dispatch(shader.sweep, constants, { state, keys: this.#keys, thresholds: this.#thresholds, clock, moving }, threadsOf(part));
      }
    }
  }
}

/** Probabilities of S = -1, 0, 1 given the sum over the neighbours: exp((J h S + B S - D S²) / T) over their sum. */
function probabilities({ coupling, crystalField, field }: CapelOptions, T: number, h: number): number[] {
  const exponents = STATES.map((S) => (T === Number.POSITIVE_INFINITY ? 0 : ((coupling * h + field) * S - crystalField * S * S) / T));
  const weights = exponents.map((x) => Math.exp(x - Math.max(...exponents)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

/** Bit 6 + h of the two words of plane k: the k-th bit of floor(2^32 P(-1)) and of floor(2^32 (P(-1) + P(0))). */
function planes(options: CapelOptions, T: number): number[] {
  const pairs = Array.from({ length: 2 * MOST + 1 }, (_, i) => {
    const [minus, zero] = probabilities(options, T, i - MOST);
    return [threshold(minus), threshold(minus + zero)];
  });
  const bits = (plane: number, which: number) => pairs.reduce((word, pair, i) => ((pair[which] >>> (31 - plane)) & 1 ? word | (1 << i) : word), 0);
  return Array.from({ length: 32 }, (_, plane) => [bits(plane, 0), bits(plane, 1)]).flat();
}
