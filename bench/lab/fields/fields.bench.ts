/**
 * `npm run bench -- fields [--samples FOLDER] [--name NAME] [--results FOLDER] [--docs FOLDER] [--adapter NAME]`: what is behind rows R6, R9 and R10 of
 * docs/published.md. Dimers on 32 × 32 sites are sampled at T = 15 and T = 0.7, and two patterns of a block are predicted from the shell by linear
 * regression: the two fields as real values against the buffer, and signs of combinations of two patterns against their direction. A minute on one core beside
 * the samples. Writes bench/results/fields-NAME.json and the tables of the page. `--samples` has dimers15.npy of 512 chains and dimers0.7.npy of 128, one
 * configuration of each chain in turn.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../native/node/commit.ts';
import { dimerOperators } from '../../../src/analysis/filters/patterns.ts';
import { parseNpy } from '../../../src/store/npy.ts';
import { readWords, runProgram } from '../../entry.ts';
import { commandEnded } from '../ended.ts';
import { sampledPageOptions } from '../page_options.ts';
import { realInformation, signInformations } from './information.ts';
import { type FieldsResult, withFields } from './page.ts';
import { type Coverings, predicted } from './predicted.ts';

/** Free dimers, and dimers just above the transition. */
const SAMPLES = {
  free: { temperature: 15, chains: 512, samples: 24 },
  ordering: { temperature: 0.7, chains: 128, samples: 32 },
} as const;
type Sampling = (typeof SAMPLES)[keyof typeof SAMPLES];
const BUFFERS = [1, 2, 3, 4, 6];
const BLOCKS = [
  { block: 2, buffer: 2 },
  { block: 4, buffer: 2 },
  { block: 6, buffer: 2 },
  { block: 8, buffer: 4 },
];
/** Degrees from E_x; a mirror of the lattice would make θ and −θ alike, but not of the bonds right of and below the sites of a block. */
const OF_FIELDS = [0, 22.5, 45, -22.5, -45];
/** Degrees from P1: 45 is C_x, 90 is P2. */
const OF_PLAQUETTES = [0, 22.5, 45, 90];

const OPTIONS = sampledPageOptions(ROOT);

const wordsOf = ({ temperature, chains, samples }: Sampling) =>
  `sample --model dimers --size 32 --temperature ${temperature} --chains ${chains} --samples ${samples} --seed 5`;

/** @throws Error where sampling fails */
function sampled(sampling: Sampling, { samples: given, adapter }: { samples?: string; adapter?: string }): Coverings {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'blockspin-fields-'));
  try {
    const file = join(folder, `dimers${sampling.temperature}.npy`);
    if (given === undefined) {
      const words = [...wordsOf(sampling).split(' '), '--out', file, ...(adapter ? ['--adapter', adapter] : [])];
      const status = commandEnded(ROOT, words, 'ignore');
      if (status !== 0) throw new Error(`sampling ended with ${status}`);
    }
    const { shape, data } = parseNpy(readFileSync(file));
    return { data: data as Int8Array, size: shape[1], chains: sampling.chains };
  } finally {
    if (given === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

const say = (line: string) => process.stderr.write(`${line}\n`);

function ofFields(coverings: Coverings): Pick<FieldsResult, 'decay' | 'directions'> {
  const fieldsOf = (block: number) => dimerOperators(block).fields;
  const decay = BUFFERS.map((buffer) => {
    say(`fields, block 4, buffer ${buffer}`);
    return { buffer, ...realInformation(predicted(coverings, { block: 4, buffer, stride: 8 }, fieldsOf(4))) };
  });
  const directions = BLOCKS.map((window) => {
    say(`directions of fields, block ${window.block}, buffer ${window.buffer}`);
    return { ...window, signs: signInformations(predicted(coverings, { ...window, stride: 8 }, fieldsOf(window.block)), OF_FIELDS) };
  });
  return { decay, directions };
}

function ofPlaquettes(coverings: Coverings): FieldsResult['plaquettes'] {
  return [2, 4].map((buffer) => {
    say(`directions of plaquettes, block 4, buffer ${buffer}`);
    const samples = predicted(coverings, { block: 4, buffer, stride: 4 }, dimerOperators(4).plaquettes);
    return { block: 4, buffer, signs: signInformations(samples, OF_PLAQUETTES) };
  });
}

async function main(): Promise<number> {
  const { values } = readWords('bench fields', { options: OPTIONS }, 'npm run bench -- fields');
  const commands = Object.values(SAMPLES).map((sampling) => `npx blockspin ${wordsOf(sampling)}`);
  const result: FieldsResult = { commands, ...ofFields(sampled(SAMPLES.free, values)), plaquettes: ofPlaquettes(sampled(SAMPLES.ordering, values)) };
  const file = join(values.results, `fields-${values.name}.json`);
  writeFileSync(file, `${JSON.stringify(result, undefined, 1)}\n`);
  const page = join(values.docs, 'published.md');
  writeFileSync(page, withFields(readFileSync(page, 'utf8'), result));
  process.stdout.write(`${file}\n${page}\n`);
  return 0;
}

await runProgram(main);
