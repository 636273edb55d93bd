/** Tilings that tissues start from, and the file of a tissue: what is read, and what is refused. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkMesh } from '../../src/model/tissue/check.ts';
import { readTissue, type TissueFile, writeTissue } from '../../src/model/tissue/file.ts';
import { measure } from '../../src/model/tissue/geometry.ts';
import { honeycombOf } from '../../src/model/tissue/honeycomb.ts';
import { cornersOf, ringsOf } from '../../src/model/tissue/mesh.ts';
import { voronoi } from '../../src/model/tissue/voronoi.ts';
import { apart, patch } from '../support/tissue_patch.ts';

test('Voronoi tilings cover their box, three cells at every vertex, and depend on seed and stream alone', () => {
  for (const cells of [36, 64, 400]) {
    for (const seed of [1, 2, 3]) {
      const mesh = voronoi(cells, seed);
      checkMesh(mesh, `${cells} cells of seed ${seed}`);
      assert.is(mesh.positions.length, 4 * cells);
      assert.is(mesh.vertices.length, 6 * cells);
    }
  }
  assert.equal(voronoi(64, 1), voronoi(64, 1));
  assert.not.equal(voronoi(64, 1).positions, voronoi(64, 1, 1).positions);
  assert.throws(() => voronoi(8, 1), /at least 36/);
});

test('honeycombs of many numbers of cells cover their box', () => {
  for (const cells of [12, 16, 30, 64, 100, 400]) checkMesh(honeycombOf(cells), `${cells} cells`);
});

const made = (): TissueFile => ({
  mesh: patch(),
  values: { shape: Array.from({ length: 12 }, (_, c) => 3.6 + c / 100) },
  parameters: { chirality: 0.2, noise: 1e-4 },
});

test('a tissue that is written is read again: the same cells, values and parameters', () => {
  const text = writeTissue(made());
  const { mesh, values, parameters } = readTissue(text, 'tissue.json');
  assert.equal(ringsOf(mesh), ringsOf(made().mesh));
  const areas = [mesh, made().mesh].map((one) => measure(one, cornersOf(one), 0).area);
  assert.ok(apart(areas[0], areas[1]) < 1e-12);
  assert.equal(values, made().values);
  assert.equal(parameters, made().parameters);
  assert.is(writeTissue({ mesh, values, parameters }), text);
});

type Written = { box: number[]; positions: number[][]; cells: number[][]; values: Record<string, number[]>; [key: string]: unknown };

test('what is no tissue is refused, with the cell or the vertex and a way out', () => {
  const damaged: [RegExp, (file: Written) => unknown][] = [
    [/counter-clockwise/, (file) => file.cells.map((ring) => ring.reverse())],
    [/neighbour that runs every edge the other way/, (file) => file.cells[3].reverse()],
    [/three cells at every vertex.*got 2/, (file) => file.cells.pop()],
    [/three cells at every vertex/, (file) => file.cells[0].splice(1, 1)],
    [/three cells at every vertex/, (file) => file.positions.push([0.1, 0.1])],
    [/counter-clockwise|half the box|intersect themselves/, (file) => Object.assign(file, { box: [6.4, 7.4] })],
    [/two positive lengths/, (file) => Object.assign(file, { box: [-1, 2] })],
    [/vertices from 0 to 23.*99 in cell 2/, (file) => file.cells[2].splice(1, 1, 99)],
    [/every vertex once/, (file) => file.cells[2].splice(1, 1, file.cells[2][0])],
    [/shape.*12 values.*got 2/, (file) => Object.assign(file.values, { shape: [1, 2] })],
    [/at least.*3|Too small/, (file) => file.cells[0].splice(2)],
    [/format/, (file) => Object.assign(file, { format: 'cells' })],
    [/positions/, (file) => file.positions[0].pop()],
    [/Unrecognized key/, (file) => Object.assign(file, { colour: 'red' })],
  ];
  for (const [message, damage] of damaged) {
    const file = JSON.parse(writeTissue(made())) as Written;
    damage(file);
    assert.throws(() => readTissue(JSON.stringify(file), 'tissue.json'), message, String(message));
  }
  assert.throws(() => readTissue('hello', 'tissue.json'), /tissue\.json.*as JSON/);
});

test('a T-junction and a cell that crosses itself are told apart from tissues', () => {
  // A vertex on an edge of one neighbour only has two corners.
  const file = JSON.parse(writeTissue(made())) as Written;
  const [a, b] = file.cells[0];
  file.positions.push([0, 1].map((axis) => (file.positions[a][axis] + file.positions[b][axis]) / 2));
  file.cells[0].splice(1, 0, file.positions.length - 1);
  assert.throws(() => readTissue(JSON.stringify(file), 'tissue.json'), /three cells at every vertex/);
  // A vertex far beyond its neighbours.
  const crossed = JSON.parse(writeTissue(made())) as Written;
  const [x, y] = crossed.positions[0];
  crossed.positions[0] = [x - 0.75, y - 0.9];
  assert.throws(() => readTissue(JSON.stringify(crossed), 'tissue.json'), /intersect themselves|counter-clockwise/);
});

test.run();
