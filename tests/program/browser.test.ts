/** The second host: the page in a headless browser computes what Node computes on the embedded adapter. */

import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type OpenBrowser, openBrowser } from '../../native/node/headless.ts';
import * as node from '../../native/node/index.ts';
import { type Server, serve } from '../../native/node/serve.ts';
import type { Results, TrainInput } from '../../src/index.ts';
import { inferReportFiles } from '../../src/report/infer/report.ts';
import { reportFiles } from '../../src/report/run/report.ts';
import { studyReportFiles } from '../../src/report/study/report.ts';
import { analyse } from '../../src/study/analyse/analyse.ts';
import { madeInference, snapshot } from '../support/infer_result.ts';
import { root } from '../support/root.ts';
import { madeStudy } from '../support/study_data.ts';
import { madeUpResults } from '../unit/results_fixture.ts';

type Library = typeof node;

/** Two temperatures, two replicas; one interval of the curves is one step, since there are at most a hundred. */
const CONFIG: TrainInput = {
  size: 8,
  temperature: [2, 2.6],
  block: 2,
  buffer: 1,
  shell: 1,
  replicas: 2,
  steps: 40,
  refine: 10,
  evaluations: 4,
  evaluationBatch: 64,
  batch: 64,
  chains: 32,
  heldOut: 32,
  hidden: [8, 8],
  seed: 5,
};
/** Steps that must agree; after many more, rounding errors of two drivers would have grown apart. */
const STEPS = 20;
const RELATIVE = 1e-4;
/** Objectives start near zero, where only absolute agreement means anything; nats. */
const FLOOR = 1e-5;
const SWEEPS = { size: 12, coupling: 1, temperatures: [1.5, 2.269185, Number.POSITIVE_INFINITY], seed: 3 };

const FOLDER = join(root, 'dist/browser');

let server: Server;
let opened: OpenBrowser;
let page: Page;
/** Everything the pages asked for. */
const requests: string[] = [];

/** @param prepare runs in the page before its own script */
async function newPage(path = '', prepare?: () => void): Promise<Page> {
  const made = await (await opened.browser.newContext()).newPage();
  made.on('request', (asked) => requests.push(asked.url()));
  if (prepare) await made.addInitScript(prepare);
  await made.goto(server.url + path);
  return made;
}

test.before(async () => {
  server = await serve(FOLDER, 0, { lab: join(root, 'dist/lab') });
  opened = await openBrowser();
  page = await newPage();
});

test.after(async () => {
  await opened?.close();
  await server?.close();
});

/** Runs in either host, so it may use its argument only. */
async function wordsAfterSweeps({ library, options, sweeps }: { library: Library; options: typeof SWEEPS; sweeps: number }): Promise<number[]> {
  const device = await library.openDevice({ adapter: 'embedded' });
  const scope = device.scope('browser test');
  try {
    const chains = new library.IsingChains(scope, options);
    const plan = new library.Plan(device, 'sweeps');
    chains.recordSweep(plan, [{ first: 0, groups: chains.groups }]);
    await plan.compile();
    plan.run(sweeps);
    return Array.from(await chains.state.read());
  } finally {
    scope.dispose();
    device.close();
  }
}

/** The largest deviation of the first objectives, in units of what is allowed, and relative where they are not near zero. */
function deviation(a: Results, b: Results): { allowed: number; relative: number } {
  const worst = { allowed: 0, relative: 0 };
  a.curves.flat().forEach(({ objective }, r) => {
    const other = b.curves.flat()[r].objective;
    for (let s = 0; s < STEPS; s++) {
      const [x, y] = [objective[s], other[s]];
      assert.ok(Number.isFinite(x) && Number.isFinite(y), `objectives of step ${s + 1} are ${x} and ${y}`);
      const difference = Math.abs(x - y);
      worst.allowed = Math.max(worst.allowed, difference / (RELATIVE * Math.max(Math.abs(x), Math.abs(y)) + FLOOR));
      worst.relative = Math.max(worst.relative, difference / Math.max(Math.abs(x), Math.abs(y), 1e-3));
    }
  });
  return worst;
}

test('configurations after 50 sweeps agree bit for bit, those of another seed do not', async () => {
  const library = await page.evaluateHandle<Library, string>((url) => import(url), `${server.url}blockspin.js`);
  const there = await page.evaluate(wordsAfterSweeps, { library, options: SWEEPS, sweeps: 50 });
  const here = await wordsAfterSweeps({ library: node, options: SWEEPS, sweeps: 50 });
  assert.is(there.length, 3 * SWEEPS.size ** 2);
  assert.equal(there, here);
  const start = await wordsAfterSweeps({ library: node, options: SWEEPS, sweeps: 0 });
  assert.ok(
    here.some((word, i) => word !== start[i]),
    'something has moved',
  );
  const other = await wordsAfterSweeps({ library: node, options: { ...SWEEPS, seed: 4 }, sweeps: 50 });
  const same = other.filter((word, i) => word === there[i]).length;
  assert.ok(same < there.length / 10, `${same} of ${there.length} words agree with those of another seed`);
  // Between two submissions of a long run the page is drawn: 20 times a second at least.
  const longest = await page.evaluate((of) => of.openDevice().then((device) => device.clock.pieces?.longest), library);
  assert.ok(longest && longest <= 50, `${longest} ms`);
});

