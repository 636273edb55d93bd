/** The verb `graph`: what it prints and writes, and every graph and option that it refuses with one message. */
import { readFileSync, writeFileSync } from 'node:fs';
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

interface Result {
  readonly nodes: number;
  readonly edges: number;
  readonly degrees: Readonly<Record<string, number>>;
  readonly ghost: readonly number[];
  readonly matching: unknown;
  readonly log_z: number | null;
  readonly log_z_reason?: string;
  readonly centre: number;
  readonly regions: readonly { readonly level: number; readonly nodes: number; readonly edges: number; readonly membrane: number }[];
  readonly reason?: string;
  readonly classes: readonly unknown[];
}

async function printed(words: string, cwd?: string): Promise<Result> {
  const { code, out, err } = await inside(['graph', ...words.split(' '), '--json'], cwd === undefined ? {} : { cwd });
  assert.is(code, 0, err);
  return JSON.parse(out) as Result;
}

const LEVELS = [
  { level: 0, nodes: 17, edges: 24, membrane: 16 },
  { level: 1, nodes: 65, edges: 112, membrane: 48 },
  { level: 2, nodes: 481, edges: 872, membrane: 144 },
];

test('--json of a patch: one object of these keys', async () => {
  const { degrees, classes, ...result } = await printed('ammann-beenker --level 2');
  matches(
    result,
    {
      versions: VERSIONS,
      name: 'string',
      nodes: 'number',
      edges: 'number',
      ghost: ['number'],
      matching: { colours: ['number'], spare: 'number', never: 'number', always: 'number' },
      log_z: 'number',
      centre: 'number',
      regions: [{ level: 'number', nodes: 'number', edges: 'number', membrane: 'number' }],
    },
    'graph',
  );
  // All 17 have a region of level 0, the centre one of level 1, too.
  assert.equal(classes[0], { degree: 8, nodes: 17, membranes: 176, levels: [17, 1] });
  assert.equal(
    classes.map((one) => Object.keys(one as object)),
    classes.map(() => ['degree', 'nodes', 'membranes', 'levels']),
  );
  assert.equal([result.nodes, result.edges, result.ghost, result.centre, result.regions], [482, 1016, [481], 0, LEVELS]);
  assert.is(
    Object.values(degrees).reduce((sum, count) => sum + count, 0),
    482,
  );
  assert.is(degrees[144], 1, 'the ghost');
});

test('ln Z: of patches, drawings and few matchings; null beyond, with the reason', async () => {
  for (const [words, expected] of [
    ['ammann-beenker --level 0', Math.log(128)],
    ['ammann-beenker --level 1', MATCHINGS.patches[1].logZ],
    ['ammann-beenker --level 2', MATCHINGS.patches[2].logZ],
    ['frucht', Math.log(8)],
    ['square --size 4,6', Math.log(281)],
    ['square --boundary periodic', Math.log(272)],
    ['honeycomb --size 2', Math.log(20)],
  ] as const) {
    const { log_z } = await printed(words);
    close([log_z ?? Number.NaN], [expected], { atol: 1e-9, rtol: 0 }, words);
  }
  const unbalanced = await printed('square --size 3');
  assert.equal([unbalanced.log_z, unbalanced.log_z_reason], [null, 'no matching is perfect']);
  await inFolder(async (cwd) => {
    const nodes = 2002;
    const edges = Array.from({ length: nodes }, (_, i) => [i, (i + 1) % nodes]);
    writeFileSync(join(cwd, 'large.json'), JSON.stringify({ nodes, edges }));
    const { log_z, log_z_reason } = await printed('large.json', cwd);
    assert.is(log_z, null);
    assert.match(log_z_reason ?? '', /it needs a drawing: positions of all nodes but a ghost, or at most 10000000 matchings; got a graph without positions/);
    writeFileSync(join(cwd, 'coupled.json'), '{ "edges": [[0, 1, 1], [1, 2, -1], [2, 3, 1], [3, 0, 1]] }');
    assert.match((await inside(['graph', 'coupled.json'], { cwd })).out, /ln Z {6}not known: it needs activities above 0; got -1 of edge 1\n/);
  });
});

