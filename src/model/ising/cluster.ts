import { deriveKeys } from '../../core/random.ts';
import * as shader from '../../gen/shaders/model/ising/cluster.ts';
import * as transposed from '../../gen/shaders/model/ising/rows.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { type Part, partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import type { SpinChains } from './measure.ts';
import { correlationLength } from './options.ts';
import { SpinWrapper } from './wrapper.ts';

/** The labels of one batch take at most this many bytes; every adapter binds twice as many. */
const LABEL_BYTES = 2 ** 26;

/** Of a cluster update of one site, in local updates: 1.5e9 flips against 3.3e7 updates per second (docs/benchmarks.md, 64 x 64). */
const COST_PER_UPDATE = 45;

/** Sites of a row that one thread of the kernels walks along. */
const SEGMENT = 32;

/** Rows that one thread labels. */
const ROWS = 8;

/** None of the four kernels takes more than this part of a cluster update. */
const SHARE = 1 / 2;

/** Options of `ClusterChains`. */
export interface ClusterOptions {
  /** Sweeps of the wrapped chains after each cluster update; none by default. */
  local?: number;
}

/**
 * Swendsen-Wang cluster updates of Ising spins, for samples that are independent after a few sweeps even at T_c.
 * The trajectory is a function of seed, group, sweep and site alone: the same bits on every adapter, in whatever
 * order the clusters were found and however the chains were divided into batches.
 */
export class ClusterChains extends SpinWrapper {
  readonly algorithm = 'swendsen-wang';
  readonly costPerUpdate = COST_PER_UPDATE;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly #local: number;
  readonly #batch: Batch;
  readonly #keys: Tensor<'u32'>;
  readonly #thresholds: Tensor<'u32'>;
  readonly #clock: Tensor<'u32'>;
  readonly #rows: Tensor<'u32'>;
  readonly #bonds: Tensor<'u32'>;
  readonly #coins: Tensor<'u32'>;
  readonly #labels: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'groups'>;
  readonly #batches: RangeUniforms<'first' | 'begin' | 'end' | 'low' | 'last'>;

