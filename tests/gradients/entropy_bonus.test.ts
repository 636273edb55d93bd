/** The entropy bonus: p unchanged, the gradient of b H(m) added, b by the step of each replica. */
import { test } from 'uvu';
import { entropyBonus } from '../../src/coarse/entropy_bonus.ts';
import { occupation } from '../../src/coarse/occupation.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { Tape } from '../../src/graph/tape.ts';
import * as twin from '../reference/coarse/entropy_bonus.ts';
import * as coarse from '../reference/coarse/states.ts';
import { close, EXACT, ofLargest, refusesWrongSign } from '../support/close.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { centralDifferences, dot } from '../support/differences.ts';
import { uniform } from '../support/random.ts';
import { joined, part } from '../support/replicas.ts';

const [R, K, S] = [3, 41, 5];
const n = { K, S };
/** The last replica is at a step without a bonus. */
const STEPS = Uint32Array.from([1, 4, 6]);
const BONUS = [0, 2.5, 0, 0, 0.7, 0, 0];

const p = joined(R, (r) => coarse.forward(uniform(r + 1, K * S, -2, 2), { K, C: 1, Q: S }));
const dkept = uniform(9, R * K * S, -1 / K, 1 / K);

test.after(closeDevice);

test('twin: the gradient by p against central differences of what is maximised', () => {
  for (let r = 0; r < R; r++) {
    const [own, upstream, b] = [part(p, r, R), part(dkept, r, R), BONUS[STEPS[r]]];
    const expected = centralDifferences((x) => dot(upstream, x) + b * twin.entropy(x, n), own);
    close(twin.backward(own, upstream, b, n), expected, ofLargest(expected, 1e-6), `dp, replica ${r}`);
  }
});

test(
  'kernels against twin; without a bonus the gradient is passed on bit by bit',
  scoped(async (scope) => {
    const plan = new Plan(scope.memory, 'entropy bonus');
    const tape = new Tape(scope, plan);
    const input = scope.upload('f32', [R, K, S], 'p', Float32Array.from(p));
    const schedule = scope.upload('f32', [BONUS.length, 4], 'schedule', Float32Array.from(BONUS.flatMap((b) => [9, 9, 9, b])));
    const { m } = tape.apply(occupation, { p: input });
    const extras = { m, schedule, step: scope.upload('u32', [R], 'step', STEPS) };
    const { kept } = tape.apply(entropyBonus, { p: input }, { extras });
    const dp = scope.tensor('f32', [R, K, S], 'dp');
    const seed = Float32Array.from(dkept);
    tape.backward(kept, scope.upload('f32', [R, K, S], 'dkept', seed), [[input, dp]]);
    await execute(plan);
    close(await kept.read(), Float32Array.from(p), EXACT, 'kept');
    const actual = await dp.read();
    const expected = joined(R, (r) => twin.backward(part(p, r, R), part(seed, r, R), BONUS[STEPS[r]], n));
    close(actual, expected, ofLargest(expected, 1e-5), 'dp');
    close(part(actual, 2, R), part(seed, 2, R), EXACT, 'dp without a bonus');
    refusesWrongSign(actual, expected, ofLargest(expected, 1e-5), 'dp of the wrong sign');
  }),
);

test.run();