test('--ghost rim: a disc with spare nodes gets ghosts, and can be sampled', () =>
  inFolder(async (cwd) => {
    assert.equal((await printed('ammann-beenker --radius 6 --ghost rim --out disc.json', cwd)).matching, (await printed('disc.json', cwd)).matching);
    const { ghost, matching } = await printed('disc.json', cwd);
    assert.ok(ghost.length > 0);
    assert.is((matching as { spare: number }).spare, 0);
    const { out } = await inside('graph ammann-beenker --radius 6'.split(' '));
    assert.match(out, /none is perfect: .*; cut a region with --level, or add (a ghost|\d+ ghosts) with --ghost rim/);
  }));

test('a patch that is written is read back the same, and drawn', () =>
  inFolder(async (cwd) => {
    const made = await printed('ammann-beenker --radius 25 --level 1 --out patch.npz', cwd);
    assert.equal(made.regions, LEVELS.slice(0, 2));
    for (const [from, to] of [
      ['patch.npz', 'again.json'],
      ['again.json', 'drawing.svg'],
    ]) {
      const { regions, degrees, ghost } = await printed(`${from} --out ${to}`, cwd);
      assert.equal([regions, degrees, ghost], [made.regions, made.degrees, made.ghost]);
    }
    const svg = readFileSync(join(cwd, 'drawing.svg'), 'utf8');
    assert.match(svg, /^<svg [\s\S]*<\/svg>$/);
    assert.match(svg, /level 1: 65 nodes, 48 edges out/);
    // 24 and 88 inner edges, 16 and 48 of membranes, and nothing else.
    assert.is((svg.match(/<line [^>]*stroke="#0072b2"/g) ?? []).length, 24 + 16);
    assert.is((svg.match(/stroke-dasharray="3,2"/g) ?? []).length, 16 + 48);
    const whole = JSON.parse(readFileSync(join(cwd, 'again.json'), 'utf8')) as { lift: unknown[]; positions: unknown[]; ghost: number[] };
    assert.equal([whole.lift.length, whole.positions.length, whole.ghost], [66, 66, [65]]);
  }));

test('in words: counts, matchings, regions and a map; without positions none is made up', async () => {
  const { out, err, code } = await inside(['graph', 'ammann-beenker', '--level', '1']);
  assert.equal([code, err], [0, '']);
  for (const part of [
    /66 nodes, 160 edges; node 65 is a ghost/,
    /level 1 {3}65 nodes, 112 edges, membrane of 48/,
    /degree 8 {2}1 nodes; with all of them deleted, regions of level 0 around 1\n/,
    /0 {3}@ {3}0/,
  ])
    assert.match(out, part);
  assert.match((await inside(['graph', 'square', '--boundary', 'periodic'])).out, /no drawing: the nodes have no positions/);
  assert.match(
    (await inside(['graph', 'frucht'])).out,
    /perfect ones exist; every edge is in some of them, none in all; the graph is not bipartite[\s\S]*a block is then a ball of bonds around the centre/,
  );
});

test('discs that cannot work say why; a centre may be named; several lists of sides', async () => {
  const { regions, reason } = await printed('ammann-beenker --radius 20');
  assert.equal([regions, reason], [[], 'no region found: the cut leaves spare vertices that can enter, 0 of one colour and 16 of the other']);
  assert.equal((await printed('ammann-beenker --radius 9 --shift 0.2,-0.1')).ghost, []);
  assert.is((await printed('square --size 4,6 --centre 7')).centre, 7);
  assert.equal((await printed('ammann-beenker --radius 20')).classes[0], { degree: 8, nodes: 33, membranes: 688, levels: [25, 9] });
  assert.equal((await printed('honeycomb --size 2,3 --boundary periodic')).nodes, 12);
});

