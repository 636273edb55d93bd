import { BlockspinError } from '../../core/errors.ts';
import { bent, unbent } from './bounds.ts';
import { type Constants, constantsOf } from './constants.ts';
import { type Axes, axesOf, type Distribution, initialDistribution, stepOf, updated } from './distribution.ts';
import { compared, EFFORT_FACTOR } from './noise.ts';
import { type CmaEsOptions, type CmaEsSettings, optionsOf, settingsOf } from './options.ts';
import { ranking, weightsOf } from './ranks.ts';
import { normals, searchKey } from './sampling.ts';
import { KEPT, medianOf, type StopReason, stopOfShape, stopOfValues, type Watched } from './stops.ts';

/** The best candidate so far. */
export interface BestCandidate {
  readonly point: readonly number[];
  readonly value: number;
  /** Number of its evaluation, from 1 on. */
  readonly evaluation: number;
}

/** A search between two generations, as plain data: it survives JSON, and continues with the same bits. */
export interface SavedCmaEs extends Watched {
  readonly settings: CmaEsSettings;
  readonly distribution: Distribution;
  readonly evaluations: number;
  readonly effort: number;
  readonly best: BestCandidate | null;
  readonly stopped: StopReason | null;
}

/**
 * A search for the minimum of a function of n numbers without its gradient: the covariance matrix adaptation evolution strategy, in double precision.
 * `ask` gives the candidates of a generation, `tell` takes their values. Only the ranks of values matter; a value that is not finite ranks last.
 *
 * Source: Hansen, The CMA Evolution Strategy: A Tutorial, arXiv:1604.00772. What is our choice is said in docs/evolution.md.
 */
export class CmaEs {
  readonly #settings: CmaEsSettings;
  readonly #constants: Constants;
  readonly #key: readonly number[];
  #distribution: Distribution;
  #axes: Axes | undefined;
  #evaluations = 0;
  #effort = 1;
  #best: BestCandidate | undefined;
  #watched: Watched = { bests: [], medians: [], barren: 0 };
  #stopped: StopReason | undefined;
  #asked: readonly Asked[] | undefined;

  /** @throws BlockspinError naming the option that is wrong */
  constructor(options: CmaEsOptions) {
    this.#settings = settingsOf(options);
    const { start, sigma, population, active, seed, run, ranges } = this.#settings;
    this.#constants = constantsOf(start.length, population, active);
    this.#key = searchKey(seed, run);
    const free = start.map((x, i) => unbent(x, ranges[i]));
    this.#distribution = initialDistribution(free, sigma);
    this.#axes = axesOf(this.#distribution);
  }

  /** Continues a search from where it was saved, bit for bit. @throws BlockspinError for data that are no such search */
  static restored(saved: SavedCmaEs): CmaEs {
    if (!isSaved(saved)) {
      throw new BlockspinError({
        who: 'evolution',
        expected: 'a saved search',
        got: 'other data',
        remedy: 'give what `saved` returned',
        code: 'store',
      });
    }
    const search = new CmaEs(optionsOf(saved.settings));
    search.#distribution = saved.distribution;
    search.#axes = axesOf(saved.distribution);
    search.#evaluations = saved.evaluations;
    search.#effort = saved.effort;
    search.#best = saved.best ?? undefined;
    search.#watched = { bests: saved.bests, medians: saved.medians, barren: saved.barren };
    search.#stopped = saved.stopped ?? undefined;
    return search;
  }

  /** The search as plain data. It may be taken at any time; a generation that was asked for, but not told, is asked for again. */
  saved(): SavedCmaEs {
    return {
      settings: this.#settings,
      distribution: this.#distribution,
      evaluations: this.#evaluations,
      effort: this.#effort,
      best: this.#best ?? null,
      stopped: this.#stopped ?? null,
      ...this.#watched,
    };
  }

  /**
   * Candidates of the present generation; the same ones until their values are told. With noise, the first ones are repeated at the end, to be evaluated
   * once more.
   * @throws BlockspinError after the search has stopped
   */
  ask(): Float64Array[] {
    return this.#generation().map(({ point }) => Float64Array.from(point));
  }

