/** The two ways in which neighbours of q states interact: all that tells the Potts model from the clock model. */

import * as clockShader from '../../gen/shaders/model/clock/heatbath.ts';
import * as pottsShader from '../../gen/shaders/model/potts/heatbath.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import { type Part, partsOf, threadsOf } from '../../sample/parts.ts';
import { RangeUniforms } from '../../sample/ranges.ts';
import { type ColourOptions, classesOf } from './options.ts';

/** What a heat bath moves. */
export interface ColourSweep {
  readonly state: Tensor<'u32'>;
  readonly clock: Tensor<'u32'>;
  readonly keys: Tensor<'u32'>;
}

/** An interaction of neighbours that depends on the difference of their states. */
export interface Interaction {
  /** Name of the model. */
  readonly model: 'potts' | 'clock';
  /** By how much ordered classes of sites of an antiferromagnet differ. */
  step(options: ColourOptions): number;
  /** Differences of states that have energies of their own: 1 where only equal states do, otherwise 0 to q / 2. */
  differences(q: number): number;
  /** Energy of a bond between states that differ by d, in units of -J. */
  bond(d: number, q: number): number;
  /** Order parameter of a configuration. @param counts sites in each state */
  order(counts: readonly number[]): number;
  /** Uploads tables; returns what records one heat bath of all classes. */
  heatBath(scope: Scope, options: ColourOptions): (plan: Plan, sweep: ColourSweep, range: GroupRange) => void;
}

/** A heat-bath update of a site in updates of Ising spins, by which submissions and dispatches are sized; measured on lavapipe (docs/samplers-potts.md). */
export const HEAT_BATH_COST = 30;

/** -J δ(s, s'). */
export const POTTS: Interaction = {
  model: 'potts',
  step: () => 1,
  differences: () => 1,
  bond: (d) => (d === 0 ? 1 : 0),
  order(counts) {
    const sites = counts.reduce((sum, n) => sum + n, 0);
    return ((counts.length * Math.max(...counts)) / sites - 1) / (counts.length - 1);
  },
  heatBath(scope, options) {
    const weights = scope.upload('u32', [options.temperatures.length, 7], 'weights', pottsWeights(options));
    const constants = { ...latticeConstants(options), ANTI: options.coupling < 0 ? 1 : 0 };
    const ranges = new RangeUniforms(scope, pottsShader.sweep.bindings.moving);
    return (plan, sweep, range) => {
      for (const [part, colour] of classParts(range, options)) {
        plan.dispatch(pottsShader.sweep, constants, { ...sweep, weights, moving: ranges.get({ ...part, colour }) }, threadsOf(part));
      }
    };
  },
};

/** -J cos(2π (s - s') / q). */
export const CLOCK: Interaction = {
  model: 'clock',
  step: (options) => Math.floor(options.q / classesOf(options)),
  differences: (q) => Math.floor(q / 2) + 1,
  bond: (d, q) => Math.cos((2 * Math.PI * d) / q),
  order(counts) {
    const sites = counts.reduce((sum, n) => sum + n, 0);
    const along = (f: (angle: number) => number) => counts.reduce((sum, n, s) => sum + n * f((2 * Math.PI * s) / counts.length), 0);
    return Math.hypot(along(Math.cos), along(Math.sin)) / sites;
  },
  heatBath(scope, options) {
    const bonds = scope.upload('i32', [options.temperatures.length, 2 * options.q], 'bonds', clockExponents(options));
    const powers = scope.upload('u32', [2, 1024], 'powers', powersOfTwo());
    const constants = latticeConstants(options);
    const ranges = new RangeUniforms(scope, clockShader.sweep.bindings.moving);
    return (plan, sweep, range) => {
      for (const [part, colour] of classParts(range, options)) {
        plan.dispatch(clockShader.sweep, constants, { ...sweep, bonds, powers, moving: ranges.get({ ...part, colour }) }, threadsOf(part));
      }
    };
  },
};

/** Constants of all kernels of spins with q states. */
export function colourConstants({ size, q, lattice }: ColourOptions): { L: number; Q: number; TRIANGULAR: number } {
  return { L: size, Q: q, TRIANGULAR: lattice === 'triangular' ? 1 : 0 };
}

function latticeConstants(options: ColourOptions) {
  return { ...colourConstants(options), CLASSES: classesOf(options) };
}

/** The parts of a heat bath with the class of sites that each moves, one class after the other. */
function classParts(range: GroupRange, options: ColourOptions): [Part, number][] {
  const classes = classesOf(options);
  const parts = partsOf(range, { threads: options.size ** 2 / classes, work: HEAT_BATH_COST * CHAINS_PER_GROUP });
  return Array.from({ length: classes }, (_, colour) => parts.map((part): [Part, number] => [part, colour])).flat();
}

/** W[d] = round(2^27 exp(-|J| d / T)), d = 0 to 6, of each group. */
function pottsWeights({ temperatures, coupling }: ColourOptions): Uint32Array {
  return Uint32Array.from(temperatures.flatMap((T) => Array.from({ length: 7 }, (_, d) => Math.round(2 ** 27 * Math.exp((-Math.abs(coupling) * d) / T)))));
}

/** x[d] = round(2^20 J cos(2π d / q) / (T ln 2)), d = -q to q - 1, of each group. */
function clockExponents({ temperatures, coupling, q }: ColourOptions): Int32Array {
  const table = (T: number) =>
    Array.from({ length: 2 * q }, (_, i) => Math.round((2 ** 20 * coupling * Math.cos((2 * Math.PI * (i - q)) / q)) / (T * Math.LN2)));
  return Int32Array.from(temperatures.flatMap(table));
}

/** 2^31 2^(-i / 2^10), then 2^31 2^(-i / 2^20), i = 0 to 1023, rounded: a power of 2^-20 is a product of one of each and a shift. */
function powersOfTwo(): Uint32Array {
  return Uint32Array.from([10, 20].flatMap((bits) => Array.from({ length: 1024 }, (_, i) => Math.round(2 ** (31 - i / 2 ** bits)))));
}