test('files: names of nodes, directions and parts are said', () =>
  inFolder(async (cwd) => {
    writeFileSync(
      join(cwd, 'arrows.graphml'),
      '<graphml><graph edgedefault="directed"><node id="a"/><node id="b"/><node id="c"/><edge source="a" target="b"/><edge source="b" target="c"/></graph></graphml>',
    );
    const { out, err } = await inside(['graph', 'arrows.graphml', '--centre', 'c'], { cwd });
    assert.is(err, 'arrows.graphml: directed edges are taken as undirected\n');
    assert.match(out, /centre {4}node 2 \(c\)/);
    assert.match(out, /none is perfect: 2 nodes of one colour against 1 of the other/);
    writeFileSync(join(cwd, 'pieces.txt'), '0 1\n2 3\n3 4\n4 2\n');
    assert.is((await printed('pieces.txt --part largest', cwd)).nodes, 3);
    writeFileSync(join(cwd, 'pair.txt'), '0 1\n');
    assert.match((await inside(['graph', 'pair.txt'], { cwd })).out, /one perfect matching alone: nothing to sample/);
    writeFileSync(join(cwd, 'brush.txt'), '0 1\n0 2\n0 3\n1 4\n1 5\n');
    assert.match((await inside(['graph', 'brush.txt'], { cwd })).out, /none is perfect: a set of 2 nodes, node [2345] among them, has 1 neighbours/);
    writeFileSync(join(cwd, 'frozen.txt'), '0 1\n1 2\n2 3\n3 4\n4 5\n5 2\n');
    assert.match((await inside(['graph', 'frozen.txt'], { cwd })).out, /perfect ones exist; frozen edges: 1 are in none of them, 1 in all/);
  }));

/** Files that the cases read. */
const FILES: Readonly<Record<string, string>> = {
  'ring.json': '{ "edges": [[0, 1], [1, 2], [2, 3], [3, 0]] }',
  'range.json': '{ "nodes": 3, "edges": [[0, 1], [1, 3]] }',
  'one.txt': '1 2\n2 3\n3 1\n',
  'loop.txt': '0 1\n1 1\n',
  'none.json': '{ "nodes": 4, "edges": [] }',
  'gap.txt': '0 1\n1 3\n3 0\n',
  'pieces.txt': '0 1\n2 3\n3 4\n4 2\n',
  'broken.json': '{ "edges": [[0, 1]',
  'nested.graphml': '<graphml><graph><node id="a"><graph id="b"/></node></graph></graphml>',
  'hyper.graphml': '<graphml><graph><node id="a"/><hyperedge/></graph></graphml>',
};

