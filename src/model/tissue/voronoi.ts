import Delaunator from 'delaunator';
import { BlockspinError } from '../../core/errors.ts';
import { deriveKey, philox } from '../../core/random.ts';
import { type Mesh, meshOf } from './mesh.ts';

/** Fewest cells: with fewer, a cell may be as large as half the box. */
const FEWEST = 36;

/**
 * Voronoi cells of points drawn evenly in a square of area N, by triangulating the points and their eight images.
 * @param cells N, at least 36
 * @param stream tells tilings of one seed apart
 * @throws BlockspinError for too few cells
 */
export function voronoi(cells: number, seed: number, stream = 0): Mesh {
  if (!(Number.isInteger(cells) && cells >= FEWEST)) {
    throw new BlockspinError({ setting: 'cells', expected: `a whole number of cells, at least ${FEWEST}`, got: cells, remedy: 'use for example 64' });
  }
  const side = Math.sqrt(cells);
  const key = deriveKey(seed, 'start', stream, 1);
  const points = Array.from({ length: cells }, (_, c) => {
    const [x, y] = philox([c, 0, 0, 0], key);
    return [(x / 2 ** 32) * side, (y / 2 ** 32) * side] as const;
  });
  return voronoiOf(points, side);
}

/** Voronoi cells of points in a square box. */
function voronoiOf(points: readonly (readonly [number, number])[], side: number): Mesh {
  const cells = points.length;
  const images = Array.from({ length: 9 }, (_, i) => [(i % 3) - 1, Math.floor(i / 3) - 1] as const);
  const all = images.flatMap(([x, y]) => points.map(([px, py]) => [px + x * side, py + y * side] as const));
  const { triangles, halfedges } = Delaunator.from(all);
  // Point c of the middle image and one edge of a triangle that starts there.
  const first = new Int32Array(cells).fill(-1);
  const middle = 4 * cells;
  triangles.forEach((point, e) => {
    if (point >= middle && point < middle + cells) first[point - middle] = e;
  });
  const positions: number[] = [];
  const numbers = new Map<string, number>();
  const vertexOf = (t: number): number => {
    const corners = [0, 1, 2].map((k) => triangles[3 * t + k]).map((p) => ({ cell: p % cells, image: images[Math.floor(p / cells)] }));
    const least = corners.reduce((a, b) => (b.cell < a.cell ? b : a));
    const name = corners.map(({ cell, image }) => `${cell},${image[0] - least.image[0]},${image[1] - least.image[1]}`);
    const id = name.sort().join(' ');
    const known = numbers.get(id);
    if (known !== undefined) return known;
    const [x, y] = circumcentre(...([0, 1, 2].map((k) => all[triangles[3 * t + k]]) as [Point, Point, Point]));
    positions.push(x - least.image[0] * side, y - least.image[1] * side);
    numbers.set(id, numbers.size);
    return numbers.size - 1;
  };
  const rings = Array.from({ length: cells }, (_, c) => {
    const ring: number[] = [];
    let e = first[c];
    do {
      ring.push(vertexOf(Math.floor(e / 3)));
      // The edge into the point within this triangle; its twin starts at the point, in the next triangle.
      e = halfedges[e % 3 === 0 ? e + 2 : e - 1];
    } while (e !== first[c]);
    return ring;
  });
  const mesh = meshOf([side, side], Float64Array.from(positions), rings);
  return counterClockwise(mesh, rings);
}

type Point = readonly [number, number];

/** Triangulations may run either way round: rings are turned where the first one is clockwise. */
function counterClockwise(mesh: Mesh, rings: readonly number[][]): Mesh {
  let twice = 0;
  const [a, b] = mesh.box;
  const place = (h: number) => [
    mesh.positions[2 * mesh.vertices[h]] + a * mesh.shifts[2 * h],
    mesh.positions[2 * mesh.vertices[h] + 1] + b * mesh.shifts[2 * h + 1],
  ];
  for (let h = 0; h < mesh.rows[1]; h++) {
    const [[x, y], [u, v]] = [place(h), place((h + 1) % mesh.rows[1])];
    twice += x * v - y * u;
  }
  return twice > 0
    ? mesh
    : meshOf(
        mesh.box,
        mesh.positions,
        rings.map((ring) => [...ring].reverse()),
      );
}

function circumcentre([ax, ay]: Point, [bx, by]: Point, [cx, cy]: Point): [number, number] {
  const [dx, dy, ex, ey] = [bx - ax, by - ay, cx - ax, cy - ay];
  const [b, c] = [dx * dx + dy * dy, ex * ex + ey * ey];
  const d = 2 * (dx * ey - dy * ex);
  return [ax + (ey * b - dy * c) / d, ay + (dx * c - ex * b) / d];
}
