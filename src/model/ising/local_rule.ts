import { deriveKeys, threshold } from '../../core/random.ts';
import * as shader from '../../gen/shaders/model/ising/local_rule.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import type { Sweeper } from '../../sample/chains.ts';
import type { GroupRange } from '../../sample/groups.ts';
import { partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { disorderTables, uploadBonds } from './bonds.ts';
import type { IsingOptions } from './options.ts';

/** Work of a thread, a word of 32 spins that flip at three times the cost of Metropolis without a field (docs/benchmarks.md). */
const WORK = 3 * 32;

/** Checkerboard sweeps by heat bath or Metropolis with a uniform field and quenched bonds ±J. */
export class LocalRule implements Sweeper {
  /** (G or 1, L, L, 2) right and down bonds, bit = chain, set where the coupling is -J. */
  readonly bonds: Tensor<'u32'>;
  readonly #keys: Tensor<'u32'>;
  readonly #classes: Tensor<'u32'>;
  readonly #ranges: RangeUniforms<'first' | 'begin' | 'end' | 'colour'>;

  /** @param clock (G, 2) half sweeps finished, per colour */
  constructor(
    scope: Scope,
    readonly options: IsingOptions,
    readonly spins: Tensor<'u32'>,
    readonly clock: Tensor<'u32'>,
  ) {
    const { temperatures, seed } = options;
    const groups = temperatures.length;
    this.bonds = uploadBonds(scope, options);
    this.#keys = scope.upload('u32', [groups, 2], 'keys.sweep', deriveKeys(seed, 'sweep', groups));
    this.#classes = scope.upload('u32', [groups, 33], 'classes', classes(options, temperatures));
    this.#ranges = new RangeUniforms(scope, shader.sweep.bindings.range);
  }

  /** Probabilities at the temperatures that the options of some groups have now. */
  retune({ first, groups }: GroupRange): void {
    this.#classes.writeRows(first, classes(this.options, this.options.temperatures.slice(first, first + groups)));
  }

  recordSweep(plan: Plan, ranges: readonly GroupRange[], count = 1): void {
    const { size, coupling } = this.options;
    const constants = { L: size, ANTI: coupling < 0 ? 1 : 0, DISORDER: disorderTables(this.options) };
    for (let sweep = 0; sweep < count; sweep++) {
      for (const colour of [0, 1]) {
        for (const part of ranges.flatMap((range) => partsOf(range, { threads: (size * size) / 2, work: WORK }))) {
          const range = this.#ranges.get({ ...part, colour });
          const bindings = { spins: this.spins, keys: this.#keys, classes: this.#classes, bonds: this.bonds, clock: this.clock, range };
          plan.dispatch(shader.sweep, constants, bindings, threadsOf(part));
        }
      }
    }
  }
}

/**
 * Probability that a spin flips, by class 5 f + c: c bonds satisfied, f = 1 where it points along the field.
 * Metropolis min(1, exp(-ΔE / T)) or heat bath 1 / (1 + exp(ΔE / T)), ΔE = 2 |J| (2 c - 4) ± 2 B.
 */
function flipProbabilities({ coupling, field = 0, dynamics = 'metropolis' }: IsingOptions, temperature: number): number[] {
  return Array.from({ length: 10 }, (_, i) => {
    const cost = 2 * Math.abs(coupling) * (2 * (i % 5) - 4) + (i < 5 ? -2 : 2) * field;
    const exponent = cost / temperature;
    // All spins of a colour would flip at once where everything is accepted: then they are drawn afresh.
    if (dynamics === 'heatbath' || temperature === Number.POSITIVE_INFINITY) return 1 / (1 + Math.exp(exponent));
    return Math.min(1, Math.exp(-exponent));
  });
}

/** The 33 planes of each group. */
function classes(options: IsingOptions, temperatures: readonly number[]): Uint32Array {
  return Uint32Array.from(temperatures.flatMap((t) => planes(flipProbabilities(options, t))));
}

/** Plane 0: the classes that always flip; plane k: bit 32 - k of every class's threshold. */
function planes(probabilities: readonly number[]): number[] {
  const always = probabilities.reduce((word, p, i) => (p >= 1 ? word | (1 << i) : word), 0);
  const thresholds = probabilities.map(threshold);
  const bit = (k: number) => thresholds.reduce((word, t, i) => ((t >>> (32 - k)) & 1 ? word | (1 << i) : word), 0);
  return [always, ...Array.from({ length: 32 }, (_, k) => bit(k + 1))];
}
