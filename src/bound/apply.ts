/** Applies bounds by name: records them on a tape with the state that they keep between steps, and gives their upper limits. */
import { BlockspinError, nearest } from '../core/errors.ts';
import { setting } from '../core/phrase.ts';
import { completed } from '../core/settings.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import type { BoundSettings, PairBound, StateBound } from './bound.ts';
import { BOUNDS, type BoundName, PAIR_BOUNDS, type PairBoundName } from './bounds.ts';

/** The embeddings of a separable critic, (R, K, D), or all scores (R, K, K) of any other. */
export type Scores = { readonly u: Tensor; readonly v: Tensor } | { readonly scores: Tensor };

/** Inputs of a bound on pairs beside the scores. */
interface BoundInputs {
  /** Its own settings; settings of other bounds are ignored. */
  settings?: BoundSettings;
  /** From `boundState` for this name and number of replicas; a checkpoint must hold it. */
  state?: Readonly<Record<string, Tensor>>;
}

/**
 * Applies a bound on pairs to a critic's scores.
 * @param scores embeddings u, v (R, K, D) with s_ij = u_i · v_j, or a matrix (R, K, K); row h_i, column e_j
 * @returns `term` (R, K): its mean over k is the bound, nats; the backward pass starts with 1/K for every k
 * @throws BlockspinError for an unknown name, a setting out of its range, or a missing state
 */
export function applyBound(tape: Tape, name: PairBoundName, scores: Scores, { settings = {}, state = {} }: BoundInputs = {}): { term: Tensor<'f32'> } {
  const bound = find(name);
  for (const extra of Object.keys(bound.state ?? {})) {
    if (!state[extra]) throw new BlockspinError({ who: `bound ${name}`, expected: `a state ${extra}`, got: 'none', remedy: 'pass what boundState gives' });
  }
  const op = 'scores' in scores ? bound.ofScores : bound.ofEmbeddings;
  const { term } = tape.apply(op, { ...scores }, { options: bound.options?.(completed(bound.settings, settings)) ?? {}, extras: state });
  return { term };
}

/** Tensors (R, ...) that a bound keeps from step to step, zero at the start; most bounds have none. */
export function boundState(scope: Scope, name: BoundName, replicas: number): Record<string, Tensor<'f32'>> {
  const bound = recordOf(name);
  const shapes = bound.kind === 'pairs' ? Object.entries(bound.state ?? {}) : [];
  return Object.fromEntries(shapes.map(([key, shape]) => [key, scope.tensor('f32', [replicas, ...shape], `${name}.${key}`)]));
}

/** The greatest value that a bound can have on a batch of K pairs, nats; Infinity if it is unlimited. */
export function ceiling(name: BoundName, pairs: number, settings: BoundSettings = {}): number {
  const bound = recordOf(name);
  const most = bound.kind === 'pairs' ? bound.ceiling?.(pairs, completed(bound.settings, settings)) : undefined;
  return most ?? Number.POSITIVE_INFINITY;
}

const recordOf = (name: BoundName): PairBound | StateBound => BOUNDS[name];

function find(name: PairBoundName): PairBound {
  if (PAIR_BOUNDS.includes(name)) return BOUNDS[name];
  const near = nearest(name, PAIR_BOUNDS);
  throw new BlockspinError({
    setting: 'bound',
    expected: `one of ${PAIR_BOUNDS.join(', ')}`,
    got: name,
    remedy: near ? `did you mean ${near}?` : setting('bound', ...PAIR_BOUNDS),
  });
}
