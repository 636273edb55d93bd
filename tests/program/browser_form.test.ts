/** The page of index.html as a form: what it says, what it links to, on a phone and in the dark. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { STUDIES } from '../../native/browser/studies.ts';
import { type OpenBrowser, openBrowser } from '../../native/node/headless.ts';
import { type Server, serve } from '../../native/node/serve.ts';
import { trainConfig } from '../../src/train/config/config.ts';
import { violations } from '../support/lab.ts';
import { root } from '../support/root.ts';

let server: Server;
let opened: OpenBrowser;

async function newPage(path = '', options: Parameters<OpenBrowser['browser']['newContext']>[0] = {}): Promise<Page> {
  const made = await (await opened.browser.newContext(options)).newPage();
  await made.goto(server.url + path);
  return made;
}

test.before(async () => {
  server = await serve(join(root, 'dist/browser'), 0, { lab: join(root, 'dist/lab') });
  opened = await openBrowser();
});

test.after(async () => {
  await opened?.close();
  await server?.close();
});

test('the form: a study by its name, the settings that people change, and the JSON say the same', async () => {
  const own = await newPage('?study=dimers');
  const json = async () => JSON.parse(await own.locator('#config').inputValue());
  assert.match(await own.locator('#study option:checked').innerText(), /^Dimers/);
  assert.match(await own.locator('#about').innerText(), /four columns/);
  assert.is((await json()).model, 'dimers');
  assert.is(await own.locator('#config').isVisible(), false, 'JSON is for those who ask for it');
  const temperatures = own.getByLabel(/^temperatures T/);
  assert.is(await temperatures.inputValue(), '0.5, 1');
  await temperatures.fill('0.5; 1.5 inf');
  await own.getByLabel('seed').fill('7');
  assert.equal([(await json()).temperature, (await json()).seed], [[0.5, 1.5, null], 7]);
  await own.getByLabel('seed').fill('');
  assert.is((await json()).seed, undefined);
  await own.locator('summary').click();
  await own.locator('#config').fill('{"model": "chipping", "chippingRate": [1, 2], "steps": 50}');
  await own.locator('#config').blur();
  assert.is(await own.getByLabel(/rates w/).inputValue(), '1, 2');
  assert.is(await own.getByLabel('training steps').inputValue(), '50');
  await own.locator('#study').selectOption('antiferromagnet');
  assert.is((await json()).coupling, -1);
  await own.getByLabel('block side').fill('many');
  await own.locator('#start:enabled').click();
  await own.locator('#error', { hasText: /block: expected .*got many/ }).waitFor();
  await own.context().close();
});

test('every study of the form has settings that the program takes', () => {
  for (const { id, input } of STUDIES) assert.not.throws(() => trainConfig(input), id);
});

test('the link of the page leads to the laboratory, which is served beside it', async () => {
  const own = await newPage();
  await own.locator('a', { hasText: 'laboratory' }).click();
  await own.waitForFunction(() => globalThis.blockspinLab?.scene !== undefined);
  assert.is(own.url().split('#')[0], `${server.url}lab/lab.html`);
  await own.context().close();
});

for (const [width, colorScheme] of [
  [390, 'dark'],
  [1400, 'light'],
] as const) {
  test(`${width} pixels, ${colorScheme}: axe finds nothing before, during and after a run, nothing scrolls sideways, targets have 44 pixels`, async () => {
    const config = { size: 8, temperature: [2, null], steps: 20, refine: 10, evaluations: 4, chains: 32, heldOut: 32, hidden: [8] };
    const own = await newPage(`?config=${encodeURIComponent(JSON.stringify(config))}`, { bypassCSP: true, colorScheme, viewport: { width, height: 844 } });
    const sound = async (state: string) => {
      assert.equal(await violations(own), [], state);
      assert.ok((await own.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0, `${state}: sideways`);
    };
    await own.locator('#start:enabled').waitFor();
    await sound('before');
    const low = await own
      .locator('button, select, input, summary, textarea')
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).map(({ id }) => id));
    assert.equal(low, []);
    await own.locator('#start').click();
    await own.locator('#status', { hasText: /^Preparing the kernels: \d+ s so far/ }).waitFor();
    await sound('during');
    await own.locator('#status', { hasText: /^Done in/ }).waitFor({ timeout: 120_000 });
    assert.is(await own.locator('#results svg').count(), 2);
    await sound('after');
    await own.context().close();
  });
}

test.run();
