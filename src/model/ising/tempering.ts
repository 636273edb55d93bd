import { BlockspinError } from '../../core/errors.ts';
import { deriveKeys } from '../../core/random.ts';
import * as shader from '../../gen/shaders/model/ising/exchange.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { MOST_WORK, portionsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import type { SpinChains } from './measure.ts';
import { SpinWrapper } from './wrapper.ts';

/** Sites of a row that one thread counts bonds of. */
const SEGMENT = 64;
/** Work of counting the bonds of a spin, or of exchanging it, in flips: 32 of them are one word of a few instructions. */
const WORK = 1 / 4;

/** How often two neighbouring temperatures exchanged a configuration. */
export interface Acceptance {
  temperatures: [cold: number, hot: number];
  tried: number;
  made: number;
}

/**
 * Parallel tempering: after every sweep neighbouring temperatures exchange configurations, chain by chain, with
 * probability min(1, exp((1/T1 - 1/T2)(E1 - E2))). A group stays at its temperature; its configurations move.
 * The groups of one temperature belong to different ladders: group i exchanges only with group i of the next temperature.
 * A sweep of some groups moves all groups of their ladders.
 */
export class TemperedChains extends SpinWrapper {
  readonly algorithm: string;
  readonly together = true;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  /** Distinct temperatures, from the coldest. */
  readonly #temperatures: readonly number[];
  /** Groups of every ladder, by temperature. */
  readonly #ladders: readonly (readonly number[])[];
  readonly #length: number;
  readonly #groups: Tensor<'u32'>;
  readonly #thresholds: Tensor<'u32'>;
  readonly #keys: Tensor<'u32'>;
  readonly #clock: Tensor<'u32'>;
  readonly #sums: Tensor<'i32'>;
  readonly #exchanged: Tensor<'u32'>;
  readonly #counts: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'ladders' | 'next'>;

