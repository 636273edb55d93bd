/** The page of a study: findings, tables, figures with their data, and where all of it came from. */
import { isAbsent, type StudyAnalysis } from '../../study/analyse_types.ts';
import type { StudyConfig } from '../../study/config.ts';
import type { StudyData } from '../../study/data.ts';
import type { DrawnFigure } from '../figures.ts';
import { duration } from '../numbers.ts';
import { detailsHtml, escaped, factsHtml, figureHtml, headHtml, pageHtml, section } from '../page.ts';
import { studyFindings, titleOf } from './findings.ts';
import { decayTable, resultsTable } from './tables.ts';

const RESULTS_NOTE =
  'I(H:E) is a lower bound measured on samples never trained on, with the discrete H, ± one standard error over independent chains. ' +
  'Of all runs of a point the one with the best validation is reported, on samples that no value is taken from; the last column has the median and the range of all runs that found something.';
const DECAY_NOTE =
  'Fits of I = a exp(−L_B / ξ) and of I = a R^(−υ) to the same values, errors taken to be independent between buffers. R = L_B + b/2 is the distance from the centre of a block of side b; published exponents are those of L_B itself, which leaves out L_B = 0. ' +
  'A law is chosen where it describes the values (p > 0.0027) and the other has a χ² larger by 10 or more.';

/** @param config as the study was planned */
export function studyHtml(data: StudyData, analysis: StudyAnalysis, config: StudyConfig, figures: readonly DrawnFigure[]): string {
  const title = titleOf(analysis);
  const drawn = new Map(figures.map((figure, i) => [figure.name, section(figure.title, figureHtml(figure, `f${i}-`))]));
  return pageHtml(title, [
    headHtml(title, studyFindings(data, analysis)),
    section('Results', `${resultsTable(analysis)}${note(RESULTS_NOTE)}`),
    ...drawn.values(),
    ...(isAbsent(analysis.decays) ? [] : [section('Decay with the buffer', `${decayTable(analysis)}${note(DECAY_NOTE)}`)]),
    section('How it was run', runHtml(data, analysis, config)),
  ]);
}

const note = (text: string) => `<p class="note">${escaped(text)}</p>`;

function runHtml({ provenance }: StudyData, { seconds }: StudyAnalysis, config: StudyConfig): string {
  const { versions, commit, seed, adapters, cells } = provenance;
  const facts: [string, string][] = [
    ['adapters', adapters.join(', ') || 'none yet'],
    ['seed', String(seed)],
    ...Object.entries(versions),
    ['sources', commit],
    ['time', `${duration(seconds)} of computing, all cells together`],
  ];
  const lines = cells.map(
    ({ index, adapter, host, finished, seed: own, seconds: took }) =>
      `cell ${index}: ${duration(took)} on ${adapter} of ${host}, finished ${finished}, seed ${own}`,
  );
  const listed = JSON.stringify(config, (_, value) => (value === Number.POSITIVE_INFINITY ? 'inf' : value), 2);
  return `${factsHtml(facts)}\n${detailsHtml('Cells', lines.join('\n'))}${detailsHtml('Configuration (JSON)', listed)}`;
}
