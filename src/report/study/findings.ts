/** The findings of a study in sentences, made from its analysis. */

import type { Maximum } from '../../analysis/curves/phase.ts';
import { ERRORS } from '../../analysis/curves/verdicts.ts';
import { LEAST_INFORMATION } from '../../analysis/filters/filter.ts';
import { largestEntropy } from '../../coarse/shape.ts';
import type { Estimate } from '../../core/statistics.ts';
import { modelNamed } from '../../model/models.ts';
import { isInformative } from '../../study/analyse/frame.ts';
import { type AnalysedDecay, type AnalysedPoint, isAbsent, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyData } from '../../study/cells/data.ts';
import { coarseSpace } from '../../study/levels/lattice.ts';
import { NEAR_CAP, PAIRS_PER_VALUE } from '../../train/result/cap.ts';
import { ceilingName, concise, duration, fixed, isNumber, significant } from '../draw/numbers.ts';
import { article, list, plural } from '../draw/words.ts';
import { knownOfStudy } from '../published/known.ts';
import { nullsFindings } from './nulls.ts';
import { operatorsFindings } from './operators.ts';
import { symmetriesOf } from './symmetry_findings.ts';
import { clearPeaks, componentsOf, filterLabel, kindName, noBetter, of, partWords, placeLabel, symbolOf, temperaturesOf, unique, valueLabel } from './words.ts';
import { wordsFindings } from './words_section.ts';

/** The title of the page: the model and the name of the study. */
export function titleOf(analysis: StudyAnalysis): string {
  return `Relevant degrees of freedom of the ${analysis.title}: ${analysis.name}`;
}

/** Sentences for the head of the page: the question, the answers with their numbers, then the reasons to doubt. */
export function studyFindings(data: StudyData, analysis: StudyAnalysis): string[] {
  const answers = componentsOf(analysis).flatMap((components) => {
    const found = [
      ...maximumOf(data, analysis, components),
      ...stepOf(analysis, components),
      ...decaysOf(analysis, components),
      ...filtersOf(analysis, components),
      ...boundaryOf(analysis, components),
      ...symmetriesOf(analysis, components),
    ];
    const many = componentsOf(analysis).length > 1;
    return many ? found.map((sentence) => `With ${plural(components, 'component')}: ${lower(sentence)}`) : found;
  });
  return [
    questionOf(data, analysis),
    ...progressOf(analysis),
    ...answers,
    ...saturationOf(analysis),
    ...dimensionsOf(analysis),
    ...operatorsFindings(analysis),
    ...wordsFindings(analysis),
    ...nullsFindings(analysis),
    ...doubtsOf(data, analysis),
  ];
}

/** A sentence with a small first letter, unless it begins with a symbol or the name of a group. */
const lower = (sentence: string) => (/^(The|At|Across|In|A|No) /.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence);
const nats = (estimate: Estimate) => `${concise(estimate)} nats`;

function questionOf({ axes }: StudyData, analysis: StudyAnalysis): string {
  const { setting, seconds, block } = analysis;
  const shape = block.dimension === 1 ? String(block.side) : `${block.side} × ${block.side}`;
  const what =
    block.dimension === 0
      ? `A block of ${block.side} values of the ${analysis.title}`
      : `A block of ${shape} sites of the ${analysis.title} on ${latticeWords(analysis.model, setting)}`;
  const points = axes.components.length * axes.temperature.length * axes.buffer.length;
  return `${what} was compressed to a variable H that keeps as much information as possible about the environment beyond a buffer: ${plural(points, 'point')}, ${plural(axes.run.length, 'independent run')} at each, ${duration(seconds)} of computing.`;
}

function latticeWords(model: string, setting: StudyAnalysis['setting']): string {
  const { extents } = coarseSpace(modelNamed(model).space(setting), { level: setting.level, block: setting.block, components: 1 });
  return extents.length === 1 ? `a ring of ${extents[0]} sites` : `${article(extents[0])} ${extents.join(' × ')} lattice`;
}

function progressOf({ progress: { done, total } }: StudyAnalysis): string[] {
  if (done === 0) return ['Nothing has been computed yet.'];
  return done < total ? [`The study is not finished: ${done} of ${total} runs are done, ${Math.floor((100 * done) / total)} %.`] : [];
}

/** Whether the pairs of a minibatch allow less than H can hold, both in nats. */
const isCut = (ceiling: number, entropy: number) => ceiling < entropy - 1e-6;

