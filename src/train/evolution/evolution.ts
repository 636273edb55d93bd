import { RestartedCmaEs, type SavedRestarts } from '../../optim/cmaes/restarts.ts';
import { evolves } from '../config/evolution.ts';
import type { TrainConfig } from '../config/types.ts';
import type { Ensemble } from '../ensemble/ensemble.ts';
import { type Coding, codingOf, startOf } from './rules.ts';

/** Runs of a search begin anew as often as the steps of the training allow. */
const RESTARTS = 1_000_000;

/** The searches of a training between two generations, as plain data: one for each point and variant. */
export type SavedEvolution = readonly SavedRestarts[];

/** What the searches of a point did. */
export interface EvolutionRecord {
  /** Different candidates of a generation, and how many of them are judged twice. */
  readonly population: number;
  readonly repeated: number;
  /** Validations that were told to a search, those of candidates that were judged twice included. */
  readonly evaluations: number;
  /** Runs that have ended, and why; the last one goes on until the steps are used up. */
  readonly runs: readonly { readonly evaluations: number; readonly stopped: string }[];
}

/**
 * Filters that evolve: the replicas of a point are the candidates of one generation, each with a critic of its own, which goes on learning from generation to
 * generation. A generation ends with a validation, whose value is that of the candidate. The parameters of the best validation of each replica are kept, as in any
 * training, so that what is refined and evaluated afterwards are the best candidates of the whole search.
 */
export class Evolution {
  readonly #coding: Coding;
  readonly #searches: readonly RestartedCmaEs[];
  readonly #size: number;

  /** @param saved searches to go on with */
  constructor(
    readonly ensemble: Ensemble,
    saved?: SavedEvolution,
  ) {
    const { config, replicas, layout } = ensemble;
    this.#coding = codingOf(config);
    this.#size = config.replicas;
    const firsts = Array.from({ length: replicas / this.#size }, (_, g) => g * this.#size);
    this.#searches = firsts.map((first, g) => (saved ? RestartedCmaEs.restored(saved[g]) : this.#search(config, layout.streams({ first, count: 1 })[0])));
  }

  /** The searches, for a checkpoint. */
  get saved(): SavedEvolution {
    return this.#searches.map((search) => search.saved());
  }

  /** Writes the candidates of the present generation over the filters. */
  place(): void {
    for (const [g, search] of this.#searches.entries()) {
      if (search.stopped !== undefined) continue;
      for (const [i, point] of search.ask().entries()) this.#write(g * this.#size + i, point);
    }
  }

  /**
   * Tells the values of the last validation, and places the next generation.
   * @param values nats, by replica; what is not finite ranks last
   */
  next(values: readonly number[]): void {
    for (const [g, search] of this.#searches.entries()) {
      if (search.stopped !== undefined) continue;
      // A search looks for the lowest value.
      const own = values.slice(g * this.#size, (g + 1) * this.#size).map((value) => -value);
      const keys = search.ask().map((point) => this.#coding.key(point));
      const once = search.population;
      search.tell([...shared(own.slice(0, once), keys.slice(0, once)), ...shared(own.slice(once), keys.slice(once))]);
    }
    this.place();
  }

  /** What the searches of the replicas first .. first + count did. */
  recordOf(first: number, count: number): EvolutionRecord {
    const own = this.#searches.slice(first / this.#size, (first + count) / this.#size);
    const repeated = repeatedOf(this.#size);
    return {
      population: this.#size - repeated,
      repeated,
      evaluations: own.reduce((sum, { evaluations }) => sum + evaluations, 0),
      runs: own.flatMap(({ runs }) => runs.map(({ evaluations, stopped }) => ({ evaluations, stopped }))),
    };
  }

  #search(config: TrainConfig, stream: number): RestartedCmaEs {
    const { range } = this.#coding;
    const repeated = repeatedOf(this.#size);
    return new RestartedCmaEs({
      start: startOf(this.#coding, config, stream),
      sigma: range / 2,
      bounds: { lower: -range, upper: range },
      seed: config.seed,
      run: stream,
      population: this.#size - repeated,
      noise: { repeated, most: 1 },
      restarts: RESTARTS,
      growth: 1,
    });
  }

  #write(replica: number, point: ArrayLike<number>): void {
    const shard = this.ensemble.shards.find(({ first, replicas }) => replica >= first && replica < first + replicas);
    for (const [name, values] of Object.entries(this.#coding.parameters(point))) shard?.arena.set(name, replica - shard.first, values);
  }
}

/** The searches of a training whose filters evolve. @param saved searches to go on with */
export function evolutionOf(ensemble: Ensemble, saved?: SavedEvolution): Evolution | undefined {
  return evolves(ensemble.config) ? new Evolution(ensemble, saved) : undefined;
}

/** Of so many replicas those that hold a candidate once more: about a tenth of the candidates, two at least. */
function repeatedOf(replicas: number): number {
  return Math.max(2, Math.round(replicas / 11));
}

/** Values of candidates that are the same rule are measurements of one number: they share their mean. */
function shared(values: readonly number[], keys: readonly (string | undefined)[]): number[] {
  return values.map((value, i) => {
    if (keys[i] === undefined || !Number.isFinite(value)) return value;
    const same = values.filter((other, k) => keys[k] === keys[i] && Number.isFinite(other));
    return same.reduce((sum, other) => sum + other, 0) / same.length;
  });
}
