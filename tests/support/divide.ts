/** Plans whose dispatches are divided, to see that no bit depends on how. */
import { Plan } from '../../src/gpu/plan.ts';
import type { Scope } from '../../src/gpu/scope.ts';
import { Uniform } from '../../src/gpu/tensor.ts';

/**
 * The same plan with every dispatch that works on threads `begin` to `end` of a uniform made in pieces of so many workgroups, the last one first.
 * @returns the plan, and how many dispatches were divided
 */
export function divided(scope: Scope, plan: Plan, workgroups: number): { plan: Plan; pieces: number } {
  const made = new Plan(scope.memory, `${plan.label} in pieces`);
  let pieces = 0;
  for (const dispatch of plan.dispatches) {
    const range = Object.entries(dispatch.bindings).find(([, bound]) => bound instanceof Uniform && 'begin' in bound.values && 'end' in bound.values);
    if (!range) {
      made.dispatches.push({ ...dispatch });
      continue;
    }
    const [name, uniform] = range as [string, Uniform];
    const { begin, end } = uniform.values;
    // Where a whole workgroup is counted as one.
    const [x, y, z] = dispatch.workgroups;
    const each = x * y * z === end - begin ? 1 : dispatch.declaration.workgroup[0];
    const size = each * workgroups;
    const starts = Array.from({ length: Math.ceil((end - begin) / size) }, (_, n) => begin + n * size).reverse();
    for (const at of starts) {
      const last = Math.min(end, at + size);
      const piece = scope.uniform(uniform.layout, `${uniform.label} from ${at}`, { ...uniform.values, begin: at, end: last });
      const bindings = { ...dispatch.bindings, [name]: piece };
      made.dispatches.push({ ...dispatch, bindings, workgroups: [Math.ceil((last - at) / each), 1, 1] });
    }
    pieces += starts.length > 1 ? 1 : 0;
  }
  return { plan: made, pieces };
}
