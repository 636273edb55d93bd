/**
 * `npm run bench:browser [-- OPTIONS]`: the benchmark's page in a headless browser, on the browser's own software adapter, to
 * see what the browser adds to the time of each row. `--quick`, `--only PART`, `--json` and `--out FILE` are those of
 * `blockspin bench`.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { commit, ROOT } from '../../native/node/commit.ts';
import { nodeFiles } from '../../native/node/files.ts';
import { openBrowser } from '../../native/node/headless.ts';
import { machine } from '../../native/node/machine.ts';
import { serve } from '../../native/node/serve.ts';
import type { BlockspinError } from '../../src/core/errors.ts';
import { guardOut } from '../../src/store/files.ts';
import { readWords, runProgram } from '../entry.ts';
import type { BenchRecord } from '../record.ts';
import type { BenchOptions } from './surface.ts';

const OPTIONS = { quick: { type: 'boolean' }, only: { type: 'string' }, json: { type: 'boolean' }, out: { type: 'string' } } as const;

/** Builds the page, which dist/ holds only after it was asked for. @returns its folder */
async function builtPage(): Promise<string> {
  const { buildBenchPage } = (await import(pathToFileURL(join(ROOT, 'native/setup/build.mjs')).href)) as { buildBenchPage(): Promise<string> };
  return buildBenchPage();
}

/**
 * Runs the rows in the page.
 * @param told takes every piece of the table, with its record where it is a row
 */
async function inBrowser(options: BenchOptions, told: (text: string, record: BenchRecord | null) => Promise<void>): Promise<void> {
  const server = await serve(await builtPage());
  try {
    const opened = await openBrowser();
    try {
      const page = await opened.browser.newPage();
      await page.exposeFunction('told', told);
      await page.goto(server.url);
      const problem = await page.evaluate(async (chosen) => {
        const here = globalThis as unknown as { told: (text: string, record: BenchRecord | null) => Promise<void> };
        // One after the other, and all before the run ends.
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
  const { quick, only, json, out } = readWords('bench:browser', { options: OPTIONS }, 'npm run bench:browser -- --quick').values;
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
    // Lines that were measured before an error are kept.
    await (rows > 0 ? file?.finish() : file?.discard());
  }
  if (failed > 0) process.stderr.write(`blockspin: ${failed} rows failed\n`);
  return failed > 0 ? 1 : 0;
}

await runProgram(main);
