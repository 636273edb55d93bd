import { deriveKeys, threshold } from '../../core/random.ts';
import * as shader from '../../gen/shaders/model/ising/metropolis.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import type { Sweeper } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { MOST_WORK, partsOf, portionsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import type { IsingOptions } from './options.ts';

/** A run of groups that all move by the same rule. */
interface Run extends GroupRange {
  infinite: boolean;
}

/** The largest lattice of 32 chains that fits the workgroup memory every adapter has, 16 KiB. */
const LARGEST_TILE = 64;
/** Flips that a thread of `sweep` tries: four words of 32 chains. */
const FLIPS = 128;
/** A flip with Philox, in flips with the usual generator (docs/benchmarks.md). */
const PHILOX_COST = 3;

/** Checkerboard Metropolis sweeps of spins (G, L, L), bit = chain, without field or disorder. */
export class Metropolis implements Sweeper {
  readonly #keys: Tensor<'u32'>;
  readonly #accept: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'begin' | 'end' | 'colour'>;
  readonly #stretches: RangeUniforms<'sweeps'>;
  readonly #rule: { ANTI: number; GENERATOR: number };
  /** Whether sweeps run in workgroup memory. */
  readonly #tiled: boolean;

  /** @param clock (G, 2) half sweeps finished, per colour */
  constructor(
    scope: Scope,
    readonly options: IsingOptions,
    readonly spins: Tensor<'u32'>,
    readonly clock: Tensor<'u32'>,
  ) {
    const { temperatures, coupling, seed, size } = options;
    const groups = temperatures.length;
    this.#keys = scope.upload('u32', [groups, 2], 'keys.sweep', deriveKeys(seed, 'sweep', groups));
    this.#accept = scope.upload('u32', [groups, 2], 'accept', acceptance(temperatures, coupling));
    this.#ranges = new RangeUniforms(scope, shader.sweep.bindings.range);
    this.#stretches = new RangeUniforms(scope, shader.sweep_tile.bindings.stretch);
    this.#rule = { ANTI: coupling < 0 ? 1 : 0, GENERATOR: options.generator === 'philox' ? 1 : 0 };
    this.#tiled = size <= LARGEST_TILE && (options.tile ?? !scope.memory.adapter.software);
  }

  /** Acceptance at the temperatures that the options of some groups have now. Groups that were finite must stay so. */
  retune({ first, groups }: GroupRange): void {
    const { temperatures, coupling } = this.options;
    this.#accept.writeRows(first, acceptance(temperatures.slice(first, first + groups), coupling));
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const runs = ranges.flatMap((range) => this.#byRule(range));
    const tiled = ({ infinite }: Run) => !infinite && this.#tiled;
    for (const run of runs.filter(tiled)) this.#recordTile(plan, run, count);
    const rest = runs.filter((run) => !tiled(run));
    for (let sweep = 0; sweep < count; sweep++) {
      for (const colour of [0, 1]) for (const run of rest) this.#recordColour(plan, run, colour);
    }
  }

  #recordColour(plan: Plan, run: Run, colour: number): void {
    const { size } = this.options;
    const parts = partsOf(run, { threads: Math.ceil(size / 4) * (size / 2), work: FLIPS * this.#cost });
    for (const part of parts) {
      const common = { spins: this.spins, keys: this.#keys, clock: this.clock, range: this.#ranges.get({ ...part, colour }) };
      if (run.infinite) plan.dispatch(shader.redraw, { L: size }, common, threadsOf(part));
      else plan.dispatch(shader.sweep, { L: size, ...this.#rule }, { ...common, accept: this.#accept }, threadsOf(part));
    }
  }

  get #cost(): number {
    return this.#rule.GENERATOR === 1 ? PHILOX_COST : 1;
  }

  /** As many sweeps in a dispatch as its groups may make, of all groups that may make one. */
  #recordTile(plan: Plan, run: Run, count: number): void {
    const { size } = this.options;
    const constants = { L: size, SITES: size * size, ...this.#rule };
    const group = CHAINS_PER_GROUP * size * size * this.#cost;
    for (const { first, groups } of portionsOf(run, Math.floor(MOST_WORK / group))) {
      const most = Math.floor(MOST_WORK / (groups * group));
      const range = this.#ranges.get({ first, begin: 0, end: groups, colour: 0 });
      for (let left = count; left > 0; left -= most) {
        const stretch = this.#stretches.get({ sweeps: Math.min(most, left) });
        const bindings = { spins: this.spins, keys: this.#keys, clock: this.clock, accept: this.#accept, range, stretch };
        plan.dispatch(shader.sweep_tile, constants, bindings, [256 * groups]);
      }
    }
  }

  /** Splits a range into runs of finite and of infinite temperature. */
  #byRule({ first, groups }: GroupRange): Run[] {
    const runs: Run[] = [];
    for (let g = first; g < first + groups; g++) {
      const infinite = this.options.temperatures[g] === Number.POSITIVE_INFINITY;
      const last = runs.at(-1);
      if (last && last.infinite === infinite) last.groups += 1;
      else runs.push({ first: g, groups: 1, infinite });
    }
    return runs;
  }
}

/** Thresholds of exp(-4|J|/T) and exp(-8|J|/T) of each group or lattice. */
export function acceptance(temperatures: readonly number[], coupling: number): Uint32Array {
  return Uint32Array.from(temperatures.flatMap((t) => [4, 8].map((factor) => threshold(Math.exp((-factor * Math.abs(coupling)) / t)))));
}
