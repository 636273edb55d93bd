/** `exact` on lattices, graphs, links and rings in time as a user runs it: what it prints, the files it reads, and what it refuses. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { VERSIONS } from '../support/contract.ts';
import { inside } from '../support/inside.ts';
import { matches, type Pattern } from '../support/pattern.ts';
import { inFolder } from '../support/program.ts';
import { type Case, checkRefused } from '../support/refused.ts';
import { SYSTEMS } from '../support/systems.ts';

const POINT: Pattern = {
  information_VE: 'number',
  information_HE: 'number',
  entropy_V: 'number',
  entropy_H: 'number',
  log_partition: 'number',
  seconds: 'number',
  temperature: 'number',
  buffer: 'number',
};

async function printed(words: string, cwd?: string) {
  const ran = await inside(['exact', ...words.split(' '), '--json'], cwd === undefined ? {} : { cwd });
  assert.is(ran.code, 0, ran.err);
  return JSON.parse(ran.out);
}

const near = (value: number, expected: number, what: string) => assert.ok(Math.abs(value - expected) < 1e-9, `${what}: ${value}, expected ${expected}`);
const golden = (id: string) => SYSTEMS.systems.find((one) => one.id === id) as (typeof SYSTEMS.systems)[number];

test('an open lattice at a place: the fields, and where everything lies', async () => {
  const { best_binary, sites, filter, ...rest } = await printed('--size 4,6 --boundary open --block 2 --at 0,0 --temperature 1.5');
  const { size, block, at, ...numbers } = rest;
  matches(numbers, { ...POINT, versions: VERSIONS, model: 'string', boundary: 'string', lattice: 'string', coupling: 'number', unit: 'string' });
  assert.equal([size, block, at, rest.boundary, rest.lattice, rest.unit], [[4, 6], [2, 2], [0, 0], 'open', 'square', 'nats']);
  const { V, E, I_VE, logZ, best, H } = golden('ising_open_4x6_corner_b0_T1.500000');
  assert.equal([sites.block, sites.buffer, sites.environment], [V, [], E]);
  assert.equal(filter, { name: 'uniform', weights: [[1, 1, 1, 1]], bias: [0], soft: false });
  near(rest.information_VE, I_VE, 'I(V:E)');
  near(rest.log_partition, logZ, 'ln Z');
  near(rest.information_HE, H[0][1], 'uniform');
  near(best_binary.value, best as number, 'best');
  assert.ok(best_binary.plus.includes('+++') && best_binary.family === 'all 256 functions of the rim');
});

/** A command line, and the golden system that it asks for. */
const SAME: [words: string, id: string, map: number][] = [
  ['--model potts --block 1,2 --at 1,1 --temperature 0.8 --filter state', 'potts3_4x4_2x1_b0_T0.800000', 0],
  ['--model potts --block 1,2 --at 1,1 --temperature 0.8', 'potts3_4x4_2x1_b0_T0.800000', 2],
  ['--model blume-capel --crystal-field 0.5 --block 1 --at 1,1 --temperature 1', 'blume_capel_4x4_1x1_b0_T1.0', 0],
  ['--model clock --q 6 --size 3,4 --block 1 --at 1,1 --buffer 1 --temperature 0.8', 'clock6_3x4_1x1_b1_T0.8', 0],
  ['--holes 5 --block 2 --at 1,1 --temperature 1.5', 'ising_hole_block_2x2_b0_T1.500000', 0],
  ['--lattice triangular --coupling -1 --centre 1,2,5 --temperature 0.5', 'triangular_afm_4x4_triangle_b0_T0.5', 0],
  [
    '--lattice triangular --size 3,6 --coupling -1 --block 1 --at 1,1 --buffer 1 --metric bonds --temperature 0.5 --filter state',
    'triangular_afm_3x6_1x1_b1bonds_T0.5',
    0,
  ],
  ['--size 2,2,4 --block 1 --at 0,0,1 --temperature 4.511528 --filter state', 'ising3d_2x2x4_1x1x1_b0_T4.511528', 0],
  ['--lattice honeycomb --size 3 --block 1 --at 1,1 --temperature 1', 'honeycomb_3x3x2_cell_b0_T1.000000', 0],
  ['--lattice kagome --size 3 --block 1 --at 1,1 --coupling -1 --temperature 0.5', 'kagome_afm_3x3x3_cell_b0_T0.500000', 0],
];

