/** Adam against its textbook form over several steps, with and without clipping; frozen replicas and untrained parameters stay as they are. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Arena } from '../../src/graph/arena.ts';
import { adam, hyperLayout } from '../../src/optim/adam.ts';
import { ADAM, schedule } from '../../src/optim/schedule.ts';
import { clipped, update } from '../reference/optim/adam.ts';
import { close, EXACT, ofLargest } from '../support/close.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { uniform } from '../support/random.ts';
import { part } from '../support/replicas.ts';

test.after(closeDevice);

/** Adam's own scale makes a constant factor invisible: only gradients clipped in some steps and not in others show it. */
for (const [clip, paired] of [
  [0, false],
  [1.5, false],
  [0, true],
] as const) {
  test(
    `optim/adam: five steps, a range of the parameters, one replica frozen, ${clip === 0 ? 'not clipped' : 'clipped'}${paired ? ', pairs of parameters' : ''}`,
    scoped((scope) => fiveSteps(scope, clip, paired)),
  );
}

async function fiveSteps(scope: Scope, clip: number, paired: boolean): Promise<void> {
  const [R, steps, rate] = [3, 5, 0.01];
  const arena = new Arena(scope, R, { before: [3], w: [7, 12], c: [9], after: [5] });
  const range = arena.range(['w', 'c']);
  const frozen = 1;
  const pairs = paired ? arena.slice('w') : undefined;
  const start = uniform(1, R * arena.stride);
  arena.parameters.write(start);
  const step = scope.tensor('u32', [R], 'step');
  const history = scope.tensor('f32', [steps, R, 2], 'history');
  const plan = new Plan(scope.memory, 'adam');
  adam(
    scope,
    plan,
    arena,
    { ...range, pairs },
    {
      schedule: scope.upload('f32', [steps, 4], 'schedule', schedule({ steps, rate, cooldown: 0, tau: { first: 1, last: 1, decay: 0 } })),
      step,
      status: scope.upload(
        'u32',
        [R],
        'status',
        Uint32Array.from({ length: R }, (_, r) => (r === frozen ? 4 : 0)),
      ),
      history,
      hyper: scope.uniform(hyperLayout, 'hyper', { ...ADAM, clip }),
    },
  );
  await plan.compile();

  const expected = Array.from({ length: R }, (_, r) => ({
    p: Float64Array.from(part(start, r, R)),
    m: new Float64Array(arena.stride),
    v: new Float64Array(arena.stride),
  }));
  for (let t = 1; t <= steps; t++) {
    // Magnitudes over six decades: Adam must be indifferent to the scale of a gradient.
    const g = uniform(10 + t, R * arena.stride).map((x, i) => x * 10 ** -(i % 7) * (t % 2 === 0 ? 0.1 : 1));
    arena.gradients.write(g);
    // The recorder has written the norm and advanced the step before Adam runs.
    step.write(new Uint32Array(R).fill(t));
    const norms = Array.from({ length: R }, (_, r) => Math.hypot(...part(g, r, R).subarray(range.first, range.first + range.count)));
    if (clip > 0)
      assert.ok(
        norms.every((norm) => (t % 2 === 0 ? norm < clip : norm > clip)),
        `norms ${norms} of step ${t}`,
      );
    const rows = await history.read();
    norms.forEach((norm, r) => {
      rows[2 * ((t - 1) * R + r) + 1] = norm;
    });
    history.write(rows);
    plan.run();
    expected.forEach(({ p, m, v }, r) => {
      if (r === frozen) return;
      const trained = (x: Float64Array) => x.subarray(range.first, range.first + range.count);
      const gradient = clipped(part(g, r, R).subarray(range.first, range.first + range.count), clip);
      update({ p: trained(p), m: trained(m), v: trained(v) }, gradient, t, rate, ADAM, pairs && { first: pairs.first - range.first, count: pairs.count });
    });
  }

  const read = async (tensor: typeof arena.parameters) => {
    const all = await tensor.read();
    return Array.from({ length: R }, (_, r) => part(all, r, R));
  };
  const [p, m, v] = [await read(arena.parameters), await read(arena.moments[0]), await read(arena.moments[1])];
  const end = Math.ceil((range.first + range.count) / 4) * 4;
  expected.forEach((e, r) => {
    const inside = (x: ArrayLike<number>) => Array.from(x).slice(range.first, range.first + range.count);
    close(inside(p[r]), inside(e.p), { atol: 2e-6, rtol: 0 }, `p of replica ${r}`);
    // Single precision holds 1 - beta1 to 2e-7 and 1 - beta2 to 1.3e-5 of their values.
    close(inside(m[r]), inside(e.m), { ...ofLargest(inside(e.m), 1e-7), rtol: 1e-5 }, `m of replica ${r}`);
    close(inside(v[r]), inside(e.v), { atol: 0, rtol: 3e-5 }, `v of replica ${r}`);
    const outside = (x: ArrayLike<number>) => [...Array.from(x).slice(0, range.first), ...Array.from(x).slice(end)];
    close(outside(p[r]), outside(e.p), EXACT, `p outside of the range, replica ${r}`);
    close(outside(m[r]), outside(e.m), EXACT, `m outside of the range, replica ${r}`);
    close(outside(v[r]), outside(e.v), EXACT, `v outside of the range, replica ${r}`);
  });
  close(p[frozen], part(start, frozen, R), EXACT, 'p of the frozen replica');
}

test.run();
