/**
 * Tables of vertices, edges and faces as tyssue keeps them, written as CSV by pandas: x, y of vertices; srce, trgt, face of half-edges, each of
 * which runs along its face; faces, where is_alive may be 0.
 */
import { counted } from '../../core/phrase.ts';
import { checkMesh } from '../../model/tissue/check.ts';
import { meshWithRim } from '../../model/tissue/mesh.ts';
import type { Files } from '../files.ts';
import type { Bad, TissueReading } from './reading.ts';
import { columnOf, idsOf, type Table, tableOf } from './table.ts';

/** Parts of names that say which table a file is. */
const ROLES = { edge: ['edge', 'edges'], vert: ['vert', 'verts', 'vertex', 'vertices'], face: ['face', 'faces', 'cell', 'cells'] } as const;
type Role = keyof typeof ROLES;
const WORD = /(edges?|vertices|vertex|verts?|faces?|cells?)(?=[^/\\]*$)/i;

/** How to write the tables, for whoever has another file of tyssue. */
export const WRITE_TABLES =
  'in Python: sheet.vert_df.to_csv("tissue_vert.csv"), sheet.edge_df.to_csv("tissue_edge.csv"), sheet.face_df.to_csv("tissue_face.csv"); then give tissue_edge.csv';

/**
 * Reads the tables of a tissue, given the path of one of them. That of faces may be missing.
 * @throws what `bad` makes, naming the table and the row; BlockspinError as `checkMesh`
 */
export async function readTables(files: Files, path: string, bad: Bad): Promise<TissueReading> {
  const [edges, verts, faces] = await Promise.all([found(files, path, 'edge', bad), found(files, path, 'vert', bad), found(files, path, 'face', bad)]);
  const missing = edges ? 'vertices (x, y)' : 'edges (srce, trgt, face)';
  if (!edges || !verts) throw bad(`a table of ${missing} beside the others`, 'none', WRITE_TABLES);
  refuseSolid(edges, verts, bad);
  const dead = deadFaces(faces, bad);
  const { rings, names } = ringsOf(edges, idsOf(verts, 'vert', bad), dead, bad);
  const [x, y] = [columnOf(verts, 'x', bad), columnOf(verts, 'y', bad)];
  const { turned, area } = counterClockwise(rings, names, x, y, bad);
  const used = [...new Set(rings.flat())].sort((a, b) => a - b);
  const number = new Map(used.map((row, v) => [row, v]));
  const length = Math.sqrt(area / rings.length);
  const positions = Float64Array.from(used.flatMap((row) => [x[row] / length, y[row] / length]));
  const mesh = meshWithRim(
    positions,
    rings.map((ring) => ring.map((row) => number.get(row) as number)),
  );
  checkMesh(mesh, `${path}, vertices and cells counted in the order of their tables`);
  if (mesh.held?.every((one) => one === 1)) {
    throw bad('a vertex at which three cells meet', `${counted(rings.length, 'cell')} without one`, 'give a larger part of the tissue');
  }
  const idle = x.length - used.length;
  return {
    mesh,
    values: { face: names },
    parameters: {},
    kind: `tables of ${x.length} vertices and ${edges.rows.length} half-edges`,
    length,
    unit: 'units of the file',
    leftOut: [
      ...(dead.size > 0 ? [`${counted(dead.size, 'face')} that ${dead.size === 1 ? 'is' : 'are'} not alive`] : []),
      ...(idle > 0 ? [`${idle} vertices of no face`] : []),
    ],
    remarks: turned ? ['faces ran clockwise and were turned round'] : [],
  };
}

/** A table: the file itself, or the one beside it whose name has the other word. */
async function found(files: Files, path: string, role: Role, bad: Bad): Promise<Table | undefined> {
  const word = WORD.exec(path)?.[0];
  if (word === undefined) throw bad('a name with edge, vert or face in it, by which the other tables are found', path, WRITE_TABLES);
  for (const other of ROLES[role]) {
    const name = path.replace(WORD, word[0] === word[0].toUpperCase() ? other[0].toUpperCase() + other.slice(1) : other);
    const bytes = await files.find(name);
    if (bytes) return tableOf(bytes, name, bad);
  }
  return undefined;
}

