/**
 * Rows of any op, forward and backward. Inputs are random numbers in the shapes of its axes; the results of the last replica
 * must agree with the float64 twin of tests/reference.
 */
import { type Extents, elements, resolve } from '../../../src/core/shape.ts';
import type { StorageBinding } from '../../../src/gpu/declaration.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { Plan } from '../../../src/gpu/plan.ts';
import type { Scope } from '../../../src/gpu/scope.ts';
import type { Tensor } from '../../../src/gpu/tensor.ts';
import { Arena } from '../../../src/graph/arena.ts';
import type { Op } from '../../../src/graph/op.ts';
import { Tape } from '../../../src/graph/tape.ts';
import { close, ofLargest } from '../../../tests/support/close.ts';
import { keys } from '../../../tests/support/random.ts';
import { part } from '../../../tests/support/replicas.ts';
import { type Built, partOf, type Row, workOf } from '../../row.ts';
import { manyNumbers, manyWords } from '../inputs.ts';

/** Step of all replicas. */
export const STEP = 3;
/** Temperature of the relaxed variables at all steps. */
export const TAU = 0.5;

/** Inputs of one replica by name, the upstream gradient, and its key. */
export interface Replica {
  x: Readonly<Record<string, Float32Array>>;
  bits: Readonly<Record<string, Uint32Array>>;
  seed: Float32Array;
  key: Uint32Array;
}

/** Tensors of one replica by name. */
type Values = Readonly<Record<string, ArrayLike<number>>>;

/** The least work of one replica: multiply and add count as two, a transcendental function as one. */
interface Cost {
  flops?: number;
  operations?: number;
}

