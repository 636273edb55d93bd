/** Inputs of the gathers and the same cases for their twin. */
import type { Scope } from '../../src/gpu/scope.ts';
import type { Space } from '../../src/space/space.ts';
import type { SiteTable } from '../../src/space/table.ts';
import { type GatherInputs, uploadTable } from '../../src/view/gather.ts';
import type { GatherCase } from '../reference/view/gather.ts';

/** Chains of replica r: r + 1 groups to train on from the first on, the last but one held out, the last for validation. */
export const GROUPS = 5;
const sourceOf = (r: number) => [0, (r % 3) + 1, 3, 1, 4, 1];

/** Tensors of a gather, one row per replica. */
export function inputs(scope: Scope, state: Uint32Array, table: SiteTable, replicas: number, steps: readonly number[], gatherKeys: Uint32Array): GatherInputs {
  const each = Array.from({ length: replicas }, (_, r) => r);
  return {
    state: scope.upload('u32', [state.length], 'state', state),
    ...uploadTable(
      scope,
      table,
      each.map((r) => r % table.windows),
    ),
    source: scope.upload('u32', [replicas, 3, 2], 'source', Uint32Array.from(each.flatMap(sourceOf))),
    keys: scope.upload('u32', [replicas, 2], 'keys', gatherKeys),
    step: scope.upload('u32', [replicas], 'step', Uint32Array.from(steps)),
  };
}

/** The same for the twin: replica r at a step. */
export function caseOf({ extents, channels }: Space, K: number, part: number, r: number, step: number, gatherKeys: Uint32Array): GatherCase {
  const [first, groups] = sourceOf(r).slice(2 * part);
  return { extents, channels, places: extents, K, first, groups, flip: false, part, step, key: gatherKeys.subarray(2 * r, 2 * r + 2) };
}
