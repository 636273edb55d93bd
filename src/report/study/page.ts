/** The page of a study: findings, figures and tables by theme, and how it was run. */
import { graphWords } from '../../model/graph_setting.ts';
import { isAbsent, type Part, type StudyAnalysis } from '../../study/analyse/types.ts';
import type { StudyData } from '../../study/cells/data.ts';
import type { StudyConfig } from '../../study/plan/config.ts';
import type { DrawnFigure } from '../draw/figure.ts';
import { duration, significant } from '../draw/numbers.ts';
import { detailsHtml, factsHtml, figureHtml, headHtml, noteHtml, pageHtml, section, typeset } from '../draw/page.ts';
import { knownOfStudy, sourceOf } from '../published/known.ts';
import type { PublishedRow } from '../published/row.ts';
import { PUBLISHED_NOTE, publishedTable } from '../published/table.ts';
import type { Theme } from './figures.ts';
import { patternTable, pcaTable, symmetryTable } from './filter_tables.ts';
import { studyFindings, titleOf } from './findings.ts';
import { NULLS_NOTE, nullsTable } from './nulls.ts';
import { OPERATORS_NOTE, operatorsTable } from './operators.ts';
import { boundaryTable, correlatorTable, decayTable, phaseTable, resultsTable, saturationTable } from './tables.ts';
import { overControl, temperaturesOf } from './words.ts';
import { WORDS_NOTE, wordsTables } from './words_section.ts';

const RESULTS_NOTE =
  'I(H:E) is a lower bound measured on samples never trained on, with the discrete H, ± one standard error over independent chains. ' +
  'Of all runs of a point the one with the best validation is reported; validation has samples of its own, so that the choice does not bias the value. The last column has the median and the range of all runs that found something.';
const PHASE_NOTE =
  'Largest: over all points of a buffer; full within 3 errors or 2 %. Steepest: where I falls most steeply, from differences of neighbouring points, so that the place is known to one interval. Errors by the parametric bootstrap.';
const DECAY_NOTE =
  'Fits of I = a exp(−L_B / ξ) and of I = a R^(−υ) to the same values, errors taken to be independent between buffers. R = L_B + b/2 is the distance from the centre of a block of side b; published exponents are those of L_B itself, which leaves out L_B = 0. ' +
  'A law is chosen where it describes the values (p > 0.0027) and the other has a χ² larger by 10 or more.';
const BOUNDARY_NOTE =
  'The vertex of the parabola through the highest points; unless the curve is a parabola, the place is known to the resolution only, half the distance between the neighbours.';
const PATTERN_NOTE =
  'Cosines between the span of the filter’s components and named patterns: of the chosen run, then the mean over runs with its error. Patterns of one plane overlap. On bonds: P1, P2 plaquettes, C_x, C_y columns of horizontal and of vertical bonds (the same plane), C horizontal against vertical, E_x, E_y staggered (electric fields).';
const SYMMETRY_NOTE =
  'Found by acting with every rotation, reflection and translation of the block, and with the sign of H, on the filters of all runs; no operator of the model is put in. Several components are taken up to sign and order. Images are compared by the shares that weights have in their sum, and within an angle that separates optima; on a finite block most symmetries are not exact. ' +
  'Broken: runs choose the optima of an orbit with unequal frequency, or find informations there that differ by more than the finite block explains (probability below 0.001 for an unbroken symmetry).';
const SATURATION_NOTE = 'The smallest number of components that no larger one rises above by more than 3 errors and 2 %.';
const PCA_NOTE = 'Filters of length 1, not centred, since their sign is arbitrary. Errors over runs, to first order.';
const CORRELATOR_NOTE =
  'C(r) = A f(r) d(r)^(−2 Δ) with the distance d and the factor f that the config names; errors by the jackknife over chains with the whole fit repeated. ' +
  'A power law: it describes the values with their covariance (Hotelling, p > 0.0027), windows that begin farther out agree, and an exponential has a χ² larger by 10 or more.';

/**
 * The page of a study.
 * @param config as the study was planned
 * @param figures drawn, by theme
 * @returns a complete HTML document, UTF-8
 */
