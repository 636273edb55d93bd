/** A continuous rotation among the optima: a plane of filters in which runs choose all directions equally often and find the same information. */
import { BlockspinError } from '../../core/errors.ts';
import { type Estimate, meanError } from '../../core/statistics.ts';
import { orthonormal } from '../filters/overlaps.ts';
import { pca } from '../filters/pca.ts';
import { type Components, checkVectors, dot, unit, type Vector } from '../filters/vectors.ts';
import { type HarmonicRegression, type HarmonicTest, harmonicRegression, type KuiperTest, kuiper, rayleigh, resultantOf } from './circular.ts';
import type { Freedom } from './clusters.ts';

/** Options of `findRotation`. */
export interface RotationOptions {
  /** Information of each run, nats. */
  information?: readonly number[];
  /** Which filters count as the same. Default 'none' for one component; two are always taken up to signs and order. */
  freedom?: Freedom;
  /** Two filters that span the plane; default the two leading principal components. */
  plane?: readonly [Vector, Vector];
  /** Probability that all tests of one hypothesis together reject it although it holds. Default 0.01. */
  level?: number;
}

/** The search for a circle of optima, with all tests. */
export interface Rotation {
  /**
   * 'U(1)': no test rejects uniform angles, and the runs exclude resultants above 0.5; all runs lie near one circle; the two directions
   * of the plane are degenerate; and the information, where given, does not depend on the angle. 'modulated circle': all runs lie near one
   * circle, along which the information is given and constant, but some directions are found more often (no resultant above 0.5): the modulation says by how much. 'discrete
   * Z_n': angles prefer n equally spaced directions (resultant of n θ above 0.5). Else 'undecided'.
   */
  verdict: 'U(1)' | 'modulated circle' | `discrete Z_${number}` | 'undecided';
  /** The reason for the verdict. */
  reason: string;
  /** Orthonormal basis of the plane (2, d). */
  plane: [number[], number[]];
  /** Second moments along the leading principal components, largest first; there is a plane if the second exceeds twice the third. */
  values: number[];
  /** Angle of each run in (-π/period, π/period], radians. */
  angles: number[];
  /** Angles are known modulo 2π/period: 1, or 2 up to a sign, or 4 of two components up to signs and order. */
  period: 1 | 2 | 4;
  /** Length of each normalised filter's projection on the plane. */
  radii: number[];
  radius: Estimate;
  /** Standard deviation of the radii over their mean: 0 on a circle, 0.35 on a filled disc, 0.52 of a Gaussian cloud. */
  radiusSpread: number;
  /** Resultants of multiples of the angle. */
  harmonics: HarmonicTest[];
  /** The largest resultant of all multiples up to 8: how unequally often directions are found. */
  modulation: Modulation;
  kuiper: KuiperTest;
  /** Probability of uniform angles: the least p of the harmonics and Kuiper's test, times their number. */
  p: number;
  /** Probability of equal second moments along all directions of the plane, if the angle is independent of the radius. */
  degeneracyP: number;
  /** The information as a function of the angle. */
  information?: HarmonicRegression;
}

/** How much more often some directions are found than others: their density is 1 + 2 R cos k (θ - θ_0), R the resultant of k θ. */
interface Modulation {
  /** Number of preferred directions. */
  k: number;
  /** 0 where all directions are equally frequent (then about 0.9 / √n is found), 1 where only k of them occur. */
  resultant: Estimate;
}

const LEVEL = 0.01;
/** There is a plane only if its second direction has this many times the second moment of the next. */
const PLANE = 2;
/** Largest standard deviation of the radii of a circle, relative to their mean. */
export const WIDEST_RING = 0.25;
/** Resultants above this are peaks; a circle needs all of them safely below. */
const PEAKS = 0.5;
/** Multiples tested: those that the angle itself, an arbitrary sign and a square lattice allow. */
const TESTED = [1, 2, 4, 8];
/** Peaks looked for at most. */
const MOST_PEAKS = 8;
/** Harmonics of the information. */
const INFORMATION_HARMONICS = [1, 2, 3, 4];
/** Fewest runs that a circle can be tested with. */
export const FEWEST_RUNS = 8;

