/** Bounds by name: what they are told, what they remember, and how far they can reach. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { applyBound, boundState, ceiling } from '../../src/bound/apply.ts';
import { BOUNDS, PAIR_BOUNDS, type PairBoundName } from '../../src/bound/bounds.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Tape } from '../../src/graph/tape.ts';
import * as alpha from '../reference/bound/alpha.ts';
import * as infonce from '../reference/bound/infonce.ts';
import { close } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';

const [R, K, D] = [2, 40, 8];

const tapeOf = (scope: Scope) => new Tape(scope, new Plan(scope.memory, 'bounds'));
const embeddings = (scope: Scope, pairs = K, width = D) => ({
  u: scope.tensor('f32', [R, pairs, width], 'u'),
  v: scope.tensor('f32', [R, pairs, width], 'v'),
});

test.after(closeDevice);

for (const name of PAIR_BOUNDS) {
  test(
    `${name}: recorded for embeddings and for a matrix of scores`,
    scoped((scope) => {
      const state = boundState(scope, name, R);
      for (const scores of [embeddings(scope), { scores: scope.tensor('f32', [R, K, K], 'scores') }]) {
        const tape = tapeOf(scope);
        const { term } = applyBound(tape, name, scores, { state });
        assert.equal(term.shape, [R, K]);
        const wanted = Object.values(scores).map((tensor) => [tensor, scope.tensor('f32', tensor.shape, 'd')] as const);
        tape.backward(term, scope.tensor('f32', [R, K], 'dterm'), wanted);
        const entries = tape.plan.dispatches.map(({ declaration }) => `${declaration.path}.${declaration.entry}`);
        assert.ok(
          entries.every((entry) => entry.startsWith(`bound/${name}.`)),
          entries.join(),
        );
      }
    }),
  );
}

test(
  'dv: the moving average is advanced by a backward pass, and by nothing else',
  scoped((scope) => {
    const state = boundState(scope, 'dv', R);
    assert.equal(Object.keys(state), ['ema']);
    assert.equal(state.ema.shape, [R, 2]);
    const tape = tapeOf(scope);
    const { u, v } = embeddings(scope);
    const { term } = applyBound(tape, 'dv', { u, v }, { state });
    const entries = () => tape.plan.dispatches.map(({ declaration }) => declaration.entry);
    assert.equal(entries(), ['forward', 'total']);
    tape.backward(term, scope.tensor('f32', [R, K], 'dterm'), [[u, scope.tensor('f32', u.shape, 'du')]]);
    assert.equal(entries(), ['forward', 'total', 'average', 'backward']);
    assert.throws(() => applyBound(tapeOf(scope), 'dv', { u, v }), /bound dv: expected a state ema, got none/);
  }),
);

test(
  'what cannot be is refused',
  scoped((scope) => {
    const apply = (name: string, scores = embeddings(scope), settings = {}) => applyBound(tapeOf(scope), name as PairBoundName, scores, { settings });
    assert.throws(() => apply('infonec'), /bound: expected one of infonce, nwj, dv, js, smile, alpha, got infonec; did you mean infonce/);
    assert.throws(() => apply('toString'), /expected one of/);
    assert.throws(() => apply('alpha', embeddings(scope), { alpha: 1.5 }), /^alpha: expected at most 1, got 1.5; use for example alpha: 0.5/);
    assert.throws(() => apply('smile', embeddings(scope), { smileClip: Number.NaN }), /^smileClip: expected a number, got NaN/);
    assert.throws(() => apply('infonce', embeddings(scope, 1)), /bound\/infonce: expected at least 2 pairs/);
    assert.throws(() => apply('alpha', embeddings(scope, 2)), /bound\/alpha: expected at least 3 pairs/);
    assert.throws(() => apply('nwj', embeddings(scope, K, 20)), /expected an embedding dimension D that is a multiple of 4, at most 16, got 20/);
  }),
);

test('ceilings are reached by a critic that tells every pair apart, and not passed', () => {
  const pairs = 12;
  const s = Float64Array.from({ length: pairs ** 2 }, (_, at) => (at % (pairs + 1) === 0 ? 60 : -60));
  const mean = (terms: Float64Array) => [terms.reduce((sum, x) => sum + x, 0) / pairs];
  const near = { atol: 1e-9, rtol: 0 };
  close(mean(infonce.terms(s, pairs)), [ceiling('infonce', pairs)], near, 'infonce');
  for (const value of [0.01, 0.5, 1]) {
    close(mean(alpha.terms(s, pairs, { ALPHA: value })), [ceiling('alpha', pairs, { alpha: value })], near, `alpha = ${value}`);
  }
  assert.is(ceiling('infonce', pairs), Math.log(pairs));
  assert.is(ceiling('alpha', pairs, { alpha: 1 }), Math.log(pairs - 1));
  for (const name of ['nwj', 'dv', 'js', 'smile'] as const) assert.is(ceiling(name, pairs), Number.POSITIVE_INFINITY);
  assert.is(ceiling('alpha', pairs, { alpha: 0 }), Number.POSITIVE_INFINITY);
  assert.equal(
    PAIR_BOUNDS.filter((name) => !BOUNDS[name].proven),
    ['dv', 'smile'],
  );
});

test.run();
