/** `exact` on the perfect matchings of graphs and on hard cores, as a user runs it: what it prints, the files it reads, and what it refuses. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { MATCHINGS } from '../support/all_matchings.ts';
import { close } from '../support/close.ts';
import { VERSIONS } from '../support/contract.ts';
import { inside } from '../support/inside.ts';
import { matches } from '../support/pattern.ts';
import { inFolder } from '../support/program.ts';
import { type Case, checkRefused } from '../support/refused.ts';

const EXACT = { atol: 1e-9, rtol: 0 };

async function printed(words: string, cwd?: string) {
  const ran = await inside(['exact', ...words.split(' '), '--json'], cwd === undefined ? {} : { cwd });
  assert.is(ran.code, 0, ran.err);
  return JSON.parse(ran.out);
}

test('a graph alone: ln Z and how probable each edge is', async () => {
  const { edge_probabilities, ...rest } = await printed('--model dimers --graph frucht');
  matches(rest, {
    versions: VERSIONS,
    model: 'string',
    graph: 'string',
    nodes: 'number',
    edges: 'number',
    unit: 'string',
    method: 'string',
    log_partition: 'number',
    seconds: 'number',
  });
  close([rest.log_partition, edge_probabilities.length], [Math.log(8), 18], EXACT, 'Frucht graph');
  assert.is(rest.method, 'faces');
});

test('the tiling: a region as block, buffers, the best H, text', async () => {
  const { points, ...common } = await printed('--model dimers --graph ammann-beenker:1 --centre 0 --level 0 --buffer 0,1 --states 2,3');
  assert.equal([common.nodes, common.edges, common.filter], [66, 160, { name: 'state' }]);
  assert.equal(
    points.map((one: { buffer: number; sites: { block: number[]; environment: number[] } }) => [
      one.buffer,
      one.sites.block.length,
      one.sites.environment.length,
    ]),
    [
      [0, 24, 72],
      [1, 24, 48],
    ],
  );
  const [{ information_VE, classes, best, best_binary, ring, method }] = points;
  // The exit of the star is one of 16 edges, E knows which pair of neighbours it may be: 2 of 3 bits.
  close([information_VE / Math.LN2, best[0].value / Math.LN2], [2, 3 / 4], EXACT, 'the star');
  assert.equal([method, classes.length, ring.length, best.length, best_binary.value], ['lift', 8, 8, 2, best[0].value]);
  const ran = await inside('exact --model dimers --graph ammann-beenker:1 --centre 0 --radius 1 --buffer 1'.split(' '));
  assert.is(ran.code, 0, ran.err);
  assert.match(ran.out, /66 nodes, 160 edges, 8 edges in V, \d+ in E, buffer 1, exact by signs of the lift\n/);
  assert.match(ran.out, /I\(V:E\) +0\.000000000 nats .* 1 classes of V/);
  assert.match(ran.out, /best H +none: V has one class, E tells nothing of it/);
});

test('lists of edges, weights and maps from files', async () => {
  await inFolder(async (folder) => {
    const { nodes, edges, positions, V, E, I_VE, H } = MATCHINGS.small.coronene;
    writeFileSync(join(folder, 'graph.json'), JSON.stringify({ nodes, edges, positions }));
    writeFileSync(join(folder, 'cut.json'), JSON.stringify({ block: V, environment: E }));
    const count = (v: number) => V.filter((_, k) => (v >> k) & 1).length;
    writeFileSync(join(folder, 'count.json'), JSON.stringify({ map: Array.from({ length: 2 ** V.length }, (_, v) => count(v)) }));
    writeFileSync(join(folder, 'edges.txt'), edges.map((edge) => edge.join(' ')).join('\n'));
    const drawn = await printed('--model dimers --graph graph.json --sites cut.json --filter count.json', folder);
    close([drawn.information_VE, drawn.information_HE], [I_VE, H.count], EXACT, 'coronene');
    assert.equal([drawn.method, drawn.best, drawn.classes.length], ['faces', [], 17]);
    const listed = await printed('--model dimers --edges edges.txt --sites cut.json --filter count.json', folder);
    close([listed.information_VE, listed.information_HE], [I_VE, H.count], EXACT, 'coronene, one by one');
    assert.is(listed.method, 'enumeration');
    // Three dimers at most lie on six edges: with a bias of 1 the sum is above 0 for three of them, and is 1 - 6 + 2 n otherwise.
    const soft = await printed('--model dimers --graph graph.json --sites cut.json --filter uniform --bias 1', folder);
    const kekule = await printed('--model dimers --graph graph.json --sites cut.json --filter three.json', withThree(folder, V.length));
    close([soft.information_HE], [kekule.information_HE], EXACT, 'weights and the map that they make');
    assert.ok(soft.information_HE > 0.1);
  });
});

/** The map of whether all of three edges are occupied. */
function withThree(folder: string, edges: number): string {
  const map = Array.from({ length: 2 ** edges }, (_, v) => (v.toString(2).replace(/0/g, '').length === 3 ? 1 : 0));
  writeFileSync(join(folder, 'three.json'), JSON.stringify({ map }));
  return folder;
}

