/** Perfect matchings of graphs by Pfaffians, against enumeration and values computed elsewhere: numbers, edges alone and together. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { MatchingGraph } from '../../src/exact/matching/graph.ts';
import { matchingsOf } from '../../src/exact/matching/matchings.ts';
import { exitClasses, exitTable } from '../../src/exact/matching/super_dimers.ts';
import { regionsAround } from '../../src/space/graph/regions.ts';
import { allMatchings, board, goldenPatch, MATCHINGS } from '../support/all_matchings.ts';
import { close } from '../support/close.ts';
import { uniform, words } from '../support/random.ts';

const EXACT = { atol: 1e-9, rtol: 0 };
const fraction = (text: string) =>
  text
    .split('/')
    .map(Number)
    .reduce((a, b) => a / b);
const count = (graph: MatchingGraph) => Math.exp(matchingsOf(graph).logPartition);

for (const [name, { nodes, edges, positions, matchings, p }] of Object.entries(MATCHINGS.small)) {
  test(`${name}: number of matchings and all edges as fractions, by faces where it is drawn and one by one`, () => {
    for (const graph of [{ nodes, edges }, ...(positions ? [{ nodes, edges, positions }] : [])]) {
      const found = matchingsOf(graph);
      assert.is(found.method, 'positions' in graph ? 'faces' : 'enumeration');
      close([Math.exp(found.logPartition)], [matchings], EXACT, name);
      close(found.edgeProbabilities(), p.map(fraction), EXACT, `${name}, edges`);
    }
  });
}

/** Published and enumerated: 4 x 4 to 8 x 8 boards, tori (not planar), a hexagon. */
test('boards and tori have their known numbers of matchings', () => {
  close([count(board(4, 4)), count(board(6, 6)), count(board(8, 8)) / 12988816], [36, 6728, 1], EXACT, 'boards by lift');
  assert.is(matchingsOf(board(8, 8)).method, 'lift');
  const { lift, ...drawn } = board(6, 6);
  assert.is(lift.length, 36);
  close([count(drawn)], [6728], EXACT, 'by faces');
  const six = board(6, 6);
  const around = Array.from({ length: 6 }, (_, i): [number, number][] => [
    [6 * i + 5, 6 * i],
    [30 + i, i],
  ]).flat();
  close([count({ nodes: 36, edges: [...six.edges, ...around] })], [90176], EXACT, 'torus');
  close([count({ nodes: 6, edges: Array.from({ length: 6 }, (_, i) => [i, (i + 1) % 6] as [number, number]) })], [2], EXACT, 'hexagon');
});

test('patches of the tiling: ln Z, sums at nodes, orbits of edges, by lift and by faces', () => {
  for (const level of [0, 1, 2]) {
    const { logZ, orbits } = MATCHINGS.patches[level];
    const patch = goldenPatch(level);
    const { lift, positions, ...bare } = patch;
    for (const [method, graph] of [
      ['lift', { ...bare, lift }],
      ['faces', { ...bare, positions }],
    ] as const) {
      const found = matchingsOf(graph);
      assert.is(found.method, method);
      close([found.logPartition], [logZ], EXACT, `ln Z of level ${level}`);
      const p = found.edgeProbabilities();
      const sums = new Float64Array(patch.nodes);
      patch.edges.forEach(([a, b], e) => {
        sums[a] += p[e];
        sums[b] += p[e];
      });
      close(
        sums,
        sums.map(() => 1),
        { atol: 1e-12, rtol: 0 },
        'sums at nodes',
      );
      const byMiddle = patch.edges.flatMap((ends, e) => {
        const [a, b] = ends.map((node) => positions[node]);
        return a && b ? [{ middle: Math.hypot((a[0] + b[0]) / 2, (a[1] + b[1]) / 2), p: p[e] }] : [];
      });
      for (const [middle, , value] of orbits) {
        const alike = (one: number, other: number) => Math.abs(one - middle) < 1e-4 && Math.abs(other - value) < 1e-9;
        const copies = orbits.reduce((sum, orbit) => sum + (alike(orbit[0], orbit[2]) ? orbit[1] : 0), 0);
        assert.is(byMiddle.filter((one) => alike(one.middle, one.p)).length, copies, `edges at ${middle} with p = ${value} on level ${level} by ${method}`);
      }
      const ghost = patch.edges.flatMap((edge, e) => (edge.includes(patch.nodes - 1) ? [p[e]] : []));
      close(
        ghost,
        ghost.map(() => 1 / (16 * 3 ** level)),
        EXACT,
        'membrane',
      );
    }
  }
});

