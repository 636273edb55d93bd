import type { Axes, Extents } from '../core/shape.ts';
import type { Declaration } from '../gpu/declaration.ts';
import type { Threads } from '../gpu/plan.ts';

/** One dispatch: an entry point and how many threads it needs. */
export interface Launch {
  readonly entry: Declaration;
  readonly threads: (n: Extents) => Threads;
}

/** How one gradient entry point of an op is used. */
export interface BackwardRule extends Launch {
  /** Inputs whose gradients this entry writes, as bindings named d<input>. */
  readonly gives: readonly string[];
  /** Dispatches just before it, in order. */
  readonly before?: readonly Launch[];
}

/**
 * An op: one .wgsl file with its forward and backward entry points, and which axes its tensors have.
 *
 * Override constants are filled in by name: axis letters from the shapes, `<tensor>_stride` from the distance
 * between replicas (in elements of the binding), `d<input>_add` from the tape (0 first contribution, 1 later ones), `SPLIT` from
 * `split`; all others are options the caller gives, or keep their default in the shader. So are the fields of a uniform called
 * `sizes`: a kernel that takes long to compile and gains nothing from constants is then compiled once for all sizes.
 */
export interface Op {
  readonly name: string;
  readonly inputs: Readonly<Record<string, Axes>>;
  readonly outputs: Readonly<Record<string, Axes>>;
  /**
   * Bindings that are several inputs of one buffer, in their order: { w: ['w0', 'w1'] } binds both as `w`, their gradients, which must be laid out
   * alike, as `dw`.
   */
  readonly joins?: Readonly<Record<string, readonly string[]>>;
  readonly forward: Launch;
  /** Dispatches just after `forward`, in order, for example those that need sums over a whole replica. */
  readonly after?: readonly Launch[];
  readonly backward: readonly BackwardRule[];
  /** Threads of a workgroup that share a sum, on hardware and on software adapters, which have few cores. The option `SPLIT` overrides both. */
  readonly split?: { readonly hardware: number; readonly software: number };
  /** Throws a BlockspinError for extents the kernels cannot handle. */
  readonly limits?: (n: Extents) => void;
}

/** Declares an op: an identity function that gives the declaration its type. */
export function op<const T extends Op>(declaration: T): T {
  return declaration;
}
