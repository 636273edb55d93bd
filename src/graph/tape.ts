import { BlockspinError, internal } from '../core/errors.ts';
import { type Extents, elements, resolve, unify } from '../core/shape.ts';
import type { Declaration, DType, StorageBinding } from '../gpu/declaration.ts';
import type { Memory } from '../gpu/memory.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor, Uniform } from '../gpu/tensor.ts';
import { Gradients, same } from './gradients.ts';
import { joined, startsOf } from './joined.ts';
import type { BackwardRule, Launch, Op } from './op.ts';

type Options = Readonly<Record<string, number>>;
type Extras = Readonly<Record<string, Tensor | Uniform>>;

interface Node {
  op: Op;
  inputs: Readonly<Record<string, Tensor>>;
  outputs: Readonly<Record<string, Tensor>>;
  extras: Extras;
  options: Options;
  extents: Extents;
}

/**
 * Records ops in the order in which they are applied and derives the backward pass: in reverse order, with gradients accumulated.
 * Only gradients between the objective and a tensor with a requested gradient are computed.
 */
export class Tape {
  readonly #nodes: Node[] = [];

  constructor(
    readonly scope: Scope,
    readonly plan: Plan,
  ) {}

  /**
   * Applies an op: checks shapes by axis letters, allocates the outputs and records the forward dispatches.
   * @param inputs tensors by name, shapes as the op's axes say
   * @param options override constants that are neither axes, strides nor accumulation flags
   * @param extras bindings that are not differentiable inputs (keys, schedules, counters)
   * @throws BlockspinError naming op, tensor and axis for shapes that disagree; nothing is dispatched then
   */
  apply<O extends Op>(
    op: O,
    inputs: Readonly<Record<keyof O['inputs'] & string, Tensor>>,
    { options: given = {}, extras = {}, label = '' }: { options?: Options; extras?: Extras; label?: string } = {},
  ): Record<keyof O['outputs'] & string, Tensor<'f32'>> {
    const options = { ...splitOf(op, this.scope.memory), ...given };
    const extents: Extents = {};
    for (const [name, axes] of Object.entries(op.inputs)) {
      const tensor = (inputs as Record<string, Tensor | undefined>)[name];
      if (!tensor) throw new BlockspinError({ who: op.name, expected: `an input ${name}`, got: 'none', remedy: `give ${name} with axes (${axes})` });
      unify(op.name, name, axes, tensor.shape, extents);
    }
    op.limits?.(extents);
    checkStrides(op, inputs);
    const outputs: Record<string, Tensor> = {};
    const forward = [op.forward, ...(op.after ?? [])];
    for (const [name, axes] of Object.entries(op.outputs)) {
      const binding = forward.map(({ entry }) => entry.bindings[name]).find(Boolean) as StorageBinding;
      // An axis that appears in no input, e.g. the states of H, is given as an option.
      outputs[name] = this.scope.tensor(binding.dtype as DType, resolve(axes, { ...options, ...extents }), label ? `${label}.${name}` : name);
    }
    const whole = joinsOf(op).map(([name, parts]) => [name, joined(parts.map((part) => (inputs as Record<string, Tensor>)[part]))] as const);
    const node = { op, inputs, outputs, extras: { ...extras, ...Object.fromEntries(whole) }, options, extents };
    for (const launch of forward) this.#dispatch(node, launch, { ...inputs, ...outputs }, {});
    this.#nodes.push(node);
    return outputs as Record<keyof O['outputs'] & string, Tensor<'f32'>>;
  }

