/** The analysis of a study as plain data, from which reports are drawn. */
import type { Decay } from '../../analysis/curves/decay.ts';
import type { Peak } from '../../analysis/curves/peak.ts';
import type { CurveStep, Levels, Maximum } from '../../analysis/curves/phase.ts';
import type { Saturation } from '../../analysis/curves/saturation.ts';
import type { Law } from '../../analysis/field/power_law.ts';
import type { FilterKind } from '../../analysis/filters/filter.ts';
import type { PatternBlock } from '../../analysis/filters/patterns.ts';
import type { LevelExponent } from '../../analysis/operators/renormalise.ts';
import type { SectorName } from '../../analysis/operators/split.ts';
import type { Rotation } from '../../analysis/symmetry/rotation.ts';
import type { WordFindings } from '../../analysis/words/analysis.ts';
import type { SuperDimers } from '../../analysis/words/super_dimers.ts';
import type { Estimate } from '../../core/statistics.ts';
import type { Transition } from '../../model/model.ts';
import type { NeighbourExits } from '../../space/graph/exits.ts';
import type { Verdict } from '../../train/result/summary.ts';
import type { FurtherAxis, StudyData } from '../cells/data.ts';
import type { NullKind } from '../nulls/config.ts';
import type { TableRow } from '../operators/table.ts';

/** A part that could not be computed. */
export interface Absent {
  /** The reason. */
  absent: string;
}
/** A part of an analysis, or the reason why there is none. */
export type Part<T> = T | Absent;

/** Whether a part of an analysis is missing. */
export const isAbsent = <T extends object>(part: Part<T>): part is Absent => 'absent' in part;

/** The place of a measurement in the grid. Models without a temperature have their control parameter in its place. */
export interface Place {
  components: number;
  temperature: number;
  /** Sites. */
  buffer: number;
}

/** Five numbers of a distribution. */
export interface Spread {
  least: number;
  lower: number;
  median: number;
  upper: number;
  most: number;
}

/** One point of the grid. */
export interface AnalysedPoint extends Place {
  /** Held-out I(H:E) of the run that validation chose, nats; NaN where no run is done. */
  information: Estimate;
  entropy: number;
  ceiling: number;
  verdict: Verdict | null;
  kind: FilterKind | null;
  /** Whether the information is 3 errors and 0.005 nats above zero; otherwise filters are noise. */
  informative: boolean;
  /** Runs that are done, and those of them that found something. */
  runs: number;
  found: number;
  /** Spread of the information over the runs that found something, nats; null where there are none. */
  spread: Spread | null;
}

/** The decay with the buffer at one temperature, fitted twice. */
export interface AnalysedDecay extends Omit<Place, 'buffer'> {
  /** With power laws of L_B itself, as exponents are published; L_B = 0 is left out. */
  published: Decay;
  /** With power laws of the distance L_B + b/2 from the centre of the block, which hold from narrow buffers on. */
  centred: Decay;
}

/** The curve over temperature at one buffer. */
export interface AnalysedCurve extends Omit<Place, 'temperature'> {
  step: Part<CurveStep>;
  maximum: Part<Maximum>;
  /** On both sides of the transition, where one is known. */
  levels: Part<Levels>;
}

/** Boundaryness over the grid. */
export interface AnalysedBoundary {
  /** Mean |w| on the boundary over mean |w| in the bulk, over runs. */
  points: (Place & { boundaryness: Estimate; runs: number })[];
  peaks: (Omit<Place, 'temperature'> & { peak: Peak })[];
  /** Factor by which the published ratio of sums is larger. */
  sumsPerMeans: number;
}

/** Overlaps of the filters of one point with named patterns. */
export interface AnalysedPatterns extends Place {
  /** Cosine between each named pattern and the span of the filter: for the chosen run, and the mean over all runs. */
  overlaps: { name: string; best: number; mean: Estimate }[];
  /** The pattern nearest to each component of the chosen run. */
  nearest: { name: string; overlap: number }[];
}

/** Principal components of all filters with information, of all temperatures and buffers. */
export interface AnalysedPca {
  components: number;
  filters: number;
  temperatures: number[];
  buffers: number[];
  /** Largest first, at most eight. */
  shares: Estimate[];
  /** The leading ones, flat and of length 1, and the pattern nearest to each. */
  leading: { filter: number[]; nearest: { name: string; overlap: number } }[];
}

/** A density of filters in the plane of two of unit length. */
export interface AnalysedProjection extends Place {
  axes: [string, string];
  /** Cosine of the two axes; the second is made orthogonal to the first. */
  cosine: number;
  points: number;
  /** Cells along each axis, from -1 to 1. */
  bins: number;
  /** Cells that hold filters: column from the left, row from below. */
  cells: { column: number; row: number; count: number }[];
}

