/** The information as a function of temperature, buffer and number of components. */
import { decay } from '../../analysis/curves/decay.ts';
import { curveStepOf, levelsOf, maximumOf } from '../../analysis/curves/phase.ts';
import { saturation } from '../../analysis/curves/saturation.ts';
import { AT_TRANSITION, FULL } from '../../analysis/curves/verdicts.ts';
import { classifyFilter, type FilterKind } from '../../analysis/filters/filter.ts';
import { formOf } from '../../analysis/filters/form.ts';
import { attempt, type Frame, type GridPlace, isInformative } from './frame.ts';
import { type AnalysedCurve, type AnalysedDecay, type AnalysedPoint, isAbsent, type Spread, type StudyAnalysis } from './types.ts';

/** A rise below this part does not justify another component: the errors are often smaller. */
const NO_RISE = 0.02;

/** Every point of the grid with its held-out I(H:E) in nats and the spread over runs. */
export function pointsOf(frame: Frame): AnalysedPoint[] {
  return frame.places.map((place) => {
    const { components, temperature, buffer, point } = place;
    const found = frame.found(place);
    const { information, entropy, ceiling, verdict, runs } = point;
    return {
      components,
      temperature,
      buffer,
      information,
      entropy,
      ceiling,
      verdict: verdict ?? null,
      kind: kindOf(frame, place),
      informative: isInformative(information),
      runs,
      found: found.length,
      spread: spreadOf(found.map((run) => run.information)),
    };
  });
}

/**
 * What the chosen filter looks like, with the error over all runs of the point. Stores of the first versions call every filter of one sign
 * uniform: names of patterns are found anew. Of bonds, lists and one-hot values the stored word is all there is.
 */
function kindOf(frame: Frame, place: GridPlace): FilterKind | null {
  const { kind, best, information } = place.point;
  const { bonds, dimension, side, cell } = frame.block;
  const chosen = frame.found(place).find(({ run }) => run === best)?.rows;
  const pictured = !bonds && dimension > 0 && chosen?.every((component) => component[0].length === side);
  if (!kind || kind === 'mixed' || kind === 'none' || !chosen || !pictured) return kind ?? null;
  return classifyFilter(
    chosen,
    information,
    frame.data.setting.coupling,
    frame.found(place).map(({ rows }) => rows),
    formOf(
      Array.from({ length: dimension }, () => side),
      cell,
    ),
  );
}

/** Quantiles between neighbours in linear interpolation. */
function spreadOf(values: number[]): Spread | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (q: number) => {
    const at = q * (sorted.length - 1);
    const low = Math.floor(at);
    return sorted[low] + (at - low) * ((sorted[low + 1] ?? sorted[low]) - sorted[low]);
  };
  return { least: sorted[0], lower: quantile(0.25), median: quantile(0.5), upper: quantile(0.75), most: sorted[sorted.length - 1] };
}

const measured = ({ point }: GridPlace) => Number.isFinite(point.information.mean);

/**
 * Fits of an exponential and a power law to I(H:E) against the buffer, at every number of components and temperature with
 * values at two buffers or more.
 */
export function decaysOf({ data, places, block }: Frame): StudyAnalysis['decays'] {
  if (block.dimension === 0) return { absent: 'distances from the centre of a block are known for blocks on a lattice' };
  if (data.axes.buffer.length < 2) return { absent: 'a decay needs two buffers or more' };
  const rows = data.axes.components.flatMap((components) =>
    data.axes.temperature.flatMap((temperature): AnalysedDecay[] => {
      const here = places.filter((place) => place.components === components && place.temperature === temperature && measured(place));
      if (here.length < 2) return [];
      const points = here.map(({ buffer, point }) => ({ buffer, information: point.information }));
      return [{ components, temperature, published: decay(points), centred: decay(points, { offset: data.setting.block / 2 }) }];
    }),
  );
  return rows.length > 0 ? { rows } : { absent: `no ${data.control} has values at two buffers yet` };
}

/**
 * I(H:E) over temperature at every number of components and buffer: its largest value, where it falls most steeply, and the mean
 * values on both sides of a known transition.
 */
export function curvesOf({ data, places, transition }: Frame): AnalysedCurve[] {
  return data.axes.components.flatMap((components) =>
    data.axes.buffer.map((buffer): AnalysedCurve => {
      const here = places.filter((place) => place.components === components && place.buffer === buffer && measured(place));
      const points = here.map(({ temperature, point }) => ({ x: temperature, value: point.information }));
      const ceiling = here[0]?.point.ceiling ?? Number.NaN;
      return {
        components,
        buffer,
        step: attempt(() => curveStepOf(points)),
        maximum: Number.isFinite(ceiling) ? attempt(() => maximumOf(points, ceiling, FULL)) : { absent: 'nothing bounds the information of this variable' },
        levels: transition ? attempt(() => levelsOf(points, transition.value, AT_TRANSITION * transition.value)) : { absent: 'no transition is known' },
      };
    }),
  );
}

/** The number of components beyond which I(H:E) does not rise, at every temperature and buffer. */
export function saturationOf({ data, places }: Frame): StudyAnalysis['saturation'] {
  if (data.axes.components.length < 2) return { absent: 'saturation needs two numbers of components or more' };
  const rows = data.axes.temperature.flatMap((temperature) =>
    data.axes.buffer.flatMap((buffer) => {
      const here = places.filter((place) => place.temperature === temperature && place.buffer === buffer && measured(place));
      const found = attempt(() =>
        saturation(
          here.map(({ components, point }) => ({ components, information: point.information })),
          { fraction: NO_RISE },
        ),
      );
      return isAbsent(found) ? [] : [{ temperature, buffer, saturation: found }];
    }),
  );
  return rows.length > 0 ? { rows } : { absent: 'no point has values for two numbers of components yet' };
}
