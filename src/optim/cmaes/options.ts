import { BlockspinError } from '../../core/errors.ts';
import { type Bounds, type Range, rangesOf } from './bounds.ts';
import { usualPopulation } from './constants.ts';
import { type Noise, usualRepeated } from './noise.ts';
import type { Limits } from './stops.ts';

/** Settings of a search by CMA-ES. */
export interface CmaEsOptions {
  /** Where it starts, one number per coordinate. */
  readonly start: ArrayLike<number>;
  /** Standard deviation of the first candidates in every coordinate. */
  readonly sigma: number;
  /** Of all random numbers. Default 1. */
  readonly seed?: number;
  /** Number of the stream of random numbers of the seed. Default 0. */
  readonly run?: number;
  /** Candidates of a generation, 4 or more. Default 4 + floor(3 ln n). */
  readonly population?: number;
  /** Whether bad candidates shrink the distribution along their steps (negative weights). Default true. */
  readonly active?: boolean;
  readonly bounds?: Bounds;
  /** It stops at a value this low or lower. */
  readonly target?: number;
  /** Most evaluations: it stops after the generation that reaches them. */
  readonly evaluations?: number;
  /** For an objective with noise: candidates evaluated twice, by default a tenth of the population and at least 2, and the largest effort, by default 1. */
  readonly noise?: boolean | Partial<Noise>;
  /** Values that differ by less are equal. Default 1e-12. */
  readonly tolerance?: number;
  /** Steps below this length are none. Default 1e-13. */
  readonly resolution?: number;
}

/** The same with all defaults, as plain data that survive JSON. */
export interface CmaEsSettings extends Limits {
  readonly start: readonly number[];
  readonly seed: number;
  readonly run: number;
  readonly active: boolean;
  readonly ranges: readonly Range[];
  readonly target: number | null;
  readonly evaluations: number | null;
  readonly noise: Noise | null;
}

const whole = (least: number) => (value: number) => Number.isSafeInteger(value) && value >= least;
const positive = (value: number) => Number.isFinite(value) && value > 0;

/** @throws BlockspinError naming the option that is wrong */
export function settingsOf(options: CmaEsOptions): CmaEsSettings {
  const { sigma, seed = 1, run = 0, active = true, bounds = {}, target, evaluations, tolerance = 1e-12, resolution = 1e-13 } = options;
  const start = Array.from(options.start);
  if (start.length === 0 || !start.every(Number.isFinite)) {
    throw new BlockspinError({ who: 'evolution: start', expected: 'one or more finite numbers', got: start, remedy: 'give one per coordinate' });
  }
  const population = options.population ?? usualPopulation(start.length);
  check('sigma', sigma, positive, 'a positive number', 'use about a quarter of the range in which the solution is expected');
  check('population', population, whole(4), 'a whole number, 4 or more', 'leave it out for the usual one');
  check('seed', seed, whole(0), 'a whole number from 0 on', 'use for example 1');
  check('run', run, whole(0), 'a whole number from 0 on', 'use for example 0');
  check('tolerance', tolerance, (value) => value >= 0, 'a number from 0 on', 'leave it out for 1e-12');
  check('resolution', resolution, (value) => value >= 0, 'a number from 0 on', 'leave it out for 1e-13');
  if (evaluations !== undefined) check('evaluations', evaluations, whole(1), 'a whole number, 1 or more', 'leave it out for no limit');
  if (target !== undefined) check('target', target, Number.isFinite, 'a finite number', 'leave it out for none');
  const noise = noiseOf(options.noise, population);
  const ranges = rangesOf(bounds, start.length);
  const outside = start.findIndex((x, i) => x < (ranges[i].lower ?? x) || x > (ranges[i].upper ?? x));
  if (outside >= 0) {
    const got = `${start[outside]} for coordinate ${outside}`;
    throw new BlockspinError({ who: 'evolution: start', expected: 'a place within the bounds', got, remedy: 'begin between them' });
  }
  return { start, sigma, seed, run, population, active, ranges, target: target ?? null, evaluations: evaluations ?? null, noise, tolerance, resolution };
}

/** The options that lead to some settings. */
export function optionsOf({ ranges, target, evaluations, noise, ...others }: CmaEsSettings): CmaEsOptions {
  const bounds = {
    lower: ranges.map(({ lower }) => lower ?? Number.NEGATIVE_INFINITY),
    upper: ranges.map(({ upper }) => upper ?? Number.POSITIVE_INFINITY),
  };
  const limits = { ...(target === null ? {} : { target }), ...(evaluations === null ? {} : { evaluations }) };
  return { ...others, bounds, ...limits, ...(noise ? { noise } : {}) };
}

function noiseOf(given: CmaEsOptions['noise'], population: number): Noise | null {
  if (given === undefined || given === false) return null;
  const { repeated = usualRepeated(population), most = 1 } = given === true ? {} : given;
  const fits = (value: number) => whole(1)(value) && value <= population;
  check('noise.repeated', repeated, fits, `a whole number from 1 to the population, ${population}`, 'leave it out for a tenth');
  check('noise.most', most, (value) => value >= 1 && Number.isFinite(value), 'a number, 1 or more', 'use 1 where the effort of an evaluation is fixed');
  return { repeated, most };
}

function check(name: string, value: number, allowed: (value: number) => boolean, expected: string, remedy: string): void {
  if (typeof value === 'number' && allowed(value)) return;
  throw new BlockspinError({ who: `evolution: ${name}`, expected, got: value, remedy });
}
