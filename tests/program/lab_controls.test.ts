/** The laboratory's layout and controls, with its recorded runs: one browser and one page, whose clock is moved by hand. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type OpenBrowser, openBrowser } from '../../native/node/headless.ts';
import { LAB_MODELS } from '../../src/lab/catalogue.ts';
import { withKnown } from '../../src/report/published/known.ts';
import { formatNpy } from '../../src/store/npy.ts';
import { toJson } from '../../src/store/results.ts';
import { FOLDER, framesIn, type OpenLab, openLab } from '../support/lab.ts';
import { overlaps, type Placed, placed } from '../support/panels.ts';
import { madeUpResults } from '../unit/results_fixture.ts';

const PAGE = pathToFileURL(join(FOLDER, 'lab.html')).href;
const DESKTOP = { viewport: { width: 1400, height: 900 } };
/** Where the page's clock begins, and where it stops to be moved by hand; milliseconds. */
const BEGIN = Date.UTC(2026, 0);
const STOP = BEGIN + 600_000;

let opened: OpenBrowser;
let lab: OpenLab;

const without = () => Object.defineProperty(navigator, 'gpu', { value: undefined });

test.before(async () => {
  opened = await openBrowser();
  lab = await openLab(opened.browser, `${PAGE}#L=32&b=4&T=1.8`, DESKTOP, without, (page) => page.clock.install({ time: BEGIN }));
  await lab.page.clock.pauseAt(STOP);
});

test.after(async () => {
  await opened?.close();
});

/** Shows other settings without a scene of theirs: what is drawn of them depends on nothing else. */
const pretend = (wanted: object) =>
  lab.page.evaluate((settings) => {
    const now = globalThis.blockspinLab;
    if (!now) return;
    now.settings = { ...now.settings, ...settings };
    now.tell('settings');
  }, wanted);

test('a desktop: the lattice left and largest, the filter and H right of it, I(H:E) below these, sentences in a column; nothing lies on anything', async () => {
  const { page } = lab;
  await page.clock.runFor(5000);
  for (const [width, height] of [
    [1400, 900],
    [1200, 900],
    [1160, 800],
    [1920, 1080],
    [1000, 800],
  ]) {
    await page.setViewportSize({ width, height });
    const all = await placed(page);
    assert.is(all.length, 10);
    assert.equal(overlaps(all), [], `${width} wide`);
    const of = (name: string) => all.find((one) => one.name === name) as Placed;
    const [lattice, filters, coarse, information, guide] = ['lattice', 'filters', 'coarse', 'information', 'guide'].map(of);
    for (const right of [filters, coarse, information]) assert.ok(right.left > lattice.right, `${right.name} at ${width}`);
    assert.ok(filters.bottom < coarse.top && coarse.bottom < information.top, `${width} wide`);
    if (width < 1151) continue;
    assert.ok(guide.left > information.right && guide.top === lattice.top);
    const widths = await page.locator('canvas, .weights, #chart').evaluateAll((pictures) => pictures.map((one) => one.getBoundingClientRect().width));
    assert.is(Math.max(...widths), widths[0], `the lattice: ${widths}`);
    if (width >= 1400) assert.ok(information.bottom <= height, `the chart is on the first screen: ${information.bottom}`);
  }
  await page.setViewportSize(DESKTOP.viewport);
  const style = await page.addStyleTag({ content: '#coarse { margin-top: -3rem }' });
  assert.equal(overlaps(await placed(page)), ['filters lies on coarse'], 'what lies on something is found');
  await style.evaluate((element) => element.parentNode?.removeChild(element));
});

test('filters of every shape and number, a notice of three lines, none of a panel: nothing lies on anything', async () => {
  const { page } = lab;
  const before = await page.evaluate(() => globalThis.blockspinLab?.settings);
  for (const [model, block, replicas, weights] of [
    ['ising', 8, 32, 64],
    ['dimers', 4, 16, 32],
    ['chipping', 8, 8, 8],
    ['chipping', 1, 1, 1],
  ] as const) {
    await page.evaluate(
      ({ replicas, weights }) => {
        const now = globalThis.blockspinLab;
        if (now?.reading) now.reading = { ...now.reading, best: 0, filters: Array.from({ length: replicas }, () => new Float32Array(weights).fill(1)) };
      },
      { replicas, weights },
    );
    await pretend({ model, block });
    await page.evaluate(() => {
      for (const event of ['look', 'exact'] as const) globalThis.blockspinLab?.tell(event);
      const notice = document.getElementById('notice');
      if (notice) notice.textContent = 'What the page says. '.repeat(30);
    });
    for (const width of [1400, 1200]) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal(overlaps(await placed(page)), [], `${model}, block ${block}, ${replicas} replicas, ${width} wide`);
    }
  }
  await page.setViewportSize(DESKTOP.viewport);
  await page.evaluate((settings) => globalThis.blockspinLab?.open(settings), before);
});

