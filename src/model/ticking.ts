import * as shader from '../gen/shaders/model/clock.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor, Uniform } from '../gpu/tensor.ts';
import type { GroupRange } from '../sample/groups.ts';
import { RangeUniforms } from '../sample/ranges.ts';

/** Groups that move, and the uniform that says so to a kernel. */
interface TickingRange extends GroupRange {
  readonly uniform: Uniform<'first' | 'groups'>;
}

/** Sweeps of chains with a clock of one word for each group, which is advanced after each sweep of the group. */
export class TickingSweeps {
  readonly #ranges: RangeUniforms<'first' | 'groups'>;

  /** @param clock (G) sweeps finished */
  constructor(
    scope: Scope,
    readonly clock: Tensor<'u32'>,
  ) {
    this.#ranges = new RangeUniforms(scope, shader.tick.bindings.range);
  }

  /** @param sweep records one sweep of the groups of a range */
  record(plan: Plan, ranges: readonly GroupRange[], count: number, sweep: (range: TickingRange) => void): void {
    for (let i = 0; i < count; i++) {
      for (const { first, groups } of ranges) {
        const uniform = this.#ranges.get({ first, groups });
        sweep({ first, groups, uniform });
        plan.dispatch(shader.tick, {}, { clock: this.clock, range: uniform }, [groups]);
      }
    }
  }
}
