/** The engines of all models of the laboratory on the browser's own WebGPU (SwiftShader): each is a script of its own with only what it needs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type OpenBrowser, openBrowser } from '../../native/node/headless.ts';
import { LAB_MODELS } from '../../src/lab/catalogue.ts';
import { FOLDER, type OpenLab, openLab } from '../support/lab.ts';

/** Longest wait, milliseconds: SwiftShader on shared cores. */
const PATIENT = { timeout: 180_000 };

let opened: OpenBrowser;
let lab: OpenLab;

test.before(async () => {
  opened = await openBrowser({ presenting: true });
  lab = await openLab(opened.browser, pathToFileURL(join(FOLDER, 'lab.html')).href, { viewport: { width: 1400, height: 900 } });
});

test.after(async () => {
  await opened?.close();
});

for (const { id, usually, control, view, settings } of LAB_MODELS) {
  test(`${id}: learns, measures, and is drawn`, async () => {
    await lab.page.evaluate((wanted) => globalThis.blockspinLab?.show({ ...wanted, replicas: 4, seed: 1 }), {
      model: id,
      ...usually,
      temperature: control?.usual ?? 1,
    });
    assert.not(await lab.page.evaluate(() => globalThis.blockspinLab?.source.recorded), await lab.page.locator('#notice').innerText());
    await lab.page.waitForFunction(
      (model) => globalThis.blockspinLab?.settings.model === model && globalThis.blockspinLab?.scene?.state.phase === 'running',
      id,
      PATIENT,
    );
    await lab.page.evaluate(() => globalThis.blockspinLab?.play());
    await lab.page.waitForFunction(() => (globalThis.blockspinLab?.reading?.step ?? 0) >= 300, undefined, PATIENT);
    await lab.page.evaluate(() => globalThis.blockspinLab?.measure());
    const { mean, error } = await lab.page.evaluate(() => globalThis.blockspinLab?.heldOut ?? { mean: Number.NaN, error: Number.NaN });
    // A bound, whose error exceeds three of its own in one of 700 measurements.
    const exact = await lab.page.evaluate(() => globalThis.blockspinLab?.exact?.value);
    assert.ok(exact === undefined || mean < exact + 3 * error, `${id}: ${mean} ${error}, exact ${exact}`);
    if (view === 'tiling') assert.is(exact?.toFixed(4), '0.5199');
    // Beyond every ceiling a value would be wrong; of all systems the block knows something at these points.
    assert.ok(error > 0 && error < 0.05 && mean > 3 * error && mean < 2 * Math.LN2, `${id}: ${mean} ${error}`);
    const [download] = await Promise.all([lab.page.waitForEvent('download'), lab.page.locator('#more button', { hasText: 'summary.json' }).click()]);
    const { points } = JSON.parse(readFileSync(await download.path(), 'utf8'));
    assert.equal([points.length, points[0].information.mean, 'known' in points[0]], [1, mean, true]);
    assert.ok(lab.requests.some((url) => url.endsWith(`engine_${settings.model}.js`)));
    assert.is(
      lab.requests.some((url) => url.endsWith('tiling.js')),
      view === 'tiling',
    );
    assert.equal(lab.messages, []);
  });
}

test.run();
