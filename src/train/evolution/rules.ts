/** Rules that evolve: how a point of a search becomes the parameters of a filter, and which points are the same rule. */
import { signsOfState } from '../../coarse/table.ts';
import { uniforms } from '../../optim/cmaes/sampling.ts';
import { isTable } from '../config/evolution.ts';
import { coordinatesOf } from '../config/evolving.ts';
import { filterSize } from '../config/geometry.ts';
import { coarseOf } from '../config/shapes.ts';
import type { TrainConfig } from '../config/types.ts';

/** Values of a block up to which rules are compared on all its states. */
const MOST_COMPARED = 12;

/** How the points of a search are read. */
export interface Coding {
  readonly dimension: number;
  /** Bounds of every coordinate are ± this; the first step is half of it. */
  readonly range: number;
  /** Parameters of a point by their names in the arena. */
  parameters(point: ArrayLike<number>): Readonly<Record<string, Float32Array<ArrayBuffer>>>;
  /**
   * The same text for points that are the same function of the block, or one another's complements, which carry the same information. Undefined where that is
   * not looked at: for values that are not bits, several states of a component, and large blocks.
   */
  key(point: ArrayLike<number>): string | undefined;
}

/** Weights are small numbers of no unit, since only the sign of their sum counts; ternary ones are rounded within ±1.5. */
export function codingOf(config: TrainConfig): Coding {
  const values = filterSize(config);
  const { components, states } = coarseOf(config);
  const logits = states === 2 ? components : components * states;
  const compared = config.model.encoding(config).kind === 'bits' && states === 2 && values <= MOST_COMPARED;
  const dimension = coordinatesOf(config);
  if (isTable(config)) {
    const entries = 2 ** values;
    const units = Math.max(4, entries);
    const signs = (point: ArrayLike<number>) => Array.from(point, (x) => (x > 0 ? 1 : -1));
    return {
      dimension,
      range: 1,
      parameters: (point) => {
        const readout = new Float32Array(components * units);
        for (const [i, sign] of signs(point).entries()) readout[Math.floor(i / entries) * units + (i % entries)] = sign;
        return { readout, bias: new Float32Array(components) };
      },
      key: (point) => keyOf(Array.from({ length: components }, (_, c) => signs(point).slice(c * entries, (c + 1) * entries))),
    };
  }
  const rounded = config.evolve === 'ternary';
  const weightsOf = (point: ArrayLike<number>) => Float32Array.from({ length: logits * values }, (_, i) => (rounded ? Math.round(point[i]) : point[i]));
  const biasOf = (point: ArrayLike<number>) => Float32Array.from({ length: logits }, (_, a) => Math.sqrt(values) * point[logits * values + a]);
  return {
    dimension,
    range: rounded ? 1.5 : 1,
    parameters: (point) => ({ lambda: weightsOf(point), ...(config.bias ? { bias: biasOf(point) } : {}) }),
    key: (point) => (compared ? keyOf(signsOf(weightsOf(point), config.bias ? biasOf(point) : new Float32Array(logits), values)) : undefined),
  };
}

/** Signs of each component in every state of the block; 0 for ties. */
function signsOf(weights: Float32Array, biases: Float32Array, values: number): number[][] {
  return Array.from(biases, (bias, c) =>
    Array.from({ length: 2 ** values }, (_, state) =>
      Math.sign(signsOfState(state, values).reduce((sum, sign, v) => sum + sign * weights[c * values + v], bias)),
    ),
  );
}

function keyOf(signs: readonly (readonly number[])[]): string {
  return signs
    .map((own) => {
      const first = own.find((sign) => sign !== 0) ?? 1;
      return own.map((sign) => '-0+'[first * sign + 1]).join('');
    })
    .join(' ');
}

/** Where the search of a stream begins: anywhere within the bounds, or at the filter that was given, with its largest weight at half of the range. */
export function startOf({ dimension, range }: Coding, config: TrainConfig, stream: number): number[] {
  const { filter, seed } = config;
  if (!filter) return Array.from(uniforms(seed, stream, dimension), (u) => range * (2 * u - 1));
  const largest = Math.max(...filter.map(Math.abs)) || 1;
  return Array.from({ length: dimension }, (_, i) => (0.5 * range * (filter[i] ?? 0)) / largest);
}
