import { BlockspinError } from '../../core/errors.ts';
import { type BestCandidate, CmaEs, type SavedCmaEs } from './cmaes.ts';
import { type CmaEsOptions, type CmaEsSettings, optionsOf, settingsOf } from './options.ts';
import { uniforms } from './sampling.ts';
import type { StopReason } from './stops.ts';

/** Settings of a search with restarts. `evaluations` counts those of all runs. */
export interface RestartOptions extends CmaEsOptions {
  /** Most further runs after the first. Default 0. */
  readonly restarts?: number;
  /** Factor of the population from run to run. Default 2. */
  readonly growth?: number;
}

/** A finished run. */
export interface FinishedRun {
  readonly population: number;
  readonly evaluations: number;
  readonly stopped: StopReason;
  readonly best: BestCandidate | null;
}

/** A search with restarts between two generations, as plain data. */
export interface SavedRestarts {
  readonly settings: CmaEsSettings;
  readonly restarts: number;
  readonly growth: number;
  readonly runs: readonly FinishedRun[];
  readonly present: SavedCmaEs;
}

/**
 * CMA-ES that begins anew with a larger population when it has stopped without reaching its target (IPOP). It is asked and told as one search. A further run starts
 * at a random place where all coordinates have two bounds, else where the first did.
 * Source: Auger and Hansen, A restart CMA evolution strategy with increasing population size, CEC 2005, 1769.
 */
export class RestartedCmaEs {
  readonly #settings: CmaEsSettings;
  readonly #restarts: number;
  readonly #growth: number;
  #runs: readonly FinishedRun[] = [];
  #present: CmaEs;

  /** @throws BlockspinError naming the option that is wrong */
  constructor({ restarts = 0, growth = 2, ...options }: RestartOptions) {
    if (!Number.isSafeInteger(restarts) || restarts < 0) {
      throw new BlockspinError({ who: 'evolution: restarts', expected: 'a whole number from 0 on', got: restarts, remedy: 'use 0 for none' });
    }
    if (!(growth >= 1 && Number.isFinite(growth))) {
      throw new BlockspinError({ who: 'evolution: growth', expected: 'a number, 1 or more', got: growth, remedy: 'use 2, or 1 for a constant population' });
    }
    this.#settings = settingsOf(options);
    [this.#restarts, this.#growth] = [restarts, growth];
    this.#present = new CmaEs(options);
  }

  /** Continues a search from where it was saved, bit for bit. @throws BlockspinError for data that are no such search */
  static restored({ settings, restarts, growth, runs, present }: SavedRestarts): RestartedCmaEs {
    const search = new RestartedCmaEs({ ...optionsOf(settings), restarts, growth });
    search.#runs = runs;
    search.#present = CmaEs.restored(present);
    return search;
  }

  /** The search as plain data, see `CmaEs.saved`. */
  saved(): SavedRestarts {
    return { settings: this.#settings, restarts: this.#restarts, growth: this.#growth, runs: this.#runs, present: this.#present.saved() };
  }

  /** Candidates of the present generation, see `CmaEs.ask`. Their number grows from run to run. */
  ask(): Float64Array[] {
    return this.#present.ask();
  }

  /** Takes the values of the candidates, see `CmaEs.tell`. */
  tell(values: ArrayLike<number>): void {
    this.#present.tell(values);
    const { stopped } = this.#present;
    if (stopped === undefined || stopped === 'target' || this.#runs.length >= this.#restarts || this.#left() <= 0) return;
    const { population, evaluations, best } = this.#present;
    this.#runs = [...this.#runs, { population, evaluations, stopped, best: best ?? null }];
    this.#present = this.#next();
  }

  /** Why the search has ended; undefined while it goes on. */
  get stopped(): StopReason | undefined {
    return this.#present.stopped;
  }

  /** Best candidate of all runs. */
  get best(): BestCandidate | undefined {
    const before = this.#runs.reduce((sum, run) => sum + run.evaluations, 0);
    const present = this.#present.best && { ...this.#present.best, evaluation: this.#present.best.evaluation + before };
    let counted = 0;
    const earlier = this.#runs.flatMap(({ best, evaluations }) => {
      counted += evaluations;
      return best ? [{ ...best, evaluation: best.evaluation + counted - evaluations }] : [];
    });
    return [...earlier, ...(present ? [present] : [])].reduce<BestCandidate | undefined>((a, b) => (a && a.value <= b.value ? a : b), undefined);
  }

  /** Of the present run. */
  get mean(): Float64Array {
    return this.#present.mean;
  }

  /** Of the present run. */
  get sigma(): number {
    return this.#present.sigma;
  }

  /** Of the present run. */
  get population(): number {
    return this.#present.population;
  }

  /** Of the present run, see `CmaEs.effort`. */
  get effort(): number {
    return this.#present.effort;
  }

  /** Finished generations of the present run. */
  get generation(): number {
    return this.#present.generation;
  }

  /** Of all runs. */
  get evaluations(): number {
    return this.#runs.reduce((sum, run) => sum + run.evaluations, this.#present.evaluations);
  }

  /** Runs that have ended before the present one. */
  get runs(): readonly FinishedRun[] {
    return this.#runs;
  }

  #left(): number {
    return (this.#settings.evaluations ?? Number.POSITIVE_INFINITY) - this.evaluations;
  }

  #next(): CmaEs {
    const { start, ranges, population, noise, run, seed } = this.#settings;
    const grown = this.#growth ** this.#runs.length;
    const number = run + this.#runs.length;
    const places = uniforms(seed, number, start.length);
    const boxed = ranges.every(({ lower, upper }) => lower !== null && upper !== null);
    const begin = boxed ? ranges.map(({ lower, upper }, i) => (lower ?? 0) + places[i] * ((upper ?? 0) - (lower ?? 0))) : start;
    const left = this.#left();
    return new CmaEs({
      ...optionsOf(this.#settings),
      start: begin,
      run: number,
      population: Math.round(population * grown),
      ...(noise ? { noise: { ...noise, repeated: Math.round(noise.repeated * grown) } } : {}),
      ...(Number.isFinite(left) ? { evaluations: left } : {}),
    });
  }
}