test('hard cores on a path, with a list of activities', async () => {
  await inFolder(async (folder) => {
    const { edges, V, E, Z, I_VE, best } = MATCHINGS.nodes.hardcore_path12_z1;
    writeFileSync(join(folder, 'path.json'), JSON.stringify({ edges }));
    writeFileSync(join(folder, 'cut.json'), JSON.stringify({ block: V, environment: E }));
    const { points } = await printed('--model hard-cores --edges path.json --sites cut.json --activity 1,2', folder);
    assert.equal(
      points.map((one: { activity: number }) => one.activity),
      [1, 2],
    );
    const [{ log_partition, information_VE, best_binary }] = points;
    close([Math.exp(log_partition), information_VE, best_binary.value], [Z, I_VE, best], { atol: 1e-9, rtol: 1e-9 }, 'path of 12');
  });
});

test('models have the names of the samplers, too, with the defaults that they have there', async () => {
  const dimers = await printed('--model graph-dimers');
  assert.equal([dimers.model, dimers.graph, Math.round(Math.exp(dimers.log_partition))], ['dimers', 'cube', 9]);
  for (const [name, plain] of [
    ['graph-ising --centre 0', 'ising --temperature 2'],
    ['graph-potts --centre 0', 'potts --temperature 1'],
    ['graph-hard-cores --centre 0', 'hard-cores --activity 1'],
  ]) {
    const { seconds: _, ...one } = await printed(`--model ${name} --graph frucht`);
    const { seconds: __, ...other } = await printed(`--model ${plain} --centre 0 --graph frucht`);
    assert.equal(one, other);
  }
});

test('values of nodes on a graph by its name; a ghost is no node of theirs', async () => {
  const { I_VE, V, E } = MATCHINGS.nodes.ising_frucht_T2;
  const { information_VE, sites } = await printed(`--graph frucht --centre ${V.join(',')} --buffer 1 --temperature 2`);
  close([information_VE, ...sites.environment], [I_VE, ...E], EXACT, 'Ising spins on the Frucht graph');
  const patch = await printed('--graph ammann-beenker:0 --centre 0 --buffer 1 --temperature 2');
  assert.equal([patch.nodes, patch.sites.block.length + patch.sites.buffer.length + patch.sites.environment.length], [18, 17]);
});

const REFUSED: Case[] = [
  { words: '--model dimers --graph frucht --radius 2', got: 'neither', allowed: /--radius: expected --centre or --sites beside it/, remedy: /--centre 0/ },
  { words: '--model dimers --graph frucht --centre 12', got: '12', allowed: /nodes from 0 to 11/, remedy: /count nodes from 0/ },
  { words: '--model dimers --graph frucht --centre 0,1', got: '0,1', allowed: /one node from 0 to 11/, remedy: /--sites/ },
  { words: '--model dimers --graph frucht --centre 0 --level 0 --radius 1', got: 'radius 1', allowed: /no --radius beside it/, remedy: /leave one/ },
  {
    words: '--model dimers --graph ammann-beenker:1 --centre 0 --buffer 9',
    got: 'the graph ends before',
    allowed: /edges from 11 bonds/,
    remedy: /--buffer \d/,
  },
  { words: '--model dimers --graph nothing', got: 'nothing', allowed: /a file, or one of ammann-beenker/, remedy: /check the name/ },
  { words: '--model dimers --graph frucht --size 4', got: '--graph frucht', allowed: /no --graph beside it/, remedy: /leave one/ },
  { words: '--model dimers --graph frucht --centre 0 --filter plurality', got: 'plurality', allowed: /state, uniform or a file/, remedy: /--filter uniform/ },
  { words: '--model dimers --graph frucht --centre 0 --states 1', got: '1', allowed: /whole numbers of states from 2/, remedy: /leave it out/ },
  { words: '--model hard-cores --size 4 --activity 0', got: '0', allowed: /a number above 0/, remedy: /--activity 1/ },
  { words: '--model dimers --states 2', got: 'none', allowed: /--graph that it belongs to/, remedy: /leave it out/ },
  { words: '--level 1', got: '--level 1', allowed: /options that ising has/, remedy: /leave --level out/ },
];

for (const { words, ...expected } of REFUSED) {
  test(`refused: ${words}`, async () => checkRefused(await inside(['exact', ...words.split(' ')]), expected));
}

test.run();