for (const [words, id, map] of SAME) {
  test(`${words}: ${id}`, async () => {
    const result = await printed(words);
    const { I_VE, entropy_V, logZ, H, V, E } = golden(id);
    assert.equal([result.sites.block, result.sites.environment], [V, E]);
    const [, information, entropy] = H[map];
    near(result.information_VE, I_VE, 'I(V:E)');
    near(result.information_HE, information, 'I(H:E)');
    near(result.entropy_V, entropy_V, 'H(V)');
    near(result.entropy_H, entropy, 'H(H)');
    near(result.log_partition, logZ, 'ln Z');
  });
}

test('a graph and H from files; lists of buffers and temperatures', async () => {
  await inFolder(async (folder) => {
    const { edges = [] } = SYSTEMS.lattices.L16;
    writeFileSync(join(folder, 'graph.json'), JSON.stringify({ edges }));
    writeFileSync(join(folder, 'graph.txt'), `# i j J\n${edges.map((edge) => edge.join(' ')).join('\n')}\n`);
    writeFileSync(join(folder, 'sites.json'), '{ "block": [0, 1], "environment": [4, 5, 11] }');
    writeFileSync(join(folder, 'map.json'), '{ "map": [0, [0, 1], [0, 1], 1] }');
    const { points, nodes } = await printed('--edges graph.json --centre 0,1 --buffer 0,1 --temperature 1,2 --filter map.json', folder);
    assert.is(nodes, 12);
    const [, , one] = points;
    const { I_VE, H } = golden('graph12_spin_glass_V0-1_b1_T1.0');
    near(one.information_VE, I_VE, 'I(V:E)');
    near(one.information_HE, H[0][1], 'I(H:E)');
    near(points[1].information_VE, golden('graph12_spin_glass_V0-1_b0_T2.0').I_VE, 'T = 2');
    near((await printed('--edges graph.txt --sites sites.json --temperature 1', folder)).information_VE, I_VE, 'text and lists');
    for (const [name, content, expected] of [
      ['one.txt', '1 2\n2 3\n', { got: 'node 0', allowed: /every node from 0 to 3/, remedy: /counted from 1/ }],
      ['range.json', '{ "nodes": 3, "edges": [[0, 1], [1, 3]] }', { got: '3', allowed: /nodes from 0 to 2/, remedy: /counted from 1/ }],
      ['gap.json', '[[0, 1], [1, 3]]', { got: 'node 2', allowed: /every node/, remedy: /without gaps/ }],
      ['loop.json', '[[0, 1], [1, 1]]', { got: '1,1', allowed: /between two nodes/, remedy: /leave/ }],
      ['none.json', '[]', { got: 'none', allowed: /at least one edge/, remedy: /edges/ }],
      ['words.txt', '0 one\n', { got: '"one"', allowed: /two nodes/, remedy: /write/ }],
      ['key.json', '{ "bonds": [] }', { got: 'bonds', allowed: /a list of edges/, remedy: /write/ }],
    ] as const) {
      writeFileSync(join(folder, name), content);
      checkRefused(await inside(['exact', '--edges', name, '--centre', '1'], { cwd: folder }), expected);
    }
    writeFileSync(join(folder, 'short.json'), '{ "map": [0, 1] }');
    const short = await inside(['exact', '--filter', 'short.json'], { cwd: folder });
    checkRefused(short, { got: '2', allowed: /2 \*\* 4 = 16 entries/, remedy: /"map"/ });
  });
});

test('anywhere, links, rings in time and fields', async () => {
  const [window] = SYSTEMS.windows.filter(({ block }) => block === 1);
  const anywhere = await printed(`--size 4,6 --boundary open --at anywhere --block 1 --shell 1 --temperature ${window.T}`);
  near(anywhere.information_VE, window.I_VE, 'mixture');
  assert.equal([anywhere.at, anywhere.places], ['anywhere', window.places]);
  const gauge = await printed('--model gauge --size 3 --block 1 --at 1,1 --coupling 0.4');
  near(gauge.information_VE, SYSTEMS.gauge[0].I_VE, 'gauge');
  const { temperature, ...dimers } = await printed('--model dimers --block 1 --at 1,1');
  near(dimers.information_VE, SYSTEMS.dimers[0].I_VE, 'dimers');
  assert.is(temperature, undefined);
  const ring = await printed('--model glauber --rule parallel --lag 4 --temperature 1');
  near(ring.information_VE, SYSTEMS.rings[1].I_VE, 'ring');
  const field = await printed('--model gaussian --mass 0.1 --size 6 --block 2 --at 2,2 --buffer 1');
  near(field.information_VE, SYSTEMS.fields[2].I_VE, 'field');
  near(field.best_binary.value, SYSTEMS.fields[2].best, 'field');
});