test('the chart: in-sample grey, validation coloured, ln 2 and the exact value as lines with their names; the filter has a scale', async () => {
  const { page } = lab;
  await page.evaluate(() => globalThis.blockspinLab?.open({ size: 8, block: 2, temperature: 2.269185 }));
  await page.clock.runFor(3000);
  // In one task: the chart may be drawn anew between two.
  const stroke = (name: string) =>
    page.evaluate(
      (line) =>
        getComputedStyle(document.querySelector(`#chart path.${line}`) as Element)
          .stroke.match(/\d+/g)
          ?.map(Number) ?? [],
      name,
    );
  const spread = (colour: number[]) => Math.max(...colour.slice(0, 3)) - Math.min(...colour.slice(0, 3));
  assert.ok(spread(await stroke('in-sample')) < 20, 'grey');
  assert.ok(spread(await stroke('validated')) > 60, 'coloured');
  const labels = await page.locator('#chart text').allTextContents();
  for (const label of ['ln 2 = 0.693', 'best H, exact 0.4528', 'validation', 'in-sample']) assert.ok(labels.includes(label), `${label}: ${labels}`);
  for (const name of ['limit', 'exact']) assert.is(await page.locator(`#chart path.${name}`).count(), 1, name);
  assert.equal(await page.locator('.scale span').allTextContents(), ['+1', '0', '−1']);
  assert.match(await page.locator('#coarse .note').innerText(), /same filter again, applied to H/);
});

test('the table has the values that the panels show', async () => {
  const { page } = lab;
  await page.locator('#numbers summary').click();
  const row = (name: string) =>
    page
      .locator('#numbers tr', { has: page.getByRole('rowheader', { name, exact: true }) })
      .locator('td')
      .innerText();
  const shown = await page.locator('.value').evaluate((value) => [...value.childNodes].map((node) => node.textContent).join(': '));
  assert.is(await row('I(H:E)'), shown);
  assert.match(await row('exact value'), /^0\.4528\d\d nats, best H, exact$/);
  await page.locator('#numbers summary').click();
});

test('every replica has a trail in the plane of two patterns, or of principal components', async () => {
  const { page } = lab;
  const trails = () => page.locator('#ensemble .trail').evaluateAll((all) => all.map((one) => one.getAttribute('d')?.split('L').length ?? 0));
  const label = async () => (await page.locator('#ensemble svg').getAttribute('aria-label')) ?? '';
  assert.is((await trails()).length, 8);
  assert.ok((await trails()).every((moments) => moments > 2));
  assert.match(await label(), /^8 filters in the plane of uniform and/);
  await page.locator('#ensemble select').selectOption('components');
  await page.locator('#ensemble svg[aria-label*="component 1 and component 2"]').waitFor();
  assert.ok((await trails()).every((moments) => moments > 2));
  await page.locator('#ensemble select').selectOption('patterns');
  assert.match(await label(), /uniform/);
});

test('replicas without information are hatched, one by one', async () => {
  const { page } = lab;
  const hatched = () => page.locator('#filters .small svg').evaluateAll((all) => all.map((one) => one.querySelector('.hatch') !== null));
  assert.equal(await hatched(), new Array(8).fill(false));
  // The third is 2.9 of its errors above zero, the fourth 3.1.
  await page.evaluate(() => {
    const now = globalThis.blockspinLab;
    const { reading } = now ?? {};
    if (!now || !reading?.validation) return;
    now.reading = {
      ...reading,
      validation: reading.validation.map((one, r) => (r === 2 ? { mean: 0.29, error: 0.1 } : r === 3 ? { mean: 0.31, error: 0.1 } : one)),
    };
    now.tell('look');
  });
  assert.equal(
    await hatched(),
    Array.from({ length: 8 }, (_, r) => r === 2),
  );
});

test('speed: it stands with the controls, on a phone in the last tab; it changes how often the lattice moves; readers who want little motion see it twice a second', async () => {
  const { page } = lab;
  await page.setViewportSize({ width: 390, height: 844 });
  await page.locator('[role="tab"]').first().focus();
  await page.keyboard.press('End');
  await page.locator('#more #speed select').waitFor();
  await page.setViewportSize(DESKTOP.viewport);
  await page.locator('#controls #speed select').waitFor();
  await page.evaluate(() => globalThis.blockspinLab?.play());
  const usual = await framesIn(page, 9000);
  assert.ok(usual > 95 && usual < 105, `${usual} frames`);
  await page.locator('select[aria-label="Speed"]').selectOption('slow');
  assert.ok(Math.abs((await framesIn(page, 9000)) - usual / 4) < 3);
  await page.locator('select[aria-label="Speed"]').selectOption('fast');
  assert.ok(Math.abs((await framesIn(page, 9000)) - 3 * usual) < 12);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await framesIn(page, 500);
  assert.is(await framesIn(page, 10_000), 20);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
});

