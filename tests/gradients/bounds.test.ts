/** All bounds, of embeddings as software and as hardware takes them, and of matrices of scores: terms and gradients, overflow, and replicas that know nothing of each other. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { alpha, alphaOfScores } from '../../src/bound/alpha.ts';
import { dv, dvOfScores } from '../../src/bound/dv.ts';
import { SPLIT } from '../../src/bound/grid.ts';
import { infonce, infonceOfScores } from '../../src/bound/infonce.ts';
import { js, jsOfScores } from '../../src/bound/js.ts';
import { nwj, nwjOfScores } from '../../src/bound/nwj.ts';
import { smile, smileOfScores } from '../../src/bound/smile.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Op } from '../../src/graph/op.ts';
import * as alphaTwin from '../reference/bound/alpha.ts';
import * as dvTwin from '../reference/bound/dv.ts';
import * as infonceTwin from '../reference/bound/infonce.ts';
import * as jsTwin from '../reference/bound/js.ts';
import * as nwjTwin from '../reference/bound/nwj.ts';
import { embeddingGradients, scores } from '../reference/bound/scores.ts';
import * as smileTwin from '../reference/bound/smile.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';
import { runOp } from '../support/tape.ts';

type Options = Record<string, number>;

interface Twin {
  terms: (s: ArrayLike<number>, K: number, options: never) => Float64Array;
  climbed: (s: ArrayLike<number>, K: number, options: never) => Float64Array;
  slopes: (s: ArrayLike<number>, dterm: ArrayLike<number>, K: number, options: never) => Float64Array;
}

interface Case {
  name: string;
  op: Op;
  ofScores: Op;
  twin: Twin;
  options: Options;
  /** Bounds whose gradient takes dterm to be the same for all k. */
  constant?: boolean;
}

const DECAY = 0.9;
const CASES: Case[] = [
  { name: 'infonce', op: infonce, ofScores: infonceOfScores, twin: infonceTwin, options: {} },
  { name: 'nwj', op: nwj, ofScores: nwjOfScores, twin: nwjTwin, options: {} },
  { name: 'dv', op: dv, ofScores: dvOfScores, twin: dvTwin, options: { DECAY }, constant: true },
  { name: 'js', op: js, ofScores: jsOfScores, twin: jsTwin, options: {} },
  { name: 'smile', op: smile, ofScores: smileOfScores, twin: smileTwin, options: { TAU: 1.5 } },
  { name: 'alpha', op: alpha, ofScores: alphaOfScores, twin: alphaTwin, options: { ALPHA: 0.3 } },
];

const R = 3;
// Software drivers unroll loops of a few iterations and then compile for seconds, hence no K below 69.
const n = { K: 69, D: 8 };
/** Replica 2 has scores of some hundreds: every exponential would overflow. */
const SCALES = [1, 0.5, 8];
/** (ln M, n) of the moving average before the step; replica 0 is at its first. */
const EMA = [
  [0, 0],
  [-1.5, 3],
  [40, 200],
];

const scaled = (seed: number, scale: (r: number) => number, count: number) =>
  Float32Array.from(uniform(seed, R * count), (x, i) => x * scale(Math.floor(i / count)));

function seedOf({ constant }: Case): Float32Array {
  return constant ? Float32Array.from({ length: R * n.K }, (_, at) => 0.1 + Math.floor(at / n.K)) : uniform(7, R * n.K);
}

/** What the twin makes of the scores of one replica. */
function expectation({ twin, options, name }: Case, s: ArrayLike<number>, dterm: ArrayLike<number>, r: number) {
  const ema = name === 'dv' ? dvTwin.advanced(EMA[r], dvTwin.logMean(s, n.K), DECAY) : undefined;
  const told = { ...options, ...(ema && { average: ema[0] }) } as never;
  return { term: twin.terms(s, n.K, told), ds: twin.slopes(s, dterm, n.K, told), ema };
}

const emaTensor = (scope: Scope) => scope.upload('f32', [R, 2], 'ema', Float32Array.from(EMA.flat()));

test.after(closeDevice);

for (const { name, twin, options, constant } of CASES) {
  test(`${name}, twin: gradient against central differences of what is climbed`, () => {
    const K = 6;
    const s = uniform(1, K * K, -3, 3);
    const dterm = constant ? new Float64Array(K).fill(0.3) : uniform(2, K);
    const expected = centralDifferences((at) => dot(dterm, twin.climbed(at, K, options as never)), s);
    close(twin.slopes(s, dterm, K, options as never), expected, ofLargest(expected, 1e-6), 'ds');
  });
}

