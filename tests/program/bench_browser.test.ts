/** The benchmark in a browser: the command and the page by hand write the lines that `blockspin bench` writes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type BenchRecord, readRecords } from '../../bench/record.ts';
import { rowsFor } from '../../bench/rows/all.ts';
import { type OpenBrowser, openBrowser } from '../../native/node/headless.ts';
import { type Server, serve } from '../../native/node/serve.ts';
import { inFolder, program, run, runNode, stackLines } from '../support/program.ts';
import { root } from '../support/root.ts';

const dist = join(dirname(program), '..');
const browser = (words: readonly string[], cwd: string) => runNode([join(dist, 'bench/browser.bench.js'), ...words], { cwd });
/** The folder of the benchmark's page, built as `npm run browser -- --bench` builds it. */
async function benchPage(): Promise<string> {
  const { buildBenchPage } = (await import(pathToFileURL(join(root, 'native/setup/build.mjs')).href)) as { buildBenchPage(): Promise<string> };
  return buildBenchPage();
}
const NAMES = rowsFor({ effort: 'quick', software: true }).flatMap(({ group, name }) => (group === 'floors' ? [name] : []));

/** Names of everything in a record, of nested objects too. */
function shape(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value)
    .flatMap(([key, inner]) => shape(inner, `${path}.${key}`))
    .sort();
}

function fromBrowser(records: readonly BenchRecord[]): void {
  assert.equal(
    records.map(({ name }) => name),
    NAMES,
  );
  for (const record of records) {
    assert.is(record.outcome, 'timed', JSON.stringify(record));
    assert.is(record.effort, 'quick');
    assert.is(record.adapter.origin, 'browser');
    assert.is(record.adapter.backend, 'browser');
    assert.is(record.adapter.software, true);
    assert.match(record.versions.browser, /^HeadlessChrome \d+/);
    if (record.outcome === 'timed') assert.ok(record.rate.median > 0 && record.wall.median > 0 && record.samples >= 3);
  }
}

test('npm run bench:browser: the table, and a file with the lines of the program in Node', async () => {
  await inFolder(async (cwd) => {
    const ran = await browser(['--quick', '--only', 'floors', '--out', 'browser.jsonl'], cwd);
    assert.is(ran.code, 0, ran.err);
    assert.match(ran.out, /^blockspin bench \(quick\) on the software adapter .*swiftshader/i);
    for (const name of NAMES) assert.match(ran.out, new RegExp(`^floors: ${name} `, 'm'));
    const records = readRecords(readFileSync(join(cwd, 'browser.jsonl'), 'utf8'));
    fromBrowser(records);

    const here = await run(['bench', '--quick', '--only', 'floors', '--json'], { cwd });
    assert.is(here.code, 0, here.err);
    // Hosts differ in which versions there are and in what timestamps are worth.
    const same = ({ versions, ...record }: BenchRecord) => shape({ ...record, gpu: null });
    assert.equal(records.map(same), readRecords(here.out).map(same));
    assert.is(records[0].commit, readRecords(here.out)[0].commit);
  });
});

test('npm run bench:browser: what is wrong is said once', async () => {
  await inFolder(async (cwd) => {
    for (const [words, message] of [
      [['--quick', '--only', 'flors'], /blockspin: --only: expected part of the name of a row; .* got flors; did you mean floors\?/],
      [['--fast'], /blockspin: bench:browser: expected --quick, .*got Unknown option '--fast'/],
    ] as const) {
      const ran = await browser(words, cwd);
      assert.is(ran.code, 2, ran.err);
      assert.match(ran.err, message);
      assert.equal(stackLines(ran), []);
      assert.is(ran.out, '');
    }
  });
});

test('the page of the program carries no benchmark; that has a page of its own, which is built when it is asked for', async () => {
  const folder = join(dist, 'browser');
  const files = readdirSync(folder).filter((name) => !name.endsWith('.map'));
  assert.ok(files.includes('page.js') && files.includes('blockspin.js') && files.includes('index.html'), files.join(' '));
  for (const name of files) assert.not.match(readFileSync(join(folder, name), 'utf8'), /blockspin-bench|blockspinBench|blockspin bench/, name);
  const page = await benchPage();
  assert.match(readFileSync(join(page, 'page.js'), 'utf8'), /blockspin-bench/);
  assert.match(readFileSync(join(page, 'index.html'), 'utf8'), /src="page\.js"/);
});

let server: Server;
let opened: OpenBrowser;

test.before(async () => {
  server = await serve(await benchPage());
  opened = await openBrowser();
});

test.after(async () => {
  await opened?.close();
  await server?.close();
});

test('the page by hand: settings from its address, what is wrong with them, a stop; what was measured can be downloaded', async () => {
  const page = await opened.browser.newPage();
  await page.goto(`${server.url}?quick&only=nothing`);
  await page.locator('#start:enabled').click();
  await page.locator('#error', { hasText: 'got nothing; see the names' }).waitFor();
  assert.match(await page.title(), /^blockspin bench on software adapter .*swiftshader/i);
  assert.is(await page.locator('#offer a').count(), 0);

  await page.locator('#only').fill('floors');
  await page.locator('#start', { hasText: 'Start' }).click();
  await page.locator('#table', { hasText: 'floors: empty dispatch' }).waitFor({ timeout: 60_000 });
  await page.locator('#start', { hasText: 'Stop' }).click();
  await page.locator('#error', { hasText: /got a request to stop after \d of them/ }).waitFor({ timeout: 60_000 });
  assert.match(await page.locator('#table').innerText(), /^blockspin bench \(quick\) on the software adapter/);
  assert.is(await page.locator('#offer a').getAttribute('download'), 'bench.jsonl');
  const text = await page.evaluate(async () => (await fetch((document.querySelector('#offer a') as HTMLAnchorElement).href)).text());
  const [record] = readRecords(text);
  assert.equal([record.name, record.outcome, record.effort, record.commit], ['empty dispatch', 'timed', 'quick', 'unknown']);
  await page.close();
});

test.run();
