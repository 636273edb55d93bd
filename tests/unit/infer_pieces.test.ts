/** Cells of a periodic box as they are drawn: nothing is missing and nothing is there twice. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { measure } from '../../src/model/tissue/geometry.ts';
import { honeycomb } from '../../src/model/tissue/honeycomb.ts';
import { cornersOf, type Mesh } from '../../src/model/tissue/mesh.ts';
import { areaOf, cutAt, type Frame, frameOf, intoFrame, type Place, piecesOf } from '../../src/report/draw/pieces.ts';
import { patch } from '../support/tissue_patch.ts';

const UNIT: Frame = { low: [0, 0], high: [1, 1], periodic: true };

function drawn(mesh: Mesh) {
  const { places, area } = measure(mesh, cornersOf(mesh), 0);
  const frame = frameOf(mesh, area);
  return { frame, area, pieces: piecesOf(mesh, places, frame) };
}

const moved = (mesh: Mesh, by: Place): Mesh => ({ ...mesh, positions: mesh.positions.map((x, i) => x + by[i % 2]) });
const sum = (values: readonly number[]) => values.reduce((all, x) => all + x, 0);
/** Largest difference between the area of a cell and that of its pieces. */
const missing = (areas: ArrayLike<number>, pieces: readonly (readonly (readonly Place[])[])[]) =>
  Math.max(...pieces.map((of, c) => Math.abs(sum(of.map(areaOf)) - areas[c])));

for (const [name, mesh] of [
  ['the golden patch', patch()],
  ['the same, elsewhere in the plane', moved(patch(), [1.37, -12.9])],
  ['a honeycomb', honeycomb(4, 4)],
  ['a narrow box', honeycomb(3, 4)],
] as const) {
  test(`${name}: the pieces of a cell have its area, lie in the box, and fill it`, () => {
    const { frame, area, pieces } = drawn(mesh);
    assert.ok(frame.periodic);
    assert.equal(frame.high, [...mesh.box]);
    assert.ok(missing(area, pieces) < 1e-12, `${missing(area, pieces)}`);
    assert.ok(Math.abs(sum(pieces.flat().map(areaOf)) - mesh.box[0] * mesh.box[1]) < 1e-11);
    for (const [x, y] of pieces.flat(2)) {
      assert.ok(x >= -1e-12 && y >= -1e-12 && x <= mesh.box[0] + 1e-12 && y <= mesh.box[1] + 1e-12, `${x}, ${y}`);
    }
    assert.ok(
      pieces.some((of) => of.length > 1),
      'some cells cross the rim',
    );
    // Control: with the cell alone, without its images, the part beyond the rim is gone.
    const first = pieces.map((of) => of.slice(0, 1));
    assert.ok(missing(area, first) > 0.01);
  });
}

test('what leaves at one side comes in at the other, at the same height', () => {
  const { frame, pieces } = drawn(patch());
  const at = (x: number) =>
    pieces
      .flat(2)
      .filter((place) => Math.abs(place[0] - x) < 1e-12)
      .map(([, y]) => y.toFixed(9));
  const [left, right] = [new Set(at(0)), new Set(at(frame.high[0]))];
  assert.ok(left.size > 2);
  assert.equal([...left].sort(), [...right].sort());
});

test('a cell with a bay is cut into its parts at the rim', () => {
  // A U, 3 wide and 2 high, with a bay 1 wide and 1 deep from above; everything above 1.5 is cut away.
  const bay: Place[] = [
    [0, 0],
    [3, 0],
    [3, 2],
    [2, 2],
    [2, 1],
    [1, 1],
    [1, 2],
    [0, 2],
  ];
  const cut = cutAt(bay, { low: [-1, -1], high: [4, 1.5], periodic: false });
  assert.ok(Math.abs(areaOf(cut) - 4) < 1e-12, `${areaOf(cut)}`);
  assert.equal(cutAt(bay, { low: [5, 5], high: [6, 6], periodic: false }), []);
  const square: Place[] = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ];
  assert.is(areaOf(cutAt(square, UNIT)), 1, 'corners on the rim stay');
});

test('a tissue that does not cover its box is drawn whole', () => {
  const whole = patch();
  const mesh: Mesh = { ...whole, box: [whole.box[0] * 4, whole.box[1] * 4] };
  const { places, area } = measure(whole, cornersOf(whole), 0);
  const frame = frameOf(mesh, area);
  assert.is(frame.periodic, false);
  assert.ok(piecesOf(mesh, places, frame).every((of) => of.length === 1));
});

test('vertices are drawn within the box', () => {
  const inside = intoFrame([-0.25, 3.5], UNIT);
  assert.equal(inside, [0.75, 0.5]);
  assert.equal(intoFrame([-0.25, 3.5], { ...UNIT, periodic: false }), [-0.25, 3.5]);
});

test.run();