  /**
   * Records the backward pass of `objective` and fills the given gradients.
   * @param seed the derivative of the maximised quantity with respect to every element of `objective`
   * @param wanted pairs of a tensor and the tensor that receives its gradient, e.g. parameters and slices of the gradient arena
   * @throws BlockspinError when an op on the way has no backward rule for an input that needs one
   */
  backward(objective: Tensor, seed: Tensor<'f32'>, wanted: readonly (readonly [Tensor, Tensor<'f32'>])[]): void {
    const gradients = new Gradients(this.scope, objective, seed, wanted);
    const needed = this.#onTheWay(wanted.map(([tensor]) => tensor));
    for (const node of [...this.#nodes].reverse()) {
      const upstream = gradients.known(node.outputs);
      if (Object.keys(upstream).length === 0) continue;
      const open = new Set(Object.keys(node.inputs).filter((name) => needed(node.inputs[name])));
      for (const rule of node.op.backward) {
        if (!applies(rule, node.op.backward, open)) continue;
        this.#pullBack(node, rule, upstream, gradients);
        for (const name of rule.gives) open.delete(name);
      }
      checkClosed(node, open);
    }
    const { missing } = gradients;
    if (missing) throw internal(`${missing.label} does not lead to the objective ${objective.label}`);
  }

  /** Records the entry points that take a gradient from the outputs of an op to some of its inputs. */
  #pullBack(node: Node, rule: BackwardRule, upstream: Readonly<Record<string, Tensor>>, gradients: Gradients): void {
    checkDistinct(node, rule);
    const targets: Record<string, Tensor> = {};
    const adds: Record<string, number> = {};
    for (const name of rule.gives) {
      const to = gradients.contribute(node.inputs[name]);
      targets[`d${name}`] = to.at;
      adds[`d${name}_add`] = to.adds ? 1 : 0;
    }
    for (const [name, parts] of joinsOf(node.op)) {
      if (!parts.every((part) => targets[`d${part}`])) continue;
      targets[`d${name}`] = joinedLike(parts, targets, node.inputs);
      adds[`d${name}_add`] = adds[`d${parts[0]}_add`];
      if (parts.some((part) => adds[`d${part}_add`] !== adds[`d${name}_add`])) throw internal(`${node.op.name} adds to some of its joined gradients only`);
    }
    const all = { ...node.inputs, ...node.outputs, ...upstream, ...targets };
    for (const launch of [...(rule.before ?? []), rule]) this.#dispatch(node, launch, all, adds);
  }

  /** Whether a tensor depends on a tensor with a requested gradient. */
  #onTheWay(wanted: readonly Tensor[]): (tensor: Tensor) => boolean {
    const reached = [...wanted];
    const has = (tensor: Tensor) => reached.some((other) => same(other, tensor));
    for (const node of this.#nodes) {
      if (Object.values(node.inputs).some(has)) reached.push(...Object.values(node.outputs));
    }
    return has;
  }

  #dispatch(node: Node, { entry, threads }: Launch, tensors: Record<string, Tensor>, adds: Options): void {
    const all: Record<string, Tensor | Uniform> = { ...tensors, ...node.extras };
    const bindings = Object.fromEntries(
      Object.keys(entry.bindings)
        .filter((name) => all[name] !== undefined)
        .map((name) => [name, all[name]]),
    );
    const known = (name: string) => node.options[name] ?? adds[name] ?? node.extents[name] ?? strideOf(name, entry, all);
    // Entry points of one file share their overrides; flags of the other entry points are irrelevant here.
    const filled = (name: string) => known(name) ?? (name.endsWith('_add') ? 0 : Number.NaN);
    const overrides = entry.overrides.filter(({ name, optional }) => !optional || known(name) !== undefined);
    const constants = Object.fromEntries(overrides.map(({ name }) => [name, filled(name)]));
    const { sizes } = entry.bindings;
    if (sizes?.kind === 'uniform') {
      bindings.sizes = this.scope.uniform(sizes, `${node.op.name}.sizes`, Object.fromEntries(sizes.fields.map(({ name }) => [name, filled(name)])));
    }
    this.plan.dispatch(entry, constants, bindings as never, threads({ ...node.extents, ...node.options }));
  }
}

const joinsOf = ({ joins }: Op) => Object.entries(joins ?? {});