/**
 * Looks for a continuous symmetry: one circle of filters in the plane of the two leading principal components.
 *
 * Of one component, the angle is that of the filter in the plane. Of two components, which a rotation turns together, the
 * angle is arg(Σ_c z_c⁴)/4, z_c = r_c e^{iθ_c} of each component: it does not depend on their signs, their order and their orientation.
 * Tests of uniformity: Rayleigh's on multiples of the angle and Kuiper's. Degeneracy: 2n|<w>|²/<|w|²> with w = r² e^{2iθ} follows
 * χ² with two degrees of freedom if θ is uniform and independent of r. Information: F test of four harmonics.
 * Source: Mardia and Jupp, Directional Statistics (2000).
 *
 * @param ensemble (n, C, d), C = 1 or 2
 * @throws BlockspinError for fewer than eight runs, more than two components, weights or informations that do not fit
 */
export function findRotation(ensemble: readonly Components[], options: RotationOptions = {}): Rotation {
  const { information, freedom = 'none', level = LEVEL } = options;
  check(ensemble, information);
  const runs = ensemble.map((run) => run.map(unit));
  const pooled = runs.flat();
  const found = pca(pooled, { components: 3 });
  const values = found.values;
  const basis = orthonormal(options.plane ?? found.components.slice(0, 2));
  const period = runs[0].length > 1 ? 4 : freedom === 'none' ? 1 : 2;
  const third = values[2] ?? 0;
  const plane: [number[], number[]] = [basis[0] ?? zeros(pooled[0]), basis[1] ?? zeros(pooled[0])];
  const points = runs.map((run) => run.map((component) => [dot(component, plane[0]), dot(component, plane[1])] as const));
  const angles = points.map((point) => angleOf(point, period));
  const radii = points.map((point) => Math.sqrt(point.reduce((sum, [x, y]) => sum + x * x + y * y, 0) / point.length));
  const radius = meanError(radii);
  const radiusSpread = (radius.error * Math.sqrt(radii.length)) / radius.mean;
  const harmonics = TESTED.map((k) => rayleigh(angles, k * period));
  const omnibus = kuiper(angles, period);
  const p = Math.min(1, (harmonics.length + 1) * Math.min(omnibus.p, ...harmonics.map((test) => test.p)));
  const degeneracyP = isotropy(points);
  const regression =
    information &&
    harmonicRegression(
      angles,
      information,
      INFORMATION_HARMONICS.map((k) => k * period),
    );
  const isPlane = basis.length === 2 && (options.plane !== undefined || values[1] > PLANE * third);
  const modulation = modulationOf(angles, period);
  const judged = judge({ isPlane, angles, modulation, harmonics, p, degeneracyP, radiusSpread, informationP: regression?.p, level });
  const tests = { harmonics, modulation, kuiper: omnibus, p, degeneracyP, information: regression };
  return { ...judged, plane, values, angles, period, radii, radius, radiusSpread, ...tests };
}

function check(ensemble: readonly Components[], information?: readonly number[]): void {
  const who = 'rotation';
  checkVectors(
    ensemble.map((run) => run.flat()),
    who,
    FEWEST_RUNS,
  );
  const components = ensemble[0].length;
  if (components > 2 || ensemble.some((run) => run.length !== components)) {
    throw new BlockspinError({ who, expected: 'one or two components in every run', got: components, remedy: 'pass the components that span the plane' });
  }
  checkVectors(ensemble.flat(), who);
  if (information && (information.length !== ensemble.length || !information.every(Number.isFinite))) {
    const remedy = 'leave out replicas without a result';
    throw new BlockspinError({ who, expected: `${ensemble.length} finite informations, one of each run`, got: information.length, remedy });
  }
}

const zeros = (like: Vector) => like.map(() => 0);

type PlanePoint = readonly (readonly [number, number])[];