  /** @throws BlockspinError for fewer than two temperatures, or unequal numbers of groups of them. */
  constructor(scope: Scope, spins: SpinChains) {
    super(spins);
    this.algorithm = `tempering of ${spins.algorithm}`;
    const { temperatures, ladders } = laddersOf(Array.from({ length: spins.groups }, (_, g) => spins.temperature(g)));
    const [K, M] = [temperatures.length, ladders.length];
    const thresholds = exchangeThresholds(temperatures, spins.coupling, spins.sites);
    this.#temperatures = temperatures;
    this.#ladders = ladders;
    this.#length = thresholds.length / (K - 1);
    this.#groups = scope.upload('u32', [M, K], 'ladders', Uint32Array.from(ladders.flat()));
    this.#thresholds = scope.upload('u32', [K - 1, this.#length], 'thresholds', thresholds);
    this.#keys = scope.upload('u32', [M, 2], 'keys.exchange', deriveKeys(spins.seed, 'exchange', M));
    this.#clock = scope.tensor('u32', [1], 'clock.exchange');
    this.#sums = scope.tensor('i32', [M, K, CHAINS_PER_GROUP], 'sums');
    this.#exchanged = scope.tensor('u32', [M, Math.floor(K / 2)], 'exchanged');
    this.#counts = scope.tensor('u32', [M, K - 1, 2], 'counts');
    this.#ranges = new RangeUniforms(scope, shader.energy.bindings.range);
    this.saved = { ...spins.saved, 'exchange clock': this.#clock, 'exchange counts': this.#counts };
  }

  /** The longest relaxation of any single temperature: its configurations move to all others. */
  relaxation(): number {
    return Math.max(...this.#temperatures.map((temperature) => this.spins.relaxation(temperature)));
  }

  /** Records `count` sweeps of the wrapped chains, each followed by exchanges between neighbouring temperatures. */
  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    for (let sweep = 0; sweep < count; sweep++) this.#recordOne(plan, ranges);
  }

  #recordOne(plan: Plan, ranges: readonly GroupRange[]): void {
    const touched = this.#ladders.flatMap((groups, ladder) => (groups.some((g) => ranges.some((r) => g >= r.first && g < r.first + r.groups)) ? [ladder] : []));
    this.spins.recordSweep(plan, runs(touched.flatMap((ladder) => this.#ladders[ladder])));
    const K = this.#temperatures.length;
    const pairs = Math.floor(K / 2);
    const constants = { L: this.size, K, LENGTH: this.#length, ANTI: this.coupling < 0 ? 1 : 0 };
    const most = Math.max(1, Math.floor(MOST_WORK / (WORK * K * CHAINS_PER_GROUP * this.sites)));
    const steps = runs(touched)
      .flatMap((run) => portionsOf(run, most))
      .map(({ first, groups }, n) => ({ count: groups, range: this.#ranges.get({ first, ladders: groups, next: n === 0 ? 1 : 0 }) }));
    const [spins, ladders, clock, sums, exchanged] = [this.state, this.#groups, this.#clock, this.#sums, this.#exchanged];
    for (const { count, range } of steps) {
      plan.dispatch(shader.energy, constants, { spins, ladders, clock, sums, range }, [count * K * this.size * Math.ceil(this.size / SEGMENT)]);
    }
    for (const { count, range } of steps) {
      const bindings = { thresholds: this.#thresholds, keys: this.#keys, clock, sums, exchanged, counts: this.#counts, range };
      plan.dispatch(shader.decide, constants, bindings, [count * pairs]);
    }
    for (const { count, range } of steps) {
      plan.dispatch(shader.swap, constants, { spins, ladders, clock, sums, exchanged, range }, [count * Math.max(pairs * this.sites, K * CHAINS_PER_GROUP)]);
    }
  }

  /** Exchanges tried and made by each pair of neighbouring temperatures since the start, from the coldest. */
  async acceptance(): Promise<Acceptance[]> {
    const counts = await this.#counts.read();
    const pairs = this.#temperatures.length - 1;
    return Array.from({ length: pairs }, (_, pair) => {
      const total = (k: number) => this.#ladders.reduce((sum, _, ladder) => sum + counts[(ladder * pairs + pair) * 2 + k], 0);
      return { temperatures: [this.#temperatures[pair], this.#temperatures[pair + 1]], tried: total(0), made: total(1) };
    });
  }
}

/** Distinct temperatures in order, and the i-th groups of all of them for every i. */
function laddersOf(byGroup: readonly number[]): { temperatures: number[]; ladders: number[][] } {
  const temperatures = [...new Set(byGroup)].sort((a, b) => a - b);
  const groups = temperatures.map((temperature) => byGroup.flatMap((t, g) => (t === temperature ? [g] : [])));
  const counts = groups.map((of) => of.length);
  if (temperatures.length < 2 || counts.some((count) => count !== counts[0])) {
    throw new BlockspinError({
      who: 'tempering',
      expected: 'two or more temperatures with equally many chains each',
      got: temperatures.map((temperature, k) => `${counts[k] * CHAINS_PER_GROUP} chains at ${temperature}`).join(', '),
      remedy: 'give every temperature the same number of chains, or sample without tempering',
    });
  }
  return { temperatures, ladders: Array.from({ length: counts[0] }, (_, i) => groups.map((of) => of[i])) };
}

/**
 * floor(2^32 exp(-4|J| (1/T1 - 1/T2) d)) for d = 0, 1, ... of every pair, up to where the threshold is 0 or the energies cannot
 * differ more. All pairs have the length of the longest one.
 * @returns (pairs, length)
 */
function exchangeThresholds(temperatures: readonly number[], coupling: number, sites: number): Uint32Array {
  const rates = temperatures.slice(1).map((hot, k) => 4 * Math.abs(coupling) * (1 / temperatures[k] - 1 / hot));
  const length = Math.max(...rates.map((rate) => Math.min(sites + 1, Math.ceil((32 * Math.LN2) / rate) + 1)));
  return Uint32Array.from(rates.flatMap((rate) => Array.from({ length }, (_, d) => Math.min(2 ** 32 - 1, Math.floor(Math.exp(-rate * d) * 2 ** 32)))));
}

/** Neighbouring numbers as ranges. */
function runs(numbers: readonly number[]): GroupRange[] {
  const found: GroupRange[] = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const last = found.at(-1);
    if (last && last.first + last.groups === n) last.groups += 1;
    else found.push({ first: n, groups: 1 });
  }
  return found;
}
