/** A report as one HTML page that loads no other files: style and figures are inside. */
import { type Autocorrelation, type PointSummary, type Results, type Summary, timeOf } from '../../train/result/summary.ts';
import { sidesOf } from '../draw/block.ts';
import type { DrawnFigure } from '../draw/figure.ts';
import { gridOf } from '../draw/grid.ts';
import { fixed, isNumber, MISSING, significant, temperatureLabel } from '../draw/numbers.ts';
import { detailsHtml, factsHtml, figureHtml, headHtml, noteHtml, pageHtml, section, tableHtml, typeset } from '../draw/page.ts';
import { knownOfRun, sourceOf } from '../published/known.ts';
import { resultColumns } from './columns.ts';
import { findings } from './findings.ts';
import { observablesOf } from './observables.ts';
import { listedWords } from './places.ts';
import { modelOf, modelTitle, observableLabel, unitOf } from './words.ts';

/**
 * The page of a run.
 * @param results summary and curves, as stored
 * @param figures from `drawFigures(results)`
 * @returns a complete HTML document, UTF-8
 */
export function reportHtml(results: Results, figures: readonly DrawnFigure[]): string {
  const { summary } = results;
  const title = titleOf(summary);
  return pageHtml(title, [
    headHtml(title, findings(results)),
    section('Results', resultsTable(results) + noteHtml(summary.drift ? DRIFT_NOTE : RESULTS_NOTE)),
    ...figures.map((figure, i) => section(figure.title, figureHtml(figure, `f${i}-`))),
    ...(summary.config.data ? [] : [section('Dynamics of the chains', autocorrelationTable(summary) + noteHtml(AUTOCORRELATION_NOTE))]),
    section('How it was run', runHtml(results)),
  ]);
}

const RESULTS_NOTE =
  'I(H:E) is a lower bound measured on samples never trained on, with the discrete H, ± one standard error over independent chains or samples. ' +
  'Of all replicas of a point the one with the best validation is reported; validation has samples of its own, so that the choice does not bias the value. The last column has the range of all. ' +
  'Where the trained critic scores no better on fresh samples than a constant one, the value is that of the constant critic, 0, with the error of the measurement. ' +
  'The training column is the objective at the end of training, on minibatches trained on and with the smooth H; it is not the result.';
const DRIFT_NOTE = 'Parts of the samples differ: these numbers say nothing of the system, and are kept for comparison only.';
const AUTOCORRELATION_NOTE =
  'Times in sweeps; τ is the integrated autocorrelation time, 0 for independent samples. Burn: sweeps before the first minibatch; spacing: sweeps between minibatches. ' +
  'Halves: difference between the two halves of the measurement in standard errors, for the same observables; beyond ±4 the chains had not settled.';

/** '4 × 6', on one line. */
const sides = (lengths: readonly number[]) => lengths.join('\u00a0×\u00a0');

function titleOf(summary: Summary): string {
  const { points, config } = summary;
  if (points.length === 0) return 'blockspin: no results yet';
  const { extents, components } = points[0];
  const where = config.graph === undefined ? `, ${sides(extents)}` : '';
  return `Relevant degrees of freedom of the ${modelTitle(summary)}${where}, block ${config.sites ? `of ${listedWords(config)}` : sides(sidesOf(points[0]))}${components > 1 ? `, ${components} components` : ''}`;
}

function classOf(kind: string, text: string): string {
  if (kind === 'verdict') return `verdict ${text}`;
  if (kind === 'known') return 'wrapped';
  return kind === 'training' ? 'faint' : '';
}

function resultsTable({ summary }: Results): string {
  const columns = resultColumns(summary, 'plus-minus');
  const head = [...columns, { head: 'replicas', unit: 'nats, range', align: 'right' as const }];
  const rows = gridOf(summary.points).points.map(({ point }) => [
    ...columns.map((column) => ({ text: column.cell(point), kind: column.kind })),
    { text: replicaRange(point), kind: 'replicas' },
  ]);
  return tableHtml(
    head.map(({ head: name, unit }) => ({ name, unit })),
    rows.map((cells) =>
      cells.map(({ text, kind }, i) => ({
        text,
        align: head[i].align,
        class: classOf(kind, text),
      })),
    ),
  );
}

/** Lowest to highest held-out value of the replicas that did not diverge, and their number where some did. */
function replicaRange({ replicas }: PointSummary): string {
  const values = replicas.filter(({ status, mean }) => status === 'ok' && isNumber(mean)).map(({ mean }) => mean);
  if (values.length === 0) return `${MISSING} (0 of ${replicas.length})`;
  const [least, most] = [Math.min, Math.max].map((end) => values.reduce((a, b) => end(a, b)));
  const range = values.length === 1 ? fixed(values[0], 4) : `${fixed(least, 4)} … ${fixed(most, 4)}`;
  return values.length === replicas.length ? range : `${range} (${values.length} of ${replicas.length})`;
}

function autocorrelationTable(summary: Summary): string {
  const { points } = summary;
  const { temperatures, points: ordered } = gridOf(points);
  const watched = points.length > 0 ? observablesOf(points[0].autocorrelation) : [];
  const columns: [name: string, unit: string, cell: (record: Autocorrelation) => string][] = [
    ...watched.map((name): (typeof columns)[number] => [`τ ${observableLabel(summary, name)}`, 'sweeps', (a) => significant(timeOf(a, name))]),
    ['burn', 'sweeps', (a) => significant(a.burn, 6)],
    ['spacing', 'sweeps', (a) => significant(a.spacing, 6)],
    ['chains', '', (a) => significant(a.chains, 6)],
    ...watched.map((name): (typeof columns)[number] => [`halves, ${observableLabel(summary, name)}`, 'std. errors', (a) => fixed(a.halves[name], 2)]),
  ];
  // The chains are shared by all buffers of a temperature.
  const rows = temperatures.map((temperature) => {
    const record = ordered.find(({ point }) => point.temperature === temperature)?.point.autocorrelation;
    return [temperatureLabel(temperature), ...columns.map(([, , cell]) => (record ? cell(record) : MISSING))].map((text) => ({
      text,
      align: 'right' as const,
      class: '',
    }));
  });
  return tableHtml([{ name: modelOf(summary).control.symbol, unit: unitOf(summary) }, ...columns.map(([name, unit]) => ({ name, unit }))], rows);
}

/** JSON has no infinity and no NaN: a stored config has these words. */
function finite(_: string, value: unknown): unknown {
  if (typeof value !== 'number' || Number.isFinite(value)) return value;
  return Number.isNaN(value) ? 'unknown' : 'inf';
}

function runHtml({ summary }: Results): string {
  const { adapter, versions, seconds } = summary;
  const facts: [string, string][] = [
    ['adapter', [adapter.name, adapter.vendor, adapter.architecture, adapter.driver].filter((part, i, all) => part && all.indexOf(part) === i).join(', ')],
    ['adapter found', `${adapter.origin}${adapter.software ? ', software' : ''}`],
    ['seed', String(summary.seed)],
    ...Object.entries(versions).map(([name, version]): [string, string] => [name, version]),
    [
      'time',
      Object.entries(seconds)
        .map(([phase, time]) => `${phase} ${significant(time)} s`)
        .join(', '),
    ],
  ];
  const sources = [...new Set(summary.points.flatMap((point) => sourceOf(knownOfRun(summary, point))))];
  const known = sources.length > 0 ? `<p>Known values: ${sources.map(typeset).join('; ')}.</p>` : '';
  return `${factsHtml(facts)}\n${known}${detailsHtml('Configuration (JSON)', JSON.stringify(summary.config, finite, 2))}`;
}
