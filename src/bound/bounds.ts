/** The bounds on I(H:E) that come with the program: the only list of them. */
import { alphaBound } from './alpha.ts';
import type { PairBound, StateBound } from './bound.ts';
import { discreteBound } from './discrete.ts';
import { dvBound } from './dv.ts';
import { infonceBound } from './infonce.ts';
import { jsBound } from './js.ts';
import { nwjBound } from './nwj.ts';
import { smileBound } from './smile.ts';

/** Bounds by the names of the settings. The first one of each kind is its default. */
export const BOUNDS = {
  discrete: discreteBound,
  infonce: infonceBound,
  nwj: nwjBound,
  dv: dvBound,
  js: jsBound,
  smile: smileBound,
  alpha: alphaBound,
} as const satisfies Record<string, PairBound | StateBound>;

/** The name of a bound. */
export type BoundName = keyof typeof BOUNDS;
type OfKind<K extends string> = { [N in BoundName]: (typeof BOUNDS)[N] extends { kind: K } ? N : never }[BoundName];
/** Bounds that compare pairs, and those that sum over the states of H. */
export type PairBoundName = OfKind<'pairs'>;
export type StateBoundName = OfKind<'states'>;

/** Names of all bounds, as the setting `bound` takes them. */
export const BOUND_NAMES = Object.keys(BOUNDS) as readonly BoundName[];
const ofKind = <N extends BoundName>(kind: 'pairs' | 'states') =>
  BOUND_NAMES.filter((name) => BOUNDS[name].kind === kind) as readonly BoundName[] as readonly N[];
export const PAIR_BOUNDS = ofKind<PairBoundName>('pairs');
export const STATE_BOUNDS = ofKind<StateBoundName>('states');

/** Whether a bound, by its name, sums over the states of H. */
export function sumsOverStates(name: string): boolean {
  return (STATE_BOUNDS as readonly string[]).includes(name);
}