/** Random drawings: points on a jittered grid, joined to the right, down and across, each edge kept with probability 3/4. */
function drawing(seed: number, width: number, height: number): MatchingGraph {
  const jitter = uniform(seed, 2 * width * height, -0.2, 0.2);
  const { nodes, edges, positions } = board(width, height);
  const across = positions.flatMap(([x, y], i): [number, number][] => (x + 1 < width && y + 1 < height ? [[i, i + width + 1]] : []));
  const keep = words(seed + 1, edges.length + across.length);
  const weights = uniform(seed + 2, edges.length + across.length, 0.3, 2);
  const kept = [...edges, ...across].map((edge, e) => ({ edge, weight: weights[e] })).filter((_, e) => keep[e] % 4 > 0);
  // Two edges are doubled, one of them turned around.
  const [first, second] = kept;
  const doubled = [...kept, { edge: [first.edge[1], first.edge[0]] as const, weight: 0.7 }, { edge: second.edge, weight: 1.9 }];
  return {
    nodes,
    edges: doubled.map(({ edge }) => edge),
    weights: doubled.map(({ weight }) => weight),
    positions: positions.map(([x, y], i) => [x + jitter[2 * i], y + jitter[2 * i + 1]]),
  };
}

test('random drawings with odd cycles, activities and parallel edges: Z, edges, and edges on and off, against enumeration', () => {
  let compared = 0;
  for (let seed = 0; seed < 24; seed++) {
    const graph = drawing(10 * seed, 4, seed % 2 ? 4 : 3);
    const all = allMatchings(graph);
    if (all.length === 0) {
      assert.throws(() => matchingsOf(graph), /perfect matching|even number|stay alone/);
      continue;
    }
    compared += 1;
    const found = matchingsOf(graph);
    assert.is(found.method, 'faces');
    const total = all.reduce((sum, { weight }) => sum + weight, 0);
    const part = (holds: (edges: readonly number[]) => boolean) => all.reduce((sum, { edges, weight }) => sum + (holds(edges) ? weight / total : 0), 0);
    close([Math.exp(found.logPartition) / total], [1], EXACT, `Z of ${seed}`);
    close(
      found.edgeProbabilities(),
      graph.edges.map((_, e) => part((edges) => edges.includes(e))),
      EXACT,
      `edges of ${seed}`,
    );
    const draw = words(seed + 1000, 8).map((word) => word % graph.edges.length);
    const [a, b, c, d, ...others] = new Set(draw);
    for (const [on, off] of [
      [[a], [b]],
      [[a, b], [c]],
      [[], [a, b, c, d]],
      [[a], [b, c, d, ...others]],
      [[all[0].edges[0], all[0].edges[1]], [a, b].filter((e) => !all[0].edges.includes(e))],
    ]) {
      const expected = part((edges) => on.every((e) => edges.includes(e)) && off.every((e) => !edges.includes(e)));
      close([found.joint(on, off)], [expected], EXACT, `${on} on, ${off} off in ${seed}`);
    }
  }
  assert.ok(compared > 12, `${compared} drawings have matchings`);
});

test('joint probabilities of the tiling, and of all edges at once', () => {
  const patch = goldenPatch(2);
  const matchings = matchingsOf(patch);
  const edge = (...ends: string[]) => patch.edges.findIndex((pair) => ends.every((end) => pair.some((node) => patch.lift[node]?.join() === end)));
  close([matchings.joint([edge('0,0,0,0', '1,0,0,0'), edge('0,0,1,0', '0,1,1,0')])], [3 / 32], EXACT, 'spoke and rim');
  close([matchings.joint([edge('1,0,0,0', '1,1,0,0'), edge('0,0,1,0', '0,0,1,1')])], [1 / 4], EXACT, 'rim and rim');
  close([matchings.joint([edge('0,0,0,0', '1,0,0,0'), edge('1,1,0,-1', '2,1,0,-1')])], [19 / 336], EXACT, 'spoke and axis');
  assert.is(matchings.joint([], []), 1);
  const small = matchingsOf(board(4, 4));
  close([small.joint([0, 5, 14, 19].slice(0, 1), [])], [small.edgeProbabilities()[0]], EXACT, 'one edge');
  assert.throws(() => matchings.joint(Array.from({ length: 25 }, (_, e) => e)), /at most 24 different edges/);
});

