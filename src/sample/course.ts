/** Runs that are followed in time because they never come to equilibrium: many of them side by side, on the host. */
import type { ArrayOfNumbers } from '../core/array.ts';
import { type Estimate, meanError } from '../core/statistics.ts';
import type { OnProgress } from './advance.ts';
import type { OwnFile } from './chains.ts';

/** What the runs of a course are made from. */
export interface CourseRequest<S> {
  readonly settings: S;
  /** Value of the control parameter. */
  readonly point: number;
  /** How many runs. */
  readonly runs: number;
  readonly seed: number;
}

/** Numbers of every run, (R) each, by name. */
export type RunValues = Readonly<Record<string, Float64Array>>;

/** Independent runs from starts that are no equilibrium. */
export interface Course {
  /** What drives it, in words. */
  readonly title: string;
  /** Unit of time of a sweep. */
  readonly sweep: number;
  /** Names of what has a mean over time. */
  readonly steady: readonly string[];
  /** Names of what is drawn over time. */
  readonly drawn: readonly string[];
  /** What a continuum without noise gives at a time, by name, where that is known. */
  continuum(time: number): Readonly<Record<string, number>>;
  /** Lets the runs settle for some sweeps before the course begins. */
  settle(sweeps: number, progress: OnProgress): Promise<void>;
  /** Follows the runs for some sweeps. */
  advance(sweeps: number, progress: OnProgress): Promise<void>;
  /** What is seen now, of rates and flows since the last look. */
  observe(): RunValues;
  /** A flow along one axis, over all of the course: places, and velocities with errors. Undefined where there is none to be drawn. */
  profile(): CourseProfile | undefined;
  /** Keeps the runs as they are for the archive. */
  keep(): void;
  /** Everything that was kept, as arrays of an archive. */
  archive(): Readonly<Record<string, ArrayOfNumbers>>;
  /** The first run as it is, as a file of the model's own, and its drawing. */
  ownFile(): OwnFile;
}

/** A flow along one axis. */
export interface CourseProfile {
  /** Parts of the box, middles of equal intervals. */
  readonly place: readonly number[];
  readonly velocity: readonly Estimate[];
  /** Velocities of a continuum at these places. */
  readonly continuum: readonly number[];
}

/** What was seen of a course. */
export interface Followed {
  /** Times since its beginning; the first is 0. */
  readonly time: readonly number[];
  /** By name, at each time: means over the runs with errors. */
  readonly course: Readonly<Record<string, readonly Estimate[]>>;
  /** Means over time of those that are rates or flows: means over the runs with errors. */
  readonly observables: Readonly<Record<string, Estimate>>;
}

/**
 * Follows a course: settles, looks, and then looks again so many times.
 * @param each called after every look
 */
export async function follow(
  course: Course,
  { burn, samples, spacing, each }: { burn: number; samples: number; spacing: number; each?: () => void },
  progress: OnProgress,
): Promise<Followed> {
  const whole = burn + samples * spacing;
  await course.settle(burn, (fraction) => progress((burn * fraction) / whole));
  const time = [0];
  const looks = [course.observe()];
  each?.();
  for (let n = 1; n <= samples; n++) {
    await course.advance(spacing, (fraction) => progress((burn + (n - 1 + fraction) * spacing) / whole));
    time.push(n * spacing * course.sweep);
    looks.push(course.observe());
    each?.();
  }
  const meanOf = (values: Float64Array): Estimate => (values.every(Number.isFinite) ? meanError(values) : { mean: Number.NaN, error: Number.NaN });
  const overTime = (name: string) => looks[0][name].map((_, run) => looks.slice(1).reduce((sum, look) => sum + look[name][run] / samples, 0));
  return {
    time,
    // What is a rate since the last look is no number at the first.
    course: Object.fromEntries(Object.keys(looks[0]).map((name) => [name, looks.map((look) => meanOf(look[name]))])),
    observables: Object.fromEntries(course.steady.map((name) => [name, meanOf(overTime(name))])),
  };
}
