import { elements } from '../../core/shape.ts';
import type { ChainEstimate, Estimate } from '../../core/statistics.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import type { Chains, Series } from '../../sample/chains.ts';
import type { ConfigurationData, Configurations } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange, ofRange } from '../../sample/groups.ts';
import type { PackedAlphabet } from '../../space/encoding.ts';
import { type Boundary, type Space, sitesOf } from '../../space/space.ts';
import { type DataSet, trainableAlphabet } from './data_set.ts';
import { dataObservables, dataSeries } from './observables.ts';
import { bitsPerValue, packValues, unpackValues } from './pack.ts';

/** Fixed samples. */
export interface DataOptions {
  data: DataSet;
  /** Temperature at which the data were taken, if known: only a label. */
  temperature?: number;
  /** Of each axis of the lattice, or one for all; periodic unless given. */
  boundary?: readonly Boundary[];
  /** Whether a configuration with all spins flipped is as probable; then each sample serves as both. */
  symmetric?: boolean;
}

/**
 * A fixed set of samples instead of Markov chains: 32 samples per word, as with 32 chains, sample 32 g + bit. The
 * last N mod 32 samples are left out. There is no dynamics: a sweep does nothing, and every minibatch is drawn from the
 * same samples at other places.
 */
export class DataChains implements Chains {
  readonly model = 'data';
  readonly algorithm = 'none';
  readonly chainsPerGroup = CHAINS_PER_GROUP;
  readonly shape: readonly number[];
  readonly sites: number;
  readonly groups: number;
  readonly state: Tensor<'u32'>;
  readonly saved: Readonly<Record<string, Tensor<'u32'>>>;
  readonly flipSymmetric: boolean;
  readonly #data: DataSet;
  readonly #space: Space;
  readonly #alphabet: PackedAlphabet;
  readonly #temperature: number;

  /** @throws BlockspinError for data that cannot be trained on. */
  constructor(scope: Scope, { data, temperature = Number.NaN, boundary, symmetric = false }: DataOptions) {
    this.#alphabet = trainableAlphabet(data);
    this.#data = data;
    this.#space = data.space(boundary);
    this.#temperature = temperature;
    this.flipSymmetric = symmetric;
    this.shape = data.shape;
    this.sites = sitesOf(this.#space);
    this.groups = Math.floor(data.samples / CHAINS_PER_GROUP);
    const bits = bitsPerValue(this.#alphabet);
    this.state = scope.tensor('u32', [this.groups, ...data.shape, ...(bits === 1 ? [] : [bits])], 'spins');
    this.state.write(packValues(data));
    this.saved = { spins: this.state };
  }

  /** The same for all groups; NaN if unknown. */
  temperature(_group: number): number {
    return this.#temperature;
  }

  /** Fixed data need no relaxation. */
  relaxation(_temperature: number): number {
    return 0;
  }

  /** The data are fixed: nothing is recorded. */
  recordSweep(_plan: Plan, _ranges: readonly GroupRange[]): void {}

  /** The data are fixed: nothing moves. */
  async advance(): Promise<void> {}

  /** One measurement per sample, made on the host; the data have no time, so `slots` and `spacing` are ignored. */
  async measure(
    { first, groups }: GroupRange,
    _slots: number,
    _spacing: number,
    progress: (fraction: number) => Promise<void>,
  ): Promise<Record<string, Series>> {
    const values = dataSeries(this.#data, this.#space, first * CHAINS_PER_GROUP, groups * CHAINS_PER_GROUP);
    await progress(1);
    return Object.fromEntries(
      Object.entries(values).map(([name, series]) => [name, { spacing: 1, values: Array.from(series, (value) => Float64Array.of(value)) }]),
    );
  }

  /** Means with errors over samples, taken to be independent; the energy is that of J = 1. */
  observables(series: Readonly<Record<string, Series>>, _temperature: number): Record<string, ChainEstimate | Estimate> {
    return dataObservables(Object.fromEntries(Object.entries(series).map(([name, { values }]) => [name, Float64Array.from(values, ([value]) => value)])));
  }

  /** Unpacked from the GPU, with the values and the element type of the data; 64-bit integers become int8 where they fit, booleans uint8. */
  async configurations(range: GroupRange): Promise<Configurations> {
    const values = unpackValues(ofRange(await this.state.read(), this.groups, range), elements(this.shape), this.#alphabet);
    const shape = [range.groups * CHAINS_PER_GROUP, ...this.shape];
    const source = this.#data.array.data;
    if (source instanceof BigInt64Array || source instanceof BigUint64Array) return { shape, data: smallest(values) };
    const Type = source.constructor as new (values: ArrayLike<number>) => ConfigurationData;
    return { shape, data: new Type(values) };
  }
}

/** Whole numbers in the smallest type that holds them all. */
function smallest(values: Float64Array): ConfigurationData {
  const fitting = [Int8Array, Int32Array].map((Type) => Type.from(values)).find((small) => small.every((value, i) => value === values[i]));
  return fitting ?? values;
}
