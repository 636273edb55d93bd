/** What a mesh must be to be a tissue: a tiling by simple polygons, of its box with three at every vertex, or with a rim. */
import { BlockspinError } from '../../core/errors.ts';
import { type Geometry, measure } from './geometry.ts';
import { type Corners, cornersOf, type Mesh } from './mesh.ts';
import { checkRim, type Refuse } from './rim.ts';

/** Areas add up to that of the box to within this part of it. */
const CLOSED = 1e-6;

/**
 * Refuses a mesh that is no tissue.
 * @param who named in errors: the file, or what made it
 * @throws BlockspinError naming the cell or the vertex and what is wrong with it
 */
export function checkMesh(mesh: Mesh, who: string): void {
  const refuse = (expected: string, got: string, remedy: string): never => {
    throw new BlockspinError({ who, expected, got, remedy });
  };
  checkRings(mesh, refuse);
  const corners = cornersOf(mesh);
  checkEdges(mesh, corners, refuse);
  const geometry = measure(mesh, corners, 0);
  const clockwise = geometry.area.findIndex((area) => !(area > 0));
  if (clockwise >= 0) {
    const remedy = 'list vertices counter-clockwise with y upwards; in an image, y points down: use its negative';
    refuse('cells whose vertices run counter-clockwise', `cell ${clockwise} of area ${geometry.area[clockwise]}`, remedy);
  }
  checkSimple(mesh, geometry, refuse);
  if (mesh.held) checkRim(mesh, corners, geometry, refuse);
  else checkCovered(mesh, geometry, refuse);
}

/** The cells of a periodic tissue fill its box. */
function checkCovered(mesh: Mesh, geometry: Geometry, refuse: Refuse): void {
  const sum = geometry.area.reduce((total, area) => total + area, 0);
  const box = mesh.box[0] * mesh.box[1];
  if (!(Math.abs(sum - box) <= CLOSED * box)) {
    refuse(`areas that add up to that of the box, ${box}`, String(sum), 'give the lengths of the periodic box that the cells cover');
  }
}

/** Rings of at least three different vertices that do not run around the box. */
function checkRings({ box, rows, vertices, shifts, positions }: Mesh, refuse: Refuse): void {
  if (!box.every((length) => Number.isFinite(length) && length > 0)) refuse('two positive lengths of the box', JSON.stringify(box), 'give [L_x, L_y]');
  const wild = positions.findIndex((x) => !Number.isFinite(x));
  if (wild >= 0) refuse('finite positions', `vertex ${Math.floor(wild / 2)} at ${positions[wild]}`, 'give x and y of every vertex');
  for (let c = 0; c + 1 < rows.length; c++) {
    const ring = [...vertices.subarray(rows[c], rows[c + 1])];
    if (ring.length < 3) refuse('cells of at least three vertices', `cell ${c} of ${ring.length}`, 'leave such a cell out and join its vertices');
    if (new Set(ring).size < ring.length) refuse('every vertex once in a cell', `cell ${c}: ${ring.join(', ')}`, 'split cells that touch themselves');
    const far = ring.find((vertex) => !(vertex < positions.length / 2));
    if (far !== undefined) refuse(`vertices from 0 to ${positions.length / 2 - 1}`, `${far} in cell ${c}`, 'vertices are numbered from 0');
    const last = rows[c + 1] - 1;
    for (let axis = 0; axis < 2; axis++) {
      const place = (h: number) => positions[2 * vertices[h] + axis] + box[axis] * shifts[2 * h + axis];
      if (Math.abs(place(last) - place(rows[c])) > box[axis] / 2) {
        refuse('cells smaller than half the box', `cell ${c}`, 'use a larger box: nearest images of vertices are taken');
      }
    }
  }
}

/** Every edge once in each direction, by two different cells; between vertices that are held, one direction will do. */
function checkEdges(mesh: Mesh, corners: Corners, refuse: Refuse): void {
  const { vertices, held } = mesh;
  const count = mesh.positions.length / 2;
  const ends = (h: number) => [vertices[h], vertices[corners.next[h]]];
  const words = (h: number) => `edge from vertex ${ends(h)[0]} to ${ends(h)[1]} in cell ${corners.cell[h]}`;
  const name = (a: number, b: number) => a * count + b;
  const runs = new Map(Array.from(vertices, (a, h) => [name(a, vertices[corners.next[h]]), h]));
  for (let h = 0; h < vertices.length; h++) {
    const [a, b] = ends(h);
    const back = runs.get(name(b, a));
    if (back === undefined && !(held?.[a] === 1 && held[b] === 1)) {
      const remedy = 'close gaps, and make a vertex that lies on an edge of a neighbour a corner of that cell, too';
      refuse('a neighbour that runs every edge the other way', `none for the ${words(h)}`, remedy);
    }
    // The last corner with this edge is kept: another one is met before it.
    if (runs.get(name(a, b)) !== h) {
      const second = words(runs.get(name(a, b)) as number);
      refuse('every edge run once in each direction', `a second ${second}`, 'list all cells counter-clockwise, without overlap');
    }
    if (back !== undefined && corners.cell[back] === corners.cell[h]) {
      refuse('edges between two cells', `an ${words(h)}, which is on both sides`, held ? 'leave it out' : 'use a larger box');
    }
  }
}

/** No two edges of a cell cross. */
function checkSimple({ rows }: Mesh, { places }: Geometry, refuse: Refuse): void {
  for (let c = 0; c + 1 < rows.length; c++) {
    const sides = rows[c + 1] - rows[c];
    const at = (k: number) => rows[c] + (k % sides);
    for (let i = 0; i < sides; i++) {
      for (let j = i + 2; j < sides; j++) {
        if (i === 0 && j === sides - 1) continue;
        if (!cross(places, at(i), at(i + 1), at(j), at(j + 1))) continue;
        refuse(
          'cells that do not intersect themselves',
          `cell ${c}, whose sides ${i} and ${j} cross`,
          'order its vertices counter-clockwise along its boundary',
        );
      }
    }
  }
}

/** Whether the segments from a to b and from c to d cross. */
function cross(places: Float64Array, a: number, b: number, c: number, d: number): boolean {
  const side = (p: number, q: number, r: number) =>
    (places[2 * q] - places[2 * p]) * (places[2 * r + 1] - places[2 * p + 1]) - (places[2 * q + 1] - places[2 * p + 1]) * (places[2 * r] - places[2 * p]);
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** The first of some tissues that a file can hold; the first of all where none can, as in fluid tissues sides of cells cross now and then. */
export function firstWhole(meshes: readonly Mesh[]): number {
  const whole = (mesh: Mesh) => {
    try {
      checkMesh(mesh, 'tissue');
      return true;
    } catch {
      return false;
    }
  };
  return Math.max(0, meshes.findIndex(whole));
}