/** An op with its sizes, work and twin. */
export interface OpCase {
  op: Op;
  /** Extents of the axes, without R. */
  n: Extents;
  options?: Readonly<Record<string, number>>;
  /** Inputs of all replicas that are not uniform in (-1, 1). */
  inputs?: Readonly<Record<string, (count: number) => Float32Array>>;
  /** Further bindings beside keys, step, schedule and widths. */
  extras?: (scope: Scope, replicas: number, x: Readonly<Record<string, Float32Array>>) => Readonly<Record<string, Tensor>>;
  /** Applies the op, where `tape.apply` is not enough. */
  apply?: (tape: Tape, inputs: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor<'f32'>>>;
  /** The output that is differentiated. */
  objective: string;
  /** The upstream gradient is 1 / K everywhere, as in a training, instead of random. */
  mean?: boolean;
  cost: { forward: Cost; backward?: Cost };
  /** Outputs, and gradients of inputs by the names of these; tolerances are 1e-4 of the largest element. */
  twin: (replica: Replica) => { outputs: Values; gradients?: Values };
}

interface Recorded {
  forward: Plan;
  backward: Plan;
  outputs: Readonly<Record<string, Tensor<'f32'>>>;
  gradients: Readonly<Record<string, Tensor<'f32'>>>;
  replica: Replica;
}

/** Inputs that an op binds as one, in one buffer, and the places of their gradients. */
function joinedPlaces(scope: Scope, { joins }: Op, inputs: Readonly<Record<string, Tensor>>, x: Readonly<Record<string, Float32Array>>) {
  const names = Object.values(joins ?? {}).flat();
  const places = { inputs: {} as Record<string, Tensor>, gradients: {} as Record<string, Tensor<'f32'>> };
  if (names.length === 0) return places;
  const R = inputs[names[0]].shape[0];
  const arena = new Arena(scope, R, Object.fromEntries(names.map((name) => [name, inputs[name].shape.slice(1)])));
  for (const name of names) {
    const { first } = arena.slice(name);
    for (let r = 0; r < R; r++) scope.memory.writeBytes(arena.parameters.buffer, 4 * (r * arena.stride + first), part(x[name], r, R).slice());
    places.inputs[name] = arena.parameter(name);
    places.gradients[name] = arena.gradient(name);
  }
  return places;
}

/** Records one op on random inputs, with all gradients that it has. */
function record(device: Device, scope: Scope, name: string, theCase: OpCase, R: number): Recorded {
  const { op, n, options, objective } = theCase;
  const x: Record<string, Float32Array> = {};
  const bits: Record<string, Uint32Array> = {};
  const inputs: Record<string, Tensor> = {};
  Object.entries(op.inputs).forEach(([input, axes], i) => {
    const shape = resolve(axes, { ...n, R });
    const count = elements(shape);
    const binding = op.forward.entry.bindings[input] as StorageBinding | undefined;
    if (binding?.dtype === 'u32') {
      bits[input] = manyWords(i + 1, count);
      inputs[input] = scope.upload('u32', shape, input, bits[input]);
    } else {
      x[input] = theCase.inputs?.[input]?.(count) ?? manyNumbers(i + 1, count);
      inputs[input] = scope.upload('f32', shape, input, x[input]);
    }
  });
  const places = joinedPlaces(scope, op, inputs, x);
  Object.assign(inputs, places.inputs);
  const allKeys = keys(99, R);
  const extras = {
    keys: scope.upload('u32', [R, 2], 'keys', allKeys),
    step: scope.upload('u32', [R], 'step', new Uint32Array(R).fill(STEP)),
    schedule: scope.upload('f32', [STEP + 1, 4], 'schedule', new Float32Array(4 * (STEP + 1)).fill(TAU)),
    widths: scope.upload('u32', [R], 'widths', new Uint32Array(R).fill(n.I ?? 0)),
    ...theCase.extras?.(scope, R, x),
  };
  const whole = new Plan(device, name);
  const tape = new Tape(scope, whole);
  const outputs: Readonly<Record<string, Tensor<'f32'>>> = theCase.apply?.(tape, inputs) ?? tape.apply(op, inputs, { options, extras });
  const count = whole.dispatches.length;
  const target = outputs[objective];
  const seed = theCase.mean ? new Float32Array(elements(target.shape)).fill(1 / n.K) : manyNumbers(98, elements(target.shape));
  const wanted = [...new Set(op.backward.flatMap(({ gives }) => gives))];
  const gradients = Object.fromEntries(wanted.map((input) => [input, places.gradients[input] ?? scope.tensor('f32', inputs[input].shape, `d${input}`)]));
  if (wanted.length > 0) {
    const pairs = wanted.map((input) => [inputs[input], gradients[input]] as const);
    tape.backward(target, scope.upload('f32', target.shape, `d${objective}`, seed), pairs);
  }
  const last = <T extends Float32Array | Uint32Array>(all: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(all).map(([input, values]) => [input, part(values, R - 1, R)]));
  return {
    forward: partOf(whole, `${name} forward`, (_, i) => i < count),
    backward: partOf(whole, `${name} backward`, (_, i) => i >= count),
    outputs,
    gradients,
    replica: { x: last(x), bits: last(bits), seed: part(seed, R - 1, R), key: part(allKeys, R - 1, R) },
  };
}

async function mustAgree(tensors: Readonly<Record<string, Tensor<'f32'>>>, expected: Values, R: number): Promise<void> {
  for (const [name, values] of Object.entries(expected)) {
    if (!tensors[name]) throw new Error(`the twin gives ${name}, the op does not`);
    close(part(await tensors[name].read(), R - 1, R), values, ofLargest(values, 1e-4), name);
  }
}

/**
 * The forward row of an op, and the backward row where it has gradients.
 * @param R replicas
 */
export function opRows(name: string, theCase: OpCase, R: number): Row[] {
  const { op, n, cost } = theCase;
  const ways = op.backward.length > 0 ? (['forward', 'backward'] as const) : (['forward'] as const);
  return ways.map((way) => ({
    group: 'ops',
    name: `${name} ${way}`,
    sizes: { R, ...n },
    unit: 'replica-passes',
    async make(device, scope): Promise<Built> {
      const { forward, backward, outputs, gradients, replica } = record(device, scope, name, theCase, R);
      await Promise.all([forward.compile(), backward.compile()]);
      const validate = async () => {
        forward.run();
        const expected = theCase.twin(replica);
        if (way === 'forward') return mustAgree(outputs, expected.outputs, R);
        backward.run();
        if (!expected.gradients) throw new Error(`${name}: the twin gives no gradients`);
        return mustAgree(gradients, expected.gradients, R);
      };
      const { flops = 0, operations = 0 } = cost[way] ?? {};
      const run = way === 'forward' ? forward : backward;
      return { run, units: R, work: workOf(run, { flops: R * flops, operations: R * operations }), validate };
    },
  }));
}
