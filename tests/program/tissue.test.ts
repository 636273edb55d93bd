/** Tissues on the command line: samples as an archive, tissue.json beside it, data on a graph again, and what is refused. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkMesh } from '../../src/model/tissue/check.ts';
import { readTissue } from '../../src/model/tissue/file.ts';
import { measure } from '../../src/model/tissue/geometry.ts';
import { cornersOf, meshOf } from '../../src/model/tissue/mesh.ts';
import { parseNpy } from '../../src/store/npy.ts';
import { unzipped } from '../../src/store/npz.ts';
import { closeDevice } from '../support/device.ts';
import { inside } from '../support/inside.ts';
import { run } from '../support/program.ts';

test.after(closeDevice);

const folder = mkdtempSync(join(tmpdir(), 'blockspin-tissue-'));
test.after(() => rmSync(folder, { recursive: true, force: true }));
const archive = join(folder, 'tissue.npz');
const SAMPLE = 'sample --model tissue --cells 16 --shape 3.6,3.65 --chirality 0.2 --noise 1e-4 --chains 32 --samples 2 --burn 1 --spacing 1'.split(' ');
const ONE = SAMPLE.map((word) => (word === '3.6,3.65' ? '3.6' : word === '2' ? '3' : word));

test('--json lists observables with errors at every preferred shape, and the settings', async () => {
  const { out, code } = await inside([...SAMPLE, '--json']);
  assert.is(code, 0);
  const { points, model, chirality, tiling, transitions } = JSON.parse(out);
  assert.equal([model, chirality, tiling, transitions], ['tissue', 0.2, 'honeycomb', 0.04]);
  assert.equal(
    points.map(({ rate }: { rate: number }) => rate),
    [3.6, 3.65],
  );
  for (const { observables, algorithm } of points) {
    assert.is(algorithm, 'euler');
    for (const name of ['energy', 'shape_index', 'five', 'seven', 'defects', 'displacement', 'diffusion', 'vorticity_squared', 'rotation', 'transitions']) {
      assert.ok(Number.isFinite(observables[name].mean) && observables[name].error >= 0, name);
    }
  }
});

test('--out writes an archive and tissue.json, which agree; the archive is data on a graph', async () => {
  const { code, err } = await inside([...ONE, '--cell-value', 'tension', '--out', archive]);
  assert.is(code, 0, err);
  const { mesh, values, parameters } = readTissue(readFileSync(join(folder, 'tissue.json'), 'utf8'), 'tissue.json');
  assert.equal([parameters.shape, parameters.chirality, parameters.noise], [3.6, 0.2, 1e-4]);
  const entries = await unzipped(readFileSync(archive), archive);
  const array = (name: string) => parseNpy(entries[`${name}.npy`], name);
  const shapes = Object.fromEntries(Object.keys(entries).map((name) => [name.replace('.npy', ''), array(name.replace('.npy', '')).shape]));
  assert.equal(shapes, {
    samples: [96, 16],
    positions: [96, 32, 2],
    cells: [96, 96],
    rows: [96, 17],
    area: [96, 16],
    perimeter: [96, 16],
    velocity: [96, 16, 2],
    box: [96, 2],
    edges: [48, 2],
  });
  // Every snapshot is a tissue, and its values are those of its cells.
  const part = (name: string, i: number) =>
    Array.from(array(name).data.subarray((i * array(name).data.length) / 96, ((i + 1) * array(name).data.length) / 96), Number);
  for (const i of [0, 40]) {
    const [cells, rows] = [part('cells', i), part('rows', i)];
    const box = part('box', i) as [number, number];
    const rings = Array.from({ length: 16 }, (_, c) => cells.slice(rows[c], rows[c + 1]));
    const snapshot = meshOf(box, Float64Array.from(part('positions', i)), rings);
    checkMesh(snapshot, `snapshot ${i}`);
    const { perimeter } = measure(snapshot, cornersOf(snapshot), 0);
    for (const [c, tension] of part('samples', i).entries()) assert.ok(Math.abs(tension - (perimeter[c] - 3.6)) < 1e-5);
  }
  // The file of the first chain is its last snapshot, wrapped into the box.
  for (const [c, tension] of part('samples', 64).entries()) assert.ok(Math.abs(tension - values.tension[c]) < 1e-6);
  assert.is(mesh.rows.length, 17);
  const data = await inside(['data', archive]);
  assert.is(data.code, 0, data.err);
  const trained = await inside(
    `train --data ${archive} --centre 5 --buffer 0 --shell 1 --steps 10 --refine 2 --evaluations 1 --replicas 1 --hidden 32 --batch 16 --evaluation-batch 16 --json`.split(
      ' ',
    ),
  );
  assert.is(trained.code, 0, trained.err);
  assert.match(trained.err, /graph: 16 nodes, 48 edges; block of 1 nodes/);
});

test('beside the archive stand tissue.json and its drawing, with title, units and a text alternative in light and dark; nothing is overwritten', async () => {
  const svg = readFileSync(join(folder, 'tissue.svg'), 'utf8');
  assert.match(svg, /^<svg[^>]*role="img" aria-label="Tissue of 16 cells\. P_0 = 3\.6, D = 0\.0001; \d+ cells with six neighbours; Neighbours: mean 6\.00, /);
  assert.match(svg, /<title>Tissue of 16 cells<\/title>/);
  assert.match(svg, /prefers-color-scheme: dark/);
  assert.match(svg, /var\(--ground,#ffffff\)/);
  assert.match(svg, /number of neighbours/);
  rmSync(archive);
  const again = await inside([...ONE, '--out', archive]);
  assert.is(again.code, 1);
  assert.match(again.err, /--out .*tissue\.npz: expected no .*tissue\.json beside it, got such a file/);
});

const GROWN = 'sample --model tissue --cells 16 --growth 0.1 --chains 3 --samples 2 --burn 1 --noise 1e-5'.split(' ');

test('tissues that grow: a course with errors as text and JSON, an archive of different sizes, one file, two drawings', async () => {
  const out = join(folder, 'grown.npz');
  const ran = await inside([...GROWN, '--out', out, '--json']);
  assert.is(ran.code, 0, ran.err);
  const { runs, time, course, observables, growth } = JSON.parse(ran.out);
  assert.equal([runs, growth, time], [3, 0.1, [0, 1, 2]]);
  assert.equal(course.cells[0], { mean: 16, error: 0 });
  assert.ok(course.cells[2].mean > 16 && course.division_rate[0].mean === null, 'no rate before the first look');
  assert.ok(Math.abs(observables.divergence.mean - 0.1) < 0.01 && observables.divergence.error > 0);
  const entries = await unzipped(readFileSync(out), out);
  const { shape } = parseNpy(entries['first.npy'], 'first');
  assert.equal(shape, [10]);
  const { mesh } = readTissue(readFileSync(join(folder, 'grown.json'), 'utf8'), 'grown.json');
  assert.ok(mesh.rows.length > 17);
  assert.match(readFileSync(join(folder, 'grown.svg'), 'utf8'), /after a time of 2/);
  assert.match(readFileSync(join(folder, 'grown-course.svg'), 'utf8'), /aria-label="Uniform growth\. .*cells: 16 at time since growth began 0/);
  const text = await inside(GROWN);
  assert.match(text.out, /time +cells +divisions/);
  assert.match(text.out, /divergence of the flow +0\.\d+ ± 0\.\d+ per unit of time/);
  const data = await inside(['data', out]);
  assert.is.not(data.code, 0);
  assert.match(data.err, /grown\.npz/);
});

test('what does not go with growth is refused', async () => {
  const refused: [string[], RegExp][] = [
    [[...GROWN, '--out', 'grown.npy'], /--out: expected a name ending in \.npz/],
    [[...GROWN, '--error', '0.1'], /--error: expected no goal for an error/],
    [[...GROWN, '--start', 'random'], /--start: expected no other start/],
    [[...GROWN, '--adapter', 'embedded'], /--adapter: expected no adapter/],
    [GROWN.map((word) => (word === '3' ? '1' : word)), /--chains: expected 2 to 4096 runs/],
    [[...GROWN, '--transitions', '0'], /--transitions 0: expected a length above 0/],
    ['sample --model tissue --divide-above 2'.split(' '), /--divide-above 2: expected a rate of growth beside it/],
    [
      'train --model tissue --cells 16 --centre 5 --buffer 0 --growth 0.1 --steps 10'.split(' '),
      /--growth 0\.1: expected 0 .*blockspin sample follows tissues that grow/,
    ],
  ];
  for (const [words, message] of refused) {
    const { code, err } = await inside(words);
    assert.is(code, 2, err);
    assert.match(err, message);
  }
});

test('a training holds the topology, and says so where it is asked for another', async () => {
  const { code, err } = await inside('train --model tissue --cells 16 --centre 5 --buffer 0 --transitions 0.04 --steps 10'.split(' '));
  assert.is(code, 2);
  assert.match(err, /--transitions 0\.04: expected 0 .*--transitions 0, .*--data/);
});

test('what is asked wrongly is refused in the words of the command line', async () => {
  const refused: [string, RegExp][] = [
    ['--cells 13', /--cells: expected .* got 13; use --cells 12 or 16/],
    ['--time-step 1', /--time-step: expected a step of time/],
    ['--tiling square', /--tiling/],
    ['--size 8', /--size/],
    ['--temperature 1', /--temperature/],
    ['--out tissue.txt', /\.npy or \.npz/],
  ];
  for (const [words, message] of refused) {
    const { code, err } = await run(`sample --model tissue ${words}`.split(' '));
    assert.is(code, 2, words);
    assert.match(err, message);
  }
});

test.run();
