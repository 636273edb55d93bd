/** The laboratory with its engine, on the browser's own WebGPU (SwiftShader): one browser and one page. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type OpenBrowser, openBrowser } from '../../native/node/headless.ts';
import { shownFilter } from '../../src/lab/filters.ts';
import { coarsened } from '../../src/lab/geometry.ts';
import { copyLink, counting, counts, FOLDER, framesIn, inView, type OpenLab, openLab, unreached, violations } from '../support/lab.ts';

let opened: OpenBrowser;
let lab: OpenLab;

const paused = () => lab.page.evaluate(() => globalThis.blockspinLab?.pause());
/** Longest wait for a training, milliseconds: SwiftShader on shared cores. */
const PATIENT = { timeout: 150_000 };

test.before(async () => {
  opened = await openBrowser({ presenting: true });
  lab = await openLab(opened.browser, pathToFileURL(join(FOLDER, 'lab.html')).href, { viewport: { width: 1400, height: 900 } }, counting);
});

test.after(async () => {
  await opened?.close();
});

test('the engine runs: no notice, the lattice moves, filters learn', async () => {
  const { page } = lab;
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.source.recorded), false);
  assert.is(await page.locator('#notice').isVisible(), false);
  await page.waitForFunction(() => (globalThis.blockspinLab?.reading?.step ?? 0) > 20, undefined, PATIENT);
  assert.ok((await page.locator('#filters .small svg').count()) === 8);
});

test('the button that copies the link says whether it did', async () => {
  const { page } = lab;
  assert.equal(await copyLink(page, true), [page.url(), 'Copied']);
  assert.equal(await copyLink(page, false), ['', 'The address is the link']);
});

test('the pixels of the lattice are the spins, and those of H the filter applied to them', async () => {
  const { page } = lab;
  await paused();
  await page.evaluate(() => globalThis.blockspinLab?.step());
  const seen = await page.evaluate(async () => {
    const now = globalThis.blockspinLab;
    // A canvas of WebGPU can be read in the task that drew it only: it is copied in its frame. A drawing that was asked for before the step
    // may come first; the last one shows the step.
    let copies: number[][] = [];
    const end = now?.scene?.on('drawn', () => {
      copies = Array.from(document.querySelectorAll('canvas'), (canvas) => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d');
        context?.drawImage(canvas, 0, 0);
        const { data } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        return Array.from({ length: data.length / 4 }, (_, i) => Number(data[4 * i] < 128));
      });
    });
    // The levels of a frame are those of the replica that was best before it.
    const best = now?.reading?.best ?? 0;
    await now?.step();
    end?.();
    return { spins: [...((await now?.scene?.spins()) ?? [])], filter: [...(now?.reading?.filters[best] ?? [])], copies };
  });
  assert.is(seen.spins.length, 64);
  assert.ok(
    seen.spins.some((spin, i) => spin !== seen.spins[(i + 1) % 64]),
    'not one colour',
  );
  assert.equal(seen.copies[0], seen.spins);
  const signs = seen.spins.map((spin) => 2 * spin - 1);
  assert.equal(
    seen.copies[1],
    Array.from(coarsened(signs, 8, shownFilter(seen.filter), 2), (h) => Number(h > 0)),
  );
});

test('paused means no submission; a step is one; a reset with the same seed gives the same bits', async () => {
  const { page } = lab;
  await paused();
  await page.waitForTimeout(300);
  const before = await counts(lab.page);
  await page.waitForTimeout(2000);
  assert.equal(await counts(lab.page), before);
  const trained = () => page.evaluate(() => globalThis.blockspinLab?.scene?.state.steps);
  const steps = await trained();
  const [picture] = await Promise.all([page.waitForEvent('download'), page.locator('#more button', { hasText: 'Lattice' }).click()]);
  assert.is(picture.suggestedFilename(), 'lattice.png');
  assert.is((await counts(lab.page)).submissions, before.submissions + 1, 'a picture is drawn once more');
  assert.is(await trained(), steps);
  await page.evaluate(() => globalThis.blockspinLab?.scene?.step());
  assert.is((await counts(lab.page)).submissions, before.submissions + 2);
  const afterSteps = () =>
    page.evaluate(async () => {
      const now = globalThis.blockspinLab;
      await now?.reset(5);
      now?.pause();
      for (let i = 0; i < 3; i++) await now?.scene?.step();
      return [...((await now?.scene?.spins()) ?? [])];
    });
  assert.equal(await afterSteps(), await afterSteps());
});

