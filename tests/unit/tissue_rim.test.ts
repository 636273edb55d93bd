/** Tissues with a rim: what is held, forces and derivatives inside, and rims that are none. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { forceAt } from '../../src/infer/response.ts';
import { checkMesh } from '../../src/model/tissue/check.ts';
import { move } from '../../src/model/tissue/dynamics.ts';
import { exchangeShort } from '../../src/model/tissue/exchange.ts';
import { readTissue, writeTissue } from '../../src/model/tissue/file.ts';
import { jacobian } from '../../src/model/tissue/jacobian.ts';
import { cornersOf, type Mesh, meshWithRim, ringsOf } from '../../src/model/tissue/mesh.ts';
import { minimise } from '../../src/model/tissue/minimise.ts';
import { PLAIN, type TissueParameters } from '../../src/model/tissue/parameters.ts';
import { rimLines } from '../../src/model/tissue/rim.ts';
import { voronoi } from '../../src/model/tissue/voronoi.ts';
import { cutOut } from '../support/tissue_cut.ts';

const { mesh: periodic } = minimise(voronoi(49, 4), { ...PLAIN, shape: 3.6 }, { exchange: { below: 0.05, length: 0.07 }, tolerance: 1e-6 });
const { mesh: cut, cells, vertices } = cutOut(periodic);
const held = cut.held as Uint8Array;

const CHIRAL: TissueParameters = {
  ...PLAIN,
  shape: 3.4,
  chirality: 0.3,
  torque: Array.from({ length: 49 }, (_, c) => Math.sin(c)),
  drive: Array.from({ length: 49 }, (_, c) => Math.cos(c)),
};
const ofCut: TissueParameters = {
  ...CHIRAL,
  torque: cells.map((c) => (CHIRAL.torque as number[])[c]),
  drive: cells.map((c) => (CHIRAL.drive as number[])[c]),
};

test('a piece of a tissue is one with a rim, in which forces on free vertices are those of the whole to 1e-12', () => {
  checkMesh(cut, 'cut');
  assert.is(rimLines(cut, cornersOf(cut)), 1);
  const [inside, whole] = [forceAt(cut, ofCut), forceAt(periodic, CHIRAL)];
  let free = 0;
  vertices.forEach((v, i) => {
    const around = cells.filter((c) => ringsOf(periodic)[c].includes(v)).length;
    assert.is(held[i], around === 3 ? 0 : 1, `vertex ${i} of ${around} cells`);
    for (const axis of [0, 1]) {
      const expected = held[i] === 1 ? 0 : whole[2 * v + axis];
      assert.ok(Math.abs(inside[2 * i + axis] - expected) < 1e-12);
    }
    free += 1 - held[i];
  });
  assert.ok(free > 20, `${free} free vertices`);
  // Control: the whole pulls at vertices that are held here.
  assert.ok(vertices.some((v, i) => held[i] === 1 && Math.abs(whole[2 * v]) > 1e-3));
});

test('derivatives of forces are those of the whole between free vertices, and zero at held ones', () => {
  const [J, all] = [jacobian(cut, ofCut), jacobian(periodic, CHIRAL)];
  let most = 0;
  for (let i = 0; i < J.rows; i++) {
    for (let j = 0; j < J.rows; j++) {
      const [v, u] = [i >> 1, j >> 1];
      const expected = held[v] === 1 || held[u] === 1 ? 0 : all.get(2 * vertices[v] + (i & 1), 2 * vertices[u] + (j & 1));
      most = Math.max(most, Math.abs(J.get(i, j) - expected));
    }
  }
  assert.ok(most < 1e-10, String(most));
});

test('held vertices stay while others move, by noise and by exchanges as well', () => {
  const mesh = { ...cut, positions: Float64Array.from(cut.positions) };
  const { mesh: after } = move(mesh, { ...PLAIN, shape: 3.6 }, { dt: 0.02, noise: 1e-3, key: [1, 2], exchange: { below: 0.1, length: 0.12 } }, 100);
  const moved = (v: number) => Math.abs(after.positions[2 * v] - cut.positions[2 * v]) > 0;
  assert.ok(held.every((one, v) => moved(v) === (one === 0)));
  const rimOnly = { ...cut, held: new Uint8Array(held.length).fill(1) };
  assert.is(exchangeShort(rimOnly, cornersOf(rimOnly), { below: 10, length: 1 }).exchanged, 0);
});

test('a file without a box has a rim, and a hole is a second one', () => {
  const text = writeTissue({ mesh: cut, values: {}, parameters: {} });
  assert.not.match(text, /box/);
  assert.equal(readTissue(text, 'cut.json').mesh, cut);
  const inner = cells.findIndex((_, c) => ringsOf(cut)[c].every((v) => held[v] === 0));
  const holed = meshWithRim(
    cut.positions,
    ringsOf(cut).filter((_, c) => c !== inner),
  );
  checkMesh(holed, 'holed');
  assert.is(rimLines(holed, cornersOf(holed)), 2);
});

test('rims that are none are refused, with vertex, cell and a way out', () => {
  const square = (x: number, y: number, first: number): [number[][], number[]] => [
    [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y + 1],
    ],
    [first, first + 1, first + 2, first + 3],
  ];
  const of = (positions: number[][], rings: number[][]): Mesh => meshWithRim(Float64Array.from(positions.flat()), rings);
  const [a, first] = square(0, 0, 0);
  const [b, second] = square(1, 0.5, 4);
  assert.throws(
    () => checkMesh(of([...a, ...b], [first, second]), 'file'),
    /no T-junctions.*vertex 4 on the edge from 1 to 2 of cell 0.*make vertex 4 a corner of cell 0/,
  );
  const [c, third] = square(1, 0, 4);
  assert.throws(() => checkMesh(of([...a, ...c], [first, third]), 'file'), /one vertex at each place.*vertices .* give both the same number/);
  assert.throws(() => checkMesh(of([...a, [5, 5]], [first]), 'file'), /vertex 4 of none/);
  // Four cells around one vertex, of 1.7 each, every 1.5.
  const rays = [0, 1, 2, 3].flatMap((i) => [1.5 * i, 1.5 * i + 1.7].map((angle) => [Math.cos(angle), Math.sin(angle)]));
  const fan = [0, 1, 2, 3].map((i) => [0, 2 * i + 1, 2 * i + 2]);
  assert.throws(() => checkMesh(of([[0, 0], ...rays], fan), 'file'), /overlap at vertex 0/);
});

test.run();
