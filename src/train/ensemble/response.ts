import { zeroSumOverStates } from '../../coarse/gauge.ts';
import { type CoarseShape, hiddenNames } from '../../coarse/shape.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Arena } from '../../graph/arena.ts';
import type { Encoding, Units } from '../../space/encoding.ts';
import { rows } from './rows.ts';

/** Blocks the linear part of a nonlinear filter is averaged over. */
const BLOCKS = 1024;

/** The filter of a replica. */
export interface Filter {
  /** (logits, inputs of the block); for a nonlinear filter its linear part; for one-hot values in the gauge of zero sum over states. */
  weights: number[];
  /** For each logit, where the filter is linear and has biases: trained ones, and those that the gauge of one-hot values leaves. */
  biases?: number[];
  /** [component][state of the block], signs, where the filter is a table. */
  table?: number[][];
}

/**
 * The filters of all replicas of an arena.
 * @param table whether they are tables of signs, see `coarse/table.ts`
 */
export async function readFilters(arena: Arena, shape: CoarseShape, table = false): Promise<Filter[]> {
  const names = shape.hidden.length > 0 ? [...hiddenNames(shape), 'readout', 'bias'] : ['lambda', ...(shape.bias ? ['bias'] : [])];
  const weights = await Promise.all(names.map(async (name) => rows(await arena.parameter(name).read(), arena.replicas)));
  return Array.from({ length: arena.replicas }, (_, r) => {
    const own = weights.map((all) => all[r]);
    if (shape.hidden.length === 0) return linear(shape, own[0], own[1]);
    return { weights: linearPart(shape, own), ...(table ? { table: signsOf(shape, own[shape.hidden.length]) } : {}) };
  });
}

/** The entries of a table among the weights of its readout. */
function signsOf({ components, hidden: [units], visible }: CoarseShape, readout: readonly number[]): number[][] {
  return Array.from({ length: components }, (_, c) => readout.slice(c * units, c * units + 2 ** visible).map(Math.sign));
}

function linear({ encoding, visible }: CoarseShape, lambda: number[], biases: number[] | undefined): Filter {
  const states = encoding.kind === 'onehot' ? encoding.states : 1;
  if (encoding.kind === 'reals' && encoding.units) return inUnits(encoding.units, visible, lambda, biases);
  if (states === 1) return { weights: lambda, ...(biases ? { biases } : {}) };
  const logits = Array.from({ length: lambda.length / visible }, (_, a) =>
    zeroSumOverStates({ weights: lambda.slice(a * visible, (a + 1) * visible), bias: biases?.[a] ?? 0 }, states),
  );
  return { weights: logits.flatMap((logit) => logit.weights), biases: logits.map(({ bias }) => bias) };
}

/** A filter of standardised numbers as one of the numbers themselves: its weights per unit of the data, and the constant that this leaves. */
function inUnits({ centre, scale }: Units, visible: number, lambda: number[], biases: number[] | undefined): Filter {
  const weights = lambda.map((weight, i) => weight / scale[(i % visible) % scale.length]);
  const constants = Array.from({ length: lambda.length / visible }, (_, a) =>
    weights.slice(a * visible, (a + 1) * visible).reduce((sum, weight, i) => sum - weight * centre[i % centre.length], biases?.[a] ?? 0),
  );
  return { weights, biases: constants };
}

/** A block to average over: its inputs, and the factor of each of them in the average. */
interface Probe {
  inputs: number[];
  weights: number[];
}

/** Inputs that are independent fair signs, in pairs v, -v; the factors are the signs. */
function* signs(visible: number): Generator<Probe> {
  const key = deriveKey(0, 'test', visible);
  for (let n = 0; n < BLOCKS; n++) {
    const words = Array.from({ length: Math.ceil(visible / 32) }, (_, w) => philox([n >> 1, w, 0, 0], key)[0]);
    const block = Array.from({ length: visible }, (_, v) => (((words[v >> 5] >>> (v & 31)) & 1) === (n & 1) ? 1 : -1));
    yield { inputs: block, weights: block };
  }
}

/**
 * One-hot inputs of independent fair states. Every draw is used in all its cyclic shifts of the states, which sum to zero. The factor
 * is (q n - 1) / 2, with n = 1 for the state of a value: for a linear function this gives the weights of zero sum.
 */
function* states(visible: number, q: number): Generator<Probe> {
  const key = deriveKey(0, 'test', visible);
  for (let n = 0; n < q * Math.ceil(BLOCKS / q); n++) {
    const drawn = Array.from({ length: visible / q }, (_, value) => Math.floor((q * philox([Math.floor(n / q), value >> 2, 0, 0], key)[value & 3]) / 2 ** 32));
    const on = Array.from({ length: visible }, (_, v) => (drawn[Math.floor(v / q)] + n) % q === v % q);
    yield { inputs: on.map((set) => (set ? 1 : -1)), weights: on.map((set) => (set ? q - 1 : -1) / 2) };
  }
}

/**
 * The linear part of a nonlinear filter: the mean of its product with every input over independent fair signs or states. For a
 * linear filter this is the filter itself up to statistical error. The blocks are the same for every filter.
 * @param weights hidden layers (inputs + 1, outputs), readout (logits, inputs), bias (logits)
 */
export function linearPart({ hidden, visible, encoding }: Linearised, weights: readonly (readonly number[])[]): number[] {
  const readout = weights[hidden.length];
  const bias = weights[hidden.length + 1];
  const inputs = hidden[hidden.length - 1];
  const part = new Array<number>(bias.length * visible).fill(0);
  const q = encoding.kind === 'onehot' ? encoding.states : 1;
  let count = 0;
  for (const block of q === 1 ? signs(visible) : states(visible, q)) {
    let x: readonly number[] = block.inputs;
    for (const [layer, width] of hidden.entries()) x = affine(x, weights[layer], width).map((y) => Math.max(y, 0));
    for (const [a, b] of bias.entries()) {
      let sum = b;
      for (let i = 0; i < inputs; i++) sum += readout[a * inputs + i] * x[i];
      for (let v = 0; v < visible; v++) part[a * visible + v] += sum * block.weights[v];
    }
    count++;
  }
  return part.map((sum) => sum / count);
}

/** The weights of a coarse variable that its linear part depends on. */
type Linearised = Pick<CoarseShape, 'hidden' | 'visible'> & { encoding: Encoding };

/** x w + c, the bias c being the last row of w. */
function affine(x: readonly number[], w: readonly number[], width: number): number[] {
  return Array.from({ length: width }, (_, o) => x.reduce((sum, value, i) => sum + value * w[i * width + o], w[x.length * width + o]));
}

/** The inverse of `inUnits` for weights: what is given in units of the data, as weights of the inputs. The constant stays with the bias. */
export function standardised(weights: readonly number[], { encoding, visible }: Pick<CoarseShape, 'encoding' | 'visible'>): number[] {
  const units = encoding.kind === 'reals' ? encoding.units : undefined;
  return units ? weights.map((weight, i) => weight * units.scale[(i % visible) % units.scale.length]) : [...weights];
}