function maximumOf(data: Pick<StudyData, 'coarse'>, analysis: StudyAnalysis, components: number): string[] {
  const found = of(analysis.curves, components).flatMap(({ buffer, maximum }) => (isAbsent(maximum) ? [] : [{ buffer, maximum }]));
  const widest = found.at(-1);
  if (!widest) return [];
  const full = found.filter(({ maximum }) => maximum.saturates);
  const { value, ceiling, x } = widest.maximum;
  // The largest of several zeros is no information.
  if (!isInformative(value)) return [nothingAcross(analysis, found, components)];
  const most = largestEntropy({ ...data.coarse, components });
  const top = `${nats(value)}, ${partWords(widest.maximum)} of ${ceilingName(ceiling)}, at ${placeLabel(analysis, x)} across a buffer of ${widest.buffer}`;
  // One value is not the largest of several.
  const information = temperaturesOf(analysis).length > 1 ? 'largest information' : 'information';
  if (full.length === found.length)
    return [
      `${isCut(ceiling, most) ? 'The pairs of a minibatch allow' : 'H can hold'} no more: the ${information} is ${top}${found.length > 1 ? ', and as much across every buffer' : ''}.`,
    ];
  return [`The ${information}${found.length > 1 ? ' across the widest buffer' : ''} is ${top}.`];
}

/** Where even the largest value across the widest buffer is consistent with zero: up to which buffer there is more. */
function nothingAcross(analysis: StudyAnalysis, found: readonly { buffer: number; maximum: Maximum }[], components: number): string {
  const widest = found[found.length - 1];
  const none = `Across ${found.length > 1 ? 'the widest buffer' : 'a buffer'} of ${widest.buffer} no information is found: ${temperaturesOf(analysis).length > 1 ? 'the largest value' : 'the value'}, ${nats(widest.maximum.value)}, is consistent with zero`;
  const beyond = of(analysis.points, components).filter(({ buffer, informative, spread }) => buffer === widest.buffer && !informative && spread);
  const others = Math.max(...beyond.map(({ spread }) => spread?.most ?? 0));
  const more =
    others > widest.maximum.value.mean + ERRORS * widest.maximum.value.error && others >= LEAST_INFORMATION
      ? `; other runs found up to ${significant(others, 2)} nats`
      : '';
  const last = found.findLast(({ maximum }) => isInformative(maximum.value));
  return `${none}${more}${last ? `; across ${last.buffer} it is ${nats(last.maximum.value)} at ${placeLabel(analysis, last.maximum.x)}` : ''}.`;
}

function stepOf(analysis: StudyAnalysis, components: number): string[] {
  const { transition } = analysis;
  const steps = of(analysis.curves, components).flatMap(({ buffer, step }) =>
    isAbsent(step) || !(step.slope.mean < -ERRORS * step.slope.error) ? [] : [{ buffer, step }],
  );
  const widest = steps.at(-1);
  if (!widest) return [];
  const { position, resolution, slope } = widest.step;
  const first = steps[0];
  const sharper =
    first !== widest && Math.abs(slope.mean) - Math.abs(first.step.slope.mean) > ERRORS * Math.hypot(slope.error, first.step.slope.error)
      ? `, steeper than across ${first.buffer} (${concise({ mean: -first.step.slope.mean, error: first.step.slope.error })})`
      : '';
  const known = transition ? `; ${transition.label} = ${significant(transition.value, 4)}` : '';
  return [
    `Across a buffer of ${widest.buffer} the information falls most steeply at ${symbolOf(analysis.control)} = ${concise(noBetter(position, resolution / 2))}, by ${concise({ mean: -slope.mean, error: slope.error })} nats per unit${sharper}${known}.`,
  ];
}

const exponents = ({ published, centred }: AnalysedDecay) => {
  const law = centred.power ? `υ = ${concise(centred.power.exponent)} in L_B + b/2` : '';
  return published.power?.determined ? `${law}, ${concise(published.power.exponent)} in L_B itself` : law;
};

