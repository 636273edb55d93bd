import { type CoarseShape, hiddenNames } from '../../coarse/shape.ts';
import { deriveKey, philox } from '../../core/random.ts';
import type { Arena } from '../../graph/arena.ts';
import { rows } from './rows.ts';

/** Blocks the linear part of a nonlinear filter is averaged over. */
const BLOCKS = 1024;

/** The filters of all replicas of an arena, [replica][logit * block values]. */
export async function readFilters(arena: Arena, shape: CoarseShape): Promise<number[][]> {
  if (shape.hidden.length === 0) return rows(await arena.parameter('lambda').read(), arena.replicas);
  const names = [...hiddenNames(shape), 'readout', 'bias'];
  const weights = await Promise.all(names.map(async (name) => rows(await arena.parameter(name).read(), arena.replicas)));
  return Array.from({ length: arena.replicas }, (_, r) =>
    linearPart(
      shape,
      weights.map((all) => all[r]),
    ),
  );
}

/**
 * The linear part of a nonlinear filter: the mean of a(v) v over independent fair signs v, which for a linear filter
 * is the filter itself up to chance. The signs come in pairs v, -v, and are the same for every filter.
 * @param weights hidden layers (inputs + 1, outputs), readout (logits, inputs), bias (logits)
 */
export function linearPart({ hidden, visible }: Pick<CoarseShape, 'hidden' | 'visible'>, weights: readonly (readonly number[])[]): number[] {
  const readout = weights[hidden.length];
  const bias = weights[hidden.length + 1];
  const inputs = hidden[hidden.length - 1];
  const part = new Array<number>(bias.length * visible).fill(0);
  const key = deriveKey(0, 'test', visible);
  for (let n = 0; n < BLOCKS; n++) {
    const words = Array.from({ length: Math.ceil(visible / 32) }, (_, w) => philox([n >> 1, w, 0, 0], key)[0]);
    const flip = n & 1;
    const block = Array.from({ length: visible }, (_, v) => (((words[v >> 5] >>> (v & 31)) & 1) === flip ? 1 : -1));
    let x: number[] = block;
    for (const [layer, width] of hidden.entries()) x = affine(x, weights[layer], width).map((y) => Math.max(y, 0));
    for (const [a, b] of bias.entries()) {
      let sum = b;
      for (let i = 0; i < inputs; i++) sum += readout[a * inputs + i] * x[i];
      for (let v = 0; v < visible; v++) part[a * visible + v] += (sum * block[v]) / BLOCKS;
    }
  }
  return part;
}

/** x w + c, the bias c being the last row of w. */
function affine(x: readonly number[], w: readonly number[], width: number): number[] {
  return Array.from({ length: width }, (_, o) => x.reduce((sum, value, i) => sum + value * w[i * width + o], w[x.length * width + o]));
}