/** The group that an ensemble represents. */
export interface AnalysedSymmetry {
  verdict: 'finite' | 'U(1)' | 'modulated circle' | 'none found';
  group: string;
  acts: string;
  /** Null where there are too few runs per member of an orbit. */
  broken: boolean | null;
  /** Probabilities of equal populations and equal informations. */
  p: number;
  informationP: number;
  runs: number;
  populations: number[];
  /** The symmetry in sentences. */
  text: string[];
  rotation: (Pick<Rotation, 'verdict' | 'reason' | 'radius' | 'modulation' | 'p' | 'degeneracyP'> & { informationP: number | null }) | null;
}

/** The correlator of the coarse field on a larger lattice. */
export interface AnalysedCorrelator extends Place {
  /** Name of the pattern, where the filter is not a trained one; the buffer is then NaN. */
  pattern?: string;
  /** Settings other than the default, such as 'sign, along y'. */
  note?: string;
  /** Side of that lattice, sites. */
  size: number;
  distances: number[];
  values: Estimate[];
  /** C(r) = amplitude · factor(r) · d(r)^(-exponent); null where nothing could be fitted. */
  fit: {
    from: number;
    to: number;
    exponent: Estimate;
    dimension: Estimate;
    amplitude: Estimate;
    chi2PerDof: number;
    curve: { r: number; value: number }[];
  } | null;
  /** Whether it is a power law, and why; `later` is a narrower window that holds one, with its dimension. */
  law: Pick<Law, 'verdict' | 'reason'> & { later: { from: number; dimension: Estimate } | null };
  expected?: { dimension: number; label: string };
}

/** Words of H on configurations of their own, and the classes of the neighbours of the centre. */
export interface AnalysedWords {
  temperature: number;
  /** The node in the middle of the block. */
  centre: number;
  /** Chains of the samples. */
  chains: number;
  thermal: boolean;
  /** Of the chosen run at each number of components and buffer. */
  points: { readonly components: number; readonly buffer: number; readonly run: number; readonly states: number; readonly found: WordFindings }[];
  /** The neighbours in the graph, then those around the region of the block and around the next ones. */
  stars: { readonly level: number; readonly neighbours: readonly NeighbourExits[]; readonly found: SuperDimers }[];
}

/** A training on pairs that have no information. */
export interface AnalysedNull extends Place {
  /** 'shuffled': E of another chain; 'spokes': the edges of the centre against those beyond distance 3. */
  kind: NullKind;
  /** Values in block and environment, where these are lists. */
  block?: number;
  environment?: number;
  /** Of the whole training. */
  steps: number;
  /** nats */
  information: Estimate;
  verdict: Verdict;
}

/** A table of operators at one value of the control parameter. */
export interface AnalysedOperators {
  temperature: number;
  /** Sides of the sampled lattices. */
  sizes: readonly number[];
  /** In which distances were taken. */
  direction: 'all' | 'axes';
  rows: readonly TableRow[];
  /** Eigenvalues of the matrix of correlators on the largest lattice, by distance. */
  curves: readonly { readonly sector: SectorName; readonly label: string; readonly points: readonly ({ readonly r: number } & Estimate)[] }[];
  /** Exponents between levels of the block-spin map; null without one. */
  levels: readonly LevelExponent[] | null;
  theory: { readonly name: string; readonly source: string } | null;
  thermal: boolean;
}

/** The analysis of a study. */
export interface StudyAnalysis {
  name: string;
  model: StudyData['model'];
  /** The model in words. */
  title: string;
  control: StudyData['control'];
  setting: Record<FurtherAxis, number>;
  coarse: StudyData['coarse'];
  /** The block of the filters. */
  block: PatternBlock;
  /** Name of the graph that the values belong to, 'of no name' where it has none; undefined on lattices. */
  graph?: string;
  /** Number of runs that are done, and of all that are planned. */
  progress: { done: number; total: number };
  /** Seconds of computing. */
  seconds: number;
  transition: Transition | null;
  points: AnalysedPoint[];
  decays: Part<{ rows: AnalysedDecay[] }>;
  curves: AnalysedCurve[];
  boundary: Part<AnalysedBoundary>;
  patterns: Part<{ rows: AnalysedPatterns[] }>;
  pca: Part<{ rows: AnalysedPca[] }>;
  projections: Part<{ rows: AnalysedProjection[] }>;
  /** The buffers whose ensembles are analysed, ascending. */
  ensembleBuffers: number[];
  symmetries: (Place & { found: Part<AnalysedSymmetry> })[];
  saturation: Part<{ rows: (Omit<Place, 'components'> & { saturation: Saturation })[] }>;
  correlators?: Part<{ rows: AnalysedCorrelator[] }>;
  operators?: Part<{ rows: AnalysedOperators[] }>;
  words?: Part<{ rows: AnalysedWords[] }>;
  nulls?: Part<{ rows: AnalysedNull[] }>;
}
