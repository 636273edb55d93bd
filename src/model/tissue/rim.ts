/** The rim of a tissue that is not periodic: edges that have a cell on one side only. */
import type { Geometry } from './geometry.ts';
import type { Corners, Mesh } from './mesh.ts';

/** Angles around a vertex add up to a full turn at most, to within this. */
const TURN = 1e-6;
/** Vertices and edges nearer to each other than this, in square roots of the mean area, are meant as one. */
const TOUCHING = 1e-3;

/** Throws an error of a tissue. */
export type Refuse = (expected: string, got: string, remedy: string) => never;

/** Corners whose edge to the next corner has no cell on the other side. */
function rimOf({ vertices, positions, held }: Mesh, { next }: Corners): number[] {
  const count = positions.length / 2;
  const rim = new Map<number, number>();
  for (let h = 0; h < vertices.length; h++) {
    const [a, b] = [vertices[h], vertices[next[h]]];
    if (held?.[a] !== 1 || held[b] !== 1) continue;
    if (!rim.delete(b * count + a)) rim.set(a * count + b, h);
  }
  return [...rim.values()];
}

/** How many lines the rim of a tissue consists of: one around it, and one around every hole. Lines that touch count as one. */
export function rimLines(mesh: Mesh, corners: Corners): number {
  const parent = new Map<number, number>();
  const rootOf = (v: number): number => {
    const up = parent.get(v) ?? v;
    return up === v ? v : rootOf(up);
  };
  for (const h of rimOf(mesh, corners)) {
    const [a, b] = [mesh.vertices[h], mesh.vertices[corners.next[h]]];
    for (const v of [a, b]) if (!parent.has(v)) parent.set(v, v);
    parent.set(rootOf(a), rootOf(b));
  }
  return [...parent.keys()].filter((v) => rootOf(v) === v).length;
}

/** Refuses a rim that is none: cells on top of each other, vertices of no cell, slits that were meant as edges. */
export function checkRim(mesh: Mesh, corners: Corners, geometry: Geometry, refuse: Refuse): void {
  checkAngles(mesh, corners, geometry, refuse);
  const { vertices, positions } = mesh;
  const { next, cell } = corners;
  const size = Math.sqrt(geometry.area.reduce((sum, area) => sum + area, 0) / geometry.area.length);
  const rim = rimOf(mesh, corners);
  const onRim = [...new Set(rim.flatMap((h) => [vertices[h], vertices[next[h]]]))];
  for (const h of rim) {
    const [a, b] = [vertices[h], vertices[next[h]]];
    const [ax, ay] = [positions[2 * a], positions[2 * a + 1]];
    const [dx, dy] = [positions[2 * b] - ax, positions[2 * b + 1] - ay];
    for (const v of onRim) {
      if (v === a || v === b) continue;
      const [x, y] = [positions[2 * v] - ax, positions[2 * v + 1] - ay];
      const along = Math.min(1, Math.max(0, (x * dx + y * dy) / (dx * dx + dy * dy)));
      if (Math.hypot(x - along * dx, y - along * dy) > TOUCHING * size) continue;
      if (along > 0 && along < 1) {
        const got = `vertex ${v} on the edge from ${a} to ${b} of cell ${cell[h]}, which has no corner there`;
        refuse('no T-junctions', got, `make vertex ${v} a corner of cell ${cell[h]}, too, between ${a} and ${b}`);
      }
      const same = along > 0 ? b : a;
      refuse('one vertex at each place', `vertices ${same} and ${v} at one place, with a gap between them`, 'give both the same number');
    }
  }
}

/** Cells around a vertex lie side by side: their angles are at most a full turn. */
function checkAngles({ positions, vertices }: Mesh, { next, previous, cell }: Corners, { places }: Geometry, refuse: Refuse): void {
  const angles = new Float64Array(positions.length / 2);
  for (let h = 0; h < vertices.length; h++) {
    const towards = (other: number) => Math.atan2(places[2 * other + 1] - places[2 * h + 1], places[2 * other] - places[2 * h]);
    const angle = towards(previous[h]) - towards(next[h]);
    angles[vertices[h]] += angle < 0 ? angle + 2 * Math.PI : angle;
    if (angles[vertices[h]] > 2 * Math.PI + TURN) {
      refuse('cells side by side', `cells that overlap at vertex ${vertices[h]}, cell ${cell[h]} among them`, 'look at the cells around it');
    }
  }
  const alone = angles.indexOf(0);
  if (alone >= 0) refuse('vertices of cells', `vertex ${alone} of none`, 'leave it out');
}