test('a short training agrees with Node step by step, one of another seed does not', async () => {
  const there = await page.evaluate((config) => globalThis.blockspin.run(config), CONFIG);
  assert.match(await page.locator('#status').innerText(), /^Done in/);
  assert.is(await page.locator('#error').isVisible(), false);
  assert.is(await page.locator('#results svg').count(), 2);
  const device = await node.openDevice({ adapter: 'embedded' });
  const here = await node.train(device, CONFIG);
  const other = await node.train(device, { ...CONFIG, seed: 6 });
  device.close();
  assert.is(there.summary.adapter.origin, 'browser');
  assert.is(here.summary.adapter.origin, 'embedded');
  assert.is(there.summary.points.length, 2);
  assert.is(here.summary.points.length, 2);
  for (const results of [there, here]) {
    assert.equal(
      results.curves.map((replicas) => replicas.map(({ step }) => step.length)),
      [
        [40, 40],
        [40, 40],
      ],
    );
  }
  const { allowed, relative } = deviation(there, here);
  console.log(`largest relative deviation of an objective in ${STEPS} steps: ${relative.toExponential(1)} (${allowed.toFixed(3)} of what is allowed)`);
  assert.ok(allowed <= 1, `objectives differ by ${allowed} times what is allowed`);
  assert.ok(
    here.curves.flat().every(({ objective }) => objective.slice(0, STEPS).some((x) => Math.abs(x) > 100 * FLOOR)),
    'the objectives compared are well above the absolute floor',
  );

  assert.ok(deviation(there, other).allowed > 100, 'another seed has other objectives');
});

test('weights that overflow freeze a replica there, too: a compiler that takes every number for finite drops no test', async () => {
  const message = await page.evaluate((config) => globalThis.blockspin.run(config).catch((error: Error) => error.message), { ...CONFIG, learningRate: 1e30 });
  assert.match(String(message), /expected a finite objective and finite gradients, got NaN or infinity in 4 of 4 replicas/);
});

test('the button trains with the settings of the query, one run at a time, and stops it; table and filters are shown', async () => {
  const config = { ...CONFIG, temperature: [2.5, null], components: 2, steps: 100_000 };
  const own = await newPage(`?config=${encodeURIComponent(JSON.stringify(config))}`);
  await own.locator('#start:enabled').click();
  await own.locator('#status', { hasText: /^Filters and critics are learning: \d+ % of the run/ }).waitFor();
  const second = await own.evaluate(() => globalThis.blockspin.run().catch((error: Error) => error.message));
  assert.match(String(second), /one run at a time/);
  await own.locator('#start', { hasText: 'Stop' }).click();
  await own.locator('#start', { hasText: 'Start' }).waitFor();
  assert.match(await own.locator('#adapter').innerText(), /swiftshader/i);
  assert.match(await own.locator('#error').innerText(), /got a request to stop/);
  const cells = await own.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.querySelector('td')?.textContent));
  assert.equal(cells, ['2.5', '∞']);
  assert.is(await own.locator('#results svg').count(), 2, 'filters trained until then');
  assert.is(await own.locator('#results rect').count(), 2 * 2 * 4);
  await own.context().close();
});

test('a wrong setting is named in the page and in the promise, and the page works on', async () => {
  const own = await newPage(`?config=${encodeURIComponent('{"sizes": 8}')}`);
  await own.locator('#start:enabled').click();
  await own.locator('#error:visible').waitFor();
  assert.match(await own.locator('#error').innerText(), /got sizes; did you mean size\?/);
  const message = await own.evaluate(() => globalThis.blockspin.run({ size: 7 }).catch((error: Error) => error.message));
  assert.match(String(message), /even lattice side.*got 7/);
  await own.locator('#config').fill('{');
  await own.locator('#start:enabled').click();
  await own.locator('#error', { hasText: 'expected JSON' }).waitFor();
  await own.locator('#config').fill('{"size": 8, "size": 16}');
  await own.locator('#start:enabled').click();
  await own.locator('#error', { hasText: 'the key "size" twice' }).waitFor();
  await own.context().close();
});

