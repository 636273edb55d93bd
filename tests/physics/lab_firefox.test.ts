/** The laboratory in Firefox: another browser, another implementation of WebGPU (wgpu), the system's driver. The bits of its chains are those of Dawn. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { openBrowser } from '../../native/node/headless.ts';
import { FIREFOX, openFirefox } from '../support/firefox.ts';
import { FOLDER, openLab } from '../support/lab.ts';
import { testWith } from '../support/needs.ts';

const URL = pathToFileURL(join(FOLDER, 'lab.html')).href;
/** Systems whose chains are compared, and steps after a reset. */
const SYSTEMS = [
  { model: 'ising', size: 32, block: 4, buffer: 3, shell: 2, temperature: 2.269185, replicas: 2, seed: 5 },
  { model: 'dimers', size: 8, block: 2, buffer: 1, shell: 1, temperature: 1, replicas: 2, seed: 5 },
];
const STEPS = 3;

/** Runs in either browser, so it may use its argument only: the values of one chain after each step. */
async function states({ system, steps }: { system: object; steps: number }): Promise<string[]> {
  const ready = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  await ready(() => globalThis.blockspinLab?.scene !== undefined);
  const lab = globalThis.blockspinLab;
  await lab?.open(system, false);
  await ready(() => lab?.scene?.state.phase === 'running');
  const seen: string[] = [];
  for (let i = 0; i < steps; i++) {
    await lab?.scene?.step();
    seen.push(Array.from((await lab?.scene?.spins()) ?? []).join(''));
  }
  return seen;
}

testWith(FIREFOX, 'with WebGPU: live; chains have the bits of Chromium, and a training finds the exact value', async () => {
  const firefox = await openFirefox({ webgpu: true });
  const opened = await openBrowser({ presenting: true });
  try {
    await firefox.goto(URL);
    const { page } = await openLab(opened.browser, URL);
    for (const system of SYSTEMS) {
      const [here, there] = [await firefox.evaluate(states, { system, steps: STEPS }), await page.evaluate(states, { system, steps: STEPS })];
      assert.is(new Set(here).size, STEPS, 'it moves');
      assert.equal(here, there, system.model);
      const other = await page.evaluate(states, { system: { ...system, seed: 6 }, steps: STEPS });
      assert.not.equal(here, other, 'another seed has other bits');
    }
    const found = await firefox.evaluate(async (steps) => {
      const lab = globalThis.blockspinLab;
      await lab?.open({ model: 'ising', size: 8, block: 2, buffer: 1, shell: 1, temperature: 2.269185, replicas: 4, seed: 1 }, true);
      while ((lab?.reading?.step ?? 0) < steps) await new Promise((resolve) => setTimeout(resolve, 250));
      await lab?.measure();
      const { recorded } = lab?.source ?? {};
      return { recorded, notice: document.getElementById('notice')?.innerText, value: lab?.heldOut, exact: lab?.exact?.value };
    }, 500);
    console.log(`count: ${found.value?.mean.toFixed(4)} +- ${found.value?.error.toFixed(4)} nats, exact ${found.exact?.toFixed(4)}`);
    assert.is(found.recorded, false);
    assert.is(found.notice, '');
    // A critic of 500 steps is a little below; above by four errors is one chance in 30,000.
    const { value, exact = Number.NaN } = found;
    assert.ok(value && value.mean < exact + 4 * value.error && value.mean > exact - 0.03, JSON.stringify(found));
  } finally {
    await firefox.close();
    await opened.close();
  }
});

testWith(FIREFOX, 'without WebGPU: the recorded runs, and why', async () => {
  const firefox = await openFirefox({ webgpu: false });
  try {
    await firefox.goto(URL);
    const seen = await firefox.evaluate(async (steps) => {
      while ((globalThis.blockspinLab?.reading?.step ?? 0) < steps) await new Promise((resolve) => setTimeout(resolve, 100));
      const { scrollWidth } = document.documentElement;
      const { recorded } = globalThis.blockspinLab?.source ?? {};
      return { recorded, notice: document.getElementById('notice')?.innerText ?? '', beyond: scrollWidth - innerWidth };
    }, 60);
    assert.is(seen.recorded, true);
    assert.match(seen.notice, /^Recorded\. This browser has no WebGPU.*three temperatures/);
    assert.ok(seen.beyond <= 0, `${seen.beyond} px too wide`);
  } finally {
    await firefox.close();
  }
});

test.run();