for (const one of CASES) {
  const { name, op, ofScores, options } = one;
  const dterm = seedOf(one);

  for (const [kind, split] of Object.entries(SPLIT)) {
    // Loops as hardware shares them out: for one bound of each library. InfoNCE is in infonce.test.ts.
    if (kind === 'hardware' && name !== 'nwj' && name !== 'alpha') continue;
    // It has this form on no adapter.
    if (kind === 'software' && name === 'alpha') continue;
    test(
      `${name} of embeddings, as on ${kind}: kernels against twin, and each replica by itself`,
      scoped(async (scope) => {
        const u = scaled(5, (r) => SCALES[r], n.K * n.D);
        const v = scaled(6, (r) => SCALES[r], n.K * n.D);
        const run = async (first: Float32Array, ema: ReturnType<typeof emaTensor>) =>
          runOp(scope, op, R, {
            inputs: { u: scope.upload('f32', [R, n.K, n.D], 'u', first), v: scope.upload('f32', [R, n.K, n.D], 'v', v) },
            wanted: ['u', 'v'],
            objective: 'term',
            seed: dterm,
            options: { ...options, SPLIT: split },
            extras: name === 'dv' ? { ema } : {},
          });
        const ema = emaTensor(scope);
        const { outputs, gradients } = await run(u, ema);
        const averages = await ema.read();
        for (let r = 0; r < R; r++) {
          const [ur, vr] = [part(u, r, R), part(v, r, R)];
          const expected = expectation(one, scores(ur, vr, n), part(dterm, r, R), r);
          const { du, dv: dvExpected } = embeddingGradients(expected.ds, ur, vr, n);
          close(part(outputs.term, r, R), expected.term, ofLargest(expected.term, 1e-4), `term, replica ${r}`);
          for (const [label, actual, exact] of [
            ['du', part(gradients.u, r, R), du],
            ['dv', part(gradients.v, r, R), dvExpected],
          ] as const) {
            close(actual, exact, ofLargest(exact, 1e-4), `${label}, replica ${r}`);
            refusesWrongSign(actual, exact, ofLargest(exact, 1e-4), `${label} of the wrong sign`);
          }
          if (expected.ema) close(part(averages, r, R), expected.ema, { atol: 1e-5, rtol: 1e-5 }, `ema, replica ${r}`);
        }

        const other = Float32Array.from(u, (x, at) => (Math.floor(at / (n.K * n.D)) === 1 ? -2 * x : x));
        const again = await run(other, emaTensor(scope));
        for (const r of [0, 2]) {
          close(part(again.outputs.term, r, R), part(outputs.term, r, R), EXACT, `term of replica ${r}, another changed`);
          close(part(again.gradients.u, r, R), part(gradients.u, r, R), EXACT, `du of replica ${r}, another changed`);
          close(part(again.gradients.v, r, R), part(gradients.v, r, R), EXACT, `dv of replica ${r}, another changed`);
        }
        assert.throws(() => close(part(again.outputs.term, 1, R), part(outputs.term, 1, R), EXACT, 'the changed one'));
      }),
    );
  }

  test(
    `${name} of a matrix of scores: kernels against twin`,
    scoped(async (scope) => {
      const s = scaled(8, (r) => [3, 1, 700][r], n.K * n.K);
      const ema = emaTensor(scope);
      const { outputs, gradients } = await runOp(scope, ofScores, R, {
        inputs: { scores: scope.upload('f32', [R, n.K, n.K], 'scores', s) },
        wanted: ['scores'],
        objective: 'term',
        seed: dterm,
        options,
        extras: name === 'dv' ? { ema } : {},
      });
      for (let r = 0; r < R; r++) {
        const expected = expectation(one, part(s, r, R), part(dterm, r, R), r);
        close(part(outputs.term, r, R), expected.term, ofLargest(expected.term, 1e-4), `term, replica ${r}`);
        close(part(gradients.scores, r, R), expected.ds, ofLargest(expected.ds, 1e-4), `ds, replica ${r}`);
        refusesWrongSign(part(gradients.scores, r, R), expected.ds, ofLargest(expected.ds, 1e-4), 'ds of the wrong sign');
      }
    }),
  );
}

test(
  'alpha at its ends: NWJ, and InfoNCE of K - 1 environments',
  scoped(async (scope) => {
    const s = scaled(9, (r) => [2, 10, 100][r], n.K * n.K);
    for (const ALPHA of [0, 1]) {
      const { outputs, gradients } = await runOp(scope, alphaOfScores, R, {
        inputs: { scores: scope.upload('f32', [R, n.K, n.K], 'scores', s) },
        wanted: ['scores'],
        objective: 'term',
        seed: uniform(7, R * n.K),
        options: { ALPHA },
      });
      // Row i without the environment i + 1 is a row of a smaller InfoNCE.
      const smaller = (r: number, i: number) => {
        const row = Array.from(part(s, r, R).subarray(i * n.K, (i + 1) * n.K)).filter((_, j) => j !== (i + 1) % n.K);
        return row[i === n.K - 1 ? i - 1 : i] - Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0) / (n.K - 1));
      };
      const r = 0;
      const expected = ALPHA === 0 ? nwjTwin.terms(part(s, r, R), n.K) : Array.from({ length: n.K }, (_, i) => smaller(r, i));
      close(part(outputs.term, r, R), expected, ofLargest(expected, 1e-5), `term, alpha = ${ALPHA}`);
      const ds = joined(R, (k) => alphaTwin.slopes(part(s, k, R), part(uniform(7, R * n.K), k, R), n.K, { ALPHA }));
      for (let k = 0; k < R; k++) close(part(gradients.scores, k, R), part(ds, k, R), ofLargest(part(ds, k, R), 1e-4), `ds, alpha = ${ALPHA}`);
    }
  }),
);

test.run();