test('without --json: entropies and ln Z', async () => {
  const ran = await inside('exact --model potts --block 1,2 --temperature 0.8'.split(' '));
  assert.is(ran.code, 0, ran.err);
  for (const line of [/I\(V:E\) +1\.074151199 nats/, /plurality filter/, /H\(V\) +1\.294194125/, /ln Z +41\.374139664/]) assert.match(ran.out, line);
});

const CASES: Case[] = [
  { words: 'exact --lattice hexagonal', got: 'hexagonal', allowed: /square, triangular, honeycomb, kagome/, remedy: /--lattice|did you mean/ },
  { words: 'exact --lattice kagome --size 3,3,3', got: '3,3,3', allowed: /2 sides for the kagome lattice/, remedy: /--size 4,4/ },
  { words: 'exact --holes 16', got: '16', allowed: /from 0 to 15/, remedy: /count the sites from 0/ },
  { words: 'exact --holes 5 --centre 5', got: 'a hole', allowed: /sites that are there/, remedy: /leave it out/ },
  { words: 'exact --holes 5 --block 1 --at 1,1', got: 'holes alone', allowed: /a block with sites/, remedy: /--at/ },
  { words: 'exact --centre 0,10', got: 'site 10', allowed: /connected by bonds/, remedy: /neighbouring sites/ },
  { words: 'exact --centre 16', got: '16', allowed: /from 0 to 15/, remedy: /counted from 1/ },
  { words: 'exact --centre 1,1', got: 'site 1 twice', allowed: /every site once/, remedy: /leave one/ },
  { words: 'exact --at 1,9', got: '1,9', allowed: /from 0,0 to 3,3/, remedy: /--at 3,3/ },
  { words: 'exact --boundary open --at 1,3', got: '1,3', allowed: /from 0,0 to 2,2/, remedy: /--at 2,2/ },
  { words: 'exact --at here', got: 'here', allowed: /or anywhere/, remedy: /--at 1,2/ },
  { words: 'exact --at 0,0 --buffer 1', got: /nothing beyond/, allowed: /leaves an environment/, remedy: /smaller --buffer/ },
  { words: 'exact --at 0,0 --block 5', got: '5', allowed: /from 1 to 4,4/, remedy: /--block 1,1/ },
  { words: 'exact --at anywhere --boundary open --block 3', got: 'none', allowed: /a window of 5 x 5 on a lattice of 4 x 4/, remedy: /smaller --block/ },
  { words: 'exact --radius 1', got: 'none', allowed: /--centre/, remedy: /give --centre/ },
  { words: 'exact --centre 5 --block 2', got: '--centre', allowed: /no --centre beside/, remedy: /leave one/ },
  { words: 'exact --disorder 0.5 --at 0,0', got: 'another system', allowed: /square torus/, remedy: /--edges/ },
  { words: 'exact --model potts --q 17', got: '17', allowed: /from 2 to 16/, remedy: /--q 3/ },
  { words: 'exact --model potts --size 14 --block 1', got: /2\^\d+ multiplications/, allowed: /tables of at most 2\^25/, remedy: /smaller system/ },
  { words: 'exact --model potts --size 8 --block 4', got: '3 ** 16', allowed: /65536 states/, remedy: /smaller/ },
  { words: 'exact --model potts --filter boundary', got: 'boundary', allowed: /plurality, state or a file/, remedy: /plurality/ },
  { words: 'exact --model potts --bias 1', got: '--filter plurality', allowed: /filter of weights/, remedy: /leave --bias out/ },
  { words: 'exact --model glauber --rule slow', got: 'slow', allowed: /parallel, sequential, evenodd, random/, remedy: /--rule/ },
  { words: 'exact --model glauber --size 7', got: '7', allowed: /even where even and odd/, remedy: /--size 8/ },
  { words: 'exact --model gaussian --mass -1', got: '-1', allowed: /positive/, remedy: /--mass 0\.1/ },
  { words: 'exact --model gaussian --size 4', got: 'none', allowed: /mass of a field/, remedy: /--mass/ },
  { words: 'exact --model dimers --temperature 2', got: '--temperature', allowed: /--block/, remedy: /leave --temperature out/ },
  { words: 'exact --model dimers --size 3', got: 'none', allowed: /possible configuration/, remedy: /even/ },
  { words: 'exact --model gauge --temperature 0', got: '0', allowed: /at least \|J\| \/ 20/, remedy: /--temperature/ },
];

for (const { words, ...expected } of CASES) test(`blockspin ${words}`, async () => checkRefused(await inside(words.split(' ')), expected));

test.run();