const CASES: Case[] = [
  { words: '', got: 'none', allowed: /a file, or one of ammann-beenker, square/, remedy: /npx blockspin graph ammann-beenker/ },
  { words: 'amman-beenker', got: 'amman-beenker', allowed: /one of ammann-beenker/, remedy: /check the name or the path/ },
  { words: 'missing.json', got: /ENOENT/, allowed: /file that can be read/, remedy: /path/ },
  { words: 'range.json', got: '3', allowed: /pairs of nodes from 0 to 2/, remedy: /count nodes from 0/ },
  { words: 'one.txt', got: 'node 0 has no edge', allowed: /one connected graph/, remedy: /--part largest/ },
  { words: 'loop.txt', got: '[1, 1]', allowed: /edges between two nodes/, remedy: /leave it out/ },
  { words: 'none.json', got: 'none', allowed: /at least one edge/, remedy: /pairs of nodes/ },
  { words: 'gap.txt', got: 'node 2 has no edge', allowed: /one connected graph/, remedy: /--part largest/ },
  { words: 'pieces.txt', got: '2 parts of 3, 2 nodes', allowed: /one connected graph/, remedy: /--part largest/ },
  { words: 'pieces.txt --part smallest', got: 'smallest', allowed: /one of largest/, remedy: /did you mean largest/ },
  { words: 'broken.json', got: /JSON|position|end/, allowed: /broken\.json: expected JSON/, remedy: /write/ },
  { words: 'nested.graphml', got: 'a graph within node a', allowed: /one flat graph/, remedy: /file of its own/ },
  { words: 'hyper.graphml', got: 'a hyperedge', allowed: /edges between two nodes/, remedy: /pairs as edges/ },
  { words: 'ring.json --out ring.svg', got: 'none in ring.json', allowed: /positions of the nodes/, remedy: /no places are made up/ },
  { words: 'ring.json --out ring.txt', got: 'ring.txt', allowed: /\.json or \.npz/, remedy: /--out patch\.npz/ },
  { words: 'ring.json --out no/such/ring.json', got: /ENOENT/, allowed: /can be written/, remedy: /another place/, code: 1 },
  { words: 'ring.json --ghost tip', got: 'tip', allowed: /one of rim/, remedy: /--ghost rim/ },
  { words: 'square --size 3 --ghost rim', got: 'none in it', allowed: /a rim, the nodes that lack neighbours/, remedy: /"rim"/ },
  { words: 'ring.json --radius 3', got: '3', allowed: /neither size nor shape/, remedy: /leave --radius out/ },
  { words: 'ring.json --centre 4', got: '4', allowed: /nodes from 0 to 3/, remedy: /count nodes from 0/ },
  { words: 'ring.json --centre 0,1', got: '0,1', allowed: /auto, or one node/, remedy: /leave it out for auto/ },
  { words: 'ring.json --centre middle', got: 'middle', allowed: /numbers of nodes, or auto/, remedy: /count nodes from 0/ },
  { words: 'ring.json --level 0', got: /no membrane closes/, allowed: /a region of this level around node 1/, remedy: /another --centre/ },
  { words: 'ammann-beenker --level 5', got: '5', allowed: /from 0 to 4/, remedy: /radius/ },
  { words: 'ammann-beenker --level 1.5', got: '1.5', allowed: /whole number/, remedy: /radius/ },
  { words: 'ammann-beenker --radius 20 --level 1', got: /spare vertices that can enter/, allowed: /region of this level/, remedy: /another --radius/ },
  { words: 'ammann-beenker --radius 10 --level 3', got: /levels? 0|no region/, allowed: /region of this level/, remedy: /level|radius/ },
  { words: 'ammann-beenker --radius 0', got: '0', allowed: /above 0, up to 400/, remedy: /lengths of edges/ },
  { words: 'ammann-beenker --shift 0.1,0.2', got: 'no --radius', allowed: /--radius beside it/, remedy: /symmetric centre/ },
  { words: 'ammann-beenker --radius 5 --shift 0.1', got: '0.1', allowed: /two numbers/, remedy: /--shift 0\.3,-0\.2/ },
  { words: 'ammann-beenker --size 4', got: '4', allowed: /--radius and --shift alone/, remedy: /leave --size out/ },
  { words: 'square --size 2 --boundary periodic', got: '2', allowed: /from 3 on/, remedy: /shorter rings/ },
  { words: 'square --boundary open,periodic', got: 'open,periodic', allowed: /open or periodic/, remedy: /both axes/ },
  { words: 'square --boundary helical', got: 'helical', allowed: /open, periodic/, remedy: /--boundary open/ },
  { words: 'cube --size 4', got: '4', allowed: /which the graph has/, remedy: /leave --size out/ },
  { words: 'cube --temperature 2', got: '--temperature', allowed: /--level/, remedy: /--help|did you mean/ },
  { words: 'cube twice', got: 'twice', allowed: /one file/, remedy: /graph --help/ },
];

for (const { words, ...expected } of CASES) {
  test(`blockspin graph ${words}`, () =>
    inFolder(async (cwd) => {
      for (const [name, content] of Object.entries(FILES)) writeFileSync(join(cwd, name), content);
      checkRefused(await inside(['graph', ...words.split(' ').filter((word) => word !== '')], { cwd }), expected);
    }));
}

test.run();
