/** What a designed profile is, in double precision: its bands with irreps, gaps on a grid and by cut-off, Wilson loops, and the verdict. */
import { type DesignConfig, designOf } from './config.ts';
import { type BandTable, countsText } from './ebr.ts';
import { type Coordinates, GROUPS, type PlaneGroup } from './group.ts';
import { genericMomentum, symmetricMomentum } from './sectors.ts';
import { bandsAt, type Level, type Profile, sectorLevels } from './spectrum.ts';
import { divisionsAt, type Gaps, gapsOf } from './target.ts';
import { decompositionText, type Verdict, verdictOf } from './verdict.ts';
import { genericGrid, squareOf, wavesAt } from './waves.ts';
import { type WilsonLoop, wilsonLoops } from './wilson.ts';

/** A verdict on bands first..last, with its irreps; undefined irreps where an edge cuts a level of two bands. */
export interface BundleVerdict {
  readonly first: number;
  readonly last: number;
  readonly irreps?: string;
  readonly verdict?: Verdict;
  /** '(3c,A1) - (1a,A1)' */
  readonly decomposition?: string;
}

/** Gaps with so many plane waves at G. */
interface Convergence {
  readonly cutoff: number;
  readonly waves: number;
  readonly full: Gaps;
  readonly direct: Gaps;
}

/** A momentum of the way through the zone. */
interface PathPoint {
  /** |k| along the way, units of |b|. */
  readonly at: number;
  readonly name?: string;
  readonly bands: readonly number[];
}

/** All findings; levels are energies, or w a / 2 pi c. */
export interface Findings {
  readonly numbers: readonly number[];
  /** Fourier coefficients by shell of V or eps, and a vector of each shell; the first is G = 0. */
  readonly coefficients: readonly { readonly shell: readonly [number, number]; readonly value: number }[];
  /** Whether the bundle has the wanted irreps, and whether full gaps part it on the grid at the last cut-off. */
  readonly irreps: boolean;
  readonly isolated: boolean;
  readonly grid: number;
  readonly momenta: readonly { readonly name: string; readonly levels: readonly Level[] }[];
  readonly bundle: BundleVerdict;
  /** With all bands below; undefined where there are none. */
  readonly whole?: BundleVerdict;
  readonly convergence: readonly Convergence[];
  readonly path: readonly PathPoint[];
  readonly wilson: readonly WilsonLoop[];
}

/** How much is computed: points of the grid along each axis, steps of the way, points of a Wilson loop, number of loops. */
const USUAL = { grid: 24, path: 60, loop: 24, loops: 16 };
/** Factors of the cut-off: convergence is looked at with all, the verdict is that of the last, Wilson loops have the second. */
const CUTOFFS = [1, 1.5, 2];

/** Judges the profile of some numbers. @param pause called after each momentum, and before the Wilson loops; what it throws ends the work */
export async function findingsOf(
  config: DesignConfig,
  numbers: readonly number[],
  options = USUAL,
  pause: () => Promise<void> = async () => {},
): Promise<Findings> {
  const group = GROUPS[config.group];
  const convergence: Convergence[] = [];
  for (const factor of CUTOFFS) {
    convergence.push(await convergenceOf(config, numbers, factor * config.cutoff, options.grid, pause));
  }
  const cutoff = CUTOFFS[CUTOFFS.length - 1] * config.cutoff;
  const { table, target, family } = designOf({ ...config, grid: 0 }, cutoff);
  const profile = family.profile(numbers);
  const { first, last } = target;
  const momenta = group.momenta.map((momentum) => ({ name: momentum.name, levels: bandsAt(profile, symmetricMomentum(group, momentum, cutoff), last + 3) }));
  const bundle = verdictOn(table, momenta, first, last);
  const { full } = convergence[convergence.length - 1];
  const path = await pathOf(group, profile, cutoff, last + 3, options.path, pause);
  const bundles: [number, number][] = [[first, last], ...(first > 1 ? [[1, last] as [number, number]] : [])];
  const wilson = wilsonLoops(profile, group, bundles, { cutoff: CUTOFFS[1] * config.cutoff, points: options.loop, steps: options.loops });
  return {
    numbers,
    coefficients: Array.from(profile.coefficients, (value, s) => ({ shell: profile.shells.orbits[s][0], value })).slice(0, config.shells + 1),
    irreps: bundle.irreps === countsText(table.labels, target.counts),
    isolated: Math.min(full.below, full.above) > 0,
    grid: options.grid,
    momenta,
    bundle,
    ...(first > 1 ? { whole: verdictOn(table, momenta, 1, last) } : {}),
    convergence,
    path,
    wilson,
  };
}

async function convergenceOf(config: DesignConfig, numbers: readonly number[], cutoff: number, grid: number, pause: () => Promise<void>): Promise<Convergence> {
  const group = GROUPS[config.group];
  const { table, target, family, search } = designOf({ ...config, grid: 0 }, cutoff);
  const profile = family.profile(numbers);
  const momenta = [...search.momenta, ...genericGrid(group, grid).map((at) => genericMomentum(group, at, cutoff))];
  const levels: number[][][] = [];
  for (const { sectors } of momenta) {
    levels.push(sectors.map((sector) => sectorLevels(profile, sector)));
    await pause();
  }
  const divisions = momenta.map((momentum) => divisionsAt(table, target, momentum));
  return { cutoff, waves: wavesAt(group, [0, 0], cutoff).length, ...gapsOf(levels, divisions) };
}

/** The verdict on bands as they are. */
function verdictOn(table: BandTable, momenta: Findings['momenta'], first: number, last: number): BundleVerdict {
  const counts = table.labels.map(({ name, momentum, dimension }) => {
    const bands = momenta[momentum].levels.slice(first - 1, last).filter(({ irrep }) => irrep === name);
    return bands.length / dimension;
  });
  if (!counts.every(Number.isInteger)) return { first, last };
  const verdict = verdictOf(table, counts);
  const { decomposition } = verdict;
  return {
    first,
    last,
    irreps: countsText(table.labels, counts),
    verdict,
    ...(decomposition ? { decomposition: decompositionText(table, decomposition) } : {}),
  };
}

/** Bands along the way through the momenta of the group, the same number of steps from each to the next. */
async function pathOf(group: PlaneGroup, profile: Profile, cutoff: number, count: number, steps: number, pause: () => Promise<void>): Promise<PathPoint[]> {
  const corners = group.path.map((name) => group.momenta.find((momentum) => momentum.name === name) ?? group.momenta[0]);
  const parts = Math.ceil(steps / (corners.length - 1));
  const path: PathPoint[] = [];
  let [at, before] = [0, corners[0].at];
  for (let p = 0; p <= parts * (corners.length - 1); p++) {
    const [[x, y], [u, v]] = [corners[Math.floor(p / parts)].at, corners[Math.ceil(p / parts)].at];
    const t = (p % parts) / parts;
    const k: Coordinates = [x + t * (u - x), y + t * (v - y)];
    at += Math.sqrt(squareOf(group, [k[0] - before[0], k[1] - before[1]]));
    before = k;
    const bands = bandsAt(profile, genericMomentum(group, k, cutoff), count).map(({ value }) => value);
    path.push({ at, ...(p % parts === 0 ? { name: corners[p / parts].name } : {}), bands });
    await pause();
  }
  return path;
}
