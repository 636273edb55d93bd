/** Published statements about chipping and aggregation on a ring: R13. */
import { type AnalysedPoint, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import { concise, fixed, signed } from '../draw/numbers.ts';
import { placeLabel } from '../study/words.ts';
import { largest, measuredPoints, PRE, type PublishedRow, placeOf, wordsRow } from './row.ts';

const SOURCE = `${PRE}, fig. 12`;

/** Rows of R13. @param analysis of the unbiased model, with rates instead of temperatures */
export function chippingRows(analysis: StudyAnalysis): PublishedRow[] {
  if (!analysis.transition) return [];
  const buffers = [...new Set(analysis.points.map(({ buffer }) => buffer))];
  return buffers.flatMap((buffer) => {
    const points = measuredPoints(analysis, 1).filter((point) => point.buffer === buffer);
    return points.length === 0 ? [] : [...averageRows(analysis, points), ...levelRows(analysis, points)];
  });
}

/** The filter: the mean of the block at every rate. */
function averageRows(analysis: StudyAnalysis, points: readonly AnalysedPoint[]): PublishedRow[] {
  const { patterns } = analysis;
  if (isAbsent(patterns)) return [];
  const [{ buffer }] = points;
  const cosines = patterns.rows
    .filter((row) => row.components === 1 && row.buffer === buffer)
    .map(({ temperature, overlaps }) => ({ temperature, cosine: overlaps.find(({ name }) => name === 'uniform')?.best ?? 0 }));
  const worst = largest(cosines, ({ cosine }) => -cosine);
  if (!worst) return [];
  return [
    wordsRow(
      {
        id: 'R13',
        claim: 'the filter averages the mass of the block at every rate',
        source: SOURCE,
        at: `w = ${cosines.map(({ temperature }) => temperature).join(', ')}; L_B = ${buffer}`,
      },
      'equal weights',
      `cosine with equal weights at least ${fixed(worst.cosine, 3)} (${placeLabel(analysis, worst.temperature)})`,
    ),
  ];
}

/** The information: a level in either phase, and whether it has a peak between. */
function levelRows(analysis: StudyAnalysis, points: readonly AnalysedPoint[]): PublishedRow[] {
  const [low, high] = [points[0], points[points.length - 1]];
  const top = largest(points, ({ information }) => information.mean);
  if (!top || low === high) return [];
  const [a, b] = [low.information, high.information];
  const z = (a.mean - b.mean) / Math.hypot(a.error, b.error);
  const at = placeOf(analysis, top);
  return [
    wordsRow(
      {
        id: 'R13',
        claim: 'the information saturates at different values in the two phases',
        source: SOURCE,
        at: `${placeLabel(analysis, low.temperature)} and ${placeLabel(analysis, high.temperature)}`,
        note: `different by ${fixed(Math.abs(z), 1)} errors; ring of ${analysis.setting.size}, published 256`,
      },
      'different',
      `${concise(a)} and ${concise(b)} nats`,
    ),
    wordsRow(
      {
        id: 'R13',
        claim: 'slight peak at the transition',
        source: SOURCE,
        at: analysis.transition ? `${analysis.transition.label} = ${analysis.transition.value}` : '',
        note: points.map(({ temperature, information }) => `${placeLabel(analysis, temperature)}: ${concise(information)}`).join(', '),
      },
      'at w_c',
      `largest, ${concise(top.information)}, at ${at}${excessWords(analysis, points)}`,
    ),
  ];
}

/** How far the value at the transition lies above the line between the two rates next to it: a peak there is above it, a step is not. */
function excessWords({ transition }: StudyAnalysis, points: readonly AnalysedPoint[]): string {
  const at = points.findIndex(({ temperature }) => Math.abs(temperature - (transition?.value ?? Number.NaN)) < 1e-9);
  const [before, here, after] = [points[at - 1], points[at], points[at + 1]];
  if (!before || !here || !after) return '';
  const part = (here.temperature - before.temperature) / (after.temperature - before.temperature);
  const excess = {
    mean: here.information.mean - (1 - part) * before.information.mean - part * after.information.mean,
    error: Math.hypot(here.information.error, (1 - part) * before.information.error, part * after.information.error),
  };
  return `; at w_c ${signed(excess)} nats above the line between w = ${before.temperature} and ${after.temperature}`;
}