function refuseSolid(edges: Table, verts: Table, bad: Bad): void {
  const flat = 'a flat tissue: faces in a plane, z the same everywhere';
  if (edges.columns.includes('cell')) throw bad(flat, `${edges.name} with a column cell, for bodies in space`, 'give the tables of a sheet');
  if (!verts.columns.includes('z')) return;
  const z = columnOf(verts, 'z', bad);
  const other = z.findIndex((value) => value !== z[0]);
  if (other >= 0) throw bad(flat, `z = ${z[0]} and ${z[other]}`, 'project the sheet onto a plane first');
}

function deadFaces(faces: Table | undefined, bad: Bad): Set<number> {
  if (!faces?.columns.includes('is_alive')) return new Set();
  const alive = columnOf(faces, 'is_alive', bad);
  return new Set(idsOf(faces, 'face', bad).filter((_, row) => alive[row] === 0));
}

/** The rows of vertices around each face, in the order in which its half-edges run. */
function ringsOf(edges: Table, verts: readonly number[], dead: ReadonlySet<number>, bad: Bad): { rings: number[][]; names: number[] } {
  const [srce, trgt, face] = ['srce', 'trgt', 'face'].map((name) => columnOf(edges, name, bad));
  const rowOf = new Map(verts.map((id, row) => [id, row]));
  const byFace = new Map<number, Map<number, number>>();
  for (let e = 0; e < srce.length; e++) {
    if (dead.has(face[e])) continue;
    const ends = [srce[e], trgt[e]].map((id) => {
      const row = rowOf.get(id);
      if (row === undefined) throw bad('ends of edges in the table of vertices', `vertex ${id} of edge ${e}`, 'write both tables from the same tissue');
      return row;
    });
    const next = byFace.get(face[e]) ?? new Map<number, number>();
    if (next.has(ends[0]))
      throw bad('each vertex once around a face', `two edges from vertex ${srce[e]} along face ${face[e]}`, 'split faces that touch themselves');
    next.set(ends[0], ends[1]);
    byFace.set(face[e], next);
  }
  if (byFace.size === 0) throw bad('faces', 'none', WRITE_TABLES);
  const names = [...byFace.keys()].sort((a, b) => a - b);
  const rings = names.map((name) => {
    const next = byFace.get(name) as Map<number, number>;
    const [start] = next.keys();
    const ring = [start];
    for (let at = next.get(start); at !== start; at = next.get(at as number)) {
      if (at === undefined) throw bad('closed faces', `a gap in face ${name} after vertex ${verts[ring[ring.length - 1]]}`, 'add the edge that is missing');
      if (ring.length > next.size) throw bad('closed faces', `face ${name}, whose edges end in a loop`, 'give the half-edges of each face once');
      ring.push(at);
    }
    if (ring.length < next.size) throw bad('one ring of edges for each face', `several in face ${name}`, 'give every part a face of its own');
    if (ring.length < 3) throw bad('faces of at least three edges', `face ${name} of ${ring.length}`, 'leave such a face out');
    return ring;
  });
  return { rings, names };
}

/** Turns all rings round where all are clockwise. @returns whether they were, and the sum of areas */
function counterClockwise(rings: number[][], names: readonly number[], x: readonly number[], y: readonly number[], bad: Bad) {
  const areas = rings.map((ring) => ring.reduce((sum, a, i) => sum + x[a] * y[ring[(i + 1) % ring.length]] - y[a] * x[ring[(i + 1) % ring.length]], 0) / 2);
  const area = areas.reduce((sum, a) => sum + a, 0);
  const turned = area < 0;
  const other = areas.findIndex((a) => !(turned ? a < 0 : a > 0));
  if (other >= 0) {
    const got = `face ${names[other]} of area ${areas[other]}, where all together have ${area}`;
    throw bad('faces that all run the same way round', got, 'turn the edges of such faces, and leave out faces without area');
  }
  if (turned) for (const ring of rings) ring.reverse();
  return { turned, area: Math.abs(area) };
}