/** One sentence per kind of decay, with its temperatures. */
function decaysOf(analysis: StudyAnalysis, components: number): string[] {
  if (isAbsent(analysis.decays)) return [];
  const rows = of(analysis.decays.rows, components);
  const at = (some: readonly AnalysedDecay[]) => list(some.map(({ temperature }) => placeLabel(analysis, temperature)));
  const chosen = (choice: AnalysedDecay['centred']['choice']) => rows.filter(({ centred }) => centred.choice === choice);
  const tested = chosen('undecided').filter(({ centred }) => centred.power?.determined && centred.exponential?.determined && centred.power.dof > 0);
  const either = (row: AnalysedDecay) =>
    `at ${placeLabel(analysis, row.temperature)} (${exponents(row)}; or ξ = ${row.centred.exponential ? concise(row.centred.exponential.length) : ''} sites)`;
  const [zero, constant, exponential, power, neither] = (['zero', 'constant', 'exponential', 'power', 'neither'] as const).map(chosen);
  return [
    ...(constant.length > 0 ? [`At ${at(constant)} the information does not decay with the buffer within the errors.`] : []),
    ...power.map(
      (row) =>
        `At ${placeLabel(analysis, row.temperature)} the information decays with the buffer as a power law, ${exponents(row)}; an exponential is excluded.`,
    ),
    ...exponential.map(
      ({ temperature, centred }) =>
        `At ${placeLabel(analysis, temperature)} the information decays with the buffer as an exponential, ξ = ${centred.exponential ? concise(centred.exponential.length) : ''} sites; a power law is excluded.`,
    ),
    ...(tested.length > 0 ? [`The decay with the buffer may be either law ${list(tested.map(either))}.`] : []),
    ...(neither.length > 0 ? [`At ${at(neither)} neither a power law nor an exponential describes the decay within the errors.`] : []),
    ...(zero.length > 0 ? [`At ${at(zero)} the information is consistent with zero across every buffer.`] : []),
  ];
}

/** Least cosine at which a filter is named after a pattern. */
const LIKE = 0.8;

/** The patterns or kinds of filters by temperature, at the buffers whose ensembles are analysed. */
function filtersOf(analysis: StudyAnalysis, components: number): string[] {
  return analysis.ensembleBuffers.flatMap((buffer) => (analysis.block.bonds ? namesOf(analysis, components, buffer) : kindsOf(analysis, components, buffer)));
}

function namesOf(analysis: StudyAnalysis, components: number, ensembleBuffer: number): string[] {
  const { patterns } = analysis;
  if (isAbsent(patterns)) return [];
  const rows = of(patterns.rows, components).filter(({ buffer }) => buffer === ensembleBuffer);
  if (rows.length === 0) return [];
  const described = rows.map(({ temperature, nearest }) => {
    const like = nearest.every(({ overlap }) => overlap >= LIKE);
    const names = list([...nearest].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, overlap }) => `${name} (${fixed(overlap, 2)})`));
    return `at ${placeLabel(analysis, temperature)} ${like ? names : `none of the named patterns, nearest to ${names}`}`;
  });
  return [`The filters across a buffer of ${ensembleBuffer} are, with their cosines: ${described.join('; ')}.`];
}

function kindsOf({ points, ...analysis }: StudyAnalysis, components: number, ensembleBuffer: number): string[] {
  const here = of(points, components).filter(({ buffer, informative, kind }) => buffer === ensembleBuffer && informative && kind && kind !== 'none');
  const parts = unique(here.map(({ kind }) => kind)).map((kind) => {
    const places = here.filter((point) => point.kind === kind).map(({ temperature }) => placeLabel(analysis, temperature));
    return `${kindName(kind)} at ${list(places)}`;
  });
  return parts.length > 0 ? [`The filters across a buffer of ${ensembleBuffer} are ${list(parts)}.`] : [];
}

function boundaryOf(analysis: StudyAnalysis, components: number): string[] {
  const { boundary, transition } = analysis;
  if (isAbsent(boundary)) return [];
  const peaks = clearPeaks(boundary, components);
  if (peaks.length === 0) return [];
  // The narrowest and the widest buffer show the trend.
  const shown = peaks.length > 3 ? [peaks[0], peaks[peaks.length - 1]] : peaks;
  const each = shown.map(({ buffer, peak }) => `${concise(noBetter(peak.position, peak.resolution))} across ${buffer} (height ${concise(peak.height)})`);
  const known = transition ? `; ${transition.label} = ${significant(transition.value, 4)}` : '';
  return [`The filters couple to the boundary most at ${symbolOf(analysis.control)} = ${list(each)}${known}.`];
}

