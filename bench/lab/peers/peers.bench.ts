/**
 * `npm run bench:peers [-- OPTIONS]`: our training step and our samplers beside other programs (programs/) in the same
 * run on the same machine. Every peer is started, must learn, and then takes turns with ours: A B A B. What is said is
 * the median of the ratios of neighbouring windows, with the least and the largest. Peers that are not installed are
 * named with how to install them.
 *
 *   --case ising|dimer  --replicas 1,16,64  --adapter NAME  --only PART_OF_A_PEER  --device cpu|cuda (of Python)
 *   --seconds S  --rounds N  --quick  --no-sampling  --whole (500 runs x 5800 steps for the dimer sizes at R = 500)
 *   --out FILE (JSON, one object per line)  --json (the same to standard output)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDevice } from '../../../native/node/adapters.ts';
import { VERSION } from '../../../src/version.ts';
import { CASES } from '../../step.ts';
import { type Absent, catalogue, FOLDER, KINDS } from './catalogue.ts';
import { SAMPLERS, type SamplingRow, sampling } from './sampling.ts';
import { remarks, table } from './table.ts';
import { type Refusal, Training, type TrainingRow } from './training.ts';

type Row = TrainingRow | SamplingRow | Refusal;

function usage(message: string): never {
  process.stderr.write(`blockspin: bench:peers: ${message}; use for example npm run bench:peers -- --case dimer --replicas 1,64 --seconds 0.5\n`);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        case: { type: 'string' },
        replicas: { type: 'string' },
        adapter: { type: 'string' },
        only: { type: 'string' },
        device: { type: 'string' },
        seconds: { type: 'string' },
        rounds: { type: 'string' },
        quick: { type: 'boolean', default: false },
        'no-sampling': { type: 'boolean', default: false },
        whole: { type: 'boolean', default: false },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return usage((error as Error).message);
  }
}

function settings() {
  const values = options();
  const positive = (name: string, text: string, whole: boolean) => {
    const value = Number(text);
    if (!(value > 0) || (whole && !Number.isInteger(value))) usage(`expected a positive ${whole ? 'whole ' : ''}number as --${name}, got ${text}`);
    return value;
  };
  if (values.device !== undefined && values.device !== 'cpu' && values.device !== 'cuda') usage(`expected --device cpu or cuda, got ${values.device}`);
  const cases = CASES.filter(({ name }) => values.case === undefined || name === values.case);
  if (cases.length === 0) usage(`expected --case ${CASES.map(({ name }) => name).join(' or ')}, got ${values.case}`);
  const kinds = [...KINDS, ...SAMPLERS];
  if (!kinds.some((name) => name.includes(values.only ?? ''))) usage(`expected --only with a part of ${kinds.join(', ')}, got ${values.only}`);
  const replicas = (values.replicas ?? (values.quick ? '1,16' : '1,16,64')).split(',').map((text) => positive('replicas', text, true));
  return {
    ...values,
    device: values.device as 'cpu' | 'cuda' | undefined,
    cases,
    // One replica comes first: the others are held against it.
    replicas: [...new Set([1, ...replicas])].sort((a, b) => a - b),
    timed: new Set(replicas),
    windows: {
      rounds: positive('rounds', values.rounds ?? (values.quick ? '3' : '5'), true),
      seconds: positive('seconds', values.seconds ?? (values.quick ? '0.2' : '0.4'), false),
    },
  };
}

function commit(): string | undefined {
  const git = (...words: string[]) => spawnSync('git', ['-C', FOLDER, ...words], { encoding: 'utf8' });
  const { status, stdout } = git('rev-parse', '--short=12', 'HEAD');
  if (status !== 0) return undefined;
  return `${stdout.trim()}${git('status', '--porcelain').stdout.trim() === '' ? '' : ' and changes'}`;
}

const dawn = () => (createRequire(join(FOLDER, '../../../../package.json'))('webgpu/package.json') as { version: string }).version;

async function main(): Promise<void> {
  const chosen = settings();
  const device = await openDevice({ adapter: chosen.adapter });
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-peers-'));
  const rows: Row[] = [];
  const say = (text: string) => process.stderr.write(`${text}\n`);
  const found = (row: Row) => {
    rows.push(row);
    say(row.kind === 'refused' ? remarks([], [row], [])[0] : table([row]).split('\n')[1]);
  };
  try {
    const entries = catalogue({ folder, adapter: device.adapter, device: chosen.device, only: chosen.only });
    const training = new Training(device, entries, chosen.windows, chosen.whole, found);
    for (const theCase of chosen.cases) {
      for (const replicas of chosen.replicas) await training.compare(theCase, replicas, chosen.timed.has(replicas));
    }
    const which = { quick: chosen.quick, only: chosen.only ?? '' };
    const still = chosen['no-sampling'] ? [] : await sampling(device, folder, chosen.windows, which, found);
    const absent: Absent[] = [...training.absent.values(), ...still];
    const run = {
      kind: 'run',
      date: new Date().toISOString(),
      commit: commit(),
      adapter: device.adapter,
      processor: cpus()[0]?.model,
      cores: cpus().length,
      versions: { blockspin: VERSION, node: process.versions.node, dawn: dawn() },
      ...chosen.windows,
    };
    const lines = [run, ...rows, ...absent.map((entry) => ({ kind: 'absent', ...entry }))].map((line) => `${JSON.stringify(line)}\n`).join('');
    if (chosen.out) writeFileSync(chosen.out, lines);
    const compared = rows.filter((row) => row.kind !== 'refused');
    const refused = rows.filter((row) => row.kind === 'refused');
    const text = [`${device.adapter.name}; ${run.processor}, ${run.cores} cores; ${run.commit ?? 'no commit known'}`, '', table(compared), ''];
    process.stdout.write(chosen.json ? lines : `${[...text, ...remarks(compared, refused, absent)].join('\n')}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    device.close();
  }
}

await main();
