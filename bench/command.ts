/** `blockspin bench`: the table, its lines of JSON, comparisons and baselines. Files and devices come from the host. */
import type { Host } from '../src/cli/host.ts';
import type { Given } from '../src/cli/options.ts';
import { BlockspinError } from '../src/core/errors.ts';
import { guardOut, type NewFile } from '../src/store/files.ts';
import { baselineName, compare, comparisonText, stored } from './compare.ts';
import { type BenchRecord, describeDevice, readRecords, type Setting } from './record.ts';
import type { Row } from './row.ts';
import { rowsFor } from './rows/all.ts';
import { choose, EFFORTS, Suite, titleOf } from './suite.ts';
import { Table } from './table.ts';

/** What the benchmark needs of its host. */
export interface BenchHost extends Pick<Setting, 'commit' | 'machine'> {
  host: Host;
  /** Folder of the baselines. */
  baselines: string;
  /** Rows in place of those of the table, for tests. */
  rows?: typeof rowsFor;
}

const NEW_FILE = { expected: 'a new file', remedy: 'choose another name' };

/**
 * Runs the benchmark.
 * @returns exit code: 1 when a row failed or, with --guard, is slower than the baseline
 * @throws BlockspinError for wrong options, a missing baseline, or after Ctrl-C
 */
export async function bench(place: BenchHost, given: Given): Promise<number> {
  const { host, rows = rowsFor } = place;
  const effort = EFFORTS[given.quick ? 'quick' : 'full'];
  const parts = given.only === undefined ? [] : (given.only as string).split(',');
  // Wrong options are refused before an adapter is opened.
  choose(rows({ effort: effort.name, software: false }), parts);
  const then = given.compare === undefined ? undefined : await readFile(host, '--compare', given.compare as string);
  const device = await host.openDevice(given.adapter as string | undefined);
  try {
    const { commit, machine } = place;
    const setting: Setting = { ...describeDevice(device), versions: { ...host.versions }, commit, machine, date: new Date().toISOString() };
    const path = `${place.baselines}/${baselineName(setting.adapter.name)}`;
    const baseline = await readBaseline(host, path, given.guard === true && !given.store);
    const chosen = choose(rows({ effort: effort.name, software: setting.adapter.software }), parts);
    if (given.list) {
      host.out(listing(chosen));
      return 0;
    }
    const suite = new Suite(device, setting, effort);
    try {
      const out = given.out === undefined ? undefined : await guardOut(given.out as string, NEW_FILE, () => host.files.create(given.out as string));
      const start = performance.now();
      const records = await run(host, suite, chosen, given.json === true, out);
      const say = given.json ? host.err : host.out;
      say(`\n${records.length} rows in ${((performance.now() - start) / 1000).toFixed(0)} s\n`);
      if (then)
        say(comparisonText(`${given.compare} (${then[0].adapter.name}, commit ${then[0].commit}, ${then[0].date.slice(0, 10)})`, compare(records, then)));
      const slower = baseline ? await judge(suite, chosen, records, baseline, say) : [];
      if (given.store) {
        await host.files.makeFolder(place.baselines);
        await host.files.write(path, lines(stored(records, baseline ?? [])));
        say(`stored as the baseline of this adapter: ${path}\n`);
      }
      const failed = records.filter(({ outcome }) => outcome === 'failed');
      if (failed.length > 0) host.err(`blockspin: ${failed.length} rows failed: ${failed.map(titleOf).join(', ')}\n`);
      return failed.length > 0 || (given.guard && slower.length > 0) ? 1 : 0;
    } finally {
      suite.dispose();
    }
  } finally {
    device.close();
  }
}

const lines = (records: readonly BenchRecord[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** Runs all rows and prints each when it is done. After Ctrl-C the file holds the rows that were measured. */
async function run(host: Host, suite: Suite, rows: readonly Row[], json: boolean, out: NewFile | undefined): Promise<BenchRecord[]> {
  const { setting, effort } = suite;
  const table = new Table(setting, effort, rows);
  const records: BenchRecord[] = [];
  if (json) host.err(table.head());
  else host.out(table.head());
  try {
    for (const [i, row] of rows.entries()) {
      if (host.signal.aborted) {
        const got = `Ctrl-C after ${i} of them`;
        throw new BlockspinError({ who: 'bench', expected: `time for ${rows.length} rows`, got, remedy: 'choose some with --only', code: 'stopped' });
      }
      if (host.terminal.interactive) host.err(`\r${`${i + 1}/${rows.length} ${titleOf(row)}`.padEnd(60)}`);
      const record = await suite.row(row);
      if (host.terminal.interactive) host.err(`\r${' '.repeat(60)}\r`);
      records.push(record);
      host.out(json ? lines([record]) : table.line(record));
      await out?.append(new TextEncoder().encode(lines([record])));
    }
  } finally {
    await out?.finish();
  }
  return records;
}

/**
 * Compares a run with the baseline. Rows that come out slower are measured a second time, since a short load of the machine
 * is no regression.
 * @returns titles of rows that were slower both times
 */
async function judge(
  suite: Suite,
  rows: readonly Row[],
  records: readonly BenchRecord[],
  baseline: readonly BenchRecord[],
  say: Host['out'],
): Promise<string[]> {
  const slowOf = (of: readonly BenchRecord[]) => compare(of, baseline).rows.filter(({ verdict }) => verdict === 'slower');
  const suspects = slowOf(records).map(({ title }) => title);
  const again: BenchRecord[] = [];
  for (const row of rows.filter((r) => suspects.includes(titleOf(r)))) again.push(await suite.row(row));
  const slower = slowOf(again);
  const [{ date, commit }] = baseline;
  const of = `baseline of this adapter (${date.slice(0, 10)}, commit ${commit})`;
  const list = slower.map(({ title, calibrated, noise }) => `${title} ${calibrated.toFixed(2)} (noise ${noise.toFixed(2)})`);
  say(slower.length > 0 ? `\nslower than the ${of}, twice: ${list.join('; ')}\n` : `\nnothing is slower than the ${of}\n`);
  return slower.map(({ title }) => title);
}

function listing(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => titleOf(row).length));
  const sizes = (row: Row) =>
    Object.entries(row.sizes)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  return rows
    .map((row) => `${titleOf(row).padEnd(width)}  ${row.unit}/s  ${sizes(row)}`.trimEnd())
    .join('\n')
    .concat('\n');
}

async function readFile(host: Host, who: string, path: string): Promise<BenchRecord[]> {
  try {
    const records = readRecords(new TextDecoder().decode(await host.files.read(path)));
    if (records.length === 0) throw new Error('it is empty');
    return records;
  } catch (error) {
    throw new BlockspinError({
      who,
      expected: 'a file that blockspin bench --out has written',
      got: `${path} (${(error as Error).message})`,
      remedy: 'make one with blockspin bench --out FILE',
    });
  }
}

async function readBaseline(host: Host, path: string, needed: boolean): Promise<BenchRecord[] | undefined> {
  const [, folder, name] = /^(.*)\/([^/]*)$/.exec(path) as RegExpExecArray;
  const there = (await host.files.list(folder))?.includes(name);
  if (there) return readFile(host, 'baseline', path);
  if (needed) {
    throw new BlockspinError({ who: '--guard', expected: 'a baseline of this adapter', got: `no ${path}`, remedy: 'make one with blockspin bench --store' });
  }
  return undefined;
}