function saturationOf({ saturation, control }: StudyAnalysis): string[] {
  if (isAbsent(saturation)) return [];
  const kinds = unique(saturation.rows.map(({ saturation: { components, seen } }) => `${components}${seen ? '' : ' or more'}`));
  const parts = kinds.map((kind) => {
    const here = saturation.rows.filter(({ saturation: { components, seen } }) => `${components}${seen ? '' : ' or more'}` === kind);
    const places = unique(here.map(({ temperature }) => temperature)).map((t) => {
      const buffers = here.filter(({ temperature }) => temperature === t).map(({ buffer }) => buffer);
      return `${symbolOf(control)} = ${valueLabel(t)} (buffer ${buffers.join(', ')})`;
    });
    return `${kind} at ${list(places)}`;
  });
  return [`The information saturates with this number of components: ${parts.join('; ')}.`];
}

function dimensionsOf(analysis: StudyAnalysis): string[] {
  const { correlators } = analysis;
  if (!correlators || isAbsent(correlators)) return [];
  return correlators.rows.flatMap((row) => {
    const { temperature, size, fit, law, expected } = row;
    const where = `At ${placeLabel(analysis, temperature)}, ${filterLabel(row)},`;
    const known = expected ? `; ${significant(expected.dimension, 4)} ${expected.label}` : '';
    if (law.verdict === 'power law' && fit)
      return [`${where} the coarse variable on ${size} × ${size} sites has the scaling dimension ${concise(fit.dimension)}${known}.`];
    const correlator = `the correlator of the coarse variable on ${size} × ${size} sites`;
    if (law.verdict === 'undetermined') return [`${where} whether ${correlator} is a power law cannot be told: ${law.reason}.`];
    const later = law.later ? `; from ${law.later.from} sites on it is one, of dimension ${concise(law.later.dimension)}${known}` : '';
    return [`${where} ${correlator} is no power law: ${law.reason}${later}.`];
  });
}

function doubtsOf({ coarse }: StudyData, analysis: StudyAnalysis): string[] {
  const { points, curves } = analysis;
  const done = points.filter(({ verdict }) => verdict !== null);
  const count = (verdict: AnalysedPoint['verdict']) => done.filter((point) => point.verdict === verdict).length;
  const of = (some: number) => (done.length === 1 ? 'The only point' : `${some} of ${done.length} points`);
  const is = (some: number) => (some === 1 ? 'is' : 'are');
  const lost = done.reduce((sum, { runs, found }) => sum + runs - found, 0);
  const all = done.reduce((sum, { runs }) => sum + runs, 0);
  const above = curves.filter(({ maximum }) => !isAbsent(maximum) && maximum.exceeds).length;
  const far = done.filter((point) => {
    const known = knownOfStudy(analysis, point);
    const { mean, error } = point.information;
    return known?.kind === 'uniform filter' && isNumber(mean) && mean < known.value - ERRORS * error;
  });
  const capped = done.filter(
    ({ components, ceiling, information }) => isCut(ceiling, largestEntropy({ ...coarse, components })) && ceiling - information.mean < NEAR_CAP,
  );
  return [
    ...(capped.length > 0
      ? [
          `${of(capped.length)} ${is(capped.length)} cut off by the batch: the pairs of a minibatch allow at most ${fixed(capped[0].ceiling, 4)} nats, less than H can hold; use ${PAIRS_PER_VALUE} pairs or more (evaluationBatch) for each value that H can take.`,
        ]
      : []),
    ...(count('unconverged') > 0
      ? [`${of(count('unconverged'))} had not converged: train longer before relying on ${count('unconverged') === 1 ? 'it' : 'them'}.`]
      : []),
    ...(count('limited') > 0 ? [`${of(count('limited'))} ${is(count('limited'))} limited by samples: more of them would change the value.`] : []),
    ...(count('collapsed') > 0 ? [`In ${done.length === 1 ? 'the only point' : of(count('collapsed'))} the coarse variable takes one value only.`] : []),
    ...(count('diverged') > 0 ? [`${of(count('diverged'))} diverged and ${count('diverged') === 1 ? 'has' : 'have'} no value.`] : []),
    ...(lost > 0 ? [`${lost} of ${all} runs found nothing where others did, collapsed or diverged; they are left out of ensembles.`] : []),
    ...(far.length > 0 ? [`${of(far.length)} ${is(far.length)} more than ${ERRORS} errors below the known information of the uniform filter.`] : []),
    ...(above > 0 ? [`At ${plural(above, 'buffer')} the largest value is above what H can hold: something is wrong there.`] : []),
  ];
}
