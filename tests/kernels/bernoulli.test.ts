/** lib/bernoulli bit by bit against its twin, in a kernel that is declared from its text; and the clock of local rules. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { threshold } from '../../src/core/random.ts';
import * as clockShader from '../../src/gen/shaders/model/clock.ts';
import { Plan } from '../../src/gpu/plan.ts';
import { declareShader } from '../../src/gpu/shader.ts';
import { bernoulli } from '../reference/lib/bernoulli.ts';
import { closeDevice, execute, scoped } from '../support/device.ts';
import { guarded } from '../support/guard.ts';
import { words } from '../support/random.ts';

const KERNEL = `// uses lib/bernoulli
@group(0) @binding(3) var<storage, read> thresholds: array<u32>;
@group(0) @binding(1) var<storage, read> keys: array<vec2u>;
@group(0) @binding(0) var<storage, read_write> drawn: array<u32>;

@compute @workgroup_size(32)
fn draw(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&thresholds)) { return; }
  drawn[id.x] = bernoulli(thresholds[id.x], vec3u(id.x, 7u, 3u), keys[id.x]);
}
`;

test.after(closeDevice);

test(
  'bernoulli: every bit as the twin says, also for thresholds at the ends',
  scoped(async (scope) => {
    const n = 72;
    const special = [0, 1, 2 ** 31, 2 ** 32 - 1, threshold(0.5) + 1, threshold(1 / 3), 0x0fffffff, 0x80000001];
    const thresholds = Uint32Array.from([...special, ...words(8, n - special.length)]);
    const keys = words(9, 2 * n);
    const drawn = guarded(scope, 'u32', n, 'drawn');
    const kernel = (await declareShader('draw.wgsl', KERNEL)).entry('draw');
    const bindings = { thresholds: scope.upload('u32', [n], 'thresholds', thresholds), keys: scope.upload('u32', [n, 2], 'keys', keys), drawn: drawn.tensor };
    await execute(new Plan(scope.memory, 'bernoulli').dispatch(kernel, {}, bindings, [n]));
    const expected = Array.from(thresholds, (t, i) => bernoulli(t, [i, 7, 3], [keys[2 * i], keys[2 * i + 1]]));
    assert.equal([...(await drawn.read())], expected);
    assert.is(expected[0], 0);
    assert.not.equal(
      expected,
      Array.from(thresholds, (t, i) => bernoulli(t, [i, 7, 4], [keys[2 * i], keys[2 * i + 1]])),
    );
  }),
);

test(
  'clock: the groups of the range, once for every dispatch',
  scoped(async (scope) => {
    const clock = guarded(scope, 'u32', 6, 'clock');
    scope.memory.writeBytes(clock.tensor.buffer, 0, new Uint32Array(6).fill(5));
    const range = scope.uniform(clockShader.tick.bindings.range, 'range', { first: 2, groups: 3 });
    await execute(new Plan(scope.memory, 'clock').dispatch(clockShader.tick, {}, { clock: clock.tensor, range }, [3]), 4);
    assert.equal([...(await clock.read())], [5, 5, 9, 9, 9, 5]);
  }),
);

test.run();
