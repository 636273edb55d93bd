/**
 * The benchmark of the page in a headless browser, on the browser's own software adapter: what the browser adds to the
 * time of each row. `--quick`, `--only PART`, `--json` and `--out FILE` are those of `blockspin bench`.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commit } from '../../native/node/commit.ts';
import { nodeFiles } from '../../native/node/files.ts';
import { openBrowser } from '../../native/node/headless.ts';
import { machine } from '../../native/node/machine.ts';
import { serve } from '../../native/node/serve.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import { guardOut } from '../../src/store/files.ts';
import type { BenchRecord } from '../record.ts';
import type { BenchOptions } from './page.ts';

/** Of the repository: this file is built to dist/bench. */
const ROOT = join(import.meta.dirname, '../..');

const OPTIONS = { quick: { type: 'boolean' }, only: { type: 'string' }, json: { type: 'boolean' }, out: { type: 'string' } } as const;

function asked() {
  try {
    return parseArgs({ options: OPTIONS }).values;
  } catch (error) {
    const got = (error as Error).message.split('. ')[0];
    throw new BlockspinError({
      who: 'bench:browser',
      expected: '--quick, --only PART, --json or --out FILE',
      got,
      remedy: 'use npm run bench:browser -- --quick',
    });
  }
}

/** Opens the page, runs the rows and tells every piece of the table as it comes. */
async function inBrowser(options: BenchOptions, told: (text: string, record: BenchRecord | null) => Promise<void>): Promise<void> {
  const server = await serve(join(ROOT, 'dist/browser'));
  try {
    const opened = await openBrowser();
    try {
      const page = await opened.browser.newPage();
      await page.exposeFunction('told', told);
      await page.goto(`${server.url}bench.html`);
      const problem = await page.evaluate(async (chosen) => {
        const here = globalThis as unknown as { told: (text: string, record: BenchRecord | null) => Promise<void> };
        // In order, and all before the run is over.
        let before = Promise.resolve();
        const tell = (text: string, record: BenchRecord | null = null) => {
          before = before.then(() => here.told(text, record));
        };
        try {
          await globalThis.blockspinBench.run(chosen, tell);
          return undefined;
        } catch (error) {
          const { message, code } = error as BlockspinError;
          return { message, code };
        } finally {
          await before;
        }
      }, options);
      if (problem) throw Object.assign(new Error(problem.message), { code: problem.code });
    } finally {
      await opened.close();
    }
  } finally {
    await server.close();
  }
}

async function main(): Promise<number> {
  const { quick, only, json, out } = asked();
  const NEW_FILE = { expected: 'a new file', remedy: 'choose another name' };
  const file = out === undefined ? undefined : await guardOut(out, NEW_FILE, () => nodeFiles.create(out));
  let [rows, failed] = [0, 0];
  try {
    await inBrowser({ quick, only, commit: commit(), machine: machine() }, async (text, record) => {
      const line = record && `${JSON.stringify(record)}\n`;
      if (!json) process.stdout.write(text);
      else if (line) process.stdout.write(line);
      else process.stderr.write(text);
      if (line) await file?.append(new TextEncoder().encode(line));
      if (record) rows += 1;
      if (record?.outcome === 'failed') failed += 1;
    });
  } finally {
    // What was measured before an error is kept.
    await (rows > 0 ? file?.finish() : file?.discard());
  }
  if (failed > 0) process.stderr.write(`blockspin: ${failed} rows failed\n`);
  return failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`blockspin: ${(error as Error).message}\n`);
  process.exitCode = (error as BlockspinError).code === 'usage' ? 2 : 1;
}
