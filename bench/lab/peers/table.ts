/** Comparisons with peers as text. */
import type { Spread } from '../../numbers.ts';
import type { Absent } from './catalogue.ts';
import type { SamplingRow } from './sampling.ts';
import type { Refusal, TrainingRow } from './training.ts';

/** A number with two or three digits and a decimal prefix: 1234567 is 1.23 M. */
export function short(value: number): string {
  for (const [unit, name] of [
    [1e9, ' G'],
    [1e6, ' M'],
    [1e4, ' k'],
  ] as const) {
    if (Math.abs(value) >= unit) return `${(value / (name === ' k' ? 1e3 : unit)).toPrecision(3)}${name}`;
  }
  return Math.abs(value) >= 99.5 ? value.toFixed(0) : value.toPrecision(2);
}

const around = ({ median, least, most }: Spread, say: (value: number) => string) => `${say(median)} [${say(least)}, ${say(most)}]`;
const ratio = (value: number) => (value >= 9.95 ? value.toFixed(0) : value.toPrecision(2));

function aligned(rows: readonly string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A table with the medians and [least, most] of the rates and of their ratio, ours / theirs. */
export function table(rows: readonly (TrainingRow | SamplingRow)[]): string {
  if (rows.length === 0) return 'nothing was compared';
  const lines = rows.map((row) => [
    row.case,
    'replicas' in row ? String(row.replicas) : '',
    row.peer ?? 'no peer',
    row.unit,
    around(row.ours, short),
    row.theirs ? around(row.theirs, short) : '',
    row.ratio ? around(row.ratio, ratio) : '',
  ]);
  return aligned([['case', 'R', 'peer', 'unit', 'ours', 'theirs', 'ours / theirs'], ...lines]);
}

/** Lines below the table: versions of the peers, whole runs, refused sizes, and peers that do not take part. */
export function remarks(rows: readonly (TrainingRow | SamplingRow)[], refused: readonly Refusal[], absent: readonly Absent[]): string[] {
  const training = rows.filter((row) => row.kind === 'training');
  const said = training.flatMap(({ peer, about }) => (about ? [`${peer}: ${about.version}; ${about.device}; ${about.variant}`] : []));
  return [
    // A peer may describe itself differently for one and for several replicas.
    ...new Set(said),
    ...training.flatMap(({ whole, peer }) =>
      whole
        ? [
            `500 runs x 5800 steps of the dimer sizes: ours ${whole.ours.toFixed(1)} s (${whole.with_a_sweep_of_all_chains.toFixed(1)} s with a sweep before each step)` +
              (whole.theirs === undefined ? '' : `, ${peer} ${whole.theirs.toFixed(1)} s`),
          ]
        : [],
    ),
    ...refused.map((row) => `${row.case}, R = ${row.replicas}: refused: ${row.reason}`),
    ...absent.map(({ name, state, reason }) => `${name}: ${state}: ${reason}`),
  ];
}
