/** Values of the information that are known without an estimate, for comparison with results: each with its source. */
import type { CoarseShape } from '../../coarse/shape.ts';
import { graphDimers } from '../../model/graph_dimers/model.ts';
import { ising } from '../../model/ising/model.ts';
import { CRITICAL_TEMPERATURE } from '../../model/ising/options.ts';
import type { AnalysedPoint, StudyAnalysis } from '../../study/analyse/types.ts';
import type { PointSummary, Summary, Temperature } from '../../train/result/summary.ts';
import { bestOf, EXACT_DIMERS } from './quasicrystal.ts';

/** A known value for comparison with the result, with the reason why it is known. */
export interface KnownValue {
  /** nats */
  value: number;
  /**
   * 'limit' as T or the buffer goes to its limit; 'uniform filter' the exact value of a filter that is not optimal; 'best' the largest information of any H of
   * so many states.
   */
  kind: 'limit' | 'uniform filter' | 'best';
  /** One short phrase for tables, e.g. 'ln 2, limit of low T'. */
  label: string;
  source: string;
}

/** The system of a known value, without its place in the grid. */
export interface System extends Pick<CoarseShape, 'components' | 'variable'> {
  states?: number;
  /** Name of the model. */
  model: string;
  size?: number;
  block: number | readonly number[];
  coupling?: number;
  field?: number;
  disorder?: number;
  /** Name of the graph that the values belong to. */
  graphName?: string | undefined;
  /** Of an iterated coarse-graining: nothing is known of what lies above the model itself. */
  level?: number;
}

/**
 * I(H:E) of the uniform sign filter, 4 x 4 block, 64 x 64 ferromagnet, by temperature and buffer: the mean over Monte Carlo
 * environments of ln 2 - h2(P(H|E)) with P exact by a transfer matrix; errors below 0.001 nats.
 */
const UNIFORM: readonly { temperature: number; information: Readonly<Record<number, number>> }[] = [
  { temperature: 2, information: { 0: 0.67615, 1: 0.67001, 2: 0.66761, 4: 0.66624 } },
  { temperature: CRITICAL_TEMPERATURE, information: { 0: 0.53925, 1: 0.48215, 2: 0.44599, 4: 0.39902 } },
  { temperature: 2.6, information: { 0: 0.27706, 1: 0.15916, 2: 0.0943, 4: 0.03471 } },
];

const GOEKMEN = 'Goekmen et al., arXiv:2103.16887';
const ORDERED: KnownValue = { value: Math.LN2, kind: 'limit', label: 'ln 2, limit of low T', source: `${GOEKMEN}, fig. 3 and 6` };
const DISORDERED: KnownValue = { value: 0, kind: 'limit', label: '0, limit of high T', source: `${GOEKMEN}, fig. 6` };

/**
 * The known value of a point, if any. Below T_c a binary H learns the sign of the magnetisation, ln 2 up to
 * corrections of order (1 - m); above T_c the information vanishes with the buffer.
 * @param place temperature in J / k_B and buffer in sites
 */
export function knownValue(system: System, { temperature: t, buffer }: { temperature: Temperature; buffer: number | readonly number[] }): KnownValue | null {
  const { model, components, states, variable, coupling = 1, size, block, field = 0, disorder = 0, level = 1 } = system;
  if (model === graphDimers.name) return bestKnown(system, buffer);
  if (level !== 1 || model !== ising.name || field !== 0 || disorder !== 0 || components !== 1 || states !== 2 || variable !== 'discrete') return null;
  const temperature = t === 'inf' ? Number.POSITIVE_INFINITY : t === 'unknown' ? Number.NaN : t;
  const reduced = temperature / Math.abs(coupling) / CRITICAL_TEMPERATURE;
  if (reduced < 0.85) return ORDERED;
  if (typeof buffer !== 'number') return null;
  if (coupling > 0 && size === 64 && block === 4) {
    const value = UNIFORM.find((other) => Math.abs(temperature / coupling / other.temperature - 1) < 1e-4)?.information[buffer];
    const source = 'transfer matrix on sampled environments, docs/exact-values.md';
    if (value !== undefined) return { value, kind: 'uniform filter', label: 'uniform filter, exact', source };
  }
  return reduced > 1.3 && buffer >= 2 ? DISORDERED : null;
}

/** The largest information of any H of free dimers on a graph. */
function bestKnown({ components, states = 2, variable, block, graphName: graph }: System, buffer: number | readonly number[]): KnownValue | null {
  if (variable !== 'discrete' || typeof buffer !== 'number' || typeof block !== 'number') return null;
  const value = bestOf({ graph, block, buffer, states: states ** components });
  return value === undefined ? null : { value, kind: 'best', label: 'best H, exact', source: EXACT_DIMERS };
}

/** The sources of known values, for the foot of a report; empty if nothing is known. */
export function sourceOf(known: KnownValue | null): string[] {
  return known ? [`${known.label}: ${known.source}`] : [];
}

/** The known value of a point of a run. */
export function knownOfRun({ config }: Pick<Summary, 'config'>, point: PointSummary): KnownValue | null {
  // Known values of a graph are those about one centre.
  if (config.sites?.views?.exact === false) return null;
  // They are about a filter of the values alone, and about all that H tells.
  if (config.known || (config.inputs ?? 'spins') !== 'spins') return null;
  return knownValue({ ...config, model: point.model, graphName: config.graph?.name }, point);
}

/** The known value of a point of a study. */
export function knownOfStudy(
  { model, setting, coarse, graph }: Pick<StudyAnalysis, 'model' | 'setting' | 'coarse' | 'graph'>,
  point: AnalysedPoint,
): KnownValue | null {
  return knownValue({ ...setting, ...coarse, model, graphName: graph, components: point.components }, point);
}

interface KnownSummary extends Summary {
  points: (PointSummary & { known: KnownValue | null })[];
}

/** The summary of a run with the known value of every point: the output of `train --json` and summary.json. */
export function withKnown(summary: Summary): KnownSummary {
  return { ...summary, points: summary.points.map((point) => ({ ...point, known: knownOfRun(summary, point) })) };
}
