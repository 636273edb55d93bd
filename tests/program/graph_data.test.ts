/** Own data on a graph as a user brings them: perfect matchings around a node, values of nodes with positions, and what is refused. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { squareBoard } from '../../src/space/graph/boards.ts';
import { formatNpy } from '../../src/store/npy.ts';
import { closeDevice } from '../support/device.ts';
import { generator } from '../support/generator.ts';
import { inside } from '../support/inside.ts';
import { matchingsOf } from '../support/matchings.ts';
import { inFolder } from '../support/program.ts';
import { type Case, checkRefused } from '../support/refused.ts';

test.after(closeDevice);

const SAMPLES = 128;
const FEW = '--steps 10 --refine 10 --evaluations 2 --batch 16 --evaluation-batch 16 --hidden 16 --replicas 1';
const board = squareBoard({ size: [4, 6], boundary: 'open' });
const EDGES = board.edges.length;

/** Files of a board of 4 x 6: matchings drawn evenly, those with one more dimer, real numbers, and values of nodes. */
function files(cwd: string): void {
  const all = matchingsOf(board);
  const next = generator(5);
  const rows = Array.from({ length: SAMPLES }, () => {
    const chosen = new Set(all[Math.floor(all.length * next())]);
    return board.edges.map((_, e) => (chosen.has(e) ? 1 : 0));
  });
  const write = (name: string, values: number[][]) =>
    writeFileSync(join(cwd, name), formatNpy({ shape: [SAMPLES, values[0].length], data: Float64Array.from(values.flat()) }));
  write('matchings.npy', rows);
  write(
    'signs.npy',
    rows.map((row) => row.map((value) => 2 * value - 1)),
  );
  write(
    'more.npy',
    rows.map((row, n) => row.map((value, e) => (n === 17 && e === row.indexOf(0) ? 1 : value))),
  );
  write(
    'fewer.npy',
    rows.map((row, n) => row.map((value, e) => (n === 3 && e === row.indexOf(1) ? 0 : value))),
  );
  write(
    'real.npy',
    rows.map((row) => row.map(() => next())),
  );
  write(
    'spins.npy',
    rows.map((row) => row.slice(0, 24).map((value) => (value + next() > 1 ? 1 : -1))),
  );
  writeFileSync(join(cwd, 'board.json'), JSON.stringify(board));
  writeFileSync(join(cwd, 'ring.txt'), '0 1\n1 2\n2 0\n');
}

test('matchings: the block lies around a node, as for the model', () =>
  inFolder(async (cwd) => {
    files(cwd);
    for (const name of ['matchings.npy', 'signs.npy']) {
      const line = `train --data ${name} --edges board.json --on matchings --centre 8 --radius 1 --buffer 0 ${FEW} --json`;
      const { code, out, err } = await inside(line.split(' '), { cwd });
      assert.is(code, 0, err);
      assert.match(err, /graph: 24 nodes, 38 edges; block of 4 edges, environment of \d+, \d+ in neither/);
      const { config, points } = JSON.parse(out);
      assert.equal([config.sites.block.length, config.sites.positions.length], [4, EDGES]);
      assert.ok(Number.isFinite(points[0].information.mean));
    }
  }));

test('values of nodes: a filter is drawn where the graph has positions', () =>
  inFolder(async (cwd) => {
    files(cwd);
    const { code, out, err } = await inside(`train --data spins.npy --edges board.json --centre 8 --radius 1 --buffer 1 ${FEW} --json`.split(' '), { cwd });
    assert.is(code, 0, err);
    const { sites } = JSON.parse(out).config;
    assert.equal([sites.block.length, sites.positions.length, sites.edges.length], [5, 24, EDGES]);
  }));

const REFUSED: Case[] = [
  {
    words: 'more.npy --on matchings --edges board.json',
    got: /2 at node \d+ in sample 17/,
    allowed: /one of its edges at each of the 24 nodes/,
    remedy: /--on edges/,
  },
  { words: 'fewer.npy --on matchings --edges board.json', got: /0 at node \d+ in sample 3/, allowed: /one of its edges at each/, remedy: /--on edges/ },
  { words: 'real.npy --on matchings --edges board.json', got: /0\.\d+/, allowed: /in a matching or not, two values: 0 and 1/, remedy: /--on edges/ },
  { words: 'matchings.npy --on matchings --edges ring.txt', got: '3 edges', allowed: /an edge for each of the 38 values/, remedy: /give the graph/ },
  { words: 'matchings.npy --on matchings --edges board.json --centre 24', got: '24', allowed: /nodes from 0 to 23/, remedy: /count nodes from 0/ },
  {
    words: 'matchings.npy --on matchings --edges board.json --centre 8 --buffer 9',
    got: 'the graph ends before',
    allowed: /edges from 11 bonds/,
    remedy: /--buffer \d/,
  },
  { words: 'matchings.npy --on edges --edges board.json --centre 8 --level 1', got: '--on edges', allowed: /--on matchings/, remedy: /--radius/ },
  { words: 'matchings.npy --on bonds --edges board.json', got: 'bonds', allowed: /nodes, edges, matchings/, remedy: /--on/ },
];

for (const { words, ...expected } of REFUSED) {
  test(`refused: --data ${words}`, () =>
    inFolder(async (cwd) => {
      files(cwd);
      const ran = await inside(`train --data ${words}`.split(' '), { cwd });
      // What is said of the data comes before.
      checkRefused({ ...ran, err: ran.err.replace(/^data: .*\n/gm, '') }, expected);
    }));
}

test.run();