test('readers who want little motion get two frames a second; another seed is another run, which the link says', async () => {
  const { page } = lab;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.evaluate(() => globalThis.blockspinLab?.play());
  const frames = await framesIn(page, 2600, (time) => page.waitForTimeout(time));
  await paused();
  assert.ok(frames >= 1 && frames <= 6, `${frames} frames in 2.6 s`);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  const before = page.url();
  await page.getByRole('button', { name: 'New seed' }).click();
  await page.waitForFunction((url) => location.href !== url, before);
  const seed = await page.evaluate(() => globalThis.blockspinLab?.settings.seed);
  assert.is(page.url(), before.replace(/seed=\d+$/, `seed=${seed}`));
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.scene?.state.seed), seed);
});

for (const model of ['dimers', 'chipping']) {
  test(`the engine of ${model} has all that it needs: it learns`, async () => {
    const { page } = lab;
    await page.evaluate((name) => {
      location.hash = `#m=${name}&R=1`;
    }, model);
    await page.waitForFunction(
      (name) => globalThis.blockspinLab?.problem || (globalThis.blockspinLab?.settings.model === name && (globalThis.blockspinLab.reading?.step ?? 0) > 2),
      model,
      PATIENT,
    );
    assert.is(await page.evaluate(() => globalThis.blockspinLab?.problem), '');
    assert.is(await page.evaluate(() => globalThis.blockspinLab?.source.recorded), false);
  });
}

