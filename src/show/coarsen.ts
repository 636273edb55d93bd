import { internal } from '../core/errors.ts';
import * as shader from '../gen/shaders/show/coarsen.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor, Uniform } from '../gpu/tensor.ts';

/** Where the filters of some replicas lie, and what they are applied to. */
interface CoarsenOptions {
  /** (R, stride), the filter of a replica from `first` of its row on. */
  readonly weights: Tensor<'f32'>;
  readonly first: number;
  /** (G, rows, sites of a row, channels), bit = chain. */
  readonly state: Tensor<'u32'>;
  readonly extents: readonly [rows: number, columns: number];
  readonly channels: number;
  readonly block: readonly [rows: number, columns: number];
  /** How often the filter is applied: to the lattice, then to its own result. */
  readonly levels: number;
}

/** How often the same filter can be applied: as long as blocks divide the lattice, and to sites of several values once. */
export function levelsOf({ extents, channels, block }: Pick<CoarsenOptions, 'extents' | 'channels' | 'block'>, most: number): number {
  if (block.every((side) => side === 1)) return 0;
  let levels = 0;
  let sides: readonly number[] = extents;
  while (levels < (channels > 1 ? Math.min(1, most) : most) && sides.every((side, axis) => side % block[axis] === 0 && side >= block[axis])) {
    sides = sides.map((side, axis) => side / block[axis]);
    levels += 1;
  }
  return levels;
}

/** The signs of a filter on the lattice of blocks, then on the lattice of blocks of these, and so on; ties are 0. */
export class CoarseLevels {
  /** (rows, columns) of each level, -1, 0 or 1. */
  readonly fields: readonly Tensor<'f32'>[];
  /** (R, 2) the norm of each filter, and its sum of magnitudes. */
  readonly norms: Tensor<'f32'>;
  readonly #options: CoarsenOptions;
  readonly #pick: Uniform<'replica' | 'first' | 'lane' | 'sign'>;

  constructor(scope: Scope, options: CoarsenOptions) {
    const { weights, extents, block, levels } = options;
    if (levels > levelsOf(options, levels)) throw internal(`${levels} levels of blocks ${block.join(' x ')} on ${extents.join(' x ')} sites`);
    this.#options = options;
    this.norms = scope.tensor('f32', [weights.shape[0], 2], 'norms');
    this.fields = Array.from({ length: levels }, (_, n) => {
      const sides = extents.map((side, axis) => side / block[axis] ** (n + 1));
      return scope.tensor('f32', sides, `level ${n + 1}`);
    });
    this.#pick = scope.uniform(shader.coarsen.bindings.pick, 'pick', { replica: 0, first: 0, lane: 0, sign: 1 });
  }

  /** Chooses the replica, the first word of the group, the chain, and the sign of the filter, which is free. */
  pick(values: { replica?: number; first?: number; lane?: number; sign?: 1 | -1 }): void {
    this.#pick.write(values);
  }

  /** Records all levels. */
  record(plan: Plan): void {
    const { weights, first, state, channels, block } = this.#options;
    const [BH, BW] = block;
    const R = weights.shape[0];
    const constants = { BW, BH, C: channels, FIRST: first, STRIDE: weights.stride };
    plan.dispatch(shader.norms, { ...constants, R }, { w: weights, sums: this.norms }, [R]);
    for (const [level, out] of this.fields.entries()) {
      const [rows, columns] = out.shape;
      const common = { w: weights, sums: this.norms, field: out, pick: this.#pick };
      const threads = [rows * columns] as const;
      const sides = { W: columns * BW, H: rows * BH };
      if (level === 0) plan.dispatch(shader.coarsen, { ...constants, ...sides }, { ...common, state }, threads);
      else plan.dispatch(shader.again, { ...constants, ...sides, C: 1 }, { ...common, finer: this.fields[level - 1] }, threads);
    }
  }
}
