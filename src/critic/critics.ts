/** The critics that come with the program: the only list of them. */
import { bilinear } from './bilinear.ts';
import { classifier } from './classifier.ts';
import { concatenatedCritic } from './concatenated.ts';
import { separable } from './separable.ts';
import type { OfKind, PairCritic, StateCritic } from './shape.ts';

/** Critics by the names of the settings. The first critic of pairs and the first classifier of states are the defaults. */
export const CRITICS = { separable, bilinear, concatenated: concatenatedCritic, classifier } as const;

type Critics = typeof CRITICS;
export type CriticKind = keyof Critics;
type OwnOf<C> = C extends PairCritic<infer Own> | StateCritic<infer Own> ? Own : never;
type Judging<J extends string> = { [K in CriticKind]: Critics[K] extends { judges: J } ? K : never }[CriticKind];
export type PairCriticKind = Judging<'pairs'>;
export type StateCriticKind = Judging<'states'>;

/** A critic of H and E, or a classifier of the states of H given E, with all its sizes. */
export type CriticShape = { [K in CriticKind]: OfKind<OwnOf<Critics[K]>> & { kind: K } }[CriticKind];
/** The output of each critic. */
export type CriticOutputs = { [K in CriticKind]: ReturnType<Critics[K]['apply']> };

const kinds = Object.keys(CRITICS) as readonly CriticKind[];
export const PAIR_CRITICS = kinds.filter((kind): kind is PairCriticKind => CRITICS[kind].judges === 'pairs');
export const STATE_CRITICS = kinds.filter((kind): kind is StateCriticKind => CRITICS[kind].judges === 'states');

/** The record of a critic. */
export function recordOf({ kind }: { kind: CriticKind }): PairCritic | StateCritic {
  return CRITICS[kind] as PairCritic | StateCritic;
}
