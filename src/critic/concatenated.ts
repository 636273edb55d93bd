import * as z from 'zod';
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { whole } from '../core/settings.ts';
import * as shader from '../gen/shaders/critic/concatenated.ts';
import * as weights from '../gen/shaders/critic/concatenated_weights.ts';
import type { Tensor } from '../gpu/tensor.ts';
import { op } from '../graph/op.ts';
import type { Tape } from '../graph/tape.ts';
import { type PairCritic, type ScoreMatrix, type Towers, wrong } from './shape.ts';

/** Most chunks of rows; each sums its own contribution to the gradient of the weights. */
const MOST_CHUNKS = 32;
/** Fewest rows of scores in a chunk. */
const LEAST_ROWS = 4;
/** The widest hidden layer. */
const WIDEST = 64;
/** Bytes that every adapter can bind as one buffer: the default of WebGPU's maxStorageBufferBindingSize. */
const BINDING = 2 ** 27;

const upTo64 = (n: number) => Math.ceil(n / 64) * 64;

/** The op of `concatenated`, which provides the op's extras. */
export const pairs = op({
  name: 'critic/concatenated',
  inputs: { a: 'R K I', b: 'R K I', w: 'R I+1 O', t: 'R O+1 N' },
  outputs: { scores: 'R K K' },
  limits: (n) => {
    for (const width of [n.I, n.O]) {
      if (width % 4 === 0 && width <= WIDEST) continue;
      throw new BlockspinError({
        who: 'critic/concatenated',
        expected: `hidden widths that are multiples of 4, at most ${WIDEST}`,
        got: width,
        remedy: 'use e.g. 32',
      });
    }
    if (n.N !== 1) throw new BlockspinError({ who: 'critic/concatenated', expected: 'one output', got: n.N, remedy: 'give t the shape (R, O + 1, 1)' });
  },
  forward: { entry: shader.forward, threads: (n) => [Math.ceil(n.K / 4) * Math.ceil(n.K / 2), n.R] },
  backward: [
    { entry: shader.backward, gives: ['a', 'b'], threads: (n) => [upTo64((n.K * n.I) / 4) + (n.K * n.I) / 4, n.R] },
    {
      entry: weights.backward_w,
      gives: ['w', 't'],
      before: [
        { entry: weights.backward_partial, threads: (n) => [n.T * Math.ceil(n.I / 8) * Math.ceil(n.O / 8), n.R] },
        { entry: weights.backward_t, threads: (n) => [n.O / 4 + 1, n.R] },
      ],
      threads: (n) => [((n.I + 1) * n.O) / 4, n.R],
    },
  ],
});

/** Words for the signs of the second layer of one pair. */
const signWords = (width: number) => Math.ceil(width / 32);

/**
 * Checks the memory of a concatenated critic.
 * @param width of the second hidden layer
 * @throws BlockspinError when K² scores of R replicas, or the signs that are kept beside them, do not fit one buffer of
 * the size every adapter has
 */
export function checkPairs(samples: number, replicas: number, width: number): void {
  const most = Math.floor(Math.sqrt(BINDING / (4 * replicas * signWords(width))));
  if (samples > most) {
    throw new BlockspinError({
      who: 'critic concatenated',
      setting: 'batch',
      expected: `at most ${most} pairs, whose ${most}² scores fit the memory of one buffer for ${replicas} replicas`,
      got: samples,
      remedy: phrase`use a smaller ${setting('batch')}, fewer ${setting('replicas')} or ${setting('critic', 'separable')}`,
      code: 'memory',
    });
  }
}

/**
 * Scores of all pairs: `s_ij = t · relu(w relu(a_i + b_j))`, biases being the last rows of w and t.
 * Only the signs of the second hidden layer are kept for the backward pass, one bit each.
 * @param a first layer's part of H (R, K, I)
 * @param b first layer's part of E (R, K, I)
 * @param w second layer (R, I + 1, O)
 * @param t output (R, O + 1, 1)
 * @returns scores (R, K, K), row = h_i, column = e_j
 * @throws BlockspinError for widths above 64 or that are no multiples of 4, and for K too large
 */
export function concatenated(tape: Tape, { a, b, w, t }: { a: Tensor; b: Tensor; w: Tensor; t: Tensor }, label = ''): Tensor<'f32'> {
  const [replicas, samples, I] = a.shape;
  const O = w.shape[2];
  checkPairs(samples, replicas, O);
  const rows = Math.max(LEAST_ROWS, Math.ceil(samples / MOST_CHUNKS));
  const options = { W: signWords(O), ROWS: rows, T: Math.ceil(samples / rows) };
  const extras = {
    live: tape.scope.tensor('u32', [replicas, samples, samples, options.W], 'live'),
    sums: tape.scope.tensor('f32', [replicas, options.T, I + 2, O], 'sums'),
  };
  return tape.apply(pairs, { a, b, w, t }, { options, extras, label }).scores;
}

const settings = { hidden: z.array(whole(4, WIDEST)).length(2).default([32, 32]).describe('widths of the two layers, multiples of 4') };

/** A layer on H and E side by side and a second one on every pair: `concatenated`. Poole et al., arXiv:1905.06922. */
export const concatenatedCritic: PairCritic<object, ScoreMatrix, typeof settings> = {
  judges: 'pairs',
  settings,
  layersOfH: ({ hidden }) => [hidden[0]],
  layersOfE: ({ hidden }) => [hidden[0]],
  layersBehind: ({ hidden }) => [hidden[0], hidden[1], 1],
  check({ hidden }, batch) {
    if (hidden.length !== 2 || hidden.some((width) => width > WIDEST)) {
      throw wrong('hidden', `two widths of at most ${WIDEST} with the concatenated critic`, hidden.join(','), 'use e.g. 32,32');
    }
    if (batch) checkPairs(batch.samples, batch.replicas, hidden[1]);
  },
  apply: (towers) => concatenatedScores(towers),
};

function concatenatedScores(towers: Towers): ScoreMatrix {
  const { tape, weight } = towers;
  const [a, b] = [towers.ofH(), towers.ofE()];
  return { scores: concatenated(tape, { a, b, w: weight('s0'), t: weight('s1') }, 's') };
}
