/**
 * `npm run bench -- masses [--samples FOLDER] [--name NAME] [--results FOLDER] [--docs FOLDER] [--adapter NAME]`: what is behind row R13 of
 * docs/published.md. Rings of 256 sites are sampled at several rates, and the information between the sign of the mass of a block and masses beyond its
 * buffer is counted, without a critic. About a minute for each rate on two busy cores. Writes bench/results/masses-NAME.json and the table of the page.
 * `--samples` has files massW.npy for some of the rates W, of 128 chains, one configuration of each in turn.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../../native/node/commit.ts';
import { parseNpy } from '../../../src/store/npy.ts';
import { readWords, runProgram } from '../../entry.ts';
import { commandEnded } from '../ended.ts';
import { sampledPageOptions } from '../page_options.ts';
import { counted } from './counted.ts';
import { type MassesResult, withMasses } from './page.ts';

const [SIZE, BLOCK, BUFFER, CHAINS] = [256, 8, 8, 128];
const RATES = [0.5, 1, 2, 3, 4, 10];
const SAMPLED = `--model chipping --size ${SIZE} --chains ${CHAINS} --samples 24 --burn 66000 --spacing 2500 --seed 5`;

const OPTIONS = sampledPageOptions(ROOT);

/** Samples a rate into a file. @throws Error where sampling fails */
function sample(rate: number, file: string, adapter: string | undefined): void {
  const words = ['sample', ...SAMPLED.split(' '), '--chipping-rate', `${rate}`, '--out', file, ...(adapter ? ['--adapter', adapter] : [])];
  const status = commandEnded(ROOT, words, 'ignore');
  if (status !== 0) throw new Error(`sampling at w = ${rate} ended with ${status}`);
}

async function main(): Promise<number> {
  const { values } = readWords('bench masses', { options: OPTIONS }, 'npm run bench -- masses');
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-masses-'));
  try {
    const result: MassesResult = { command: `npx blockspin sample ${SAMPLED} --chipping-rate W`, rows: [] };
    for (const rate of RATES) {
      const given = join(values.samples ?? folder, `mass${rate}.npy`);
      const file = existsSync(given) ? given : join(folder, `mass${rate}.npy`);
      if (!existsSync(file)) sample(rate, file, values.adapter);
      const { shape, data } = parseNpy(readFileSync(file));
      const numbers = Int32Array.from(data as Int32Array);
      result.rows.push({ rate, configurations: shape[0], ...counted({ data: numbers, size: SIZE, chains: CHAINS }, BLOCK, BUFFER) });
    }
    const file = join(values.results, `masses-${values.name}.json`);
    writeFileSync(file, `${JSON.stringify(result, undefined, 1)}\n`);
    const page = join(values.docs, 'published.md');
    writeFileSync(page, withMasses(readFileSync(page, 'utf8'), result));
    process.stdout.write(`${file}\n${page}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return 0;
}

await runProgram(main);
