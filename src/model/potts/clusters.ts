import { phrase, setting } from '../../core/phrase.ts';
import { deriveKeys, threshold } from '../../core/random.ts';
import * as shader from '../../gen/shaders/model/potts/cluster.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { colourConstants } from './interaction.ts';
import { type ColourOptions, forwardBonds } from './options.ts';

/** The labels of one batch of groups take at most this many bytes, unless one group takes more. */
const LABEL_BYTES = 2 ** 26;
/** A cluster update of a site in updates of Ising spins, by which submissions and dispatches are sized; measured on lavapipe (docs/samplers-potts.md). */
export const CLUSTER_COST = 100;
/** None of the four kernels takes more than this part of it. */
const SHARE = 1 / 2;

/**
 * Swendsen-Wang cluster updates of the Potts ferromagnet. Groups are moved in batches, which share labels and bonds.
 * The result does not depend on how groups are divided, nor on the order of threads.
 */
export class ColourClusters {
  readonly #options: ColourOptions;
  readonly #most: number;
  readonly #keys: Tensor<'u32'>;
  readonly #thresholds: Tensor<'u32'>;
  readonly #bonds: Tensor<'u32'>;
  readonly #labels: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'begin' | 'end'>;

  /** @throws BlockspinError when labels do not fit the device */
  constructor(scope: Scope, options: ColourOptions) {
    const { temperatures, size, seed, coupling } = options;
    const groups = temperatures.length;
    const sites = size * size;
    this.#options = options;
    this.#most = Math.max(1, Math.min(groups, Math.floor(LABEL_BYTES / (4 * CHAINS_PER_GROUP * sites))));
    const labels = 4 * this.#most * sites * CHAINS_PER_GROUP;
    scope.memory.checkFits(
      { 'cluster labels': labels },
      phrase`use a smaller ${setting('size')}, or ${setting('algorithm', 'heatbath')}, which needs no labels`,
    );
    this.#keys = scope.upload('u32', [groups, 2], 'keys.cluster', deriveKeys(seed, 'cluster', groups));
    this.#thresholds = scope.upload(
      'u32',
      [groups],
      'thresholds',
      Uint32Array.from(temperatures, (T) => threshold(-Math.expm1(-coupling / T))),
    );
    this.#bonds = scope.tensor('u32', [this.#most, sites, forwardBonds(options)], 'bonds');
    this.#labels = scope.tensor('u32', [this.#most, sites, CHAINS_PER_GROUP], 'labels');
    this.#ranges = new RangeUniforms(scope, shader.draw.bindings.range);
  }

  /** Records one update of the groups of a range. */
  record(plan: Plan, { first, groups }: GroupRange, state: Tensor<'u32'>, clock: Tensor<'u32'>): void {
    const constants = colourConstants(this.#options);
    const sites = this.#options.size ** 2;
    const [bonds, labels, keys] = [this.#bonds, this.#labels, this.#keys];
    for (let done = 0; done < groups; done += this.#most) {
      const count = Math.min(this.#most, groups - done);
      // Labels lie from the first group of a batch on, so only threads of all its groups together are divided.
      const parts = (threads: number, work: number) =>
        partsOf({ first: first + done, groups: 1 }, { threads, work: SHARE * CLUSTER_COST * work }).map(
          (part) => [threadsOf(part), this.#ranges.get(part)] as const,
        );
      const whole = parts(count * sites, CHAINS_PER_GROUP);
      for (const [threads, range] of whole) plan.dispatch(shader.draw, constants, { state, keys, thresholds: this.#thresholds, clock, bonds, range }, threads);
      for (const [threads, range] of whole) plan.dispatch(shader.label, constants, { bonds, labels, range }, threads);
      for (const [threads, range] of parts(count * sites * CHAINS_PER_GROUP, 1)) plan.dispatch(shader.join, constants, { bonds, labels, range }, threads);
      for (const [threads, range] of whole) plan.dispatch(shader.paint, constants, { state, keys, clock, labels, range }, threads);
    }
  }
}
