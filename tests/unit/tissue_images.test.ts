/** Segmented images as tissues: what becomes of regions, gaps, holes and points where four cells meet, and what is refused. */
import { rejects } from 'node:assert/strict';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { measure } from '../../src/model/tissue/geometry.ts';
import { cornersOf, ringsOf } from '../../src/model/tissue/mesh.ts';
import { rimLines } from '../../src/model/tissue/rim.ts';
import type { Files } from '../../src/store/files.ts';
import { formatNpy } from '../../src/store/npy.ts';
import { isTissue, readTissueFile } from '../../src/store/tissue/read.ts';
import { bricks, outlinesOf } from '../support/bricks.ts';

const only = (bytes: Uint8Array) => ({ read: async () => bytes }) as unknown as Files;
const image = (width: number, height: number, labels: Int32Array) => readTissueFile(only(formatNpy({ shape: [height, width], data: labels })), 'labels.npy');
/** The image of some bricks after something happened to it. */
async function wall(change: (labels: Int32Array, width: number) => void = () => {}, scale = 1) {
  const { width, height, labels } = bricks(scale);
  change(labels, width);
  return image(width, height, labels);
}
const heldOf = ({ mesh }: { mesh: { held?: Uint8Array } }) => (mesh.held as Uint8Array).reduce((sum, one) => sum + one, 0);

test('bricks have six corners at the places where three of them meet, counter-clockwise with y upwards', async () => {
  const tissue = await wall();
  const { mesh, length, values } = tissue;
  // Rows 1 to 4, without the bricks that touch the sides.
  assert.equal(
    values.label,
    [8, 9, 10, 11, 14, 15, 16, 20, 21, 22, 23, 26, 27, 28].filter((name) => (values.label as number[]).includes(name)),
  );
  assert.is(length, Math.sqrt(24));
  const { area, perimeter } = measure(mesh, cornersOf(mesh), 0);
  assert.ok(area.every((a) => Math.abs(a - 1) < 1e-12));
  assert.ok(perimeter.every((p) => Math.abs(p - 20 / length) < 1e-12));
  assert.ok(ringsOf(mesh).every((ring) => ring.length === 6));
  for (let v = 0; v < mesh.positions.length / 2; v++) {
    const [x, y] = [mesh.positions[2 * v] * length, mesh.positions[2 * v + 1] * length];
    assert.ok(Math.abs(x / 3 - Math.round(x / 3)) < 1e-9 && Math.abs(y / 4 - Math.round(y / 4)) < 1e-9, `${x}, ${y}`);
  }
  assert.is(rimLines(mesh, cornersOf(mesh)), 1);
  assert.match(tissue.leftOut.join(), /cells at the border/);
  assert.equal(tissue.remarks, []);
});

test('outlines give the same tissue as labels', async () => {
  const { width, height, labels } = bricks();
  const text = new TextEncoder().encode(outlinesOf({ width, labels }));
  const tissue = await readTissueFile(only(text), 'wall_cp_outlines.txt');
  const same = await image(width, height, labels);
  assert.equal(tissue.mesh, same.mesh);
  assert.match(tissue.kind, /36 outlines|outlines in 30 x 24 pixels/);
});

test('narrow background is closed, a hole of one cell is filled, and a missing cell is a hole of the tissue', async () => {
  const plain = await wall();
  // A line of background along the left side of every brick, as watersheds draw it.
  const lines = await wall((labels, width) => {
    const before = Int32Array.from(labels);
    for (let i = 1; i < labels.length; i++) if (i % width > 0 && before[i] !== before[i - 1]) labels[i] = 0;
  });
  assert.is(lines.mesh.rows.length, plain.mesh.rows.length);
  assert.is(heldOf(lines), heldOf(plain));
  assert.match(lines.remarks.join(), /pixels of narrow background/);
  const spot = await wall((labels, width) => labels.fill(0, 10 * width + 13, 10 * width + 15));
  assert.equal(spot.mesh, plain.mesh);
  // At this size a cell is wider than a gap.
  const large = await wall(() => {}, 3);
  const missing = await wall((labels) => labels.set(labels.map((name) => (name === 15 ? 0 : name))), 3);
  assert.is(missing.mesh.rows.length, large.mesh.rows.length - 1);
  assert.is(rimLines(missing.mesh, cornersOf(missing.mesh)), 2);
  assert.ok(heldOf(missing) > heldOf(large));
});