/** arg(Σ z^period) / period. */
function angleOf(point: PlanePoint, period: number): number {
  let [x, y] = [0, 0];
  for (const [a, b] of point) {
    const [length, angle] = [Math.hypot(a, b) ** period, period * Math.atan2(b, a)];
    x += length * Math.cos(angle);
    y += length * Math.sin(angle);
  }
  return Math.atan2(y, x) / period;
}

function isotropy(points: readonly PlanePoint[]): number {
  const moments = points.map((point) => point.reduce(([u, v], [x, y]) => [u + x * x - y * y, v + 2 * x * y], [0, 0]));
  const [u, v] = [0, 1].map((i) => moments.reduce((sum, m) => sum + m[i], 0) / moments.length);
  const square = moments.reduce((sum, m) => sum + m[0] ** 2 + m[1] ** 2, 0) / moments.length;
  // For two orthogonal components this moment vanishes up to rounding.
  return square > 1e-20 ? Math.exp((-moments.length * (u * u + v * v)) / square) : 1;
}

/** The strongest of the multiples of the angle that its period allows. */
function modulationOf(angles: readonly number[], period: number): Modulation {
  const all = Array.from({ length: MOST_PEAKS / period }, (_, i) => (i + 1) * period);
  return all.map((k) => ({ k, resultant: resultantOf(angles, k) })).reduce((a, b) => (b.resultant.mean > a.resultant.mean ? b : a));
}

interface Evidence {
  isPlane: boolean;
  angles: number[];
  modulation: Modulation;
  harmonics: HarmonicTest[];
  p: number;
  degeneracyP: number;
  radiusSpread: number;
  informationP?: number;
  level: number;
}

function judge(evidence: Evidence): Pick<Rotation, 'verdict' | 'reason'> {
  const { isPlane, angles, harmonics, p, degeneracyP, radiusSpread, informationP, level } = evidence;
  if (!isPlane) return undecided('no plane: the second principal component stands out from the third by less than a factor of two');
  if (p < level) return unequal(evidence);
  if (!(radiusSpread <= WIDEST_RING)) return undecided(disc(radiusSpread));
  if (degeneracyP < level) return undecided(`the plane's directions are not degenerate (p = ${degeneracyP.toExponential(1)})`);
  const unseen = harmonics.find(({ resultant }) => resultant + 2 / Math.sqrt(angles.length) > PEAKS);
  if (unseen) return undecided(`too few runs to exclude peaks: the resultant of ${unseen.k}θ may exceed ${PEAKS}`);
  if (informationP !== undefined && informationP < level) return undecided(`the information depends on the angle (p = ${informationP.toExponential(1)})`);
  return { verdict: 'U(1)', reason: `uniform angles (p = ${p.toFixed(2)}) on a circle` };
}

const undecided = (reason: string) => ({ verdict: 'undecided' as const, reason });
const disc = (spread: number) => `radii vary by ${spread.toFixed(2)} of their mean: a disc rather than a circle`;

/** Where directions are not equally frequent: peaks, or a circle with a modulation. */
function unequal({ modulation: { k, resultant }, p, radiusSpread, informationP, level }: Evidence): Pick<Rotation, 'verdict' | 'reason'> {
  // With the first digit of a small error.
  const digits = resultant.error > 0 ? Math.min(6, Math.max(2, -Math.floor(Math.log10(resultant.error)))) : 2;
  const said = `resultant of ${k}θ is ${resultant.mean.toFixed(digits)} ± ${resultant.error.toFixed(digits)}`;
  if (resultant.mean > PEAKS) return { verdict: `discrete Z_${k}`, reason: said };
  const odds = `angles are not uniform (p = ${p.toExponential(1)}), the largest ${said}`;
  if (!(radiusSpread <= WIDEST_RING)) return undecided(`${odds}; ${disc(radiusSpread)}`);
  if (informationP === undefined) return undecided(`${odds}; whether the information depends on the angle is not known`);
  if (informationP < level) return undecided(`${odds}; the information depends on the angle (p = ${informationP.toExponential(1)})`);
  return { verdict: 'modulated circle', reason: `${odds}; the information does not depend on the angle (p = ${informationP.toFixed(2)})` };
}
