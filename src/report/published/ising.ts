/** Published statements about Ising spins: R1 to R4, and R12. */
import { AT_TRANSITION } from '../../analysis/curves/verdicts.ts';
import type { FilterKind } from '../../analysis/filters/filter.ts';
import type { Estimate } from '../../core/statistics.ts';
import { type AnalysedPoint, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { concise, fixed, signed } from '../draw/numbers.ts';
import { clearPeaks, kindName, noBetter, placeLabel, unique } from '../study/words.ts';
import { knownOfStudy } from './known.ts';
import { doubtOf, IN_SAMPLE, largest, measuredPoints, numberRow, PRE, type PublishedRow, placeOf, wordsRow } from './row.ts';
import { saturationRow } from './saturation.ts';

/** T / T_c up to which a point counts as ordered and from which on as disordered, and the distance from 1 within which it is critical. */
const ORDERED = 0.9;
const DISORDERED = 1.1;

/** Rows of R1 to R4 and R12. @param analysis of Ising spins on the square lattice, with either sign of the coupling */
export function isingRows(analysis: StudyAnalysis): PublishedRow[] {
  const { transition, setting } = analysis;
  if (!transition) return [];
  const relative = ({ temperature }: { temperature: number }) => temperature / transition.value;
  const points = measuredPoints(analysis, 1);
  const ordered = points.filter((point) => relative(point) <= ORDERED);
  const critical = points.filter((point) => Math.abs(relative(point) - 1) < AT_TRANSITION);
  const disordered = points.filter((point) => relative(point) >= DISORDERED);
  if (setting.coupling < 0) return [...kindRows(analysis, 'staggered', ordered, critical, disordered), ...boundaryRows(analysis)];
  return [
    ...maximumRows(analysis, ordered),
    ...stepRows(analysis),
    ...exponentRows(analysis, critical),
    ...exponentialRows(analysis, disordered),
    ...zeroRows(analysis, points),
    ...kindRows(analysis, 'uniform', ordered, critical, disordered),
    ...boundaryRows(analysis),
    ...saturationRow(analysis, {
      published: 1,
      buffer: Math.max(...points.map(({ buffer }) => buffer)),
      temperatures: [...new Set([...ordered, ...critical].map(({ temperature }) => temperature))],
    }),
  ];
}

/** R1, at the narrowest and the widest buffer of each temperature. */
function maximumRows(analysis: StudyAnalysis, ordered: readonly AnalysedPoint[]): PublishedRow[] {
  return groups(ordered).flatMap((points) =>
    [...new Set([points[0], points[points.length - 1]])].map((point) =>
      numberRow(
        {
          id: 'R1',
          claim: 'ordered: ln 2 across every buffer',
          source: `${PRE}, figs. 3, 6`,
          at: placeOf(analysis, point),
          note: [IN_SAMPLE, ...exactValue(analysis, point)].join('; '),
        },
        { value: Math.LN2, text: 'ln 2 = 0.6931' },
        point.information,
        doubtOf([point]),
      ),
    ),
  );
}

/** The known information of the uniform filter, and the distance of ours from it. */
function exactValue(analysis: StudyAnalysis, point: AnalysedPoint): string[] {
  const known = knownOfStudy(analysis, point);
  const { mean, error } = point.information;
  return known?.kind === 'uniform filter'
    ? [`uniform filter, exact: ${fixed(known.value, 4)}, ours − this ${signed({ mean: mean - known.value, error })}`]
    : [];
}

/** R2: the step and how it sharpens. */
function stepRows(analysis: StudyAnalysis): PublishedRow[] {
  const steps = analysis.curves.flatMap(({ components, buffer, step }) => (components !== 1 || isAbsent(step) ? [] : [{ buffer, slope: step.slope }]));
  if (steps.length < 2) return [];
  const [first, last] = [steps[0], steps[steps.length - 1]];
  const slope = ({ buffer, slope: { mean, error } }: (typeof steps)[number]) => `${concise({ mean: -mean, error })} nats per unit of T at L_B = ${buffer}`;
  const z = (first.slope.mean - last.slope.mean) / Math.hypot(first.slope.error, last.slope.error);
  return [
    wordsRow(
      { id: 'R2', claim: 'the step at T_c sharpens with the buffer', source: `${PRE}, fig. 6`, at: 'T near T_c', note: `steeper by ${fixed(z, 1)} errors` },
      'sharpens',
      `${slope(first)}, ${slope(last)}`,
    ),
  ];
}

/** R2: the exponent of L_B, as published, and that of L_B + b/2, which is a clean power law. */
function exponentRows(analysis: StudyAnalysis, critical: readonly AnalysedPoint[]): PublishedRow[] {
  if (isAbsent(analysis.decays) || critical.length === 0) return [];
  const row = analysis.decays.rows.find(({ components, temperature }) => components === 1 && temperature === critical[0].temperature);
  const power = row?.published.power;
  if (!row || !power?.determined) return [];
  const { centred } = row;
  const known = critical.flatMap((point) => {
    const value = knownOfStudy(analysis, point);
    return value?.kind === 'uniform filter' && point.buffer > 0 ? [{ buffer: point.buffer, value: value.value }] : [];
  });
  const [narrow, wide] = [known[0], known[known.length - 1]];
  const exact =
    known.length > 1 ? `; exact values of the uniform filter from L_B = ${narrow.buffer} to ${wide.buffer}: ${fixed(slopeOf(narrow, wide), 3)}` : '';
  const clean = centred.power ? `; in L_B + b/2: ${concise(centred.power.exponent)}` : '';
  return [
    numberRow(
      {
        id: 'R2',
        claim: 'decay at T_c: algebraic, exponent in L_B',
        source: `${PRE}, fig. 6`,
        at: placeLabel(analysis, row.temperature),
        note: `${IN_SAMPLE}${exact}${clean}`,
      },
      { value: 0.09, text: 'about 0.09' },
      power.exponent,
      power.dof === 0 ? 'two values, through which any law passes' : doubtOf(critical),
    ),
  ];
}

type Known = { buffer: number; value: number };
const slopeOf = (narrow: Known, wide: Known) => Math.log(narrow.value / wide.value) / Math.log(wide.buffer / narrow.buffer);

/** R3: the law of the decay above T_c. */
function exponentialRows(analysis: StudyAnalysis, disordered: readonly AnalysedPoint[]): PublishedRow[] {
  const { decays } = analysis;
  if (isAbsent(decays)) return [];
  const here = new Set(disordered.map(({ temperature }) => temperature));
  return decays.rows
    .filter(({ components, temperature }) => components === 1 && here.has(temperature))
    .map(({ temperature, centred: { choice, better, exponential, difference } }) => {
      const length = exponential && Number.isFinite(exponential.length.mean) ? `, ξ = ${concise(exponential.length)} sites` : '';
      const said =
        choice === 'exponential'
          ? `exponential${length}`
          : better === 'exponential'
            ? `much nearer to an exponential${length}; neither law within the errors`
            : choice === 'zero'
              ? 'zero across every buffer'
              : `${choice}${exponential?.determined ? length : ''}`;
      const note = exponential?.determined ? `χ² of a power law in L_B + b/2 less that of the exponential: ${fixed(-difference, 1)}` : '';
      return wordsRow(
        { id: 'R3', claim: 'disordered: exponential decay', source: `${PRE}, fig. 6`, at: placeLabel(analysis, temperature), note },
        'exponential',
        said,
      );
    });
}

/** R3: no information at T = 4. */
function zeroRows(analysis: StudyAnalysis, points: readonly AnalysedPoint[]): PublishedRow[] {
  const hot = points.filter(({ temperature, buffer }) => temperature === 4 * Math.abs(analysis.setting.coupling) && buffer >= 2);
  return hot.map((point) =>
    numberRow(
      { id: 'R3', claim: 'T = 4: zero from L_B = 2 on', source: `${PRE}, fig. 6`, at: placeOf(analysis, point), note: uncertain(point.information) },
      { value: 0, text: '0' },
      point.information,
      doubtOf([point]),
    ),
  );
}

const uncertain = ({ mean }: Estimate) => (mean === 0 ? 'no critic was better than none' : '');

/** R4: the kind of the filter of the chosen run at every buffer. */
function kindRows(
  analysis: StudyAnalysis,
  order: 'uniform' | 'staggered',
  ordered: readonly AnalysedPoint[],
  critical: readonly AnalysedPoint[],
  disordered: readonly AnalysedPoint[],
): PublishedRow[] {
  const kindOf = ({ informative, kind }: AnalysedPoint) => (informative && kind ? kind : 'none');
  const said = (points: readonly AnalysedPoint[]) => {
    const buffersOf = (kind: FilterKind) => points.flatMap((point) => (kindOf(point) === kind ? [point.buffer] : []));
    return unique(points.map(kindOf))
      .map((kind) => `${kindName(kind)}: L_B = ${buffersOf(kind).join(', ')}`)
      .join('; ');
  };
  const row = (points: readonly AnalysedPoint[][], claim: string, published: string) =>
    points.map((here) => wordsRow({ id: 'R4', claim, source: `${PRE}, figs. 3, 7`, at: placeLabel(analysis, here[0].temperature) }, published, said(here)));
  return [
    ...row(groups(ordered), 'filters below T_c', order),
    ...row(groups(critical), 'filters at T_c', order === 'uniform' ? 'boundary-coupled' : 'boundary-coupled, staggered'),
    ...row(groups(disordered).slice(-1), 'filters far above T_c', 'random'),
  ];
}

/** R4: the temperature at which filters couple to the boundary most. */
function boundaryRows(analysis: StudyAnalysis): PublishedRow[] {
  const { boundary, transition } = analysis;
  if (isAbsent(boundary) || !transition) return [];
  const peaks = clearPeaks(boundary, 1);
  const best = largest(peaks, ({ peak }) => peak.significance);
  if (!best) return [];
  const { buffer, peak } = best;
  const heights = peaks.map((other) => `${concise(other.peak.height)} at L_B = ${other.buffer}`).join(', ');
  return [
    numberRow(
      {
        id: 'R4',
        claim: 'boundaryness peaks at T_c',
        source: `${PRE}, fig. 7`,
        at: `L_B = ${buffer}`,
        note: `the error is half the distance of the temperatures; heights ${heights}`,
      },
      { value: transition.value, text: `T_c = ${fixed(transition.value, 4)}` },
      noBetter(peak.position, peak.resolution),
      doubtOf(analysis.points.filter((point) => point.components === 1 && point.buffer === buffer)),
    ),
  ];
}

/** Points grouped by temperature, in the order of the buffers. */
function groups(points: readonly AnalysedPoint[]): AnalysedPoint[][] {
  const temperatures = [...new Set(points.map(({ temperature }) => temperature))];
  return temperatures.map((t) => points.filter(({ temperature }) => temperature === t).sort((a, b) => a.buffer - b.buffer));
}
