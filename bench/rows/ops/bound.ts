/** The bounds on embeddings and on matrices of scores, at the sizes of the Ising training: 100 pairs, eight dimensions. */
import { alpha, alphaOfScores } from '../../../src/bound/alpha.ts';
import { conditional } from '../../../src/bound/conditional.ts';
import { discrete } from '../../../src/bound/discrete.ts';
import { dv, dvOfScores } from '../../../src/bound/dv.ts';
import { infonce, infonceOfScores } from '../../../src/bound/infonce.ts';
import { js, jsOfScores } from '../../../src/bound/js.ts';
import { nwj, nwjOfScores } from '../../../src/bound/nwj.ts';
import { smile, smileOfScores } from '../../../src/bound/smile.ts';
import type { Scope } from '../../../src/gpu/scope.ts';
import type { Op } from '../../../src/graph/op.ts';
import * as alphaTwin from '../../../tests/reference/bound/alpha.ts';
import * as conditionalTwin from '../../../tests/reference/bound/conditional.ts';
import * as discreteTwin from '../../../tests/reference/bound/discrete.ts';
import * as dvTwin from '../../../tests/reference/bound/dv.ts';
import * as infonceTwin from '../../../tests/reference/bound/infonce.ts';
import * as jsTwin from '../../../tests/reference/bound/js.ts';
import * as nwjTwin from '../../../tests/reference/bound/nwj.ts';
import { embeddingGradients, scores } from '../../../tests/reference/bound/scores.ts';
import * as smileTwin from '../../../tests/reference/bound/smile.ts';
import { joined, part } from '../../../tests/support/replicas.ts';
import { manyNumbers } from '../inputs.ts';
import type { OpCase } from './op.ts';

const K = 100;
const D = 8;
const S = 2;
const O = 4;

type Options = Readonly<Record<string, number>>;

interface Twin {
  terms: (s: ArrayLike<number>, K: number, options: never) => Float64Array;
  slopes: (s: ArrayLike<number>, dterm: ArrayLike<number>, K: number, options: never) => Float64Array;
}

/** The state of `dv` before the first batch: zeros, so that the moving average is that of the batch for any decay. */
const carried = (scope: Scope, R: number) => ({ ema: scope.tensor('f32', [R, 2], 'ema') });

function pair(name: string, ofEmbeddings: Op, ofScores: Op, twin: Twin, options: Options = {}): Record<string, OpCase> {
  const told = options as never;
  const common = { options, extras: name === 'dv' ? carried : undefined, objective: 'term', mean: true };
  return {
    [name]: {
      ...common,
      op: ofEmbeddings,
      n: { K, D },
      // Forward: the scores and their logarithmic sums. Backward: the scores again and both gradients.
      cost: { forward: { flops: 4 * K * K * D }, backward: { flops: 6 * K * K * D } },
      twin: ({ x, seed }) => {
        const s = scores(x.u, x.v, { K, D });
        const { du, dv: ofV } = embeddingGradients(twin.slopes(s, seed, K, told), x.u, x.v, { K, D });
        return { outputs: { term: twin.terms(s, K, told) }, gradients: { u: du, v: ofV } };
      },
    },
    [`${name}OfScores`]: {
      ...common,
      op: ofScores,
      n: { K },
      cost: { forward: { flops: 3 * K * K }, backward: { flops: 3 * K * K } },
      twin: ({ x, seed }) => ({ outputs: { term: twin.terms(x.scores, K, told) }, gradients: { scores: twin.slopes(x.scores, seed, K, told) } }),
    },
  };
}

/** Probabilities of two states, side by side. */
function probabilities(count: number): Float32Array {
  const up = manyNumbers(17, count / S).map((x) => 0.5 + 0.4 * x);
  return Float32Array.from({ length: count }, (_, i) => (i % S === 0 ? up[i / S] : 1 - up[(i - 1) / S]));
}

/** The bounds by name. */
export const BOUND: Readonly<Record<string, OpCase>> = {
  discrete: {
    op: discrete,
    n: { K, S, O },
    inputs: { p: probabilities },
    extras: (scope, R, { p }) => ({
      m: scope.upload('f32', [R, S], 'm', Float32Array.from(joined(R, (r) => discreteTwin.occupation(part(p, r, R), { K, S })))),
    }),
    objective: 'term',
    mean: true,
    cost: { forward: { flops: K * 6 * S }, backward: { flops: K * 6 * S } },
    twin: ({ x, seed }) => {
      const n = { K, S, O };
      const { dp, dl } = discreteTwin.backward(x.p, x.l, seed[0], n);
      return { outputs: { ...discreteTwin.forward(x.p, x.l, n) }, gradients: { p: dp, l: dl } };
    },
  },
  conditional: {
    op: conditional,
    n: { K, S, O },
    options: { GIVEN: 1 },
    inputs: { p: probabilities },
    extras: (scope, R, { p }) => ({
      m: scope.upload('f32', [R, S], 'm', Float32Array.from(joined(R, (r) => discreteTwin.occupation(part(p, r, R), { K, S })))),
    }),
    objective: 'term',
    mean: true,
    cost: { forward: { flops: K * 6 * S }, backward: { flops: K * 6 * S } },
    twin: ({ x, seed }) => {
      const n = { K, S, G: 1, O };
      const { dp, dl } = conditionalTwin.backward(x.p, x.l, seed[0], n);
      return { outputs: { ...conditionalTwin.forward(x.p, x.l, n) }, gradients: { p: dp, l: dl } };
    },
  },
  ...pair('infonce', infonce, infonceOfScores, infonceTwin),
  ...pair('nwj', nwj, nwjOfScores, nwjTwin),
  ...pair('dv', dv, dvOfScores, dvTwin, { DECAY: 0.99 }),
  ...pair('js', js, jsOfScores, jsTwin),
  ...pair('smile', smile, smileOfScores, smileTwin, { TAU: 5 }),
  ...pair('alpha', alpha, alphaOfScores, alphaTwin, { ALPHA: 0.5 }),
};
