/**
 * `npm run bench:peers [-- OPTIONS]`: our training step and our samplers compared with other programs (programs/) in the same
 * run on the same machine. Every peer is started, must learn, and is then timed in turns with ours: A B A B. The result is
 * the median of the ratios of neighbouring intervals, with the least and the largest. Peers that are not installed are named
 * with the command that installs them.
 *
 *   --case ising|dimer  --replicas 1,16,64  --adapter NAME  --only PART_OF_A_PEER  --device cpu|cuda (of Python)
 *   --march native,x86-64-v3 (instruction sets of the programs in C, each a peer)
 *   --seconds S  --rounds N  --quick  --no-sampling  --whole (500 runs x 5800 steps for the dimer sizes at R = 500)
 *   --out FILE (JSON, one object per line)  --json (the same to standard output)
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDevice } from '../../../native/node/adapters.ts';
import { commit } from '../../../native/node/commit.ts';
import { versions } from '../../../native/node/machine.ts';
import { BlockspinError } from '../../../src/core/errors.ts';
import type { Device } from '../../../src/gpu/device.ts';
import { readWords, runProgram } from '../../entry.ts';
import { CASES } from '../../step.ts';
import { type Absent, catalogue, KINDS, NATIVE } from './catalogue.ts';
import { SAMPLERS, type SamplingRow, sampling } from './sampling.ts';
import { remarks, table } from './table.ts';
import { type Refusal, Training, type TrainingRow } from './training.ts';

type Row = TrainingRow | SamplingRow | Refusal;

const OPTIONS = {
  case: { type: 'string' },
  replicas: { type: 'string' },
  adapter: { type: 'string' },
  only: { type: 'string', default: '' },
  device: { type: 'string' },
  march: { type: 'string', default: NATIVE },
  seconds: { type: 'string' },
  rounds: { type: 'string' },
  quick: { type: 'boolean', default: false },
  'no-sampling': { type: 'boolean', default: false },
  whole: { type: 'boolean', default: false },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;
const DEVICES = ['cpu', 'cuda'] as const;
const EXAMPLE = 'npm run bench:peers -- --case dimer --replicas 1,64 --seconds 0.5';

const refusal = (name: string, expected: string, got: string | undefined) =>
  new BlockspinError({ who: `bench:peers --${name}`, expected, got: got ?? 'nothing', remedy: `use for example ${EXAMPLE}` });

function positive(name: string, text: string, whole: boolean): number {
  const value = Number(text);
  if (value > 0 && (!whole || Number.isInteger(value))) return value;
  throw refusal(name, `a positive ${whole ? 'whole ' : ''}number`, text);
}

/** The options with their defaults. @throws BlockspinError for values that cannot be used */
function chosenSettings() {
  const { values } = readWords('bench:peers', { options: OPTIONS }, EXAMPLE);
  const { quick, only } = values;
  const device = DEVICES.find((name) => name === values.device);
  if (values.device !== undefined && !device) throw refusal('device', DEVICES.join(' or '), values.device);
  const cases = CASES.filter(({ name }) => values.case === undefined || name === values.case);
  if (cases.length === 0) throw refusal('case', CASES.map(({ name }) => name).join(' or '), values.case);
  const kinds = [...KINDS, ...SAMPLERS];
  if (!kinds.some((name) => name.includes(only))) throw refusal('only', `a part of ${kinds.join(', ')}`, only);
  if (!/^[\w.+-]+(,[\w.+-]+)*$/.test(values.march)) throw refusal('march', 'instruction sets as the C compiler calls them, with commas', values.march);
  const replicas = (values.replicas ?? (quick ? '1,16' : '1,16,64')).split(',').map((text) => positive('replicas', text, true));
  return {
    ...values,
    device,
    march: [...new Set(values.march.split(','))],
    cases,
    // A single replica comes first: ensembles are validated by it.
    replicas: [...new Set([1, ...replicas])].sort((a, b) => a - b),
    timed: new Set(replicas),
    timing: {
      rounds: positive('rounds', values.rounds ?? (quick ? '3' : '5'), true),
      seconds: positive('seconds', values.seconds ?? (quick ? '0.2' : '0.4'), false),
    },
  };
}
type ChosenSettings = ReturnType<typeof chosenSettings>;

/** Runs all comparisons. @returns the peers that do not take part */
async function compareAll(device: Device, folder: string, chosen: ChosenSettings, found: (row: Row) => void): Promise<Absent[]> {
  const { timing, only, quick, march } = chosen;
  const training = new Training(device, catalogue({ folder, adapter: device.adapter, device: chosen.device, only, march }), timing, chosen.whole, found);
  for (const theCase of chosen.cases) {
    for (const replicas of chosen.replicas) await training.compare(theCase, replicas, chosen.timed.has(replicas));
  }
  const ofSamplers = chosen['no-sampling'] ? [] : await sampling(device, folder, timing, { quick, only, march }, found);
  return [...training.absent.values(), ...ofSamplers];
}

/** The first line of the stored file. */
function runLine({ adapter }: Device, timing: ChosenSettings['timing']) {
  return {
    kind: 'run',
    date: new Date().toISOString(),
    commit: commit(),
    adapter,
    processor: cpus()[0]?.model,
    cores: cpus().length,
    versions: versions(),
    ...timing,
  };
}

async function main(): Promise<number> {
  const chosen = chosenSettings();
  const device = await openDevice({ adapter: chosen.adapter });
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-peers-'));
  const rows: Row[] = [];
  const found = (row: Row) => {
    rows.push(row);
    process.stderr.write(`${row.kind === 'refused' ? remarks([], [row], [])[0] : table([row]).split('\n')[1]}\n`);
  };
  try {
    const absent = await compareAll(device, folder, chosen, found);
    const run = runLine(device, chosen.timing);
    const lines = [run, ...rows, ...absent.map((entry) => ({ kind: 'absent', ...entry }))].map((line) => `${JSON.stringify(line)}\n`).join('');
    if (chosen.out) writeFileSync(chosen.out, lines);
    const compared = rows.filter((row) => row.kind !== 'refused');
    const refused = rows.filter((row) => row.kind === 'refused');
    const head = `${device.adapter.name}; ${run.processor}, ${run.cores} cores; commit ${run.commit}`;
    process.stdout.write(chosen.json ? lines : `${[head, '', table(compared), '', ...remarks(compared, refused, absent)].join('\n')}\n`);
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    device.close();
  }
}

await runProgram(main);