test('dimers on the tiling: bars where the packed edges have them, weights on the block, the exact best bit; what makes no sense there is not shown', async () => {
  const { page } = lab;
  await page.evaluate(() => {
    location.hash = '#m=quasicrystal&R=4';
  });
  await page.waitForFunction(() => globalThis.blockspinLab?.scene?.patch && (globalThis.blockspinLab.reading?.step ?? 0) > 5, undefined, PATIENT);
  await page.locator('#chart', { has: page.locator('.exact') }).waitFor(PATIENT);
  await paused();
  const seen = await page.evaluate(async () => {
    const scene = globalThis.blockspinLab?.scene;
    let picture: number[] = [];
    const side = 360;
    const end = scene?.on('drawn', () => {
      const context = new OffscreenCanvas(side, side).getContext('2d');
      context?.drawImage(document.querySelector('canvas') as HTMLCanvasElement, 0, 0);
      picture = Array.from(context?.getImageData(0, 0, side, side).data ?? []).filter((_, i) => i % 4 === 0);
    });
    await scene?.step();
    end?.();
    const { positions = [], edges = [], half = 1, block = [] } = scene?.patch ?? {};
    const at = (x: number) => Math.floor((side * (x + half)) / (2 * half));
    const middles = edges.map(([a, b]) => {
      const [p, q] = [positions[a], positions[b]];
      return p && q ? picture[side * at(-(p[1] + q[1]) / 2) + at((p[0] + q[0]) / 2)] : undefined;
    });
    return { middles, dimers: [...((await scene?.spins()) ?? [])], block: block.length };
  });
  assert.is(
    seen.dimers.reduce((sum, x) => sum + x, 0),
    33,
    'a perfect matching of 66 nodes',
  );
  seen.middles.forEach((grey, e) => {
    if (grey !== undefined) assert.is(grey < 140, seen.dimers[e] === 1, `edge ${e}: ${grey}`);
  });
  assert.match((await page.locator('#chart').getAttribute('aria-label')) ?? '', /best H, exact 0\.5199/);
  assert.is(await page.locator('.weights path.edge').count(), seen.block);
  assert.is(await page.locator('#filters .small svg').count(), 4);
  assert.match(await page.locator('#block').innerText(), /dimers on 24 edges.*Λ·V = .*H = /s);
  for (const part of ['.handle', '#temperature', '#coarse .levels']) assert.is(await page.locator(part).isVisible(), false, part);
  assert.match(await page.locator('#coarse .note').innerText(), /there is no lattice of H/);
  assert.match(await page.locator('#more code').innerText(), /--graph ammann-beenker:1 --centre 0 --level 0 --buffer 0 --shell 1/);
  assert.is(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  await page.locator('#guide button', { hasText: 'Another matching' }).click();
  await page.locator('#guide button', { hasText: 'Hide the buffer' }).click();
  assert.is(await page.locator('.hide-buffer path.veil').count(), 1);
  assert.equal(await violations(page), []);
});

test('the tiling by keyboard alone: every control is reached, keys step and reset it, buttons do what they say', async () => {
  const { page } = lab;
  assert.equal(await unreached(page), []);
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const steps = () => page.evaluate(() => globalThis.blockspinLab?.scene?.state.steps ?? 0);
  const before = await steps();
  await page.keyboard.press('.');
  await page.waitForFunction((from) => globalThis.blockspinLab?.scene?.state.steps === from + 1, before);
  const values = async () => page.evaluate(async () => [...((await globalThis.blockspinLab?.scene?.spins()) ?? [])].join(''));
  const shown = await values();
  await page.locator('#guide button', { hasText: 'Another matching' }).focus();
  await page.keyboard.press('Enter');
  assert.is.not(await values(), shown, 'another chain');
  await page.keyboard.press('r');
  await page.waitForFunction(() => globalThis.blockspinLab?.scene?.state.steps === 0);
});

test('the tiling on a phone: nothing scrolls sideways in any tab, and axe finds nothing where there is no slider', async () => {
  const { page } = lab;
  await page.setViewportSize({ width: 390, height: 844 });
  for (const tab of await page.locator('[role="tab"]').all()) {
    await tab.click();
    assert.is(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, await tab.innerText());
    for (const part of ['.board', '.primary']) assert.ok(await inView(page, part), `${part} is in view`);
  }
  assert.equal(await violations(page), []);
});

test('a phone while it computes: axe finds nothing in any tab', async () => {
  const { page } = lab;
  await page.evaluate(() => {
    location.hash = '#m=ising&R=4';
  });
  await page.waitForFunction(() => globalThis.blockspinLab?.settings.model === 'ising' && (globalThis.blockspinLab.reading?.step ?? 0) > 5, undefined, PATIENT);
  await page.evaluate(() => globalThis.blockspinLab?.play());
  for (const tab of await page.locator('[role="tab"]').all()) {
    await tab.click();
    assert.equal(await violations(page), [], await tab.innerText());
  }
});

test('a phone whose device is lost and comes back no more: the page says so, keeps its layout, and axe finds nothing', async () => {
  const { page } = lab;
  await page.evaluate(() => {
    navigator.gpu.requestAdapter = async () => null;
    for (const device of (globalThis as unknown as { devices: GPUDevice[] }).devices) device.destroy();
  });
  await page.locator('#notice', { hasText: /^Interrupted\./ }).waitFor(PATIENT);
  assert.is(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0);
  for (const part of ['.board', '.primary', '#temperature']) assert.ok(await inView(page, part), `${part} is in view`);
  assert.equal(await violations(page), []);
});

test('the page said nothing on its console, and asked for nothing but files of its folder', () => {
  assert.equal(lab.messages, []);
  const own = pathToFileURL(FOLDER).href;
  assert.equal(
    lab.requests.filter((url) => !url.startsWith(own) && !/^(data|blob):/.test(url)),
    [],
  );
});

test.run();
