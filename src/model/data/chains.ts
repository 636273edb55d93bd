import type { ArrayData } from '../../core/array.ts';
import { elements } from '../../core/shape.ts';
import type { ChainEstimate, Estimate } from '../../core/statistics.ts';
import type { Plan } from '../../gpu/plan.ts';
import type { Scope } from '../../gpu/scope.ts';
import type { Tensor } from '../../gpu/tensor.ts';
import type { Chains, Series } from '../../sample/chains.ts';
import type { ConfigurationData, Configurations } from '../../sample/configurations.ts';
import { CHAINS_PER_GROUP, type GroupRange } from '../../sample/groups.ts';
import type { LatticeName } from '../../space/cell.ts';
import { type Encoding, inputsOf, isPacked } from '../../space/encoding.ts';
import { type Boundary, type Space, sitesOf } from '../../space/space.ts';
import type { DataSet } from './data_set.ts';
import { dataEncoding } from './inputs.ts';
import { dataObservables, dataSeries } from './observables.ts';
import { packValues } from './pack.ts';
import { lanesOfFile } from './parts.ts';
import type { Symmetry } from './symmetry.ts';

/** Fixed samples. */
export interface DataOptions {
  data: DataSet;
  /** Temperature at which the data were taken, if known: only a label. */
  temperature?: number;
  /** Of each axis of the lattice, or one for all; periodic unless given. */
  boundary?: readonly Boundary[] | undefined;
  /** Where sites lie; square unless given. */
  lattice?: LatticeName | undefined;
  /** That of the ensemble: a sample counts as one of its images. */
  symmetry?: Symmetry;
  /** How the networks receive the values; `dataEncoding` of all samples unless given. */
  encoding?: Encoding;
  /** Number of the sample in each lane, 32 lanes to a word; the whole file unless given, its last word filled with copies. */
  lanes?: Int32Array;
}

/**
 * A fixed set of samples instead of Markov chains: 32 samples per word, as with 32 chains. Lane 32 g + bit takes the place of a
 * chain. Where the samples do not fill their last word, a few lanes hold copies (`lanesOfFolds`). There is no dynamics: a sweep does
 * nothing, and every minibatch is drawn from the same samples at other places.
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
  readonly #lanes: Int32Array;
  readonly #space: Space;
  readonly #temperature: number;

  /** @throws BlockspinError for data that cannot be trained on. */
  constructor(scope: Scope, options: DataOptions) {
    const { data, temperature = Number.NaN, boundary, lattice, symmetry = 'none', encoding = dataEncoding(data), lanes = lanesOfFile(data.samples) } = options;
    this.#data = data;
    this.#lanes = lanes;
    this.#space = data.space(boundary, lattice);
    this.#temperature = temperature;
    this.flipSymmetric = symmetry === 'flip' && encoding.kind === 'bits';
    this.shape = data.shape;
    this.sites = sitesOf(this.#space);
    this.groups = lanes.length / CHAINS_PER_GROUP;
    const inputs = inputsOf(encoding);
    const shape = [...data.shape, ...(inputs === 1 ? [] : [inputs]), ...(isPacked(encoding) ? [] : [CHAINS_PER_GROUP])];
    this.state = scope.tensor('u32', [this.groups, ...shape], 'spins');
    this.state.write(packValues(data, encoding, lanes, symmetry));
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

  /** One measurement per lane, made on the host; the data have no time, so `slots` and `spacing` are ignored. */
  async measure(
    { first, groups }: GroupRange,
    _slots: number,
    _spacing: number,
    progress: (fraction: number) => Promise<void>,
  ): Promise<Record<string, Series>> {
    const values = dataSeries(this.#data, this.#space, 0, this.#data.samples);
    const lanes = Array.from(this.#lanes.subarray(first * CHAINS_PER_GROUP, (first + groups) * CHAINS_PER_GROUP));
    await progress(1);
    return Object.fromEntries(
      Object.entries(values).map(([name, series]) => [name, { spacing: 1, values: lanes.map((sample) => Float64Array.of(series[sample])) }]),
    );
  }

  /** Means with errors over samples, taken to be independent; the energy is that of J = 1. */
  observables(series: Readonly<Record<string, Series>>, _temperature: number): Record<string, ChainEstimate | Estimate> {
    return dataObservables(Object.fromEntries(Object.entries(series).map(([name, { values }]) => [name, Float64Array.from(values, ([value]) => value)])));
  }

  /** The samples of the lanes, as they were read. */
  async configurations({ first, groups }: GroupRange): Promise<Configurations> {
    const { data } = this.#data.array;
    const length = elements(this.shape);
    const lanes = this.#lanes.subarray(first * CHAINS_PER_GROUP, (first + groups) * CHAINS_PER_GROUP);
    const values = new (data.constructor as new (length: number) => ArrayData)(lanes.length * length);
    // Both are of one type, which the compiler cannot know.
    for (const [lane, sample] of lanes.entries()) values.set(data.subarray(sample * length, (sample + 1) * length) as never, lane * length);
    const shape = [lanes.length, ...this.shape];
    return { shape, data: values instanceof BigInt64Array || values instanceof BigUint64Array ? smallest(Float64Array.from(values, Number)) : values };
  }
}

/** Whole numbers in the smallest type that holds them all. */
function smallest(values: Float64Array): ConfigurationData {
  const fitting = [Int8Array, Int32Array].map((Type) => Type.from(values)).find((small) => small.every((value, i) => value === values[i]));
  return fitting ?? values;
}
