import type { Device } from '../gpu/device.ts';
import type { Mesh } from '../model/tissue/mesh.ts';
import { PLAIN, type TissueParameters } from '../model/tissue/parameters.ts';
import { bootstrap } from './bootstrap.ts';
import { type InferConfig, type InferInput, inferConfig, type SettledInfer } from './config.ts';
import type { End } from './end.ts';
import { fitAll, type Job } from './fit.ts';
import { type Fitted, valuesOf, withValues } from './parameters.ts';
import { isRegular } from './regular.ts';
import { relaxationsOf } from './relaxation.ts';
import type { InferResult, NudgeResult } from './result.ts';
import { knownOf, named, nudgeName, polishingOf, type Row, rowOf } from './rows.ts';
import { type InferStages, NO_STAGES } from './stages.ts';
import { startsOf } from './starts.ts';
import { advisedOf, verdictsOf } from './verdicts.ts';
import { floppinessOf } from './zero_modes.ts';

/** Strength of the nudge whose estimate says whether a tissue is fluid. */
const PILOT = 1;

/** A snapshot of a tissue, and what is known of it. */
export interface TissueSnapshot {
  readonly mesh: Mesh;
  /** Parameters that are not fitted, as far as they differ from `PLAIN`; those that are fitted begin the first fit. */
  readonly parameters?: Partial<TissueParameters>;
}

/** What an inference tells while it runs. */
export interface InferHooks {
  /** Called often; what it throws ends the inference. */
  progress?: (stage: 'fits' | 'bootstrap', fraction: number) => Promise<void>;
  /** Called once fits are done, with a result that has no bootstrap. */
  partial?: (result: InferResult) => void;
  /** Where what is computed is kept: an inference of the same snapshot and settings on the same adapter goes on from there, to the same numbers. */
  stages?: InferStages;
}

/**
 * Infers microscopic parameters of a tissue from one snapshot. For each strength k of a nudge, the state F(y) + k (observed - y) = 0 is found by
 * relaxation, its distance from the snapshot is differentiated by the adjoint, and Adam moves the parameters; starts and k are replicas on
 * the GPU. Last digits of small tissues are found in float64 on the CPU. What is nudged, the loss and the optimiser are choices of ours
 * after the idea of arXiv:2506.12276.
 * @throws BlockspinError for settings that do not fit, or what `progress` throws
 */
export async function infer(device: Device, { mesh, parameters = {} }: TissueSnapshot, input: InferInput = {}, hooks: InferHooks = {}): Promise<InferResult> {
  const began = performance.now();
  const given = inferConfig(input);
  const { progress = async () => {}, partial = () => {}, stages = NO_STAGES } = hooks;
  const known: TissueParameters = { ...PLAIN, ...parameters };
  const inner = given.inner ?? relaxationsOf(mesh, known, given.nudge);
  const config: SettledInfer = { ...given, inner };
  const { fit: fitted, steps, learningRate: rate } = config;
  const starts = startsOf(known, config.fit, parameters, config.starts, config.seed);
  const resultOf = (table: readonly NudgeResult[]): InferResult => {
    const advised = advisedOf(table, config.bootstrap);
    return {
      cells: mesh.rows.length - 1,
      fitted,
      known: knownOf(known, fitted),
      table,
      ...(advised === undefined ? {} : { advised }),
      verdicts: verdictsOf(table, mesh.rows.length - 1, config, known),
      polished: polishingOf(mesh.rows.length - 1),
      settings: settingsOf(config),
      seconds: (performance.now() - began) / 1000,
      adapter: device.adapter.name,
    };
  };
  if (isRegular(mesh, known)) return resultOf(regularRows(config, starts));
  const nudges = config.nudge.includes(0) && !config.nudge.includes(PILOT) ? [...config.nudge, PILOT] : config.nudge;
  const jobs = nudges.flatMap((nudge) => starts.map((start): Job => ({ observed: mesh, nudge, start })));
  const options = { fitted, steps, rate, inner, curves: true, stages: { in: stages, name: 'fits' } };
  const ends = await fitAll(device, jobs, { ...options, progress: (fraction) => progress('fits', fraction) });
  const all = rowsOf(nudges, jobs, ends, { mesh, known, fitted, starts: starts.length });
  const rows = all.filter(({ nudge }) => config.nudge.includes(nudge));
  const plain = rows.map(({ result }) => result);
  if (config.bootstrap !== 'none') partial(resultOf(plain));
  const outcomes = await bootstrap(device, known, rows, config, (fraction) => progress('bootstrap', fraction), stages);
  return resultOf(plain.map((row, i) => ({ ...row, ...outcomes[i] })));
}

/** Rows of a tissue in which no parameter shows. */
function regularRows({ nudge, fit }: InferConfig, starts: readonly TissueParameters[]): NudgeResult[] {
  const begun = starts.map((start) => ({ start: named(fit, valuesOf(start, fit)), found: false }));
  return nudge.map((k) => ({ nudge: nudgeName(k), outcome: 'not determined', regular: true, starts: begun, agreeing: 0 }));
}

interface Fits {
  readonly mesh: Mesh;
  readonly known: TissueParameters;
  readonly fitted: readonly Fitted[];
  /** Of each k. */
  readonly starts: number;
}

/**
 * One row for each k. There is none to be found without a nudge where the tissue is fluid at the estimate of the pilot: then any of a continuum of
 * states could have been compared, and the number would depend on the way to it.
 */
function rowsOf(nudges: readonly number[], jobs: readonly Job[], ends: readonly End[], { mesh, known, fitted, starts }: Fits): Row[] {
  const rowAt = (i: number) => {
    const of = <T>(list: readonly T[]) => list.slice(i * starts, (i + 1) * starts);
    return rowOf(of(jobs), of(ends), fitted);
  };
  const nudged = nudges.map((nudge, i) => (nudge > 0 ? rowAt(i) : undefined));
  const pilot = nudged[nudges.indexOf(PILOT)]?.point;
  const state = pilot && nudges.includes(0) ? floppinessOf(mesh, withValues(known, fitted, pilot.values)) : undefined;
  const counted = state?.zeroModes === undefined ? {} : { zeroModes: state.zeroModes };
  return nudged.map((row, i): Row => {
    if (row) return row;
    if (state?.floppy) {
      const begun = jobs.slice(i * starts, (i + 1) * starts).map(({ start }) => ({ start: named(fitted, valuesOf(start, fitted)), found: false }));
      return { nudge: 0, observed: mesh, result: { nudge: 0, outcome: 'not determined', starts: begun, agreeing: 0, ...counted } };
    }
    const plain = rowAt(i);
    return { ...plain, result: { ...plain.result, ...counted } };
  });
}

/** Settings as results hold them. */
function settingsOf(config: InferConfig): Record<string, unknown> {
  return { ...config, nudge: config.nudge.map((nudge) => (nudge === Number.POSITIVE_INFINITY ? 'inf' : nudge)) };
}
