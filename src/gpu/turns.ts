import { internal } from '../core/errors.ts';
import type { DType } from './declaration.ts';
import { Scope } from './scope.ts';
import { Tensor } from './tensor.ts';

/**
 * Scratch memory for users that run one after another, such as the shards of an ensemble. Each of them asks for tensors of the
 * same shapes in the same order, one row per replica, and gets the same buffers. The first one allocates them. A region that
 * none of their kernels writes stays zero, because all of them lay out their rows alike. Uploaded tensors belong to one user and
 * are not shared.
 */
export class Turns {
  readonly buffers: GPUBuffer[] = [];

  /** @param most rows of the largest user */
  constructor(
    readonly scope: Scope,
    readonly most: number,
  ) {}

  /** The memory of the next user, which has this many rows. */
  next(rows: number): Scope {
    if (rows > this.most) throw internal(`${rows} rows where ${this.most} are the most`);
    return new Turn(this);
  }
}

class Turn extends Scope {
  #asked = 0;

  constructor(readonly turns: Turns) {
    super(turns.scope.memory, turns.scope.label);
  }

  override tensor<D extends DType>(dtype: D, shape: readonly number[], label: string): Tensor<D> {
    const { scope, most, buffers } = this.turns;
    const [, ...row] = shape;
    const n = this.#asked++;
    buffers[n] ??= scope.tensor(dtype, [most, ...row], label).buffer;
    const tensor = new Tensor(this.memory, buffers[n], dtype, shape, label);
    if (tensor.bytes > buffers[n].size) throw internal(`${label} is larger for one set of replicas than for another`);
    return tensor;
  }

  override upload: Scope['upload'] = (...tensor) => this.turns.scope.upload(...tensor);

  override uniform: Scope['uniform'] = (...uniform) => this.turns.scope.uniform(...uniform);
}
