/** Tables of vertices, half-edges and faces as tissues: what is understood, and what is refused. */
import { rejects } from 'node:assert/strict';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { measure } from '../../src/model/tissue/geometry.ts';
import { cornersOf, ringsOf } from '../../src/model/tissue/mesh.ts';
import { voronoi } from '../../src/model/tissue/voronoi.ts';
import type { Files } from '../../src/store/files.ts';
import { readTissueFile } from '../../src/store/tissue/read.ts';
import { cutOut } from '../support/tissue_cut.ts';
import { apart } from '../support/tissue_patch.ts';

const { mesh } = cutOut(voronoi(36, 2));
type Row = (number | string)[];
interface Tables {
  vert: { columns: string[]; rows: Row[] };
  edge: { columns: string[]; rows: Row[] };
  face: { columns: string[]; rows: Row[] };
}

/** The tables of the piece, five times as large, with indices as pandas writes them; faces are named from 100. */
function tables(): Tables {
  const vert = Array.from({ length: mesh.positions.length / 2 }, (_, v): Row => [v, 5 * mesh.positions[2 * v], 5 * mesh.positions[2 * v + 1], 'True']);
  const edges = ringsOf(mesh).flatMap((ring, c) => ring.map((a, k) => [a, ring[(k + 1) % ring.length], 100 + c]));
  // Half-edges stand in any order.
  const edge = edges.map((_, e): Row => [e, ...edges[(e * 37) % edges.length]]);
  return {
    vert: { columns: ['vert', 'x', 'y', 'is_active'], rows: vert },
    edge: { columns: ['edge', 'srce', 'trgt', 'face'], rows: edge },
    face: { columns: ['face', 'is_alive'], rows: ringsOf(mesh).map((_, c): Row => [100 + c, 1]) },
  };
}

const csv = ({ columns, rows }: Tables['vert']) => new TextEncoder().encode([columns, ...rows].map((row) => row.join(',')).join('\n'));

function read(of: Partial<Tables>, path = 'folder/tissue_edge.csv') {
  const files = new Map(Object.entries(of).map(([role, table]) => [`folder/tissue_${role}.csv`, csv(table)]));
  const find = async (name: string) => files.get(name);
  return readTissueFile({ find, read: async (name: string) => (await find(name)) ?? new Uint8Array() } as unknown as Files, path);
}

test('any of the tables tells the tissue, that of faces may be missing, and lengths are divided', async () => {
  const { area: expected } = measure(mesh, cornersOf(mesh), 0);
  const mean = expected.reduce((sum, a) => sum + a, 0) / expected.length;
  const { face: _, ...two } = tables();
  for (const [of, path] of [
    [tables(), 'folder/tissue_edge.csv'],
    [tables(), 'folder/tissue_vert.csv'],
    [two, 'folder/tissue_edge.csv'],
  ] as const) {
    const tissue = await read(of, path);
    assert.ok(Math.abs(tissue.length - 5 * Math.sqrt(mean)) < 1e-12);
    assert.ok(
      apart(
        measure(tissue.mesh, cornersOf(tissue.mesh), 0).area,
        expected.map((a) => a / mean),
      ) < 1e-12,
    );
    assert.equal(tissue.mesh.held, mesh.held);
    assert.equal(
      tissue.values.face,
      ringsOf(mesh).map((__, c) => 100 + c),
    );
  }
});

test('faces that run clockwise are turned round, which is said; dead faces and vertices of none are left out, too', async () => {
  const plain = await read(tables());
  const mirrored = tables();
  for (const row of mirrored.vert.rows) row[2] = -(row[2] as number);
  const turned = await read(mirrored);
  assert.match(turned.remarks.join(), /clockwise/);
  assert.ok(measure(turned.mesh, cornersOf(turned.mesh), 0).area.every((a) => a > 0));
  const dead = tables();
  dead.face.rows[0][1] = 0;
  dead.vert.rows.push([777, 0, 0, 'False']);
  const fewer = await read(dead);
  assert.is(fewer.mesh.rows.length, plain.mesh.rows.length - 1);
  assert.match(fewer.leftOut.join(), /1 face that is not alive.*vertices of no face/);
});

test('what is no tissue is refused with table, row and a way out', async () => {
  const damaged: [RegExp, (of: Tables) => unknown][] = [
    [/a column trgt in folder\/tissue_edge\.csv, got edge, srce, to, face/, ({ edge }) => edge.columns.splice(2, 1, 'to')],
    [/numbers in column x of folder\/tissue_vert\.csv, got "here" in row 3/, ({ vert }) => vert.rows[3].splice(1, 1, 'here')],
    [/numbers in column y.*"" in row 2/, ({ vert }) => vert.rows[2].splice(2, 1, '')],
    [/4 columns in each row of folder\/tissue_edge\.csv, got 3 in row 5/, ({ edge }) => edge.rows[5].pop()],
    [/ends of edges in the table of vertices, got vertex 999/, ({ edge }) => edge.rows[0].splice(1, 1, 999)],
    [/closed faces, got a gap in face \d+ after vertex \d+/, ({ edge }) => edge.rows.pop()],
    [/each vertex once around a face, got two edges from vertex \d+ along face/, ({ edge }) => edge.rows.push([...edge.rows[0]])],
    [/each index of .*vert\.csv once/, ({ vert }) => vert.rows[4].splice(0, 1, 3)],
    [
      /faces that all run the same way round, got face 100/,
      ({ edge }) => edge.rows.filter((row) => row[3] === 100).map((row) => row.splice(1, 2, row[2], row[1])),
    ],
    [/flat tissue.*column cell/, ({ edge }) => edge.columns.splice(0, 1, 'cell')],
    [/flat tissue.*z = 0 and 1/, ({ vert }) => [vert.columns.push('z'), vert.rows.map((row, i) => row.push(i > 4 ? 1 : 0))]],
    [/faces, got none/, ({ edge }) => edge.rows.splice(0)],
    [/faces of at least three edges|closed faces|a gap/, ({ edge }) => edge.rows.splice(1, edge.rows.length)],
  ];
  for (const [message, damage] of damaged) {
    const of = tables();
    damage(of);
    await rejects(() => read(of), message, String(message));
  }
  const { vert, edge } = tables();
  await rejects(() => read({ edge }), /a table of vertices \(x, y\) beside the others, got none.*to_csv/);
  await rejects(() => read({ vert }, 'folder/tissue_vert.csv'), /a table of edges \(srce, trgt, face\)/);
  await rejects(() => read({ vert, edge }, 'folder/tissue.csv'), /a name with edge, vert or face in it/);
});

test('T-junctions, gaps and pieces without a free vertex are refused by what is wrong', async () => {
  const square = (x: number, y: number) => [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
  ];
  const of = (places: number[][], rings: number[][]) =>
    read({
      vert: { columns: ['x', 'y'], rows: places },
      edge: { columns: ['srce', 'trgt', 'face'], rows: rings.flatMap((ring, c) => ring.map((a, k) => [a, ring[(k + 1) % ring.length], c])) },
    });
  const two = [
    [0, 1, 2, 3],
    [4, 5, 6, 7],
  ];
  await rejects(() => of([...square(0, 0), ...square(1, 0.5)], two), /no T-junctions.*vertex 4 on the edge from 1 to 2/);
  await rejects(() => of([...square(0, 0), ...square(1, 0)], two), /one vertex at each place/);
  await rejects(() => of([...square(0, 0), ...square(3, 0)], two), /a vertex at which three cells meet, got 2 cells without one/);
});

test.run();
