import { BlockspinError, nearest } from '../core/errors.ts';
import type { Scope } from '../gpu/scope.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Op } from '../graph/op.ts';
import type { Tape } from '../graph/tape.ts';
import { alpha, alphaOfScores } from './alpha.ts';
import { dv, dvOfScores } from './dv.ts';
import { infonce, infonceOfScores } from './infonce.ts';
import { js, jsOfScores } from './js.ts';
import { nwj, nwjOfScores } from './nwj.ts';
import { smile, smileOfScores } from './smile.ts';

/** Options of the bounds; each bound takes its own and ignores the others. */
export interface BoundOptions {
  /** For `alpha`: 0 is NWJ, 1 is InfoNCE. */
  alpha?: number;
  /** For `smile`: scores are clipped at -tau and tau in the partition function, nats. */
  tau?: number;
  /** For `dv`: the weight of the old moving average of the partition function at every step. */
  decay?: number;
}

/** What they are told unless asked otherwise. */
export const USUAL_BOUND = { alpha: 0.5, tau: 5, decay: 0.99 } as const satisfies Required<BoundOptions>;

/** The embeddings of a separable critic, (R, K, D), or all scores (R, K, K) of any other. */
export type Scores = { readonly u: Tensor; readonly v: Tensor } | { readonly scores: Tensor };

interface Bound {
  readonly ofEmbeddings: Op;
  readonly ofScores: Op;
  /** Override constants from the options. */
  readonly options?: (options: BoundOptions) => Record<string, number>;
  /** Extras that are carried from step to step; shapes without the replica axis. */
  readonly state?: Readonly<Record<string, readonly number[]>>;
  /** The greatest value it can have, nats. */
  readonly ceiling?: (pairs: number, options: BoundOptions) => number;
  /** Whether its expectation over batches never exceeds I. */
  readonly proven: boolean;
}

const table = {
  infonce: { ofEmbeddings: infonce, ofScores: infonceOfScores, ceiling: (K) => Math.log(K), proven: true },
  nwj: { ofEmbeddings: nwj, ofScores: nwjOfScores, proven: true },
  dv: {
    ofEmbeddings: dv,
    ofScores: dvOfScores,
    options: ({ decay = USUAL_BOUND.decay }) => ({ DECAY: within('decay', decay, 0, 1 - 1e-6) }),
    state: { ema: [2] },
    proven: false,
  },
  js: { ofEmbeddings: js, ofScores: jsOfScores, proven: true },
  smile: { ofEmbeddings: smile, ofScores: smileOfScores, options: ({ tau = USUAL_BOUND.tau }) => ({ TAU: within('tau', tau, 0, 30) }), proven: false },
  alpha: { ofEmbeddings: alpha, ofScores: alphaOfScores, options: (o) => ({ ALPHA: share(o) }), ceiling: alphaCeiling, proven: true },
} as const satisfies Record<string, Bound>;

export type BoundName = keyof typeof table;

/** Names of all bounds. */
export const BOUNDS = Object.keys(table) as readonly BoundName[];

/**
 * Applies a bound to a critic's scores.
 * @param scores embeddings u, v (R, K, D) with s_ij = u_i · v_j, or a matrix (R, K, K); row h_i, column e_j
 * @param state from `boundState` for this name and number of replicas; a checkpoint must hold it
 * @returns `term` (R, K): its mean over k is the bound, nats; the backward pass starts with 1/K for every k
 * @throws BlockspinError for an unknown name, an option out of its range, or a state that is missing
 */
export function applyBound(
  tape: Tape,
  name: BoundName,
  scores: Scores,
  { options = {}, state = {} }: { options?: BoundOptions; state?: Readonly<Record<string, Tensor>> } = {},
): { term: Tensor<'f32'> } {
  const bound = find(name);
  for (const extra of Object.keys(bound.state ?? {})) {
    if (!state[extra]) throw new BlockspinError({ who: `bound ${name}`, expected: `a state ${extra}`, got: 'none', remedy: 'pass what boundState gives' });
  }
  const op = 'scores' in scores ? bound.ofScores : bound.ofEmbeddings;
  const { term } = tape.apply(op, { ...scores }, { options: bound.options?.(options) ?? {}, extras: state });
  return { term };
}

/** Tensors (R, ...) that a bound carries from step to step, zero at the start; most bounds have none. */
export function boundState(scope: Scope, name: BoundName, replicas: number): Record<string, Tensor<'f32'>> {
  const shapes = Object.entries(find(name).state ?? {});
  return Object.fromEntries(shapes.map(([key, shape]) => [key, scope.tensor('f32', [replicas, ...shape], `${name}.${key}`)]));
}

/** The greatest value that a bound can have on a batch of K pairs, nats; Infinity where there is none. */
export function ceiling(name: BoundName, pairs: number, options: BoundOptions = {}): number {
  return find(name).ceiling?.(pairs, options) ?? Number.POSITIVE_INFINITY;
}

/**
 * Whether the expectation of a bound over batches never exceeds I, whatever the critic. It may for `dv`, which takes the logarithm of a
 * mean over a finite batch, and for `smile`, which clips.
 */
export function isLowerBound(name: BoundName): boolean {
  return find(name).proven;
}

function find(name: BoundName): Bound {
  const bound: Bound | undefined = Object.hasOwn(table, name) ? table[name] : undefined;
  if (bound) return bound;
  const like = nearest(name, BOUNDS);
  throw new BlockspinError({
    who: 'bound',
    expected: `one of ${BOUNDS.join(', ')}`,
    got: name,
    remedy: like ? `did you mean ${like}?` : 'check the spelling',
  });
}

function share({ alpha: value = USUAL_BOUND.alpha }: BoundOptions): number {
  return within('alpha', value, 0, 1);
}

/** A row of I_α is 1 + ln(e^s / A) - N with A at least α e^s / (K - 1); only at α = 1 is N known, it is 1. */
function alphaCeiling(pairs: number, options: BoundOptions): number {
  const a = share(options);
  return Math.log((pairs - 1) / a) + (a === 1 ? 0 : 1);
}

function within(who: string, value: number, low: number, high: number): number {
  if (value >= low && value <= high) return value;
  throw new BlockspinError({ who, expected: `a number from ${low} to ${high}`, got: value, remedy: 'choose one in that range' });
}
