import { BlockspinError } from '../core/errors.ts';
import * as shader from '../gen/shaders/view/gather.ts';
import * as realsShader from '../gen/shaders/view/gather_reals.ts';
import * as valuesShader from '../gen/shaders/view/gather_values.ts';
import type { Plan } from '../gpu/plan.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor } from '../gpu/tensor.ts';
import { isPacked } from '../space/encoding.ts';
import { axesOf } from '../space/space.ts';
import type { SiteTable } from '../space/table.ts';

/** Parts of the chains, in the order of `source`. */
export const PARTS = ['training', 'held out', 'validation'] as const;
export type Part = (typeof PARTS)[number];

/** Input of the gathers. */
export interface GatherInputs {
  /** Configurations: packed bits (G, ...shape), bit = chain; masses, or the bits of f32, (G, ...shape, 32). */
  state: Tensor<'u32'>;
  /** Of `uploadTable`. */
  sites: Tensor<'u32'>;
  /** (R, 4) of `uploadTable`. */
  geometry: Tensor<'u32'>;
  /** (R, parts, 2): first group of 32 chains and number of groups of every part, in the order of `PARTS`; the last may be missing. */
  source: Tensor<'u32'>;
  /** (R, 2) */
  keys: Tensor<'u32'>;
  /** (R) */
  step: Tensor<'u32'>;
}

interface GatherOptions {
  /** Samples K. */
  samples: number;
  table: SiteTable;
  part: Part;
  /** Whether the model is invariant under the global spin flip; possible only for bits. */
  flip?: boolean;
  /** How many chains further in its word of 32 the environment is taken from, below 32: pairs of independent samples. */
  shuffle?: number;
  /** Groups from the first one of a minibatch to that of the next; 0: each begins one group behind the one before, for chains that move. */
  stride?: number;
}

/**
 * A minibatch of pairs (V, E). Bits, including one-hot states, are packed: (R, K, words) of u32. Numbers are (R, K, values) of f32.
 * `visible.dtype` tells which; both tensors are of the same kind.
 */
export interface Pairs {
  visible: Tensor<'u32'> | Tensor<'f32'>;
  environment: Tensor<'u32'> | Tensor<'f32'>;
}

/**
 * Uploads a site table.
 * @param windows which window of the table each replica looks through
 */
export function uploadTable(scope: Scope, table: SiteTable, windows: readonly number[]): Pick<GatherInputs, 'sites' | 'geometry'> {
  const rows = windows.flatMap((w) => [w, table.visibleSites, table.environmentSites[w], table.perWord]);
  return {
    sites: scope.upload('u32', [table.data.length + table.corners.length], 'sites', joined(table)),
    geometry: scope.upload('u32', [windows.length, 4], 'geometry', Uint32Array.from(rows)),
  };
}

/** The table, and the listed corners behind it. */
function joined({ data, corners }: SiteTable): Uint32Array {
  if (corners.length === 0) return data;
  const all = new Uint32Array(data.length + corners.length);
  all.set(data);
  all.set(corners, data.length);
  return all;
}

/** Constants of all gathers: where values lie. */
export function placeConstants({ space, channels, places, bits, data, corners, views }: SiteTable) {
  const [[X, Y, Z], [PLACES_X, PLACES_Y, PLACES_Z], [BITS_C, BITS_X, BITS_Y]] = [axesOf(space), places, bits];
  return { X, Y, Z, CHANNELS: channels, PLACES_X, PLACES_Y, PLACES_Z, BITS_C, BITS_X, BITS_Y, CORNERS: corners.length, CORNERS_AT: data.length, VIEWS: views };
}

/**
 * Records the gather of one minibatch: 32 samples at a time are the 32 chains of a group, at one of the places or in one of the views of
 * the table (lists of sites have one place, windows one view), each flipped as a whole with probability 1/2 where that is a symmetry of the model.
 * @throws BlockspinError for a flip of anything but bits
 */
export function gather(scope: Scope, plan: Plan, inputs: GatherInputs, options: GatherOptions): Pairs {
  const { samples: K, table, part, flip = false, shuffle = 0, stride = 0 } = options;
  const { encoding } = table;
  const [R, V, E] = [inputs.step.shape[0], table.visibleWords, table.environmentWords];
  const { state, ...others } = inputs;
  const constants = { V, E, ...placeConstants(table), PARTS: inputs.source.shape[1], SHUFFLE: shuffle, STRIDE: stride };
  // Sizes as the kernel that is used declares them: some bundles have no other.
  const restOf = ({ bindings }: { bindings: Pick<typeof shader.gather.bindings, 'sizes'> }) => {
    return { ...others, sizes: scope.uniform(bindings.sizes, `gather.sizes ${part}`, { K, PART: PARTS.indexOf(part) }) };
  };
  const threads = [Math.ceil(K / 8) * (V + E), R] as const;
  if (flip && encoding.kind !== 'bits') {
    const remedy = 'let flipSymmetric of the chains be false';
    throw new BlockspinError({ who: 'view', expected: 'bits, which a global flip exchanges', got: encoding.kind, remedy });
  }
  if (isPacked(encoding)) {
    const out = { visible: scope.tensor('u32', [R, K, V], 'visible'), environment: scope.tensor('u32', [R, K, E], 'environment') };
    plan.dispatch(shader.gather, { ...constants, FLIP: flip ? 1 : 0 }, { spins: state, ...restOf(shader.gather), ...out }, threads, part);
    return out;
  }
  const out = { visible: scope.tensor('f32', [R, K, V], 'visible'), environment: scope.tensor('f32', [R, K, E], 'environment') };
  if (encoding.kind !== 'counts') {
    plan.dispatch(realsShader.gather, constants, { numbers: state, ...restOf(realsShader.gather), ...out }, threads, part);
    return out;
  }
  const { mean, visible, environment } = encoding;
  const scales = { CENTRE: mean, LOG_V: visible === 'logarithm' ? 1 : 0, LOG_E: environment === 'logarithm' ? 1 : 0 };
  plan.dispatch(valuesShader.gather, { ...constants, ...scales }, { masses: state, ...restOf(valuesShader.gather), ...out }, threads, part);
  return out;
}
