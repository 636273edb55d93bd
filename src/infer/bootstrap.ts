import type { Device } from '../gpu/device.ts';
import type { Mesh } from '../model/tissue/mesh.ts';
import type { TissueParameters } from '../model/tissue/parameters.ts';
import { amplitudeOf } from './amplitude.ts';
import type { InferConfig, SettledInfer } from './config.ts';
import type { End } from './end.ts';
import { type FitOptions, fitAll, type Job } from './fit.ts';
import { withValues } from './parameters.ts';
import { comeToRest } from './rest.ts';
import type { BootstrapResult } from './result.ts';
import { finished, named, polishingOf, type Row } from './rows.ts';
import { dynamicSnapshots, type Source, whiteSnapshots } from './snapshots.ts';
import { doubles, type InferStages, NO_STAGES, rowsOfDoubles } from './stages.ts';
import { MOST_CELLS } from './zero_modes.ts';

/** Amplitudes that are no noise: losses of single and double precision. */
const NO_NOISE = 1e-7;

/** Of the stage of last digits, and so many refits are kept together. */
const DIGITS = 'digits';
const TOGETHER = 16;

/** What becomes of each row: refits, or why there are none. */
type Outcome = { readonly bootstrap: BootstrapResult } | { readonly withoutBootstrap: string };

/** A row that can be bootstrapped: the tissue at rest at its estimate. */
interface Base {
  readonly row: Row;
  readonly parameters: TissueParameters;
  readonly mesh: Mesh;
  readonly amplitude: number;
}

/**
 * Parametric bootstrap: snapshots are made at each estimate, with noise of the kind that is stated and of an amplitude that is given or follows from
 * the loss, and fitted as the snapshot was. What refits miss on average is subtracted from the estimate; their spread is its error.
 * @param rows of one snapshot or of several, all of tissues of one size
 * @param stages where what is computed is kept for a run that goes on after a stop; nowhere unless given
 * @returns one outcome for each row
 */
export async function bootstrap(
  device: Device,
  known: TissueParameters,
  rows: readonly Row[],
  config: SettledInfer,
  progress: (fraction: number) => Promise<void>,
  stages: InferStages = NO_STAGES,
): Promise<Outcome[]> {
  const bases = rows.map((row) => baseOf(known, row, config));
  const able = bases.filter((base): base is Base => typeof base !== 'string');
  const sources = able.flatMap(({ mesh, parameters, amplitude }) => Array.from({ length: config.replicas }, (): Source => ({ mesh, parameters, amplitude })));
  if (sources.length === 0) return bases.map((why) => ({ withoutBootstrap: why as string }));
  const { seed, time } = config;
  const half = (first: number) => (fraction: number) => progress((first + fraction) / 2);
  const snapshots =
    config.bootstrap === 'white' ? whiteSnapshots(sources, seed) : await dynamicSnapshots(device, sources, { time, seed, progress: half(0), stages });
  const jobs = snapshots.map(
    (snapshot, i): Job => ({ observed: snapshot, nudge: able[Math.floor(i / config.replicas)].row.nudge, start: sources[i].parameters }),
  );
  const { fit: fitted, steps, learningRate, inner } = config;
  const options: FitOptions = { fitted, steps, rate: learningRate / 2, inner, progress: half(1), stages: { in: stages, name: 'refits' } };
  const points = await lastDigits(jobs, await fitAll(device, jobs, options), config, { progress, stages });
  const refits = able.map((_, i) => points.slice(i * config.replicas, (i + 1) * config.replicas).flatMap(({ found, values }) => (found ? [values] : [])));
  let next = 0;
  return bases.map((base) => (typeof base === 'string' ? { withoutBootstrap: base } : outcomeOf(base, refits[next++], config)));
}

/** Parameters of refits with their last digits, and whether they have a state. Those of small tissues take the processor for a while: they are kept now and then. */
async function lastDigits(
  jobs: readonly Job[],
  ends: readonly End[],
  { fit }: InferConfig,
  { progress, stages }: { progress: (fraction: number) => Promise<void>; stages: InferStages },
): Promise<{ found: boolean; values: readonly number[] }[]> {
  const inDouble = polishingOf(jobs[0].observed.rows.length - 1) === 'all';
  const before = await stages.find(DIGITS);
  const points = before ? rowsOfDoubles(before.points).map(([found, ...values]) => ({ found: found === 1, values: values as readonly number[] })) : [];
  for (let i = points.length; i < jobs.length; i++) {
    const { found, values } = finished(jobs[i], ends[i], fit, inDouble);
    points.push({ found, values });
    if (inDouble && (points.length % TOGETHER === 0 || points.length === jobs.length)) {
      await stages.keep(DIGITS, { points: doubles(points.map((point) => [point.found ? 1 : 0, ...point.values])) });
    }
    await progress((1 + i / jobs.length) / 2);
  }
  return points;
}

/** What a row is bootstrapped from, or why it is not. */
function baseOf(known: TissueParameters, row: Row, { bootstrap: noise, amplitude: given, fit, seed }: InferConfig): Base | string {
  if (noise === 'none') return 'not asked for';
  if (!row.point || row.result.outcome !== 'found') return 'there is no estimate';
  const { point, nudge, observed } = row;
  const parameters = withValues(known, fit, point.values);
  const cells = observed.rows.length - 1;
  if (cells > MOST_CELLS && given === undefined) return `in more than ${MOST_CELLS} cells the amplitude of the noise must be given`;
  const rest = cells > MOST_CELLS ? { mesh: point.mesh, found: true } : comeToRest(observed, point.mesh.positions, parameters, 0, 0.1);
  if (!rest.found) return 'without a nudge no state at rest was found at the estimate';
  const amplitude = given ?? amplitudeOf(point.loss, rest.mesh, parameters, { nudge, noise, fitted: fit.length, seed });
  const length = noise === 'white' ? amplitude : Math.sqrt(amplitude);
  if (!(length > NO_NOISE)) return 'the snapshot has no noise';
  return { row, parameters, mesh: rest.mesh, amplitude };
}

function outcomeOf(
  { row, amplitude }: Base,
  refits: readonly (readonly number[])[],
  { bootstrap: noise, amplitude: given, fit, replicas }: InferConfig,
): Outcome {
  const n = refits.length;
  if (n < 2) return { withoutBootstrap: `${n} of ${replicas} refits found a state` };
  const { values } = row.point as NonNullable<Row['point']>;
  const mean = fit.map((_, j) => refits.reduce((sum, of) => sum + of[j] / n, 0));
  const spread = fit.map((_, j) => Math.sqrt(refits.reduce((sum, of) => sum + (of[j] - mean[j]) ** 2, 0) / (n - 1)));
  const by = (of: readonly number[]) => named(fit, of);
  return {
    bootstrap: {
      noise: noise as 'dynamic' | 'white',
      amplitude,
      estimated: given === undefined,
      snapshots: replicas,
      fits: n,
      mean: by(mean),
      spread: by(spread),
      corrected: by(values.map((value, j) => 2 * value - mean[j])),
      // The mean of the refits, which is subtracted, has an error of its own.
      error: by(spread.map((s) => s * Math.sqrt(1 + 1 / n))),
      estimates: refits.map(by),
    },
  };
}
