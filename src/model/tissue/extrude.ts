import { meshFrom, ringCorners } from './divide.ts';
import { exchange } from './exchange.ts';
import { measure } from './geometry.ts';
import { cornersOf, type Mesh } from './mesh.ts';

/**
 * Removes a triangle (T2): its three vertices become one at their middle, and its neighbours close the gap. There are one cell, two vertices and three
 * edges fewer; cells behind it are numbered one lower.
 * @returns undefined where the cell is no triangle, or a neighbour would have two sides
 */
export function extrude(mesh: Mesh, cell: number): Mesh | undefined {
  const first = mesh.rows[cell];
  if (mesh.rows[cell + 1] - first !== 3) return undefined;
  const { places } = measure(mesh, cornersOf(mesh), 0);
  const gone = [0, 1, 2].map((i) => ({ vertex: mesh.vertices[first + i], x: mesh.shifts[2 * (first + i)], y: mesh.shifts[2 * (first + i) + 1] }));
  const [kept, ...removed] = gone.map(({ vertex }) => vertex).sort((a, b) => a - b);
  const middle = [0, 1].map((axis) => [0, 1, 2].reduce((sum, i) => sum + places[2 * (first + i) + axis] / 3, 0));
  const numbers = (vertex: number) => vertex - removed.filter((one) => one < vertex).length;
  const rings = ringCorners(mesh)
    .filter((_, c) => c !== cell)
    .map((ring) => {
      const merged = ring.map((corner) => {
        const own = gone.find(({ vertex }) => vertex === corner.vertex);
        // The middle is at its own place in the frame of the triangle.
        return own ? { vertex: kept, x: corner.x - own.x, y: corner.y - own.y } : { ...corner, vertex: numbers(corner.vertex) };
      });
      return merged.filter(({ vertex }, i) => !(vertex === kept && merged[(i + 1) % merged.length].vertex === kept));
    });
  if (rings.some((ring) => ring.length < 3)) return undefined;
  const positions = mesh.positions.slice();
  positions.set(middle, 2 * kept);
  const left = positions.filter((_, i) => !removed.includes(i >> 1));
  return meshFrom(mesh, left, rings);
}

/**
 * Takes a side from a cell, by an exchange of the shortest of its edges that can be exchanged.
 * @param length of the new edge
 * @returns undefined where none can
 */
export function loseSide(mesh: Mesh, cell: number, length: number): Mesh | undefined {
  const corners = cornersOf(mesh);
  const { lengths } = measure(mesh, corners, 0);
  const order = Array.from({ length: mesh.rows[cell + 1] - mesh.rows[cell] }, (_, i) => mesh.rows[cell] + i).sort((a, b) => lengths[a] - lengths[b]);
  for (const h of order) {
    const after = exchange(mesh, corners, h, length);
    if (after) return after;
  }
  return undefined;
}
