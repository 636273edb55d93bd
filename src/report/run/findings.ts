/** The findings of a run in sentences, made from its numbers. */
import { AT_TRANSITION, ERRORS, FULL } from '../../analysis/curves/verdicts.ts';
import { LEAST_INFORMATION } from '../../analysis/filters/filter.ts';
import { largestEntropy } from '../../coarse/shape.ts';
import { KEYS, said } from '../../core/phrase.ts';
import { lengthWords } from '../../space/lengths.ts';
import type { TrainConfig } from '../../train/config/config.ts';
import type { PointSummary, Results, Summary } from '../../train/result/summary.ts';
import { gridOf } from '../draw/grid.ts';
import { ceilingName, concise, isNumber, significant } from '../draw/numbers.ts';
import { lengthsIn, list, plural } from '../draw/words.ts';
import { capPhrases } from './cap.ts';
import { driftPhrase } from './drift.ts';
import { evolutionWords } from './evolution.ts';
import { looks } from './looks.ts';
import { differ, SETTLED } from './observables.ts';
import { blockWords, dataWords, latticeWords, placeWords, viewPhrases } from './places.ts';
import { foldWords, independenceWords, learningWords, splitWords } from './samples.ts';
import { modelOf, modelTitle, pointLabel, transitionOf } from './words.ts';

/**
 * Sentences for the head of a report: the question, one sentence per temperature, and one for every reason to doubt.
 *
 * @returns whole sentences, plain text
 */
export function findings({ summary }: Results): string[] {
  const { points: all, temperatures } = gridOf(summary.points);
  const points = all.map(({ point }) => point);
  if (points.length === 0) return ['There are no results yet.'];
  const first = points[0];
  return [
    `A block of ${blockWords(summary, first)} of the ${modelTitle(summary)} on ${latticeWords(summary, first)} was compressed to a variable H of ${contentOf(summary.config)} that keeps as much information as possible about the environment beyond a buffer${Number.isFinite(first.ceiling) ? `, at most ${ceilingName(first.ceiling)}` : ''}.`,
    ...knownNote(summary.config),
    ...productsNote(first),
    ...dataNote(summary, first),
    // Where parts of the samples differ, a value of one of them says nothing: no sentence about information then.
    ...(summary.drift ? [] : temperatures).map((temperature) =>
      atTemperature(
        summary,
        points.filter((point) => point.temperature === temperature),
      ),
    ),
    ...evolutionWords(summary),
    ...learningWords(points),
    ...(summary.drift ? [] : doubts(summary, points)),
  ];
}

/** Values beyond known components are not the information of H. */
function knownNote({ known = [] }: TrainConfig): string[] {
  if (known.length === 0) return [];
  const which = known.length === 1 ? 'One component of H was known' : `${known.length} components of H were known`;
  return [`${which}; H is what lies beyond, and its information what it tells beyond, I(known, H : E) - I(known : E).`];
}

/** Weights of products are no picture of the block. */
function productsNote({ inputs, pairs = [] }: PointSummary): string[] {
  if (inputs === undefined) return [];
  const what = `the products of ${plural(pairs.length, 'pair')} of neighbours in the block`;
  return [`The filter reads ${inputs === 'both' ? `the values and ${what}` : what}; figures show its weights in a row, in the order of pairs in summary.json.`];
}

/** The kind of H: 'one bit', '2 components of 3 states', '2 real numbers'. */
function contentOf({ components, states, variable }: TrainConfig): string {
  if (variable !== 'discrete') return plural(components, 'real number');
  return states === 2 ? plural(components, 'bit') : `${plural(components, 'component')} of ${states} states`;
}

function atTemperature(summary: Summary, points: PointSummary[]): string {
  const [first] = points;
  const known = points.filter((point) => isNumber(point.information.mean));
  const place = first.temperature === 'unknown' ? 'In these data' : `At ${pointLabel(summary, first.temperature)}${phase(summary, first)}`;
  if (known.length === 0) return `${place} there is no held-out value yet.`;
  const noun = lengthsIn(summary.config);
  const buffers = `${list(known.map(({ buffer }) => lengthWords(buffer)))} ${known.length === 1 && known[0].buffer === 1 ? noun.slice(0, -1) : noun}`;
  const where = known.length === 1 ? `across a buffer of ${buffers}` : 'across every buffer';
  const most = largestEntropy(summary.config);
  if (known.every(({ filter }) => filter === 'none')) return `${place} ${nothing(known, where)}.`;
  const full = known.every(({ information: { mean, error } }) => mean > most - Math.max(FULL * most, isNumber(error) ? ERRORS * error : 0));
  const [nearest, farthest] = [known[0], known[known.length - 1]];
  const amount = full
    ? `H holds practically all of its ${contentOf(summary.config)} ${where}${known.length === 1 ? ` (${value(nearest)})` : ` (${value(farthest)} across ${lengthWords(farthest.buffer)})`}`
    : known.length === 1
      ? `H holds ${value(nearest)} ${where}`
      : `H holds ${value(nearest)} across a buffer of ${lengthWords(nearest.buffer)} and ${farthest.filter === 'none' && farthest.verdict === 'zero' ? 'nothing that differs from zero' : value(farthest)} across ${lengthWords(farthest.buffer)}`;
  return `${place} ${amount}; ${looks(
    summary,
    known.filter(({ filter }) => filter !== 'none'),
  )}.`;
}

