/** Two runs side by side, by what is beyond their noise. */
import { noise, percent } from './numbers.ts';
import type { BenchRecord, Timed } from './record.ts';
import { titleOf } from './suite.ts';

/** Two runs of one program on one machine differ by as much without a reason. */
const LEAST_NOISE = 0.05;

export interface Comparison {
  title: string;
  /** Rate now to rate then, as measured, and with both held against the calibration of their own run. */
  raw: number;
  calibrated: number;
  /** What the calibrated ratio must exceed: the spreads of both, as parts. */
  noise: number;
  verdict: 'faster' | 'slower' | 'same';
}

export interface Compared {
  rows: Comparison[];
  /** Titles of rows that only one of the runs has timed with these sizes. */
  missing: { fromNow: string[]; fromThen: string[] };
}

const key = (record: BenchRecord) => `${titleOf(record)} ${JSON.stringify(record.sizes)}`;
const timed = (records: readonly BenchRecord[]) => new Map(records.filter((r): r is Timed => r.outcome === 'timed').map((r) => [key(r), r]));

export function compareRow(now: Timed, then: Timed): Comparison {
  const calibrated = now.calibrated.median / then.calibrated.median;
  const limit = Math.max(LEAST_NOISE, Math.hypot(noise(now.calibrated), noise(then.calibrated)));
  const verdict = calibrated > 1 + limit ? 'faster' : calibrated < 1 / (1 + limit) ? 'slower' : 'same';
  return { title: titleOf(now), raw: now.rate.median / then.rate.median, calibrated, noise: limit, verdict };
}

export function compare(now: readonly BenchRecord[], then: readonly BenchRecord[]): Compared {
  const [a, b] = [timed(now), timed(then)];
  const both = [...a.keys()].filter((name) => b.has(name));
  const only = (one: Map<string, Timed>, other: Map<string, Timed>) => [...one].filter(([name]) => !other.has(name)).map(([, record]) => titleOf(record));
  return { rows: both.map((name) => compareRow(a.get(name) as Timed, b.get(name) as Timed)), missing: { fromNow: only(b, a), fromThen: only(a, b) } };
}

/** The comparison as text. */
export function comparisonText(what: string, { rows, missing }: Compared): string {
  const width = Math.max(...rows.map(({ title }) => title.length), 3);
  const counts = (verdict: Comparison['verdict']) => rows.filter((row) => row.verdict === verdict).length;
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
    ...(missing.fromNow.length > 0 ? [`${missing.fromNow.length} rows of then were not run now`] : []),
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

/** A baseline with what was measured now: rows of now take the place of their predecessors, all others stay. */
export function stored(now: readonly BenchRecord[], then: readonly BenchRecord[]): BenchRecord[] {
  return [...timed([...then, ...now]).values()];
}
