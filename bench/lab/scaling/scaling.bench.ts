/**
 * `npm run bench -- scaling [--quick] [--only PART] [--list] [--adapter NAME] [--out FILE]`: time and memory of samplers against
 * L and chains, and of training steps against R, K and |E|. Points are measured as the rows of the table are, after the same
 * floors, and the file holds lines of the same format, each with its point of a series. `--only` takes a part of the names
 * that `--list` prints.
 */
import { openDevice } from '../../../native/node/adapters.ts';
import { commit } from '../../../native/node/commit.ts';
import { nodeFiles } from '../../../native/node/files.ts';
import { machine, versions } from '../../../native/node/machine.ts';
import { BlockspinError } from '../../../src/core/errors.ts';
import { guardOut, type NewFile } from '../../../src/store/files.ts';
import { readWords, runProgram } from '../../entry.ts';
import { bytesText, time } from '../../numbers.ts';
import { describeDevice } from '../../record.ts';
import { rowsFor } from '../../rows/all.ts';
import { choose, EFFORTS, Suite, titleOf } from '../../suite.ts';
import { exponentText } from './fit.ts';
import { type Curve, curvesOf, measureSeries, nameOf, type ScalingRecord, type Series } from './scaling.ts';
import { seriesFor } from './series.ts';

const OPTIONS = {
  quick: { type: 'boolean' },
  list: { type: 'boolean' },
  only: { type: 'string', default: '' },
  adapter: { type: 'string' },
  out: { type: 'string' },
} as const;
const NEW_FILE = { expected: 'a new file', remedy: 'choose another name' };

const say = (text: string) => process.stdout.write(`${text}\n`);

/** @throws BlockspinError where no series has this in its name */
function chosen(only: string, software = true): Series[] {
  const found = seriesFor(software).filter((series) => `${series.group}: ${nameOf(series)}`.includes(only));
  if (found.length > 0) return found;
  throw new BlockspinError({ who: '--only', expected: 'part of the name of a series', got: only, remedy: 'see the names with --list' });
}

/** The laws of a series as a line. */
const law = ({ time: fitted, memory, parameter }: Curve) =>
  fitted && memory
    ? `time ~ ${parameter}^(${exponentText(fitted)}), memory ~ ${parameter}^(${exponentText(memory)}) for ${parameter} = ${fitted.first} to ${fitted.last}`
    : 'too few points beyond the launch floor for an exponent';

/** A point as a line: time and memory, or why there are none. */
function line(record: ScalingRecord): string {
  if (record.outcome !== 'timed') return `${titleOf(record)}  ${record.outcome.toUpperCase()}: ${record.message}`;
  const { bytes = null } = record.scaling ?? {};
  return `${titleOf(record)}  ${time(record.wall.median)}${bytes === null ? '' : `  ${bytesText(bytes)}`}`;
}

/** Measures the floors, then all series. @returns whether no row failed @throws BlockspinError after Ctrl-C, once the point is kept */
async function measureAll(suite: Suite, series: readonly Series[], out: NewFile | undefined): Promise<boolean> {
  let failed = false;
  let points = 0;
  let stopped = false;
  process.once('SIGINT', () => {
    stopped = true;
  });
  const told = async (record: ScalingRecord) => {
    await out?.append(new TextEncoder().encode(`${JSON.stringify(record)}\n`));
    failed ||= record.outcome === 'failed';
    say(line(record));
    points += 1;
    if (stopped)
      throw new BlockspinError({
        who: 'bench scaling',
        expected: 'time for all series',
        got: `Ctrl-C after ${points} points`,
        remedy: 'choose some with --only',
      });
  };
  const { effort, device } = suite;
  for (const row of choose(rowsFor({ effort: effort.name, software: device.adapter.software }), ['floors'])) await told(await suite.row(row));
  for (const one of series) for (const curve of curvesOf(await measureSeries(suite, one, told))) say(`  ${law(curve)}\n`);
  return !failed;
}

async function main(): Promise<number> {
  const { quick, list, only, adapter, out } = readWords('bench scaling', { options: OPTIONS }, 'npm run bench -- scaling --quick').values;
  // Wrong options are refused before an adapter is opened.
  const named = chosen(only);
  if (list) {
    for (const one of named) say(`${one.group}: ${nameOf(one)}`);
    return 0;
  }
  const device = await openDevice({ adapter });
  const start = performance.now();
  try {
    const setting = { ...describeDevice(device), versions: versions(), commit: commit(), machine: machine(), date: new Date().toISOString() };
    const file = out === undefined ? undefined : await guardOut(out, NEW_FILE, () => nodeFiles.create(out));
    const suite = new Suite(device, setting, EFFORTS[quick ? 'quick' : 'full']);
    say(`blockspin bench scaling (${suite.effort.name}) on ${device.adapter.software ? 'the software adapter ' : ''}${device.adapter.name}\n`);
    try {
      const good = await measureAll(suite, chosen(only, device.adapter.software), file);
      say(`${((performance.now() - start) / 1000).toFixed(0)} s`);
      return good ? 0 : 1;
    } finally {
      suite.dispose();
      // Lines that were measured before an error are kept.
      await file?.finish();
    }
  } finally {
    device.close();
  }
}

await runProgram(main);