/** Gradients of joined inputs as one tensor. A kernel addresses them as the inputs, so they have to lie in the same way. */
function joinedLike(parts: readonly string[], targets: Readonly<Record<string, Tensor>>, inputs: Readonly<Record<string, Tensor>>): Tensor<'f32'> {
  const gradients = parts.map((part) => targets[`d${part}`]);
  const whole = joined(gradients);
  if (startsOf(gradients).join() !== startsOf(parts.map((part) => inputs[part])).join())
    throw internal(`gradients ${parts.join(', ')} lie otherwise than their tensors`);
  return whole;
}

/** How many threads share a sum on an adapter. */
function splitOf({ split }: Op, { adapter }: Memory): Options {
  return split ? { SPLIT: adapter.software ? split.software : split.hardware } : {};
}

/** A kernel gets the distance between replicas only as an `<input>_stride`. */
function checkStrides(op: Op, inputs: Readonly<Record<string, Tensor>>): void {
  for (const [input, tensor] of Object.entries(inputs)) {
    const name = joinsOf(op).find(([, parts]) => parts.includes(input))?.[0] ?? input;
    const strided = tensor.shape[0] > 1 && tensor.stride !== elements(tensor.shape.slice(1));
    const { overrides, bindings } = op.forward.entry;
    const fields = bindings.sizes?.kind === 'uniform' ? bindings.sizes.fields : [];
    if (strided && ![...overrides, ...fields].some((one) => one.name === `${name}_stride`)) {
      throw new BlockspinError({
        who: `${op.name}: ${input}`,
        expected: 'replicas that lie side by side (the kernel has no stride for this input)',
        got: `${tensor.label} with ${tensor.stride} elements between replicas`,
        remedy: 'give a plain tensor, not a slice of the parameter arena',
      });
    }
  }
}

/** @throws BlockspinError where a gradient of an input is needed and no backward rule gives it */
function checkClosed({ op }: Node, open: ReadonlySet<string>): void {
  const [missing] = open;
  if (missing === undefined) return;
  throw new BlockspinError({
    who: op.name,
    expected: 'a backward rule for every input on the way to a gradient that is asked for',
    got: `no backward for input ${missing}`,
    remedy: 'freeze what lies before this op, or use a differentiable op here',
  });
}

/** An entry that writes two gradients cannot write both into one tensor. */
function checkDistinct(node: Node, rule: BackwardRule): void {
  const inputs = rule.gives.map((name) => node.inputs[name]);
  if (inputs.some((a, i) => inputs.slice(i + 1).some((b) => same(a, b)))) {
    throw new BlockspinError({
      who: node.op.name,
      expected: `different tensors for ${rule.gives.join(' and ')}`,
      got: `the same tensor ${inputs[0].label}`,
      remedy: 'copy one of them',
    });
  }
}

/**
 * Whether a rule is used for the gradients that are still missing. A rule that would compute others as well is used only where one of
 * the missing gradients has no rule that gives missing ones only.
 */
function applies(rule: BackwardRule, rules: readonly BackwardRule[], open: ReadonlySet<string>): boolean {
  const given = rule.gives.filter((name) => open.has(name));
  if (given.length === 0) return false;
  if (given.length === rule.gives.length) return true;
  const exact = rules.filter(({ gives }) => gives.every((name) => open.has(name)));
  return !given.every((name) => exact.some(({ gives }) => gives.includes(name)));
}

/**
 * `w_stride` is the stride of tensor w in elements of its binding; backward entries see w through dw. With one replica nothing is that far
 * away, and 0 spares compiling the same kernel for every size of an arena.
 */
function strideOf(constant: string, entry: Declaration, tensors: Readonly<Record<string, Tensor | Uniform>>): number | undefined {
  if (!constant.endsWith('_stride')) return undefined;
  const name = constant.slice(0, -'_stride'.length);
  const tensor = tensors[name] as Tensor | undefined;
  if (!tensor) return undefined;
  if (tensor.shape[0] === 1) return 0;
  const binding = (entry.bindings[name] ?? entry.bindings[`d${name}`]) as StorageBinding | undefined;
  return tensor.stride / (binding?.width ?? 1);
}