test('a smaller piece of a cell is taken away, and one at the border is a cell that the image cuts', async () => {
  const plain = await wall();
  const pieces = await wall((labels, width) => {
    labels[9 * width + 13] = 22;
    labels[0] = 22;
  });
  assert.equal(pieces.mesh, plain.mesh);
  assert.match(pieces.leftOut.join(), /1 smaller piece/);
});

test('points where four cells meet are held, and so are the ends of edges below two pixels', async () => {
  const squares = (shift: number) =>
    Int32Array.from({ length: 30 * 30 }, (_, i) => {
      const [x, y] = [i % 30, Math.floor(i / 30)];
      const row = Math.floor(y / 6);
      return row * 6 + Math.floor((x + (row === 2 ? shift : 0)) / 6) + 1;
    });
  // All vertices of squares are such points: there is nothing free.
  await rejects(() => image(30, 30, squares(0)), /a point at which three whole cells meet.*whole polygons/);
  // One row moved by a pixel: two vertices a pixel apart in place of one.
  await rejects(() => image(30, 30, squares(1)), /three whole cells/);
  const tissue = await image(30, 30, squares(2));
  assert.equal(tissue.remarks, [], 'two pixels are enough');
  assert.ok(tissue.mesh.held?.includes(0));
});

test('what is no label image is refused, with a way out', async () => {
  const refused = async (name: string, bytes: Uint8Array, message: RegExp) => rejects(() => readTissueFile(only(bytes), name), message);
  const npy = (shape: number[], data: Int32Array | Float64Array | Uint8Array, boolean = false) => formatNpy({ shape, data, boolean });
  await refused('a.npy', npy([2, 3, 4], new Int32Array(24)), /whole numbers in rows and columns, got array of shape \(2, 3, 4\).*one plane/);
  await refused('a.npy', npy([4, 4], new Float64Array(16)), /floating-point.*skimage\.measure\.label/);
  await refused('a.npy', npy([4, 4], new Uint8Array(16), true), /booleans/);
  await refused('a.npy', npy([2, 2], Int32Array.of(1, -1, 2, 3)), /labels from 0, got -1/);
  await refused('a.npy', npy([4, 4], new Int32Array(16)), /three whole cells meet.*0 cells/);
  await refused('x_seg.npy', new Uint8Array(8), /objects of Python.*\["masks"\]/);
  await refused('masks.tif', new Uint8Array(8), /got a picture.*numpy\.save/);
  await refused('tissue.hf5', new Uint8Array(8), /HDF5.*vert_df\.to_csv.*edge_df\.to_csv/);
  await refused('tissue.xml', new Uint8Array(8), /tissue\.json, a label image.*docs\/tissue-data\.md/);
  const text = (line: string) => new TextEncoder().encode(line);
  await refused('o.txt', text('1,2,3,4,5\n'), /pairs x,y.*5 numbers in line 1/);
  await refused('o.txt', text('1,2,3,4,5,6\n1,2,x,4,5,6\n'), /"x" in line 2/);
  await refused('o.txt', text('\n'), /a line of x,y.*no line/);
  await refused('o.txt', text('0,0,999999,0,999999,999999\n'), /at most 2\^27 pixels/);
  await rejects(
    () => readTissueFile({ read: async () => Promise.reject(new Error('no such file')) } as unknown as Files, 'labels.npy'),
    /can be read, got no such file/,
  );
});

test('files that can be nothing but tissues are known by themselves; label images are not', () => {
  const text = (of: string) => new TextEncoder().encode(of);
  assert.ok(isTissue('x_cp_outlines.txt', text('1,2')));
  assert.ok(isTissue('x.json', text('{\n "format": "tissue",')));
  assert.ok(isTissue('edges.csv', text('edge,srce,trgt,face,length\n0,1,2,0,1')));
  assert.not.ok(isTissue('rows.csv', text('a,b\n1,2')) || isTissue('rows.txt', text('1,2')) || isTissue('labels.npy', text('x')));
});

test.run();
