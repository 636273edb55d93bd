/** The laboratory with its recorded runs, as a browser without WebGPU shows it: one browser for all, few pages. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type OpenBrowser, openBrowser } from '../../native/node/headless.ts';
import { type Server, serve } from '../../native/node/serve.ts';
import { BEST } from '../../src/lab/exact_table.ts';
import { shownFilter } from '../../src/lab/filters.ts';
import { coarsened } from '../../src/lab/geometry.ts';
import { formatNpy, parseNpy } from '../../src/store/npy.ts';
import { FOLDER, inView, type OpenLab, openLab, unreached, violations } from '../support/lab.ts';

const DESKTOP = { viewport: { width: 1400, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 }, colorScheme: 'dark', reducedMotion: 'reduce', hasTouch: true } as const;

let server: Server;
let parent: string;
let opened: OpenBrowser;
let desktop: OpenLab;
let phone: OpenLab;

/** The page is told that there is no WebGPU. */
const without = () => Object.defineProperty(navigator, 'gpu', { value: undefined });

test.before(async () => {
  parent = mkdtempSync(join(tmpdir(), 'blockspin-lab-'));
  cpSync(FOLDER, join(parent, 'some/path'), { recursive: true });
  server = await serve(parent);
  opened = await openBrowser();
  desktop = await openLab(opened.browser, `${server.url}some/path/lab.html#L=32&b=4&T=1.8`, DESKTOP, without);
  phone = await openLab(opened.browser, pathToFileURL(join(FOLDER, 'lab.html')).href, PHONE, without);
});

test.after(async () => {
  await opened?.close();
  await server?.close();
  rmSync(parent, { recursive: true, force: true });
});

test('a browser without WebGPU is told why, and shows runs that are marked as recorded', async () => {
  for (const { page } of [desktop, phone])
    assert.match(await page.locator('#notice').innerText(), /^Recorded\. This browser has no WebGPU.*blockspin \d.* three temperatures/);
  assert.is(await desktop.page.evaluate(() => globalThis.blockspinLab?.settings.size), 32);
  assert.match(desktop.page.url(), /#v=1&m=ising&L=32&b=4&B=3&s=2&T=1\.8&R=8&seed=1$/);
});

test('the picture is the spins, and H is the filter applied to them', async () => {
  const { page } = desktop;
  await page.waitForFunction(() => (globalThis.blockspinLab?.reading?.step ?? 0) > 100);
  await page.locator('#controls button', { hasText: 'Pause' }).click();
  const seen = await page.evaluate(async () => {
    const lab = globalThis.blockspinLab;
    const light = (canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
      return Array.from({ length: data.length / 4 }, (_, i) => Number(data[4 * i] < 128));
    };
    const best = lab?.reading?.filters[lab.reading.best] ?? [];
    return { spins: [...((await lab?.scene?.spins()) ?? [])], filter: [...best], canvases: [...document.querySelectorAll('canvas')].map(light) };
  });
  const [lattice, ...levels] = seen.canvases;
  assert.is(lattice.length, 1024);
  assert.equal(lattice, seen.spins);
  let [values, side]: [ArrayLike<number>, number] = [seen.spins.map((spin) => 2 * spin - 1), 32];
  assert.equal(
    levels.map(({ length }) => length),
    [64, 4],
  );
  for (const level of levels) {
    values = coarsened(values, side, seen.filter, 4);
    side /= 4;
    assert.equal(
      level,
      Array.from(values, (h) => Number(h > 0)),
    );
  }
  assert.match((await page.locator('.weights').getAttribute('aria-label')) ?? '', new RegExp(shownFilter(seen.filter)[0].toFixed(2)));
});

test('paused means that nothing moves; one step is one reading; reset begins anew', async () => {
  const { page } = desktop;
  const step = () => page.evaluate(() => globalThis.blockspinLab?.reading?.step ?? 0);
  const before = await step();
  await page.waitForTimeout(300);
  assert.is(await step(), before);
  await page.keyboard.press('.');
  assert.is(await step(), before + 30);
  await page.keyboard.press('r');
  assert.is(await step(), 0);
  await page.keyboard.press(' ');
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.scene?.state.playing), true);
  await page.keyboard.press(' ');
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.scene?.state.playing), false);
});

test('measured: one bit in the cold, no information in the heat; undo comes back, and every value stays as a point', async () => {
  const { page } = desktop;
  const measure = async () => {
    await page.locator('#controls button', { hasText: 'Measure' }).click();
    return (await page.locator('.value').innerText()).replace(/\s+/g, ' ');
  };
  assert.match(await measure(), /^0\.6[89]\d+\(\d+\) nats held out/);
  await page.locator('#temperature').fill('3.6');
  assert.is(await page.locator('#temperature').inputValue(), '3.5');
  assert.match(await measure(), /^no information .*cannot be told from zero/);
  assert.is(await page.locator('.weights .hatch').count(), 1);
  await page.locator('button', { hasText: 'Undo' }).click();
  assert.match((await page.locator('#temperature').getAttribute('aria-valuetext')) ?? '', /^T = 1\.8 J/);
  assert.ok((await page.locator('.scan circle').count()) >= 2);
});

