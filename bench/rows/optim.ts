/** The optimiser with the parameters of the Ising training: a step of Adam, and the initial weights. */
import { deriveKeys } from '../../src/core/random.ts';
import * as initShader from '../../src/gen/shaders/optim/init.ts';
import type { Device } from '../../src/gpu/device.ts';
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Arena } from '../../src/graph/arena.ts';
import { adam, hyperLayout } from '../../src/optim/adam.ts';
import { ADAM, schedule } from '../../src/optim/schedule.ts';
import { update } from '../../tests/reference/optim/adam.ts';
import { fill } from '../../tests/reference/optim/init.ts';
import { close, EXACT, ofLargest } from '../../tests/support/close.ts';
import { part } from '../../tests/support/replicas.ts';
import { type Built, type Row, workOf } from '../row.ts';
import { PHILOX } from './cost.ts';
import { manyNumbers } from './inputs.ts';

/** Filter, tower of H, tower of E: 2 x 32 -> 8. */
const SHAPES = { lambda: [1, 16], u0: [2, 32], u1: [33, 32], u2: [33, 8], v0: [881, 32], v1: [33, 32], v2: [33, 8] };
const RATE = 0.01;
const LIMIT = 0.25;

async function makeAdam(device: Device, scope: Scope, R: number): Promise<Built> {
  const arena = new Arena(scope, R, SHAPES);
  const range = arena.range(Object.keys(SHAPES));
  const start = manyNumbers(1, R * arena.stride);
  const g = manyNumbers(2, R * arena.stride);
  arena.parameters.write(start);
  arena.gradients.write(g);
  const plan = new Plan(device, 'adam');
  // Every run is the first step of the schedule. The moments change from run to run, the work does not.
  adam(scope, plan, arena, range, {
    schedule: scope.upload('f32', [1, 4], 'schedule', schedule({ steps: 1, rate: RATE, cooldown: 0, tau: { first: 1, last: 1, decay: 0 } })),
    step: scope.upload('u32', [R], 'step', new Uint32Array(R).fill(1)),
    status: scope.tensor('u32', [R], 'status'),
    history: scope.tensor('f32', [1, R, 2], 'history'),
    hyper: scope.uniform(hyperLayout, 'hyper', ADAM),
  });
  await plan.compile();
  const validate = async () => {
    plan.run();
    const trained = <T extends Float32Array | Float64Array>(all: T) => part(all, R - 1, R).subarray(range.first, range.first + range.count);
    const [p, m, v] = [Float64Array.from(trained(start)), new Float64Array(range.count), new Float64Array(range.count)];
    update({ p, m, v }, trained(g), 1, RATE, ADAM);
    close(trained(await arena.parameters.read()), p, ofLargest(p, 1e-5), 'parameters');
  };
  // Weights and both moments are read and written, gradients read.
  const numbers = R * range.count;
  return { run: plan, units: R, work: workOf(plan, { bytes: 7 * 4 * numbers, flops: 12 * numbers }), validate };
}

async function makeInit(device: Device, scope: Scope, R: number): Promise<Built> {
  const arena = new Arena(scope, R, { v0: SHAPES.v0 });
  const { first, count } = arena.slice('v0');
  const streams = Array.from({ length: R }, (_, r) => r);
  const keys = deriveKeys(1, 'weights', streams);
  const bindings = {
    p: arena.parameters,
    keys: scope.upload('u32', [R, 2], 'keys', keys),
    limits: scope.upload('f32', [R], 'limits', new Float32Array(R).fill(LIMIT)),
    sizes: scope.uniform(initShader.fill.bindings.sizes, 'sizes', { P: arena.stride, FIRST: first, COUNT: count }),
  };
  const plan = new Plan(device, 'init').dispatch(initShader.fill, {}, bindings, [Math.ceil(count / 4), R]);
  await plan.compile();
  const validate = async () => {
    plan.run();
    const found = part(await arena.parameters.read(), R - 1, R).subarray(first, first + count);
    close(found, fill(count, LIMIT, part(keys, R - 1, R)), EXACT, 'weights');
  };
  return { run: plan, units: R * count, work: workOf(plan, { operations: (R * count * PHILOX) / 4 }), validate };
}

/** Makers of the rows by the names of the kernels. */
export const OPTIMISERS = { adam: { make: makeAdam, unit: 'replica-steps' }, init: { make: makeInit, unit: 'weights' } } as const;

/** The rows of the optimiser. */
export const optimRows = (software: boolean): Row[] =>
  Object.entries(OPTIMISERS).map(([name, { make, unit }]) => {
    const R = software ? 16 : 256;
    return { group: 'optim', name, sizes: { R }, unit, make: (device, scope) => make(device, scope, R) };
  });
