/** Comparison of two runs of the benchmark. */
import { noise, percent } from './numbers.ts';
import type { BenchRecord, Timed } from './record.ts';
import { titleOf } from './suite.ts';

/** Two runs of the same program on the same machine differ by as much. */
const LEAST_NOISE = 0.05;

/** One row in two runs. */
interface RowComparison {
  title: string;
  /** Ratio of the rates, now to then, as measured and relative to the calibration of each run. */
  raw: number;
  calibrated: number;
  /** The calibrated ratio must differ from 1 by more than this: the relative spreads of both, added in quadrature. */
  noise: number;
  verdict: 'faster' | 'slower' | 'same';
}

/** All rows that both runs have. */
interface RunComparison {
  rows: RowComparison[];
  /** Titles of rows that only one of the runs has timed at these sizes. */
  missing: { fromNow: string[]; fromThen: string[] };
}

const key = (record: BenchRecord) => `${titleOf(record)} ${JSON.stringify(record.sizes)}`;
const timed = (records: readonly BenchRecord[]) => new Map(records.filter((r): r is Timed => r.outcome === 'timed').map((r) => [key(r), r]));

/** Compares one row; it is faster or slower only where the calibrated ratio exceeds the noise. */
export function compareRow(now: Timed, then: Timed): RowComparison {
  const calibrated = now.calibrated.median / then.calibrated.median;
  const limit = Math.max(LEAST_NOISE, Math.hypot(noise(now.calibrated), noise(then.calibrated)));
  const verdict = calibrated > 1 + limit ? 'faster' : calibrated < 1 / (1 + limit) ? 'slower' : 'same';
  return { title: titleOf(now), raw: now.rate.median / then.rate.median, calibrated, noise: limit, verdict };
}

/** Compares the rows that have the same name and sizes in both runs. */
export function compare(now: readonly BenchRecord[], then: readonly BenchRecord[]): RunComparison {
  const [a, b] = [timed(now), timed(then)];
  const both = [...a.keys()].filter((name) => b.has(name));
  const only = (one: Map<string, Timed>, other: Map<string, Timed>) => [...one].filter(([name]) => !other.has(name)).map(([, record]) => titleOf(record));
  return { rows: both.map((name) => compareRow(a.get(name) as Timed, b.get(name) as Timed)), missing: { fromNow: only(b, a), fromThen: only(a, b) } };
}

/**
 * The comparison as a table of text.
 * @param what name of the earlier run
 */
export function comparisonText(what: string, { rows, missing }: RunComparison): string {
  const width = Math.max(...rows.map(({ title }) => title.length), 3);
  const counts = (verdict: RowComparison['verdict']) => rows.filter((row) => row.verdict === verdict).length;
  const cells = (title: string, ...rest: string[]) => [title.padEnd(width), ...rest.map((cell) => cell.padStart(10))].join('  ');
  return [
    '',
    `against ${what}: ratio of rates, now to then; calibrated: against the calibration of the same run`,
    '',
    cells('row', 'raw', 'calibrated', 'noise', ''),
    ...rows.map(({ title, raw, calibrated, noise: limit, verdict }) =>
      cells(title, raw.toFixed(2), calibrated.toFixed(2), percent(limit), verdict === 'same' ? '' : verdict),
    ),
    '',
    `${counts('same')} of ${rows.length} rows are the same within noise, ${counts('faster')} faster, ${counts('slower')} slower`,
    ...(missing.fromNow.length > 0 ? [`${missing.fromNow.length} rows of the earlier run were not run now`] : []),
    ...(missing.fromThen.length > 0 ? [`not in it: ${missing.fromThen.join(', ')}`] : []),
    '',
  ].join('\n');
}

/** The file name of the baseline of an adapter. */
export function baselineName(adapter: string): string {
  const slug = adapter
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `baseline-${slug || 'unnamed'}.jsonl`;
}

/** A baseline in which the rows of this run replace the earlier ones; rows that were not run now stay. */
export function stored(now: readonly BenchRecord[], then: readonly BenchRecord[]): BenchRecord[] {
  return [...timed([...then, ...now]).values()];
}
