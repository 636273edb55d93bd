import { phrase, setting } from '../../core/phrase.ts';
import { deriveKeys } from '../../core/random.ts';
import * as shader from '../../gen/shaders/model/xy/cluster.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import type { RotorOptions } from './options.ts';

/** The labels of one batch of groups take at most this many bytes, unless one group takes more. */
const LABEL_BYTES = 2 ** 26;
/** Work of a rotor in any of the three kernels, in updates of Ising spins. */
const WORK = 120;

/** What a sweep of rotors reads and moves. */
export interface Rotors {
  /** (G, L, L, 2, 32), bits of f32, cosine before sine, chain last. */
  readonly rotors: Tensor<'u32'>;
  /** (G) sweeps finished. */
  readonly clock: Tensor<'u32'>;
  /** (G) J / T. */
  readonly stiffness: Tensor<'f32'>;
}

/**
 * Swendsen-Wang updates of the Ising spins that rotors have along a random line. Groups are moved in batches, which share labels and
 * bonds. The result does not depend on how groups are divided, nor on the order of threads.
 */
export class RotorClusters {
  readonly #size: number;
  readonly #most: number;
  readonly #keys: Tensor<'u32'>;
  readonly #bonds: Tensor<'u32'>;
  readonly #labels: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'begin' | 'end'>;

  /** @throws BlockspinError when labels do not fit the device */
  constructor(scope: Scope, { temperatures, size, seed }: RotorOptions) {
    const groups = temperatures.length;
    const words = size * size * CHAINS_PER_GROUP;
    this.#size = size;
    this.#most = Math.max(1, Math.min(groups, Math.floor(LABEL_BYTES / (4 * words))));
    const bytes = 4 * this.#most * words;
    const remedy = phrase`use a smaller ${setting('size')}, or ${setting('algorithm', 'heatbath')}, which needs no labels`;
    scope.memory.checkFits({ 'cluster labels': bytes, 'cluster bonds': bytes }, remedy);
    this.#keys = scope.upload('u32', [groups, 2], 'keys.cluster', deriveKeys(seed, 'cluster', groups));
    this.#bonds = scope.tensor('u32', [this.#most, size, size, CHAINS_PER_GROUP], 'bonds');
    this.#labels = scope.tensor('u32', [this.#most, size, size, CHAINS_PER_GROUP], 'labels');
    this.#ranges = new RangeUniforms(scope, shader.draw.bindings.range);
  }

  /** Records one update of the groups of a range. */
  record(plan: Plan, { first, groups }: GroupRange, { rotors, clock, stiffness }: Rotors): void {
    const constants = { L: this.#size };
    const [bonds, labels, keys] = [this.#bonds, this.#labels, this.#keys];
    for (let done = 0; done < groups; done += this.#most) {
      const count = Math.min(this.#most, groups - done);
      // Labels lie from the first group of a batch on, so only threads of all its groups together are divided.
      const parts = partsOf({ first: first + done, groups: 1 }, { threads: count * this.#size ** 2 * CHAINS_PER_GROUP, work: WORK }).map(
        (part) => [threadsOf(part), this.#ranges.get(part)] as const,
      );
      for (const [threads, range] of parts) plan.dispatch(shader.draw, constants, { rotors, keys, stiffness, clock, bonds, labels, range }, threads);
      for (const [threads, range] of parts) plan.dispatch(shader.join, constants, { bonds, labels, range }, threads);
      for (const [threads, range] of parts) plan.dispatch(shader.flip, constants, { rotors, keys, clock, bonds, labels, range }, threads);
    }
  }
}