test('a browser without WebGPU is told so once, in the page', async () => {
  const own = await newPage('', () => Object.defineProperty(navigator, 'gpu', { value: undefined }));
  await own.locator('#error:visible').waitFor();
  assert.match(await own.locator('#error').innerText(), /^This browser has no WebGPU, with which the page computes\. Current versions of Chrome/);
  assert.not.match(await own.locator('#error').innerText(), /expected|got |--/, 'no grammar of the command line');
  assert.is(await own.locator('#start').isDisabled(), true);
  const message = await own.evaluate(() => globalThis.blockspin.adapter.catch((error: Error) => error.message));
  assert.is(message, await own.locator('#error').innerText());
  await own.context().close();
});

test('no adapter has another cause, and another sentence', async () => {
  const own = await newPage('', () => Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: async () => null } }));
  await own.locator('#error:visible').waitFor();
  assert.match(await own.locator('#error').innerText(), /^This browser has WebGPU but offers no graphics adapter/);
  await own.context().close();
});

test('opened as a file, the page says why it cannot run', async () => {
  const own = await (await opened.browser.newContext()).newPage();
  await own.goto(pathToFileURL(join(FOLDER, 'index.html')).href);
  assert.match(await own.locator('#file:visible').innerText(), /opened as a file.*npm run browser/);
  assert.is(await own.locator('#run').isVisible(), false);
  assert.match(await own.locator('body').evaluate((body) => getComputedStyle(body).fontFamily), /system-ui/);
  await own.context().close();
});

/** Violations of accessibility in a page, and whether it scrolls sideways. */
async function audited(own: Page): Promise<string[]> {
  await own.evaluate(readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8'));
  return own.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    const { violations } = await axe.run();
    const { scrollWidth } = document.documentElement;
    return [...violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`), ...(scrollWidth > innerWidth ? [`${scrollWidth} px wide`] : [])];
  });
}

test('reports and the page pass axe on a phone and on a dark desktop, and do not scroll sideways; an audit finds what is wrong', async () => {
  const study = madeStudy(
    { name: 'audit', train: { size: 64, block: 4, shell: 2 }, grid: { temperature: [1.8, 2.6], buffer: [0, 2] }, runs: 2 },
    ({ buffer, run }) => ({
      information: 0.6 - 0.1 * buffer + 0.001 * run,
      error: 0.001,
      filter: [Array.from({ length: 16 }, (_, i) => 1 + 0.1 * Math.sin(i + run))],
    }),
  );
  const reports = [
    (await reportFiles(madeUpResults({ temperature: [1.8, 3.5], steps: 20 })))['report.html'],
    (await studyReportFiles(study.data, analyse(study.data), study.config))['report.html'],
    (await inferReportFiles(madeInference(), snapshot()))['report.html'],
  ];
  for (const [width, colorScheme] of [
    [390, 'light'],
    [1400, 'dark'],
  ] as const) {
    // Reports forbid every script, that of the audit, too.
    const context = await opened.browser.newContext({ bypassCSP: true, colorScheme, viewport: { width, height: 844 } });
    const own = await context.newPage();
    for (const html of reports) {
      await own.setContent(html);
      assert.equal(await audited(own), [], `${width} ${colorScheme}`);
      assert.is(await own.locator('.card svg[role=img][aria-label]').count(), await own.locator('figure').count());
    }
    await own.goto(server.url);
    await own.locator('#start:enabled').waitFor();
    assert.equal(await audited(own), [], `index.html, ${width} ${colorScheme}`);
    await own.setContent('<!doctype html><html lang="en"><title>control</title><main><h1>a</h1><svg role="img" width="2000"></svg></main></html>');
    assert.match((await audited(own)).join(' '), /svg-img-alt.*2\d\d\d px wide/);
    await context.close();
  }
});

test('the pages asked for nothing but files of this server', () => {
  assert.ok(requests.length > 5);
  assert.equal(
    requests.filter((url) => !url.startsWith(server.url) && !url.startsWith('data:')),
    [],
  );
});

test('the server refuses what is outside its folder', async () => {
  const status = (path: string, method = 'GET') =>
    new Promise<number | undefined>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      // Not fetch, which would resolve '..' before it asks.
      request({ hostname, port, path, method, agent: false }, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
  for (const path of ['/', '/lab/', '/lab/lab.js', '/index.html', '/file.js', '/page.js?v=1', '/blockspin.js']) assert.is(await status(path), 200, path);
  const refused = '/../node/serve.js /..%2fnode%2fserve.js /%2e%2e/node/serve.js /none /%00 /% //etc/passwd /..';
  const beside = '/lab /lab/../../node/serve.js /lab/..%2fnode/serve.js /lab/page.js';
  for (const path of `${refused} ${beside}`.split(' ')) assert.is(await status(path), 404, path);
  assert.is(await status('/', 'POST'), 405);
});

test.run();
