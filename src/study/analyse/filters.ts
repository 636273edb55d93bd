/** Properties of filters: weight on the rim, overlaps with named patterns, principal components, projections on planes. */
import { boundarynessOverRuns, boundaryPeaks } from '../../analysis/filters/boundary.ts';
import { hasSeveralWeights, nearestPattern, overlapWithSpan } from '../../analysis/filters/patterns.ts';
import { pca } from '../../analysis/filters/pca.ts';
import { density, project } from '../../analysis/filters/projections.ts';
import { dot, unit } from '../../analysis/filters/vectors.ts';
import { BlockspinError } from '../../core/errors.ts';
import { meanError } from '../../core/statistics.ts';
import { attempt, type Frame, type GridPlace, isInformative, OF_STATES } from './frame.ts';
import { type AnalysedBoundary, type AnalysedPatterns, type AnalysedPca, type AnalysedProjection, isAbsent, type StudyAnalysis } from './types.ts';

/**
 * Boundaryness, the mean |weight| on the boundary of the block over that in its bulk, with its peaks over temperature. Needs a
 * block in two dimensions of side 3 or more.
 */
export function boundaryOf(frame: Frame): AnalysedBoundary | { absent: string } {
  const { dimension, side, bonds } = frame.block;
  if (hasSeveralWeights(frame.block)) return { absent: OF_STATES };
  if (dimension !== 2) return { absent: 'boundaryness is of blocks in two dimensions' };
  if (side < 3) return { absent: `a block of side ${side} has no bulk` };
  const points = frame.places.flatMap((place) => {
    const filters = frame.found(place).map(({ rows }) => rows);
    if (filters.length === 0) return [];
    const { components, temperature, buffer } = place;
    const { boundaryness, runs } = boundarynessOverRuns({ temperature, buffer, filters }, { channels: bonds ? 2 : 1 });
    return [{ components, temperature, buffer, boundaryness, runs }];
  });
  if (points.length === 0) return { absent: 'no filter yet' };
  const peaks = frame.data.axes.components.flatMap((components) =>
    boundaryPeaks(points.filter((point) => point.components === components)).map((found) => ({ components, ...found })),
  );
  const rim = side ** 2 - (side - 2) ** 2;
  return { points, peaks, sumsPerMeans: rim / (side - 2) ** 2 };
}

/** Overlaps of filters with named patterns, as cosines from 0 to 1, at every point with information. */
export function patternsOf(frame: Frame): StudyAnalysis['patterns'] {
  if (hasSeveralWeights(frame.block)) return { absent: OF_STATES };
  const rows = informative(frame).flatMap((place): AnalysedPatterns[] => {
    const runs = frame.found(place);
    const best = runs.find(({ run }) => run === place.point.best);
    if (!best) return [];
    const { components, temperature, buffer } = place;
    return [
      {
        components,
        temperature,
        buffer,
        overlaps: frame.patterns.map(({ name, filter }) => ({
          name,
          best: overlapWithSpan(best.filter, filter),
          mean: meanError(runs.map((run) => overlapWithSpan(run.filter, filter))),
        })),
        nearest: best.filter.map((component) => nearestPattern([component], frame.patterns)),
      },
    ];
  });
  return rows.length > 0 ? { rows } : { absent: 'no filter carries information' };
}

/** Shares that are listed, and components that are drawn. */
const SHARES = 8;
const DRAWN = 4;

/**
 * Principal components of the filters of all runs at points with information, by number of components of H. The config may
 * narrow the temperatures (`figures.pca`).
 */
export function pcaOf(frame: Frame): StudyAnalysis['pca'] {
  if (hasSeveralWeights(frame.block)) return { absent: OF_STATES };
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = frame.wishes.pca ?? {};
  const rows = frame.data.axes.components.flatMap((components): AnalysedPca[] => {
    const used = informative(frame).filter((place) => place.components === components && place.temperature >= from && place.temperature <= to);
    const filters = used.flatMap((place) => frame.found(place).flatMap(({ filter }) => filter));
    if (filters.length < 4) return [];
    const found = pca(filters, { components: SHARES });
    const leading = found.components.slice(0, DRAWN).map((filter) => ({ filter, nearest: nearestPattern([filter], frame.patterns) }));
    const list = (of: (place: GridPlace) => number) => [...new Set(used.map(of))];
    return [
      {
        components,
        filters: filters.length,
        temperatures: list(({ temperature }) => temperature),
        buffers: list(({ buffer }) => buffer),
        shares: found.shares,
        leading,
      },
    ];
  });
  return rows.length > 0 ? { rows } : { absent: 'principal components need four filters with information or more' };
}

/** At least a dozen cells. More with more filters, so that a few dozen filters do not fall into separate cells. */
const binsFor = (points: number) => Math.max(12, Math.min(40, 2 * Math.round(Math.sqrt(points))));

/** Planes in which filters are drawn: on bonds those of the plaquettes and of the fields. */
const USUAL_PAIRS: Readonly<Record<'sites' | 'bonds', readonly (readonly [string, string])[]>> = {
  sites: [['PC1', 'PC2']],
  bonds: [
    ['P1', 'P2'],
    ['E_x', 'E_y'],
  ],
};

/**
 * Densities of filters in planes of two patterns or principal components, at the buffers whose ensembles are analysed.
 * @param found the principal components of the study
 * @throws BlockspinError for a name in `figures.projections` that is no pattern
 */
export function projectionsOf(frame: Frame, found: StudyAnalysis['pca']): StudyAnalysis['projections'] {
  const rows = (frame.wishes.projections ?? USUAL_PAIRS[frame.block.bonds ? 'bonds' : 'sites']).flatMap((axes) =>
    frame.ensembles.flatMap((place): AnalysedProjection[] => {
      const filters = frame.found(place).flatMap(({ filter }) => filter);
      const [first, second] = axes.map((name) => axisOf(frame, found, name, place.components));
      if (filters.length < 4 || !isInformative(place.point.information) || !first || !second) return [];
      const points = attempt(() => project(filters, [first, second]));
      if (isAbsent(points)) return [];
      const bins = binsFor(points.length);
      const { counts } = density(points, bins);
      const cells = counts.flatMap((line, row) => line.flatMap((count, column) => (count > 0 ? [{ column, row, count }] : [])));
      const { components, temperature, buffer } = place;
      return [{ components, temperature, buffer, axes: [axes[0], axes[1]], cosine: dot(unit(first), unit(second)), points: points.length, bins, cells }];
    }),
  );
  return rows.length > 0 ? { rows } : { absent: `no ${frame.data.control} has four filters with information at buffer ${frame.ensembleBuffers.join(', ')}` };
}

const PRINCIPAL = /^PC([1-9])$/;

function axisOf(frame: Frame, found: StudyAnalysis['pca'], name: string, components: number): readonly number[] | undefined {
  const rank = PRINCIPAL.exec(name)?.[1];
  if (rank) return isAbsent(found) ? undefined : found.rows.find((row) => row.components === components)?.leading[Number(rank) - 1]?.filter;
  const pattern = frame.patterns.find((other) => other.name === name);
  if (pattern) return pattern.filter;
  const known = [...frame.patterns.map((other) => other.name), 'PC1', 'PC2'].join(', ');
  throw new BlockspinError({ who: 'study config, figures.projections', expected: `names out of ${known}`, got: name, remedy: 'choose two of them' });
}

function informative({ places }: Frame): GridPlace[] {
  return places.filter(({ point }) => isInformative(point.information));
}
