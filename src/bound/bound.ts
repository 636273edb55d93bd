/** The record of a bound on I(H:E), its interface to the rest of the program. Each lies beside its ops; `bounds.ts` lists them. */
import type { Completed, Shape } from '../core/settings.ts';
import type { Op } from '../graph/op.ts';

/** Settings of a bound by key, with its defaults filled in. */
export type BoundSettings = Readonly<Record<string, unknown>>;

interface Common<S extends Shape> {
  /** Schemas of its own settings, with their defaults. */
  readonly settings: S;
  /** Whether its expectation over batches never exceeds I, whatever the critic. */
  readonly proven: boolean;
}

/** A bound that compares the scores of pairs (h_i, e_j) of a batch. */
export interface PairBound<S extends Shape = Shape> extends Common<S> {
  readonly kind: 'pairs';
  /** The op on embeddings u, v (R, K, D), whose scores are u_i · v_j; the outputs include `term` (R, K). */
  readonly ofEmbeddings: Op;
  /** The op on a matrix of scores (R, K, K). */
  readonly ofScores: Op;
  /** Override constants from the settings. */
  options?(settings: Completed<S>): Record<string, number>;
  /** Extras kept from step to step; shapes without the replica axis. */
  readonly state?: Readonly<Record<string, readonly number[]>>;
  /** The greatest value on a batch of this many pairs, nats. */
  ceiling?(pairs: number, settings: Completed<S>): number;
}

/**
 * A bound that sums over the states of a discrete H. It uses no negative samples: its critic is a classifier of the states given
 * the environment, and the entropy of H is added from all samples.
 */
export interface StateBound<S extends Shape = Shape> extends Common<S> {
  readonly kind: 'states';
  /** The op on probabilities `p` (R, K, S) and logits `l` (R, K, O), with the extra `m` (R, S); outputs `term` and `fit` (R, K). */
  readonly op: Op;
  /**
   * The op where some components of H are known, a bound on what the others tell beyond them: p has the states of all, those of the known ones as
   * the lowest digits, whose number is the option GIVEN.
   */
  readonly conditional: Op;
}

/** The record of a bound on pairs. Its settings are those of its schemas. */
export function pairBound<S extends Shape = Record<never, never>>(record: Omit<PairBound<S>, 'kind' | 'settings'> & { readonly settings?: S }): PairBound<S> {
  return { kind: 'pairs', ...record, settings: record.settings ?? ({} as S) };
}