export function studyHtml(
  data: StudyData,
  analysis: StudyAnalysis,
  config: StudyConfig,
  figures: Record<Theme, DrawnFigure[]>,
  published: readonly PublishedRow[],
): string {
  const title = titleOf(analysis);
  let drawn = 0;
  const draw = (theme: Theme) =>
    figures[theme].map((figure, _, all) => `${all.length > 1 ? `<h3>${typeset(figure.title)}</h3>` : ''}${figureHtml(figure, `f${drawn++}-`)}`);
  const part = (heading: string, theme: Theme | undefined, table = '', note = '') => {
    const content = [...(theme ? draw(theme) : []), ...(table ? [table, noteHtml(note)] : [])];
    return content.length > 0 ? [section(heading, content.join('\n'))] : [];
  };
  return pageHtml(title, [
    headHtml(title, studyFindings(data, analysis)),
    ...part(`Information${overControl(analysis)}`, 'information', phaseTable(analysis), temperaturesOf(analysis).length > 1 ? PHASE_NOTE : ''),
    ...part('Decay with the buffer', 'decay', decayTable(analysis), DECAY_NOTE),
    ...part('Filters', 'filters', patternTable(analysis), PATTERN_NOTE),
    ...part('Boundaryness', 'boundary', boundaryTable(analysis), BOUNDARY_NOTE),
    ...part(
      `Symmetries, at buffer ${analysis.ensembleBuffers.join(', ')}`,
      undefined,
      symmetryTable(analysis),
      `${SYMMETRY_NOTE} ${buffersNote(data, analysis)}`.trim(),
    ),
    ...part(`Ensembles in a plane, at buffer ${analysis.ensembleBuffers.join(', ')}`, 'projections'),
    ...part('Principal components', 'pca', pcaTable(analysis), PCA_NOTE),
    ...part('Saturation with the number of components', 'saturation', saturationTable(analysis), SATURATION_NOTE),
    ...part('Correlator and scaling dimension', 'correlators', correlatorTable(analysis), CORRELATOR_NOTE),
    ...part('Operators and their dimensions', 'operators', operatorsTable(analysis), OPERATORS_NOTE),
    ...part('Words and super-dimers', 'words', wordsTables(analysis), WORDS_NOTE),
    ...part('Null tests', undefined, nullsTable(analysis), NULLS_NOTE),
    ...part('Published values', undefined, publishedTable(published), PUBLISHED_NOTE),
    ...part('All runs', 'runs', resultsTable(analysis), RESULTS_NOTE),
    ...part('Training', 'training'),
    ...missingHtml(analysis),
    section('How it was run', runHtml(data, analysis, config)),
  ]);
}

/** The buffers left out of the figures of symmetries and planes, and how to choose them. */
function buffersNote({ axes }: StudyData, { ensembleBuffers }: StudyAnalysis): string {
  const left = axes.buffer.filter((buffer) => !ensembleBuffers.includes(buffer));
  if (left.length === 0) return '';
  return `Looked at across a buffer of ${ensembleBuffers.join(', ')} only: figures.buffer of the config, which may change at any time, chooses others, one or a list, out of ${axes.buffer.join(', ')}.`;
}

/** Parts without enough data, each with its reason. */
function missingHtml(analysis: StudyAnalysis): string[] {
  const parts: [string, Part<object> | undefined][] = [
    ['Decay with the buffer', analysis.decays],
    ['Boundaryness', analysis.boundary],
    ['Patterns', analysis.patterns],
    ['Principal components', analysis.pca],
    ['Projections', analysis.projections],
    ['Saturation', analysis.saturation],
    ['Correlator and scaling dimension', analysis.correlators],
    ['Operators and their dimensions', analysis.operators],
    ['Words and super-dimers', analysis.words],
    ['Null tests', analysis.nulls],
  ];
  const unseen = analysis.symmetries.flatMap(({ found }) => (isAbsent(found) ? [found.absent] : []));
  if (unseen.length === analysis.symmetries.length) parts.push(['Symmetries', { absent: [...new Set(unseen)].join('; ') || 'nothing computed yet' }]);
  const missing = parts.flatMap(([name, found]) => (found && isAbsent(found) ? [`<li>${typeset(name)}: ${typeset(found.absent)}.</li>`] : []));
  return missing.length > 0 ? [section('What is not here, and why', `<ul>${missing.join('')}</ul>`)] : [];
}

function runHtml({ provenance, axes }: StudyData, analysis: StudyAnalysis, config: StudyConfig): string {
  const { seconds, transition, points } = analysis;
  const { versions, commit, seed, adapters, cells } = provenance;
  const facts: [string, string][] = [
    ['adapters', adapters.join('; ') || 'none yet'],
    ['hosts', [...new Set(cells.map(({ host }) => host))].join(', ') || 'none yet'],
    ['time', `${duration(seconds)} of computing in ${cells.length} cells, ${significant(seconds / Math.max(1, cells.length))} s each`],
    ['runs', `${axes.run.length} at each point`],
    ['seed', String(seed)],
    ...Object.entries(versions),
    ['sources', commit],
  ];
  const sources = [
    ...(transition ? [`${transition.label}: ${transition.source}`] : []),
    ...new Set(points.flatMap((point) => sourceOf(knownOfStudy(analysis, point)))),
  ];
  const known = sources.length > 0 ? `<p>Known values: ${sources.map(typeset).join('; ')}.</p>` : '';
  const lines = cells.map(
    ({ index, adapter, host, finished, seed: own, seconds: took, commit: of, versions: with_ }) =>
      `cell ${index}: ${duration(took)} on ${adapter}, ${host}, finished ${finished}, seed ${own}, sources ${of}, ${Object.entries(with_)
        .map((pair) => pair.join(' '))
        .join(', ')}`,
  );
  const listed = JSON.stringify(config, (key, value) => (key === 'graph' ? graphWords(value) : value === Number.POSITIVE_INFINITY ? 'inf' : value), 2);
  return `${factsHtml(facts)}\n${known}${detailsHtml(`Cells (${cells.length})`, lines.join('\n'))}${detailsHtml('Configuration (JSON)', listed)}`;
}
