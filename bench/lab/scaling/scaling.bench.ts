/**
 * `npm run bench -- scaling [--quick] [--only PART] [--adapter NAME] [--out FILE]`: time and memory of samplers against L
 * and chains, and of training steps against R, K and |E|. Points are measured as the rows of the table, after the same
 * floors, and the file holds lines of the same kind, with their place in a series. --only takes a part of the names that
 * --list prints.
 */
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import { openDevice } from '../../../native/node/adapters.ts';
import { commit } from '../../../native/node/commit.ts';
import { nodeFiles } from '../../../native/node/files.ts';
import { machine } from '../../../native/node/machine.ts';
import { BlockspinError } from '../../../src/core/errors.ts';
import { guardOut } from '../../../src/store/files.ts';
import { VERSION } from '../../../src/version.ts';
import { bytesText, time } from '../../numbers.ts';
import { describeDevice, type Setting } from '../../record.ts';
import { rowsFor } from '../../rows/all.ts';
import { choose, EFFORTS, Suite, titleOf } from '../../suite.ts';
import { exponentText } from './fit.ts';
import { type Curve, curvesOf, measureSeries, nameOf, type ScalingRecord } from './scaling.ts';
import { seriesFor } from './series.ts';

const OPTIONS = {
  quick: { type: 'boolean' },
  list: { type: 'boolean' },
  only: { type: 'string', default: '' },
  adapter: { type: 'string' },
  out: { type: 'string' },
} as const;

function asked() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    const [got] = (error as Error).message.split('. ');
    throw new BlockspinError({ who: 'bench scaling', expected: `--${Object.keys(OPTIONS).join(', --')}`, got, remedy: 'use npm run bench -- scaling --quick' });
  }
}

function chosen(only: string, software = true) {
  const found = seriesFor(software).filter((series) => `${series.group}: ${nameOf(series)}`.includes(only));
  if (found.length > 0) return found;
  throw new BlockspinError({ who: '--only', expected: 'part of the name of a series', got: only, remedy: 'see the names with --list' });
}

const law = ({ time: fitted, memory, parameter }: Curve) =>
  fitted && memory
    ? `time ~ ${parameter}^(${exponentText(fitted)}), memory ~ ${parameter}^(${exponentText(memory)}) for ${parameter} = ${fitted.first} to ${fitted.last}`
    : 'too few points beyond the launch floor for an exponent';

async function main(): Promise<number> {
  const { quick, list, only, adapter, out } = asked();
  // What can be refused is refused before an adapter is opened.
  const named = chosen(only);
  const say = (text: string) => process.stdout.write(`${text}\n`);
  if (list) {
    for (const one of named) say(`${one.group}: ${nameOf(one)}`);
    return 0;
  }
  const device = await openDevice({ adapter });
  const start = performance.now();
  try {
    const series = chosen(only, device.adapter.software);
    const dawn = `webgpu ${createRequire(import.meta.url)('webgpu/package.json').version}`;
    const versions = { blockspin: VERSION, node: process.versions.node, dawn };
    const setting: Setting = { ...describeDevice(device), versions, commit: commit(), machine: machine(), date: new Date().toISOString() };
    const effort = EFFORTS[quick ? 'quick' : 'full'];
    const file = out === undefined ? undefined : await guardOut(out, { expected: 'a new file', remedy: 'choose another name' }, () => nodeFiles.create(out));
    const suite = new Suite(device, setting, effort);
    let failed = 0;
    const told = async (record: ScalingRecord) => {
      await file?.append(new TextEncoder().encode(`${JSON.stringify(record)}\n`));
      if (record.outcome === 'failed') failed += 1;
      const { bytes = null } = record.scaling ?? {};
      const found =
        record.outcome === 'timed'
          ? `${time(record.wall.median)}${bytes === null ? '' : `  ${bytesText(bytes)}`}`
          : `${record.outcome.toUpperCase()}: ${record.message}`;
      say(`${titleOf(record)}  ${found}`);
    };
    say(`blockspin bench scaling (${effort.name}) on ${device.adapter.software ? 'the software adapter ' : ''}${device.adapter.name}\n`);
    try {
      for (const row of choose(rowsFor({ effort: effort.name, software: device.adapter.software }), ['floors'])) await told(await suite.row(row));
      for (const one of series) for (const curve of curvesOf(await measureSeries(suite, one, told))) say(`  ${law(curve)}\n`);
    } finally {
      suite.dispose();
      // What was measured before an error is kept.
      await file?.finish();
    }
    say(`${((performance.now() - start) / 1000).toFixed(0)} s`);
    return failed > 0 ? 1 : 0;
  } finally {
    device.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`blockspin: ${(error as Error).message}\n`);
  process.exitCode = (error as BlockspinError).code === 'usage' ? 2 : 1;
}