/**
 * What is said where no filter is preferred. That nothing reaches the environment is said only where all values are zero within
 * their errors, no replica found anything, and these errors leave no room for more than what filters are looked at from.
 */
function nothing(points: PointSummary[], where: string): string {
  const most = points.reduce((largest, { information: { mean, error } }) => Math.max(largest, mean + ERRORS * error), Number.NEGATIVE_INFINITY);
  const zero = points.every(({ verdict, replicas }) => verdict === 'zero' && replicas.every(({ mean, error }) => !(mean > ERRORS * error)));
  if (zero && most < 2 * LEAST_INFORMATION)
    return `nothing reaches the environment ${where}: the information is consistent with zero, below ${significant(most, 2)} nats, and no filter is preferred`;
  const values = list(points.map(value));
  const limit = isNumber(most) ? `; ${ERRORS} errors above ${points.length === 1 ? 'it' : 'the largest'} are ${significant(most, 2)} nats` : '';
  return `no filter was found that holds information ${where}: ${values}${limit}`;
}

function phase(summary: Summary, point: PointSummary): string {
  const transition = transitionOf(summary);
  if (transition === undefined) return '';
  const critical = `the critical ${modelOf(summary).control.noun}`;
  const reduced = (typeof point.temperature === 'number' ? point.temperature : Number.POSITIVE_INFINITY) / transition.value;
  if (Math.abs(reduced - 1) < AT_TRANSITION) return `, ${critical},`;
  return reduced < 1 ? `, below ${critical},` : `, above ${critical},`;
}

/** The source of the samples, for own data, and whether they lie in an order; and where windows are cut. */
function dataNote(summary: Summary, first: PointSummary): string[] {
  const { config, drift } = summary;
  const { data } = config;
  if (!data) return [...placeWords(first), ...viewPhrases(config)];
  return [
    ...(drift ? [said(driftPhrase(drift), KEYS)] : []),
    `The ${data.samples} samples are those of ${data.name} and no others: ${splitWords(config)}. ${independenceWords(summary)}`,
    ...foldWords(config),
    ...dataWords(first),
    ...viewPhrases(config),
  ];
}

function doubts(summary: Summary, points: PointSummary[]): string[] {
  const count = (verdict: string) => points.filter((point) => point.verdict === verdict).length;
  const [unconverged, diverged, limited, collapsed] = (['unconverged', 'diverged', 'limited', 'collapsed'] as const).map(count);
  const stuck = points.flatMap((point) => point.replicas).filter(({ status }) => status === 'plateau').length;
  const of = (some: number) => (points.length === 1 ? 'The only point' : `${some} of ${points.length} points`);
  const unsettled = [...new Set(points.filter(({ autocorrelation }) => !summary.config.data && differ(autocorrelation)).map(({ temperature }) => temperature))];
  return [
    ...(unsettled.length > 0
      ? [
          `At ${list(unsettled.map((temperature) => pointLabel(summary, temperature)))} the two halves of the measurement of the chains differ by more than ${SETTLED} standard errors: they had not settled, use a longer burn-in before relying on these values.`,
        ]
      : []),
    ...(unconverged > 0 ? [`${of(unconverged)} had not converged: train longer before relying on ${unconverged === 1 ? 'it' : 'them'}.`] : []),
    ...(limited > 0
      ? [
          `${of(limited)} ${limited === 1 ? 'is' : 'are'} limited by samples: the critic scores higher on those it was trained on than on others${unsettled.length > 0 ? '' : ', and more samples would change the value'}.`,
        ]
      : []),
    ...(collapsed > 0
      ? [
          `In ${points.length === 1 ? 'the only point' : of(collapsed)} the coarse variable takes one value only: start again with another seed or more replicas.`,
        ]
      : []),
    ...(stuck > 0
      ? [
          `${stuck === 1 ? 'One replica' : `${stuck} replicas`} stayed on the plateau that every run starts from, which others of the same point left; the best one is reported.`,
        ]
      : []),
    ...capPhrases(points).map((text) => said(text, KEYS)),
    ...(diverged > 0 ? [`${of(diverged)} diverged and ${diverged === 1 ? 'has' : 'have'} no value: use a smaller learning rate.`] : []),
  ];
}

const value = (point: PointSummary) => `${concise(point.information)} nats`;
