/** A report as one HTML page that loads nothing: style and figures are inside. */
import { type Autocorrelation, type PointSummary, type Results, type Summary, timeOf } from '../../train/result/summary.ts';
import type { DrawnFigure } from '../draw/figure.ts';
import { gridOf } from '../draw/grid.ts';
import { fixed, inBits, isNumber, MISSING, plusMinus, significant, temperatureLabel } from '../draw/numbers.ts';
import { detailsHtml, escaped, factsHtml, figureHtml, headHtml, pageHtml, section, tableHtml } from '../draw/page.ts';
import { resultColumns } from './columns.ts';
import { findings } from './findings.ts';
import { OBSERVABLE_NAMES, observablesOf } from './observables.ts';

/**
 * @param results summary and curves, as stored
 * @param figures from `drawFigures(results)`
 * @returns a complete HTML document, UTF-8
 */
export function reportHtml(results: Results, figures: readonly DrawnFigure[]): string {
  const { summary } = results;
  const title = titleOf(summary);
  return pageHtml(title, [
    headHtml(title, findings(results)),
    section('Results', `${resultsTable(results)}<p class="note">${escaped(RESULTS_NOTE)}</p>`),
    ...figures.map((figure, i) => section(figure.title, figureHtml(figure, `f${i}-`))),
    ...(summary.config.data
      ? []
      : [section('Dynamics of the chains', `${autocorrelationTable(summary.points)}<p class="note">${escaped(AUTOCORRELATION_NOTE)}</p>`)]),
    section('How it was run', runHtml(results)),
  ]);
}

const RESULTS_NOTE =
  'I(H:E) is a lower bound measured on samples never trained on, with the discrete H, ± one standard error over independent chains or samples. ' +
  'Of all replicas of a point the one with the best validation is reported, on samples that no value is taken from; the last column has the range of all. ' +
  'Where its critic does no better on fresh samples than one that says the same of every pair, the value is that one’s, 0, with the error of the measurement. ' +
  'The training column is the objective at the end of training: on minibatches trained on and with the smooth H; it is not the result.';
const AUTOCORRELATION_NOTE =
  'Times in sweeps; τ is the integrated autocorrelation time, 0 for independent samples. Burn: sweeps before the first minibatch; spacing: sweeps between minibatches. ' +
  'Halves: difference between the two halves of the measurement in standard errors, for energy and |m|; beyond ±4 the chains had not settled.';

/** '4 × 6', on one line. */
const sides = (lengths: readonly number[]) => lengths.join('\u00a0×\u00a0');

function titleOf({ points, config }: Summary): string {
  if (points.length === 0) return 'blockspin: no results yet';
  const { model, coupling, extents, block, components } = points[0];
  const name = model === 'ising' ? (coupling < 0 ? 'Ising antiferromagnet' : 'Ising model') : model;
  return `Relevant degrees of freedom of the ${name}, ${sides(extents)}, block ${config.sites ? `of ${block} listed sites` : sides(extents.map(() => block))}${components > 1 ? `, ${components} components` : ''}`;
}

function classOf(kind: string, text: string): string {
  if (kind === 'verdict') return `verdict ${text}`;
  if (kind === 'known') return 'wrapped';
  return kind.startsWith('training') ? 'faint' : '';
}

function resultsTable({ summary }: Results): string {
  const columns = resultColumns(plusMinus, (estimate) => plusMinus(inBits(estimate)));
  const head = [...columns, { head: 'replicas', unit: 'nats, range', align: 'right' as const }];
  const rows = gridOf(summary.points).points.map(({ point }) => [
    ...columns.map((column) => ({ text: column.cell(point), kind: column.head })),
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

/** Lowest to highest held-out value of the replicas that lived, and how many did where some did not. */
function replicaRange({ replicas }: PointSummary): string {
  const values = replicas.filter(({ status, mean }) => status === 'ok' && isNumber(mean)).map(({ mean }) => mean);
  if (values.length === 0) return `${MISSING} (0 of ${replicas.length})`;
  const [least, most] = [Math.min, Math.max].map((end) => values.reduce((a, b) => end(a, b)));
  const range = values.length === 1 ? fixed(values[0], 4) : `${fixed(least, 4)} … ${fixed(most, 4)}`;
  return values.length === replicas.length ? range : `${range} (${values.length} of ${replicas.length})`;
}

function autocorrelationTable(points: readonly PointSummary[]): string {
  const { temperatures, points: ordered } = gridOf(points);
  const watched = points.length > 0 ? observablesOf(points[0].autocorrelation) : [];
  const columns: [name: string, unit: string, cell: (record: Autocorrelation) => string][] = [
    ...watched.map((name): (typeof columns)[number] => [`τ ${OBSERVABLE_NAMES[name]}`, 'sweeps', (a) => significant(timeOf(a, name))]),
    ['burn', 'sweeps', (a) => significant(a.burn, 6)],
    ['spacing', 'sweeps', (a) => significant(a.spacing, 6)],
    ['chains', '', (a) => significant(a.chains, 6)],
    ...watched.map((name): (typeof columns)[number] => [`halves, ${OBSERVABLE_NAMES[name]}`, 'std. errors', (a) => fixed(a.halves[name], 2)]),
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
  return tableHtml([{ name: 'T', unit: 'J/k_B' }, ...columns.map(([name, unit]) => ({ name, unit }))], rows);
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
  const sources = [...new Set(summary.points.flatMap(({ known }) => (known ? [`${known.label}: ${known.source}`] : [])))];
  const known = sources.length > 0 ? `<p>Known values: ${sources.map(escaped).join('; ')}.</p>` : '';
  return `${factsHtml(facts)}\n${known}${detailsHtml('Configuration (JSON)', JSON.stringify(summary.config, null, 2))}`;
}