  /** @throws BlockspinError when bonds and labels do not fit the device. */
  constructor(scope: Scope, spins: SpinChains, { local = 0 }: ClusterOptions = {}) {
    super(spins);
    const { groups, sites, size, seed, coupling } = spins;
    const batch = batchOf(groups, sites);
    const across = Math.ceil(size / SEGMENT);
    const segments = batch.groups * size * across;
    scope.memory.checkFits(
      { 'cluster labels': 4 * batch.groups * sites * batch.chains, 'cluster bonds, coins and spins': 4 * segments * (3 * batch.chains + CHAINS_PER_GROUP) },
      'use a smaller lattice, or local updates, which need no labels',
    );
    this.#local = local;
    this.#batch = batch;
    this.#keys = scope.upload('u32', [groups, 2], 'keys.cluster', deriveKeys(seed, 'cluster', groups));
    const thresholds = Uint32Array.from({ length: groups }, (_, g) => bondThreshold(spins.temperature(g), coupling));
    this.#thresholds = scope.upload('u32', [groups], 'thresholds', thresholds);
    this.#clock = scope.tensor('u32', [1], 'clock.cluster');
    this.#rows = scope.tensor('u32', [batch.groups, size, across, CHAINS_PER_GROUP], 'rows');
    this.#bonds = scope.tensor('u32', [batch.groups, size, across, batch.chains, 2], 'bonds');
    this.#coins = scope.tensor('u32', [batch.groups, size, across, batch.chains], 'coins');
    this.#labels = scope.tensor('u32', [batch.groups, sites, batch.chains], 'labels');
    this.#ranges = new RangeUniforms(scope, transposed.gather.bindings.range);
    this.#batches = new RangeUniforms(scope, shader.draw.bindings.batch);
    this.saved = { ...spins.saved, 'cluster clock': this.#clock };
  }

  /**
   * Correlations of cluster updates grow as ξ^z with z about 0.25 at most. The factor makes it eight times the
   * measured autocorrelation time at L = 64, T_c (docs/samplers-cluster.md).
   */
  relaxation(temperature: number): number {
    return Math.ceil(4 + 16 * correlationLength(this.size, this.coupling, temperature) ** 0.25);
  }

  /** Records `count` cluster updates of the given groups, each followed by the local sweeps. */
  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const batches = ranges.flatMap((range) => cut(range, this.#batch.groups));
    for (let sweep = 0; sweep < count; sweep++) {
      batches.forEach((batch, n) => {
        this.#recordBatch(plan, batch, n === batches.length - 1);
      });
      if (this.#local > 0) this.spins.recordSweep(plan, ranges, this.#local);
    }
  }

  #recordBatch(plan: Plan, { first, groups }: GroupRange, last: boolean): void {
    const { chains } = this.#batch;
    const constants = { L: this.size, CHAINS: chains, ROWS, ANTI: this.coupling < 0 ? 1 : 0 };
    const [spins, rows, bonds, coins, labels, clock] = [this.state, this.#rows, this.#bonds, this.#coins, this.#labels, this.#clock];
    const across = Math.ceil(this.size / SEGMENT);
    const segments = groups * this.size * across;
    const size = { L: this.size };
    const range = this.#ranges.get({ first, groups });
    plan.dispatch(transposed.gather, size, { spins, rows, range }, [segments]);
    // A large lattice has room for the labels of a few chains of a group at a time only.
    for (let low = 0; low < CHAINS_PER_GROUP; low += chains) {
      const finished = last && low + chains === CHAINS_PER_GROUP ? 1 : 0;
      const parts = (height: number) =>
        this.#parts({ first, groups }, height).map((part) => [threadsOf(part), this.#batches.get({ ...part, low, last: finished })] as const);
      const [segmentParts, stripParts] = [parts(1), parts(ROWS)];
      for (const [threads, batch] of segmentParts) {
        plan.dispatch(shader.draw, constants, { rows, keys: this.#keys, thresholds: this.#thresholds, clock, bonds, coins, batch }, threads);
      }
      for (const [threads, batch] of stripParts) plan.dispatch(shader.label, constants, { bonds, labels, batch }, threads);
      for (const [threads, batch] of segmentParts) plan.dispatch(shader.join, constants, { bonds, labels, batch }, threads);
      for (const [threads, batch] of stripParts) plan.dispatch(shader.flip, constants, { rows, clock, bonds, coins, labels, batch }, threads);
    }
    plan.dispatch(transposed.scatter, size, { spins, rows, range }, [segments]);
  }

  /** Parts of a batch, for a kernel with a thread for so many rows of a segment and chain. */
  #parts(batch: GroupRange, height: number): Part[] {
    const across = Math.ceil(this.size / SEGMENT);
    const threads = Math.ceil(this.size / height) * across * this.#batch.chains;
    // Labels lie from the first group of a batch on, so only threads of all groups together are divided.
    return partsOf({ first: batch.first, groups: 1 }, { threads: batch.groups * threads, work: (SHARE * COST_PER_UPDATE * height * this.size) / across });
  }
}

/** The batch that is labelled at once: whole groups, or the chains of one group in equal parts. */
interface Batch {
  groups: number;
  chains: number;
}

function batchOf(groups: number, sites: number): Batch {
  const fitting = Math.max(1, Math.floor(LABEL_BYTES / (4 * sites)));
  if (fitting >= CHAINS_PER_GROUP) return { groups: Math.min(groups, Math.floor(fitting / CHAINS_PER_GROUP)), chains: CHAINS_PER_GROUP };
  return { groups: 1, chains: 2 ** Math.floor(Math.log2(fitting)) };
}

function cut({ first, groups }: GroupRange, most: number): GroupRange[] {
  const count = Math.ceil(groups / most);
  return Array.from({ length: count }, (_, n) => ({ first: first + n * most, groups: Math.min(most, groups - n * most) }));
}

/** floor(2^32 (1 - exp(-2|J|/T))), at most 2^32 - 1; a bond is occupied where a random word is smaller. */
function bondThreshold(temperature: number, coupling: number): number {
  return Math.min(2 ** 32 - 1, Math.floor(-Math.expm1((-2 * Math.abs(coupling)) / temperature) * 2 ** 32));
}