  /**
   * Takes the values of the candidates, in the order of `ask`; the lowest is the best. Values that are not finite rank last, all alike.
   * @throws BlockspinError for another number of values
   */
  tell(values: ArrayLike<number>): void {
    const asked = this.#generation();
    if (values.length !== asked.length) {
      throw new BlockspinError({
        who: 'evolution: tell',
        expected: `${asked.length} values, one for each candidate`,
        got: values.length,
        remedy: 'tell what `ask` asked for',
      });
    }
    const all = Array.from(values);
    this.#remember(all, asked);
    const { population, noise } = this.#settings;
    const ofCandidates = all.slice(0, population);
    const noisy = noise ? compared(ofCandidates, all.slice(population)) : undefined;
    this.#move(
      asked.slice(0, population).map(({ step }) => step),
      noisy?.keys ?? ofCandidates.map(ranking),
      noisy?.uncertainty,
    );
    const limits = this.#settings;
    this.#stopped =
      this.#reached() ??
      this.#stopped ??
      stopOfShape(this.#distribution, this.#axes, limits) ??
      stopOfValues(ofCandidates, this.#watched, this.dimension, limits);
  }

  /** Why the search has ended; undefined while it goes on. */
  get stopped(): StopReason | undefined {
    return this.#stopped;
  }

  /** Undefined before the first finite value. Where there is noise, its value is lucky, and `mean` is the better answer. */
  get best(): BestCandidate | undefined {
    return this.#best;
  }

  /** The centre of the distribution, within the bounds. */
  get mean(): Float64Array {
    return Float64Array.from(this.#allowed(this.#distribution.mean));
  }

  get sigma(): number {
    return this.#distribution.sigma;
  }

  /** Evaluations told so far, repeated ones included. */
  get evaluations(): number {
    return this.#evaluations;
  }

  /** Finished generations. */
  get generation(): number {
    return this.#distribution.generation;
  }

  get dimension(): number {
    return this.#settings.start.length;
  }

  get population(): number {
    return this.#settings.population;
  }

  /** How much work an evaluation should be for the ranks to be reliable: 1 without noise, and at most `noise.most`. */
  get effort(): number {
    return this.#effort;
  }

  #allowed(free: readonly number[]): number[] {
    return free.map((x, i) => bent(x, this.#settings.ranges[i]));
  }

  #generation(): readonly Asked[] {
    const axes = this.#axes;
    if (this.#stopped || !axes) {
      throw new BlockspinError({ who: 'evolution', expected: 'a search that goes on', got: `stopped: ${this.#stopped}`, remedy: 'look at `stopped` before' });
    }
    this.#asked ??= this.#draw(axes);
    return this.#asked;
  }

  #draw(axes: Axes): readonly Asked[] {
    const { mean, sigma, generation } = this.#distribution;
    const { population, noise } = this.#settings;
    const candidates = Array.from({ length: population }, (_, k): Asked => {
      const step = stepOf(axes, normals(this.#key, [generation, k], mean.length));
      return { step, point: this.#allowed(mean.map((m, i) => m + sigma * step[i])) };
    });
    return [...candidates, ...candidates.slice(0, noise?.repeated ?? 0)];
  }

  #remember(values: readonly number[], asked: readonly Asked[]): void {
    for (const [i, value] of values.entries()) {
      if (Number.isFinite(value) && value < (this.#best?.value ?? Number.POSITIVE_INFINITY)) {
        this.#best = { point: asked[i].point, value, evaluation: this.#evaluations + i + 1 };
      }
    }
    this.#evaluations += values.length;
    const finite = values.filter(Number.isFinite);
    const { bests, medians, barren } = this.#watched;
    if (finite.length === 0) this.#watched = { bests, medians, barren: barren + 1 };
    else this.#watched = { bests: [...bests, Math.min(...finite)].slice(-KEPT), medians: [...medians, medianOf(finite)].slice(-KEPT), barren: 0 };
  }

  /** The next distribution. One without axes is not taken: what can be read stays finite. */
  #move(steps: readonly number[][], keys: readonly number[], uncertainty = 0): void {
    const { noise } = this.#settings;
    const moved = updated(this.#distribution, this.#axes as Axes, this.#constants, { steps, ...weightsOf(keys, this.#constants) });
    let { sigma } = moved;
    if (noise && uncertainty > 0 && this.#effort >= noise.most) sigma *= 1 + 2 / (this.dimension + 10);
    if (noise) this.#effort = uncertainty > 0 ? Math.min(noise.most, EFFORT_FACTOR * this.#effort) : Math.max(1, this.#effort / EFFORT_FACTOR);
    const next = { ...moved, sigma };
    const axes = axesOf(next);
    this.#asked = undefined;
    if (!axes || !Number.isFinite(sigma) || !next.mean.every(Number.isFinite)) this.#stopped = 'degenerate';
    else [this.#distribution, this.#axes] = [next, axes];
  }

  #reached(): StopReason | undefined {
    const { target, evaluations } = this.#settings;
    if (target !== null && this.#best && this.#best.value <= target) return 'target';
    return evaluations !== null && this.#evaluations >= evaluations ? 'evaluations' : undefined;
  }
}

/** Whether data are a saved search: numbers of one dimension, and a C that has axes. */
function isSaved(saved: SavedCmaEs): boolean {
  const { settings, distribution, bests, medians } = saved;
  const n = settings?.start?.length;
  if (!distribution || ![bests, medians, distribution.covariance].every(Array.isArray)) return false;
  const { mean, pathSigma, pathC, covariance, sigma, generation } = distribution;
  const vectors: unknown[] = [mean, pathSigma, pathC, ...covariance];
  const fits = (vector: unknown) => Array.isArray(vector) && vector.length === n && vector.every(Number.isFinite);
  return covariance.length === n && vectors.every(fits) && Number.isFinite(sigma) && Number.isInteger(generation) && axesOf(distribution) !== undefined;
}

/** A candidate: its step y, and the point it is evaluated at. */
interface Asked {
  readonly step: number[];
  readonly point: number[];
}