test('the block moves by mouse, click and arrow keys, around the edge, and tells its numbers', async () => {
  const { page } = desktop;
  const place = () => page.evaluate(() => globalThis.blockspinLab?.place);
  const board = await page.locator('.board').boundingBox();
  assert.ok(board);
  const at = (x: number, y: number) => [board.x + ((x + 0.5) * board.width) / 32, board.y + ((y + 0.5) * board.height) / 32] as const;
  await page.mouse.click(...at(4, 20));
  assert.equal(await place(), { x: 2, y: 18 });
  await page.mouse.move(...at(3, 19));
  await page.mouse.down();
  await page.mouse.move(...at(10, 25), { steps: 3 });
  await page.mouse.up();
  assert.equal(await place(), { x: 9, y: 24 });
  await page.locator('.handle').focus();
  for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowLeft']) await page.keyboard.press(key);
  assert.equal(await place(), { x: 7, y: 23 });
  for (let i = 0; i < 9; i++) await page.keyboard.press('ArrowLeft');
  assert.equal(await place(), { x: 30, y: 23 });
  assert.match((await page.locator('.handle').getAttribute('aria-label')) ?? '', /column 31, row 24/);
  await page.keyboard.press('.');
  await page.locator('#block', { hasText: /Λ·V = .*H =/ }).waitFor();
  assert.is(await page.locator('#block .grid span').count(), 16);
});

test('every sentence does what its button says', async () => {
  const { page } = desktop;
  const press = (name: string) => page.locator('#guide button', { hasText: name }).click();
  await press('Warm it');
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.settings.temperature.toFixed(3)), '2.269');
  await press('Cool');
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.settings.temperature), 1.8);
  await press('Hide the buffer');
  assert.is(await page.locator('.hide-buffer').count(), 1);
  await press('Show the buffer');
  assert.is(await page.locator('.hide-buffer').count(), 0);
  await press('Choose');
  assert.is(await page.evaluate(() => document.activeElement?.className), 'handle');
  await press('See the rim');
  await press('Train');
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.scene?.state.playing), true);
  await press('Read ln 2');
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.settings.temperature), 1.8);
  await press('Iterate');
  assert.is(await page.evaluate(() => globalThis.blockspinLab?.settings.size), 32);
});

test('a link chooses the system, and what is wrong in it is said', async () => {
  const { page } = desktop;
  await page.evaluate(() => {
    location.hash = '#v=1&m=ising&L=8&b=2&B=1&T=2.269185';
  });
  await page.waitForFunction(() => globalThis.blockspinLab?.settings.size === 8);
  await page.locator('#chart .exact >> nth=0').waitFor({ state: 'attached' });
  assert.match((await page.locator('#chart').getAttribute('aria-label')) ?? '', /best H, exact 0\.4528/);
  await page.evaluate(() => {
    location.hash = '#L=9';
  });
  await page.locator('#notice', { hasText: 'size is one of' }).waitFor();
  // Of other models there is no recorded run: the nearest one is shown, under its own name.
  await page.evaluate(() => {
    location.hash = '#m=quasicrystal';
  });
  await page.waitForFunction(() => location.hash.startsWith('#v=1&m=ising&L=8'));
  assert.is(await page.locator('#temperature').isVisible(), true);
});

test('what is saved is what is shown', async () => {
  const { page } = desktop;
  const saved = async (name: string) => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#more button', { hasText: name }).click()]);
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  };
  const picture = await saved('Lattice');
  assert.is(picture.name, 'lattice.png');
  assert.equal([picture.bytes.readUInt32BE(16), picture.bytes.readUInt32BE(20)], [1024, 1024]);
  const chart = await saved('Chart');
  assert.match(chart.bytes.toString(), /^<svg[^>]* xmlns="http:\/\/www.w3.org\/2000\/svg".*<title>Information in nats/s);
  assert.not.match(chart.bytes.toString(), /var\(--/);
  await page.waitForFunction(() => globalThis.blockspinLab?.reading !== undefined);
  await page.evaluate(() => globalThis.blockspinLab?.pause());
  const filter = parseNpy((await saved('Filter')).bytes);
  assert.equal(filter.shape, [2, 2]);
  assert.equal([...filter.data], await page.evaluate(() => [...(globalThis.blockspinLab?.reading?.filters[globalThis.blockspinLab.reading.best] ?? [])]));
  await page.locator('button', { hasText: 'Film' }).click();
  await page.evaluate(() => globalThis.blockspinLab?.play());
  await page.waitForTimeout(600);
  const film = await saved('End the film');
  assert.equal([...film.bytes.subarray(0, 4)], [0x1a, 0x45, 0xdf, 0xa3]);
  assert.match(await page.locator('#more code').innerText(), /^npx blockspin train --model ising --size 8 /);
});

