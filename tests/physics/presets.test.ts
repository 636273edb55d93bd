/** Every shipped study in its full geometry: one cell with few steps; and the command that collects published statements, quick. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readPublished } from '../../bench/lab/published/page.ts';
import { PRESET_NAMES, preset } from '../../src/study/plan/presets.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { runNode } from '../support/program.ts';
import { root } from '../support/root.ts';

const folder = mkdtempSync(join(tmpdir(), 'blockspin-presets-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
test.after(closeDevice);

/** What makes a cell cheap and leaves its window, its grid and its correlators as they are. */
const SHORT = { steps: 10, refine: 5, evaluations: 2, relaxations: 0.001, chains: 32, heldOut: 32, validation: 32, hidden: [32] };

for (const size of ['full', 'small'] as const) {
  for (const name of PRESET_NAMES) {
    test(`${name}, ${size}: its first cell`, async () => {
      const config = preset(name, size);
      writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, train: { ...config.train, ...SHORT }, runs: 1 }));
      const out = `${name}-${size}`;
      assert.is((await inside(['plan', 'config.json', '--out', out], { cwd: folder })).code, 0);
      const ran = await inside(['cell', out, '--index', '0', '--json'], { cwd: folder });
      assert.is(ran.code, 0, ran.err);
      assert.equal(JSON.parse(ran.out), { index: 0, outcome: 'done' });
    });
  }
}

test('npm start: all nine points of the demonstration converge', async () => {
  const ran = await inside(['start', '--out', 'start', '--json'], { cwd: folder });
  assert.is(ran.code, 0, ran.err);
  const { points } = JSON.parse(ran.out) as { points: { temperature: number; buffer: number; verdict: string }[] };
  assert.is(points.length, 9);
  // In the heat there may be nothing to find.
  for (const { temperature, buffer, verdict } of points)
    assert.ok(verdict === 'converged' || (verdict === 'zero' && temperature > 3), `T = ${temperature}, buffer ${buffer}: ${verdict}`);
});

test('npm run bench -- published: lines and page, for the studies that are named', async () => {
  writeFileSync(join(folder, 'published.md'), 'before\n<!-- published -->\n\n<!-- end -->\nafter\n');
  const words = ['antiferromagnet', 'chipping', '--quick', '--name', 'here', '--out', 'out', '--results', '.', '--docs', '.'];
  const ran = await runNode([join(root, 'dist/bench/published.bench.js'), ...words], { cwd: folder });
  assert.is(ran.code, 0, ran.err);
  const studies = readPublished('here', readFileSync(join(folder, 'published-here.jsonl'), 'utf8'));
  assert.equal(
    studies.map(({ name }) => name),
    ['antiferromagnet, quick', 'chipping, quick'],
  );
  const page = readFileSync(join(folder, 'published.md'), 'utf8');
  assert.match(page, /^before\n[\s\S]*### antiferromagnet, quick\n[\s\S]*### chipping, quick\n[\s\S]*\nafter\n$/);
  const other = await runNode([join(root, 'dist/bench/published.bench.js'), ...words.slice(1), '--name', 'there'], { cwd: folder });
  assert.is(other.code, 0, other.err);
  assert.match(readFileSync(join(folder, 'published.md'), 'utf8'), /### antiferromagnet, quick\n[\s\S]*### chipping, quick\n[\s\S]*### chipping, quick\n/);
  const wrong = await runNode([join(root, 'dist/bench/published.bench.js'), 'isling'], { cwd: folder });
  assert.is(wrong.code, 2);
  assert.match(wrong.err, /expected names out of ising, .*, got isling/);
});

test.run();
