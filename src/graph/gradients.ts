import { BlockspinError } from '../core/errors.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor } from '../gpu/tensor.ts';

/** Whether two tensors begin at the same place, and so are one. */
export function same(a: Tensor, b: Tensor): boolean {
  return a.buffer === b.buffer && a.offset === b.offset;
}

/** A gradient: its tensor, its place, and whether something has been written there. */
interface Gradient {
  of: Tensor;
  at: Tensor<'f32'>;
  filled: boolean;
}

/** The gradients of a backward pass: the requested ones, and intermediate ones, which are allocated when they are first needed. */
export class Gradients {
  readonly #all: Gradient[];

  /**
   * @param seed the derivative of the maximised quantity by every element of `objective`
   * @param wanted pairs of a tensor and the place of its gradient
   * @throws BlockspinError for a gradient that is not laid out like its tensor
   */
  constructor(
    readonly scope: Scope,
    objective: Tensor,
    seed: Tensor<'f32'>,
    wanted: readonly (readonly [Tensor, Tensor<'f32'>])[],
  ) {
    for (const [tensor, gradient] of [[objective, seed] as const, ...wanted]) checkLayout(tensor, gradient);
    this.#all = [...wanted.map(([of, at]) => ({ of, at, filled: false })), { of: objective, at: seed, filled: true }];
  }

  /** The gradients already known for some tensors, as bindings `d<name>`. */
  known(tensors: Readonly<Record<string, Tensor>>): Record<string, Tensor> {
    const found = Object.entries(tensors).map(([name, tensor]) => [`d${name}`, this.#find(tensor)] as const);
    return Object.fromEntries(found.flatMap(([name, gradient]) => (gradient?.filled ? [[name, gradient.at]] : [])));
  }

  /**
   * Where the next contribution to the gradient of a tensor goes.
   * @returns the place, and whether the contribution is added to what is there
   */
  contribute(of: Tensor): { at: Tensor<'f32'>; adds: boolean } {
    let gradient = this.#find(of);
    if (!gradient) {
      gradient = { of, at: this.scope.tensor('f32', of.shape, `d${of.label}`), filled: false };
      this.#all.push(gradient);
    }
    const adds = gradient.filled;
    gradient.filled = true;
    return { at: gradient.at, adds };
  }

  /** A tensor whose gradient was requested and that has received no contribution. */
  get missing(): Tensor | undefined {
    return this.#all.find(({ filled }) => !filled)?.of;
  }

  #find(tensor: Tensor): Gradient | undefined {
    return this.#all.find(({ of }) => same(of, tensor));
  }
}

/** A gradient has the layout of its tensor: kernels address both with one stride. */
function checkLayout(tensor: Tensor, gradient: Tensor): void {
  if (gradient.shape.join() !== tensor.shape.join() || gradient.stride !== tensor.stride) {
    throw new BlockspinError({
      who: `gradient of ${tensor.label}`,
      expected: `shape (${tensor.shape.join(', ')}) with ${tensor.stride} elements between replicas`,
      got: `shape (${gradient.shape.join(', ')}) with ${gradient.stride}`,
      remedy: 'lay out the gradient like the tensor',
    });
  }
}
