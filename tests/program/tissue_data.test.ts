/** The commands and the program of docs/tissue-data.md, in a small size; later ones read the files of earlier ones. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { lastOfEach } from '../support/program.ts';
import { root } from '../support/root.ts';

test.after(closeDevice);

const text = readFileSync(join(root, 'docs/tissue-data.md'), 'utf8');
const lines = [...text.matchAll(/^npx blockspin (.*)$/gm)].map(([, line]) => line);
const SMALL: Readonly<Record<string, string>> = {
  sample: '--chains 32 --samples 3 --burn 1 --spacing 1',
  train: '--steps 10 --refine 2 --evaluations 1 --hidden 16 --batch 16 --evaluation-batch 16',
  infer: '--starts 1 --bootstrap none --steps 10 --inner 4',
  data: '',
};
const cwd = mkdtempSync(join(tmpdir(), 'blockspin-tissue-data-'));
test.after(() => rmSync(cwd, { recursive: true, force: true }));

async function runs(line: string): Promise<void> {
  const words = line.split(/\s+/);
  const { code, out, err } = await inside(lastOfEach([...words, ...SMALL[words[0]].split(' ').filter((word) => word !== '')]), { cwd });
  assert.is(code, 0, `${line}: ${err}`);
  assert.ok(out.length > 100, line);
}

test('samples, then the program, then everything that reads its files', async () => {
  assert.is(lines.length, 8);
  for (const line of lines.filter((one) => one.startsWith('sample'))) await runs(line);
  const source = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const folder = join(root, 'dist/example');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'tissue-data.mjs');
  writeFileSync(file, (await transform(source, { loader: 'ts', format: 'esm' })).code);
  const { status, stderr } = spawnSync(process.execPath, [file], { cwd, encoding: 'utf8' });
  assert.is(status, 0, stderr);
  for (const line of lines.filter((one) => !one.startsWith('sample'))) await runs(line);
});

test('data says of a tissue what it is, in five lines or as JSON, and refuses options of configurations', async () => {
  const { out } = await inside(['data', 'labels.npy', '--tissue'], { cwd });
  assert.is(out.trimEnd().split('\n').length, 5);
  assert.match(out, /label image of 240 x 240 pixels.*cells and \d+ edges[\s\S]*pixels, the square root of the mean area: A0 = 1[\s\S]*held where they are/);
  const { out: json } = await inside(['data', 'snapshot.json', '--json'], { cwd });
  assert.is(JSON.parse(json).tissue.periodic, true);
  const { code, err } = await inside(['data', 'labels.npy', '--tissue', '--axes', 'nx'], { cwd });
  assert.is(code, 2);
  assert.match(err, /--axes: expected nothing, since the file is a tissue/);
});

test.run();