test('own files are read in the page: what they hold, or what is wrong with them', async () => {
  const { page } = desktop;
  const data = Int8Array.from({ length: 128 * 64 }, (_, i) => ((i * 2654435761) >>> 7) & 1);
  const file = (name: string, buffer: Buffer) => page.locator('#own').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
  await file('mine.npy', Buffer.from(formatNpy({ shape: [128, 8, 8], data })));
  await page.locator('.drop .note', { hasText: 'mine.npy: 128 samples of 8 × 8 sites' }).waitFor();
  assert.is(await page.locator('.drop canvas').count(), 1);
  await file('rows.txt', Buffer.from(Array.from({ length: 128 }, (_, i) => `${i % 2} 1 0 1 ${(i >> 2) & 1} 0 1 0`).join('\n')));
  await page.locator('.drop .bad', { hasText: 'can be read in 3' }).waitFor();
  await page.locator('#axes').fill('nx');
  await page.locator('#axes').blur();
  await page.locator('.drop .note', { hasText: 'rows.txt: 128 samples of 8 sites along x' }).waitFor();
  await file('bad.npy', Buffer.from('no array'));
  await page.locator('.drop .bad', { hasText: 'expected a .npy file' }).waitFor();
});

test('exact values come from a worker, which the policy of the server allows', async () => {
  const value = await desktop.page.evaluate(async () => {
    const script = document.createElement('script');
    script.src = 'exact.js';
    document.head.append(script);
    await new Promise((resolve) => script.addEventListener('load', resolve));
    const worker = new Worker(URL.createObjectURL(new Blob([globalThis.blockspinExact ?? ''], { type: 'text/javascript' })));
    return new Promise<unknown>((resolve) => {
      worker.addEventListener('message', ({ data }) => resolve(data));
      worker.postMessage({ size: 8, block: 2, buffer: 1, coupling: 1, temperature: 2.5 });
    });
  });
  assert.equal(Object.keys(value as object), ['value']);
  assert.is((value as { value: number }).value.toFixed(6), BEST.rows.find(([t]) => t === 2.5)?.[1].toFixed(6));
});

test('nothing scrolls sideways, at either width, in any tab; readers who want little motion find it paused', async () => {
  const wide = ({ page }: OpenLab) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.is(await wide(desktop), 0);
  assert.is(await phone.page.evaluate(() => globalThis.blockspinLab?.scene?.state.playing), false);
  const tabs = phone.page.locator('[role="tab"]');
  for (let i = 0; i < (await tabs.count()); i++) {
    await tabs.nth(i).click();
    assert.is(await wide(phone), 0, await tabs.nth(i).innerText());
    for (const part of ['.board', '.primary', '#temperature']) assert.ok(await inView(phone.page, part), `${part} is in view`);
  }
});

test('targets of the phone are 44 pixels high and wide', async () => {
  const small = await phone.page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, select, input:not([type="checkbox"]), label.check, summary')]
      .filter((element) => element.offsetParent !== null && !element.classList.contains('handle'))
      .map((element) => ({ name: element.textContent?.slice(0, 20), ...element.getBoundingClientRect().toJSON() }))
      .filter(({ width, height }) => width < 44 || height < 44),
  );
  assert.equal(small, []);
});

test('axe finds nothing, in every tab and state', async () => {
  assert.equal(await violations(desktop.page), []);
  await desktop.page.locator('#numbers summary').click();
  await desktop.page.locator('#numbers tr >> nth=10').waitFor();
  await desktop.page.emulateMedia({ colorScheme: 'dark' });
  assert.equal(await violations(desktop.page), []);
  const tabs = phone.page.locator('[role="tab"]');
  for (const tab of await tabs.all()) {
    await tab.click();
    assert.equal(await violations(phone.page), []);
  }
});

test('at twice the size of a desktop: nothing scrolls sideways, the tabs have room below the lattice, axe finds nothing', async () => {
  const { page } = desktop;
  await page.setViewportSize({ width: 700, height: 450 });
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  const kept = await page.evaluate(() => {
    scrollTo(0, document.body.scrollHeight);
    return (document.querySelector('.stage')?.getBoundingClientRect().bottom ?? 0) / innerHeight;
  });
  assert.ok(kept < 0.5, `${kept} of the height is taken`);
  assert.equal(await violations(page), []);
  await page.setViewportSize(DESKTOP.viewport);
});

test('the whole page can be reached by keyboard', async () => assert.equal(await unreached(desktop.page), []));

test('the page said nothing on its console and asked for nothing but files of its folder', () => {
  assert.equal([...desktop.messages, ...phone.messages], []);
  assert.ok(desktop.requests.length >= 3);
  assert.equal(
    desktop.requests.filter((url) => !url.startsWith(`${server.url}some/path/`) && !url.startsWith('data:') && !url.startsWith('blob:')),
    [],
  );
  assert.equal(
    phone.requests.filter((url) => !url.startsWith('file://') && !url.startsWith('data:')),
    [],
  );
});

test.run();