test('one polite live region: a message in five seconds at most, the last one wins', async () => {
  const { page } = lab;
  assert.is(await page.locator('[aria-live], [role="status"]').count(), 1);
  await page.evaluate(() => {
    const messages: [number, string][] = [];
    const live = document.getElementById('live') as HTMLElement;
    new MutationObserver(() => messages.push([performance.now(), live.textContent ?? ''])).observe(live, { childList: true });
    Object.assign(globalThis, { messages });
  });
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press(' ');
    await page.clock.runFor(700);
  }
  await page.evaluate(() => globalThis.blockspinLab?.setTemperature(3.5));
  await page.clock.runFor(6000);
  const messages = await page.evaluate(() => (globalThis as unknown as { messages: [number, string][] }).messages);
  assert.ok(messages.length >= 2, JSON.stringify(messages));
  messages.forEach(([time], i) => {
    assert.ok(i === 0 || time - messages[i - 1][0] >= 4999, JSON.stringify(messages));
  });
  assert.is(messages.at(-1)?.[1], 'T = 3.5');
});

test('transitions are marked above the slider at their values: T_c, T_BKT, w_c', async () => {
  const { page } = lab;
  const before = await page.evaluate(() => globalThis.blockspinLab?.settings);
  for (const { id, control } of LAB_MODELS) {
    if (!control) continue;
    const { mark, least, most } = control;
    await pretend({ model: id, temperature: mark.value });
    assert.is(await page.locator('.scan text.marked').textContent(), mark.label.replace('_', ''));
    assert.match((await page.locator('.scan').getAttribute('aria-label')) ?? '', `${mark.label} is ${Number(mark.value.toFixed(3))}`);
    assert.match((await page.locator('#temperature').getAttribute('aria-valuetext')) ?? '', 'at the transition');
    const x = Number(/^M([\d.]+)/.exec((await page.locator('.scan path.marked').getAttribute('d')) ?? '')?.[1]);
    const width = await page.locator('.scan').evaluate((scan) => scan.clientWidth);
    // The track begins and ends at half of the thumb.
    assert.ok(Math.abs((x - 10) / (width - 20) - (mark.value - least) / (most - least)) < 1e-3, `${id}: ${x} of ${width}`);
  }
  await pretend(before ?? {});
});

test('a file that is dropped anywhere is read here, up to 64 MiB; nothing is sent', async () => {
  const { page } = lab;
  await page.clock.resume();
  /** Drags a file over the page and drops it. @returns whether the browser was kept from opening it */
  const drop = (name: string, bytes: number[], size = bytes.length) =>
    page.evaluate(
      ({ name, bytes, size }) => {
        const data = new Uint8Array(size);
        data.set(bytes);
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([data], name));
        const tell = (type: string) => document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
        const over = !tell('dragover') && document.querySelector('.drop.over') !== null;
        return over && !tell('drop') && document.querySelector('.drop.over') === null;
      },
      { name, bytes, size },
    );
  const MOST = 64 * 2 ** 20;
  assert.is(await drop('large.npy', [], MOST + 1), true);
  await page.locator('.drop .bad', { hasText: 'large.npy has 65 MiB; the page reads 64 MiB' }).waitFor();
  assert.not(
    lab.requests.some((url) => url.endsWith('own.js')),
    'it is not even read',
  );
  const data = Int8Array.from({ length: 128 * 64 }, (_, i) => ((i * 2654435761) >>> 7) & 1);
  assert.is(await drop('mine.npy', [...formatNpy({ shape: [128, 8, 8], data })]), true);
  await page.locator('.drop .note', { hasText: 'mine.npy: 128 samples of 8 × 8 sites' }).waitFor();
  await drop('full.npy', [], MOST);
  await page.locator('.drop .bad', { hasText: /full\.npy.*expected a \.npy file/ }).waitFor();
  const folder = pathToFileURL(FOLDER).href;
  assert.equal(
    lab.requests.filter((url) => !url.startsWith(folder) && !/^(data|blob):/.test(url)),
    [],
  );
  assert.equal(lab.messages, []);
});

test('summary.json is what the command line writes: with known values, infinite temperatures and short lines', async () => {
  const { page } = lab;
  const made = madeUpResults({ temperature: [2.269185, Number.POSITIVE_INFINITY] }).summary;
  const summary = { ...made, config: JSON.parse(JSON.stringify(made.config)) };
  await page.evaluate((measured) => {
    const now = globalThis.blockspinLab;
    if (now?.scene) now.scene.summary = () => measured;
    now?.tell('state');
  }, summary);
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#more button', { hasText: 'summary.json' }).click()]);
  assert.is(download.suggestedFilename(), 'summary.json');
  const text = readFileSync(await download.path(), 'utf8');
  assert.is(text, toJson(withKnown(summary)));
  assert.match(text, /"known": /);
});

test('WebGPU without an adapter is another cause, in another sentence', async () => {
  const own = await openLab(opened.browser, PAGE, {}, () => Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: async () => null } }));
  assert.match(await own.page.locator('#notice').innerText(), /^Recorded\. This browser has WebGPU, but no graphics adapter for it/);
  assert.equal(own.messages, []);
});

test.run();
