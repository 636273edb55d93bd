/**
 * `npm run bench -- lab [--seconds N]`: how fast the laboratory is in a headless browser on its own software adapter (SwiftShader): when it is alive,
 * when it learns, frames and steps a second, and how long it takes to go on after the GPU process was killed.
 */
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type {} from '../../../native/browser/lab/main.ts';
import { ROOT } from '../../../native/node/commit.ts';
import { type OpenBrowser, openBrowser } from '../../../native/node/headless.ts';
import { readWords, runProgram } from '../../entry.ts';

type Page = Awaited<ReturnType<OpenBrowser['browser']['newPage']>>;

/** Links, by what they show; the defaults of each model, and the larger lattice that the sentences lead to. */
const LINKS = {
  'Ising 8 × 8': '',
  'Ising 32 × 32': 'L=32&b=4&B=3&s=2',
  antiferromagnet: 'm=antiferromagnet',
  dimers: 'm=dimers',
  chipping: 'm=chipping',
  'tiling, 66 nodes': 'm=quasicrystal',
  'tiling, 482 nodes': 'm=quasicrystal&L=2&b=1',
};
/** Longest wait, milliseconds. */
const PATIENT = { timeout: 300_000 };

const running = (page: Page) => page.waitForFunction(() => globalThis.blockspinLab?.scene?.state.phase === 'running', undefined, PATIENT);
const learning = (page: Page) => page.waitForFunction(() => (globalThis.blockspinLab?.scene?.state.steps ?? 0) > 0, undefined, PATIENT);

/** Frames and training steps a second while it plays. */
function rates(page: Page, seconds: number): Promise<{ frames: number; steps: number }> {
  return page.evaluate(async (duration) => {
    const sum = { frames: 0, steps: 0 };
    const started = performance.now();
    const end = globalThis.blockspinLab?.scene?.on('frame', ({ steps }) => {
      sum.frames += 1;
      sum.steps += steps;
    });
    await new Promise((resolve) => setTimeout(resolve, 1000 * duration));
    end?.();
    const passed = (performance.now() - started) / 1000;
    return { frames: sum.frames / passed, steps: sum.steps / passed };
  }, seconds);
}

async function main(): Promise<number> {
  const { values } = readWords('bench lab', { options: { seconds: { type: 'string' } } }, 'npm run bench -- lab --seconds 10');
  const seconds = Number(values.seconds ?? 10);
  const opened = await openBrowser({ presenting: true });
  const clock = (since: number) => ((performance.now() - since) / 1000).toFixed(1);
  try {
    process.stdout.write('| system | lattice after, s | first step after, s | frames/s | steps/s |\n|---|---|---|---|---|\n');
    const page = await opened.browser.newPage({ viewport: { width: 1400, height: 900 } });
    for (const [name, link] of Object.entries(LINKS)) {
      await page.goto('about:blank');
      const started = performance.now();
      await page.goto(`${pathToFileURL(join(ROOT, 'dist/lab/lab.html')).href}#${link}`);
      await page.waitForFunction(() => globalThis.blockspinLab?.scene !== undefined, undefined, PATIENT);
      const alive = clock(started);
      await learning(page);
      const learns = clock(started);
      const { frames, steps } = await rates(page, seconds);
      process.stdout.write(`| ${name} | ${alive} | ${learns} | ${frames.toFixed(1)} | ${steps.toFixed(1)} |\n`);
    }
    const killed = performance.now();
    const reopened = page.evaluate(() => new Promise<void>((resolve) => globalThis.blockspinLab?.scene?.on('reopened', () => resolve())));
    await (await opened.browser.newBrowserCDPSession()).send('Browser.crashGpuProcess').catch(() => undefined);
    await reopened;
    const moving = clock(killed);
    await running(page);
    await learning(page);
    process.stdout.write(
      `\nGPU process killed: the lattice moves after ${moving} s, training after ${clock(killed)} s. Load of the machine: ${loadavg()[0].toFixed(1)}.\n`,
    );
    return 0;
  } finally {
    await opened.close();
  }
}

await runProgram(main);
