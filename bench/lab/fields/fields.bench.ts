/**
 * `npm run bench -- fields [--samples FILE.npy] [--name NAME] [--results FOLDER] [--docs FOLDER] [--adapter NAME]`: what is behind rows R6 and R10 of
 * docs/published.md. Free dimers (T = 15, 32 × 32) are sampled, and the two fields of a block are predicted from the shell by linear regression: their
 * information as real values against the buffer, and as signs against the direction of the filter. Two minutes on one core beside the samples. Writes
 * bench/results/fields-NAME.json and the tables of the page. `--samples` has 512 chains, one configuration of each in turn.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../native/node/commit.ts';
import { dimerOperators } from '../../../src/analysis/filters/patterns.ts';
import { parseNpy } from '../../../src/store/npy.ts';
import { readWords, runProgram } from '../../entry.ts';
import { realInformation, signInformations } from './information.ts';
import { type FieldsResult, withFields } from './page.ts';
import { type Coverings, predicted } from './predicted.ts';

const CHAINS = 512;
const SAMPLED = ['--model', 'dimers', '--size', '32', '--temperature', '15', '--chains', `${CHAINS}`, '--samples', '24', '--seed', '5'];
const BUFFERS = [1, 2, 3, 4, 6];
const BLOCKS = [
  { block: 2, buffer: 2 },
  { block: 4, buffer: 2 },
  { block: 6, buffer: 2 },
  { block: 8, buffer: 4 },
];
const ANGLES = [0, 11.25, 22.5, 33.75, 45];

const text = (value: string) => ({ type: 'string', default: value }) as const;
const OPTIONS = {
  samples: { type: 'string' },
  adapter: { type: 'string' },
  name: text('lavapipe'),
  results: text(join(ROOT, 'bench/results')),
  docs: text(join(ROOT, 'docs')),
} as const;

/** @throws Error where sampling fails */
function sampled(adapter: string | undefined): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-fields-'));
  try {
    const file = join(folder, 'dimers.npy');
    const words = ['sample', ...SAMPLED, '--out', file, ...(adapter ? ['--adapter', adapter] : [])];
    const { status, error } = spawnSync(process.execPath, [join(ROOT, 'dist/node/main.js'), ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
    if (error) throw error;
    if (status !== 0) throw new Error(`sampling ended with ${status}`);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const fieldsOf = (block: number) => dimerOperators(block).fields;

function measured(coverings: Coverings): FieldsResult {
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const decay = BUFFERS.map((buffer) => {
    say(`block 4, buffer ${buffer}`);
    return { buffer, ...realInformation(predicted(coverings, { block: 4, buffer, stride: 8 }, fieldsOf(4))) };
  });
  const directions = BLOCKS.map((window) => {
    say(`directions, block ${window.block}, buffer ${window.buffer}`);
    const samples = predicted(coverings, { ...window, stride: 4 }, fieldsOf(window.block));
    return { ...window, signs: signInformations(samples, ANGLES) };
  });
  return { command: `npx blockspin sample ${SAMPLED.join(' ')}`, configurations: coverings.data.length / (2 * coverings.size ** 2), decay, directions };
}

async function main(): Promise<number> {
  const { values } = readWords('bench fields', { options: OPTIONS }, 'npm run bench -- fields');
  const { shape, data } = parseNpy(values.samples === undefined ? sampled(values.adapter) : readFileSync(values.samples));
  const result = measured({ data: data as Int8Array, size: shape[1], chains: CHAINS });
  const file = join(values.results, `fields-${values.name}.json`);
  writeFileSync(file, `${JSON.stringify(result, undefined, 1)}\n`);
  const page = join(values.docs, 'published.md');
  writeFileSync(page, withFields(readFileSync(page, 'utf8'), result));
  process.stdout.write(`${file}\n${page}\n`);
  return 0;
}

await runProgram(main);
