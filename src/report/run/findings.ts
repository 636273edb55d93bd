/** The findings of a run in sentences, made from its numbers. */
import { AT_TRANSITION, ERRORS, FULL } from '../../analysis/curves/verdicts.ts';
import type { FilterKind } from '../../analysis/filters/filter.ts';
import { sumsOverStates } from '../../bound/bounds.ts';
import { largestEntropy } from '../../coarse/shape.ts';
import type { TrainConfig } from '../../train/config/config.ts';
import type { PointSummary, Results, Summary } from '../../train/result/summary.ts';
import { gridOf } from '../draw/grid.ts';
import { ceilingName, concise, isNumber } from '../draw/numbers.ts';
import { list, plural } from '../draw/words.ts';
import { blockWords, dataWords, latticeWords } from './places.ts';
import { modelOf, modelTitle, pointLabel, transitionOf } from './words.ts';

const LOOKS: Record<FilterKind, string> = {
  uniform: 'uniform: H is the sign of the magnetisation of the block',
  boundary: 'boundary-coupled: it weights the rim of the block more than its bulk',
  staggered: 'staggered: H is the sign of the sublattice magnetisation of the block',
  mixed: 'of no simple pattern',
  none: 'arbitrary',
};
/** The same for one-hot values. */
const LOOKS_OF_STATES: Record<FilterKind, string> = {
  uniform: 'uniform: H depends on how many sites of the block are in each state',
  boundary: 'boundary-coupled: for every state it weights the rim of the block more than its bulk',
  staggered: 'staggered: for every state its weights alternate in sign between the two sublattices',
  mixed: 'of no simple pattern',
  none: 'arbitrary',
};

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
    ...dataNote(summary.config, first),
    ...temperatures.map((temperature) =>
      atTemperature(
        summary,
        points.filter((point) => point.temperature === temperature),
      ),
    ),
    ...doubts(points),
  ];
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
  const buffers = `${list(known.map(({ buffer }) => String(buffer)))} ${known.length === 1 && known[0].buffer === 1 ? 'site' : 'sites'}`;
  const where = known.length === 1 ? `across a buffer of ${buffers}` : 'across every buffer';
  const most = largestEntropy(summary.config);
  if (known.every(({ filter }) => filter === 'none'))
    return `${place} nothing reaches the environment ${where}: the information is consistent with zero, and no filter is preferred.`;
  const full = known.every(({ information: { mean, error } }) => mean > most - Math.max(FULL * most, isNumber(error) ? ERRORS * error : 0));
  const [nearest, farthest] = [known[0], known[known.length - 1]];
  const amount = full
    ? `H holds practically all of its ${contentOf(summary.config)} ${where}${known.length === 1 ? ` (${value(nearest)})` : ` (${value(farthest)} across ${farthest.buffer})`}`
    : known.length === 1
      ? `H holds ${value(nearest)} ${where}`
      : `H holds ${value(nearest)} across a buffer of ${nearest.buffer} and ${farthest.filter === 'none' ? 'nothing that differs from zero' : value(farthest)} across ${farthest.buffer}`;
  return `${place} ${amount}; ${looks(known.filter(({ filter }) => filter !== 'none'))}.`;
}

/** The filters in words, grouped by kind in the order of the buffers. */
function looks(points: PointSummary[]): string {
  const kinds = [...new Set(points.map(({ filter }) => filter))];
  const looksOf = points[0].alphabet.kind === 'states' ? LOOKS_OF_STATES : LOOKS;
  if (kinds.length === 1) return `the filter is ${looksOf[kinds[0]]}`;
  const parts = kinds.map((kind) => {
    const buffers = points.filter(({ filter }) => filter === kind).map(({ buffer }) => String(buffer));
    return `at buffer ${list(buffers)} ${looksOf[kind]}`;
  });
  return `the filter is ${parts.join('; ')}`;
}

function phase(summary: Summary, point: PointSummary): string {
  const transition = transitionOf(summary);
  if (transition === undefined) return '';
  const critical = `the critical ${modelOf(summary).control.noun}`;
  const reduced = (typeof point.temperature === 'number' ? point.temperature : Number.POSITIVE_INFINITY) / transition.value;
  if (Math.abs(reduced - 1) < AT_TRANSITION) return `, ${critical},`;
  return reduced < 1 ? `, below ${critical},` : `, above ${critical},`;
}

/** The source of the samples, for own data. */
function dataNote({ data, chains, validation, heldOut }: TrainConfig, first: PointSummary): string[] {
  if (!data) return [];
  return [
    `The ${data.samples} samples are those of ${data.name} and no others: ${chains} were trained on, ${validation} validated on, the last ${heldOut} held out; the errors take samples to be independent.`,
    ...dataWords(first),
  ];
}

/** A value less than this below the ceiling of its bound, nats, counts as limited by it. */
const NEAR_CEILING = 0.5;

function doubts(points: PointSummary[]): string[] {
  const count = (verdict: string) => points.filter((point) => point.verdict === verdict).length;
  const [unconverged, diverged, limited, collapsed] = (['unconverged', 'diverged', 'limited', 'collapsed'] as const).map(count);
  const stuck = points.flatMap((point) => point.replicas).filter(({ status }) => status === 'plateau').length;
  const capped = points.filter(({ bound, ceiling, information }) => !sumsOverStates(bound) && ceiling - information.mean < NEAR_CEILING).length;
  const of = ` of ${plural(points.length, 'point')}`;
  return [
    ...(unconverged > 0 ? [`${unconverged}${of} had not converged: train longer before relying on ${unconverged === 1 ? 'it' : 'them'}.`] : []),
    ...(limited > 0
      ? [
          `${limited}${of} ${limited === 1 ? 'is' : 'are'} limited by samples: the critic scores higher on those it was trained on, and more samples would change the value.`,
        ]
      : []),
    ...(collapsed > 0 ? [`In ${collapsed}${of} the coarse variable takes one value only: start again with another seed or more replicas.`] : []),
    ...(stuck > 0
      ? [`${plural(stuck, 'replica')} stayed on the plateau that every run starts from, which others of the same point left; the best one is reported.`]
      : []),
    ...(capped > 0
      ? [
          `${capped}${of} ${capped === 1 ? 'is' : 'are'} within ${NEAR_CEILING} nats of what the bound can reach: larger minibatches of held-out pairs (evaluationBatch) would raise the value.`,
        ]
      : []),
    ...(diverged > 0 ? [`${diverged}${of} diverged and ${diverged === 1 ? 'has' : 'have'} no value: use a smaller learning rate.`] : []),
  ];
}

const value = (point: PointSummary) => `${concise(point.information)} nats`;
