/** Fits of many snapshots, each with a bootstrap of its own, and intervals from them. */
import { bootstrap } from '../../src/infer/bootstrap.ts';
import { inferConfig } from '../../src/infer/config.ts';
import { fitAll, type Job } from '../../src/infer/fit.ts';
import { relaxationsOf } from '../../src/infer/relaxation.ts';
import type { BootstrapResult, FittedValues } from '../../src/infer/result.ts';
import { rowOf } from '../../src/infer/rows.ts';
import type { Mesh } from '../../src/model/tissue/mesh.ts';
import { PLAIN } from '../../src/model/tissue/parameters.ts';
import { theDevice } from './device.ts';
import { SOLID } from './tissue_snapshots.ts';

/** How snapshots are fitted: one k, the noise of the bootstrap, its amplitude where tissues are too large to estimate it, and refits of each. */
interface Refits {
  readonly nudge: number;
  readonly noise: 'dynamic' | 'white';
  readonly replicas: number;
  readonly amplitude?: number;
  readonly time?: number;
  readonly steps?: number;
}

/** What became of one snapshot. */
export interface Refitted {
  /** Before what refits miss was subtracted; undefined where no state was found. */
  readonly estimate?: FittedValues;
  /** Or why there is none. */
  readonly bootstrap: BootstrapResult | string;
}

/** Fits P0 and chi of every snapshot from P0 = 3.7 and chi = 0 and bootstraps all of them side by side. Of the tissue only e is known. */
export async function refitted(snapshots: readonly Mesh[], { noise, steps = 120, ...given }: Refits): Promise<Refitted[]> {
  const start = { ...PLAIN, smoothing: SOLID.smoothing };
  const jobs = snapshots.map((observed): Job => ({ observed, nudge: given.nudge, start }));
  const settings = inferConfig({ ...given, steps, bootstrap: noise });
  const config = { ...settings, inner: settings.inner ?? relaxationsOf(snapshots[0], start, settings.nudge) };
  const device = await theDevice();
  const none = async () => {};
  const ends = await fitAll(device, jobs, { fitted: config.fit, steps, rate: config.learningRate, inner: config.inner, progress: none });
  const rows = jobs.map((job, i) => rowOf([job], [ends[i]], config.fit));
  const outcomes = await bootstrap(device, start, rows, config, none);
  return outcomes.map((outcome, i) => ({
    estimate: rows[i].result.estimate,
    bootstrap: 'bootstrap' in outcome ? outcome.bootstrap : outcome.withoutBootstrap,
  }));
}

/**
 * Half of the interval that holds the truth in 95 of 100 cases, in errors: Student's t for n refits. Expansion in 1 / (n - 1) of Abramowitz and
 * Stegun 26.7.5, two terms: 0.02 % too small for 24 refits, 0.4 % for 8.
 */
export function errorsOf95(refits: number): number {
  const z = 1.959964;
  const free = refits - 1;
  return z + (z ** 3 + z) / (4 * free) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * free ** 2);
}
