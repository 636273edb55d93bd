/** The sizes of a critic, and the record of each kind, which is its interface to the rest of the program; `critics.ts` lists them. */
import * as z from 'zod';
import { BlockspinError } from '../core/errors.ts';
import type { Phrase, SettingRef } from '../core/phrase.ts';
import { type Shape, whole } from '../core/settings.ts';
import type { Tensor } from '../gpu/tensor.ts';
import type { Tape } from '../graph/tape.ts';
import type { Encoding } from '../space/encoding.ts';

/** Patches of the environment that share the weights of the first layer; sites are ordered patch by patch. */
export interface Patches {
  /** Sites of a patch; packed environments have one word per patch and use its low bits. */
  sites: number;
  /** Number of patches, the largest of any replica. */
  patches: number;
  /** Features computed of each patch. */
  features: number;
  /** Whether some replica has fewer patches; the missing ones are then masked. */
  ragged: boolean;
}

/** The part of a shape that all critics have. */
export interface Common {
  /** Values per sample of H. */
  components: number;
  /** Inputs of E, the largest number of any replica. */
  environment: number;
  /** Element type of E: packed values are (R, K, words) u32, numbers (R, K, environment) f32, zero at absent sites. */
  encoding: Encoding;
  patch?: Patches;
  /** Widths of the hidden layers, e.g. [32, 32]; a critic without hidden layers ignores them. */
  hidden: readonly number[];
  activation: 'relu' | 'tanh' | 'swish';
  /** Probability that a hidden unit is dropped in training. */
  dropout: number;
}

/** The sizes of a critic, with those that only its kind has. */
export type OfKind<Own> = Common & Own;

/** Scores of pairs: embeddings u, v (R, K, D) with scores u_i · v_j, or all scores (R, K, K), row = h_i, column = e_j. */
export interface Embeddings {
  u: Tensor<'f32'>;
  v: Tensor<'f32'>;
}
export interface ScoreMatrix {
  scores: Tensor<'f32'>;
}
/** Logits of the states of H (R, K, O). O is the number of states rounded up to a multiple of 4; the excess is ignored. */
interface StateOutputs {
  logits: Tensor<'f32'>;
}

/** The building blocks of a critic. */
export interface Towers {
  readonly tape: Tape;
  readonly weight: (name: string) => Tensor;
  /** The last layer of the tower of H, and of E, (R, K, width) before any activation. */
  ofH(): Tensor<'f32'>;
  ofE(): Tensor<'f32'>;
  /** H with zeros up to a multiple of four components, (R, K, padded). */
  paddedH(): Tensor<'f32'>;
}

interface Recorded<Own, S extends Shape> {
  /** Schemas of its own settings, with their defaults. */
  readonly settings: S;
  /** Widths of the layers of the tower of H, and of E behind its patches. */
  layersOfH(shape: OfKind<Own>): number[];
  layersOfE(shape: OfKind<Own>): number[];
  /** Widths of the layers behind the towers, inputs first; weights 's0', 's1', ... Empty for most critics. */
  layersBehind?(shape: OfKind<Own>): number[];
  /** Whether its hidden layers are activated. A critic without hidden layers stays linear; its patches only share weights. */
  readonly linear?: boolean;
  /**
   * The checks that are specific to this critic.
   * @param batch where given, whether the scores of so many pairs fit too
   * @throws BlockspinError naming the setting, what is allowed and what to do
   */
  check(shape: OfKind<Own>, batch?: { samples: number; replicas: number }): void;
}

/** A critic of pairs (h, e), for bounds that compare them. */
export interface PairCritic<Own = object, Out extends Embeddings | ScoreMatrix = Embeddings | ScoreMatrix, S extends Shape = Shape> extends Recorded<Own, S> {
  readonly judges: 'pairs';
  apply(towers: Towers): Out;
}

/** A critic that tells the states of a discrete H apart, for bounds that sum over them. */
export interface StateCritic<Own = object, S extends Shape = Shape> extends Recorded<Own, S> {
  readonly judges: 'states';
  apply(towers: Towers): StateOutputs;
}

/** Settings of critics with hidden layers. */
export const LAYERS = {
  hidden: z.array(whole(4, 1024)).default([32, 32]).describe('hidden layers of the critic, multiples of 4'),
  activation: z.enum(['relu', 'tanh', 'swish']).default('relu').describe('activation of the hidden layers of the critic'),
  dropout: z.number().min(0).lt(1).default(0).describe('part of the hidden units that is left out in training'),
} as const;

/** The next multiple of four: the kernels compute four outputs at a time. */
export const padded = (n: number) => Math.ceil(n / 4) * 4;

/** An error about a setting of a critic. */
export const wrong = (of: string | SettingRef, expected: string, got: unknown, remedy: Phrase) => new BlockspinError({ setting: of, expected, got, remedy });
