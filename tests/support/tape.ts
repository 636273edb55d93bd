/** Runs one op through a Tape, forward and backward, as the trainer would. */

import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import type { Tensor, Uniform } from '../../src/gpu/tensor.ts';
import { Arena } from '../../src/graph/arena.ts';
import type { Op } from '../../src/graph/op.ts';
import { Tape } from '../../src/graph/tape.ts';
import { execute } from './device.ts';

/** Values (R, ...shape) of a parameter. */
export interface Parameter {
  shape: readonly number[];
  values: Float32Array;
}

/**
 * An arena that holds the given parameters behind a small unused one, so that windows start at an offset and
 * replicas lie further apart than a parameter is long.
 */
export function arenaOf(scope: Scope, replicas: number, parameters: Readonly<Record<string, Parameter>>): Arena {
  const shapes = Object.fromEntries(Object.entries(parameters).map(([name, { shape }]) => [name, shape]));
  const arena = new Arena(scope, replicas, { unused: [5], ...shapes });
  for (const [name, { values }] of Object.entries(parameters)) {
    const { first, count } = arena.slice(name);
    for (let r = 0; r < replicas; r++) {
      scope.memory.writeBytes(arena.parameters.buffer, 4 * (r * arena.stride + first), values.slice(r * count, (r + 1) * count));
    }
  }
  return arena;
}

/** @throws Error when the gradient arena holds anything outside of the named parameters. */
export async function checkGaps(arena: Arena, names: readonly string[]): Promise<void> {
  const all = await arena.gradients.read();
  const written = names.map((name) => arena.slice(name));
  all.forEach((value, at) => {
    const column = at % arena.stride;
    if (written.some((s) => column >= s.first && column < s.first + s.count)) return;
    if (value !== 0) throw new Error(`gradient arena: ${value} at replica ${Math.floor(at / arena.stride)}, float ${column}, where no parameter lies`);
  });
}

export interface OpRun {
  /** Contiguous inputs. */
  inputs?: Readonly<Record<string, Tensor>>;
  /** Inputs that live in an arena; their gradients are always asked for. */
  parameters?: Readonly<Record<string, Parameter>>;
  /** Contiguous inputs whose gradients are asked for too. */
  wanted?: readonly string[];
  extras?: Readonly<Record<string, Tensor | Uniform>>;
  options?: Readonly<Record<string, number>>;
  /** The output that is differentiated, and the upstream gradient of its elements. */
  objective: string;
  seed: Float32Array;
}

/** All outputs, and all gradients that were asked for, by name. */
export async function runOp(
  scope: Scope,
  op: Op,
  replicas: number,
  { inputs = {}, parameters = {}, wanted = [], extras = {}, options = {}, objective, seed }: OpRun,
): Promise<{ outputs: Record<string, Float32Array>; gradients: Record<string, Float32Array> }> {
  const arena = arenaOf(scope, replicas, parameters);
  const names = Object.keys(parameters);
  const plan = new Plan(scope.memory, op.name);
  const tape = new Tape(scope, plan);
  const placed = Object.fromEntries(names.map((name) => [name, arena.parameter(name)]));
  const outputs: Record<string, Tensor<'f32'>> = tape.apply(op, { ...inputs, ...placed }, { extras, options });
  const at: Record<string, Tensor<'f32'>> = Object.fromEntries([
    ...names.map((name) => [name, arena.gradient(name)] as const),
    ...wanted.map((name) => [name, scope.tensor('f32', inputs[name].shape, `d${name}`)] as const),
  ]);
  tape.backward(
    outputs[objective],
    scope.upload('f32', outputs[objective].shape, `d${objective}`, seed),
    Object.entries(at).map(([name, gradient]) => [placed[name] ?? inputs[name], gradient] as const),
  );
  await execute(plan);
  await checkGaps(arena, names);
  return { outputs: await readAll(outputs), gradients: await readAll(at) };
}

async function readAll(tensors: Readonly<Record<string, Tensor<'f32'>>>): Promise<Record<string, Float32Array>> {
  const read: Record<string, Float32Array> = {};
  for (const [name, tensor] of Object.entries(tensors)) read[name] = await tensor.read();
  return read;
}
