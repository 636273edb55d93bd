import { checkStopped } from '../../core/async.ts';
import { RestartedCmaEs, type RestartOptions, type SavedRestarts } from './restarts.ts';

/**
 * The values of some candidates, in their order; lower is better, and what is not finite is worst.
 * @param effort how much work each value should be, 1 or more: for example the number of samples, as a factor
 */
export type Objective = (candidates: readonly Float64Array[], effort: number) => Promise<ArrayLike<number>> | ArrayLike<number>;

/** Callbacks of `evolve`. */
export interface EvolveHooks {
  /** Called after each generation. The search may be saved there; anything that takes time may be awaited. */
  progress?: (search: RestartedCmaEs) => Promise<void> | void;
  signal?: AbortSignal;
}

/**
 * Minimises a function by CMA-ES with restarts.
 * @param options of a new search, or what `saved` gave, to continue from
 * @returns the search after it has stopped: its best candidate, its mean, why it stopped
 * @throws BlockspinError for wrong options, another number of values than candidates, or an abort
 */
export async function evolve(objective: Objective, options: RestartOptions | SavedRestarts, hooks: EvolveHooks = {}): Promise<RestartedCmaEs> {
  const search = 'present' in options ? RestartedCmaEs.restored(options) : new RestartedCmaEs(options);
  while (search.stopped === undefined) {
    checkStopped(hooks.signal);
    search.tell(await objective(search.ask(), search.effort));
    await hooks.progress?.(search);
  }
  return search;
}