/** A board with one square taken out of its middle: the lift alone would give a wrong sign around the hole. */
test('holes with an odd number of nodes are seen: signs of the lift give way to faces', () => {
  const { nodes, edges, positions } = board(5, 5);
  const number = (node: number) => (node > 12 ? node - 1 : node);
  const kept = edges.filter((edge) => !edge.includes(12)).map(([a, b]) => [number(a), number(b)] as [number, number]);
  const places = positions.filter((_, node) => node !== 12);
  const graph = { nodes: nodes - 1, edges: kept, positions: places, lift: places };
  const found = matchingsOf(graph);
  assert.is(found.method, 'faces');
  close([Math.exp(found.logPartition)], [allMatchings(graph).length], EXACT, 'matchings around a hole');
  const { positions: none, ...lifted } = graph;
  assert.is(none.length, 24);
  assert.is(matchingsOf(lifted).method, 'enumeration');
});

test('super-dimers: the law of the classes at scale 1 and at s^2', () => {
  const patch = goldenPatch(2);
  const matchings = matchingsOf(patch);
  const byLift = new Map(patch.lift.map((lift, node) => [lift?.join(), node]));
  const unit = (j: number) => [0, 1, 2, 3].map((k) => (k === j % 4 ? (j % 8 < 4 ? 1 : -1) : 0));
  const add = (...lifts: number[][]) => lifts.reduce((sum, lift) => sum.map((x, k) => x + lift[k]));
  const larger = (lift: number[]) => lift.map((x, k) => add(unit(k + 7), unit(k), unit(k + 1)).map((y) => x * y)).reduce((a, b) => add(a, b));
  const node = (lift: number[]) => byLift.get(lift.join()) as number;
  const star = (lift: number[]) => [
    node(lift),
    ...Array.from({ length: 8 }, (_, j) => [node(add(lift, unit(j))), node(add(lift, unit(j), unit(j + 1)))]).flat(),
  ];
  const levelOne = regionsAround(patch, 0).regions[1].nodes;
  assert.is(levelOne.length, 65);
  const exits = (scale: 1 | 2) =>
    Array.from({ length: 8 }, (_, j) => {
      const lift = scale === 1 ? unit(j) : larger(larger(unit(j)));
      const region = scale === 1 ? [node(lift)] : star(lift);
      return exitClasses(patch, { centre: 0, node: node(lift), region, towards: scale === 1 ? [0] : levelOne });
    });
  const { super_dimers: golden } = MATCHINGS;
  for (const scale of [1, 2] as const) {
    const classes = exits(scale);
    if (scale === 2) assert.equal([classes[0].centre.length, classes[0].left.length, classes[0].right.length], [6, 5, 5]);
    const tables = classes.slice(1).map((two) => exitTable(matchings, classes[0], two));
    for (const table of tables)
      close(
        table.map((row) => row.reduce((a, b) => a + b)),
        golden.marg,
        EXACT,
        'P(C), P(L), P(R)',
      );
    const given = (row: number, column: number) => tables.map((table) => table[row][column] / golden.marg[row]);
    const j = [1, 2, 3, 4, 5, 6, 7];
    close(given(1, 0), scale === 1 ? j.map((k) => (8 - k) / 28) : golden['C_j|L_0'], EXACT, `P(C_j given L_0), scale ${scale}`);
    close(given(0, 1), scale === 1 ? j.map((k) => k / 8) : golden['L_j|C_0'], EXACT, `P(L_j given C_0), scale ${scale}`);
    const alike = [3 / 4, 4 / 7, 13 / 28, 3 / 7, 13 / 28, 4 / 7, 3 / 4];
    close(given(1, 1), scale === 1 ? alike : golden['L_j|L_0'], EXACT, `P(L_j given L_0), scale ${scale}`);
    close(
      tables.map((table) => table[0][0]),
      j.map(() => 0),
      EXACT,
      'two are never C',
    );
  }
});

test.run();
