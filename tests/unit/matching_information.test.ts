/** Exact informations of dimers on graphs, cut at rim and ring or by all matchings, against values computed elsewhere and against definitions. */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { MatchingGraph } from '../../src/exact/matching/graph.ts';
import { dimerInformation } from '../../src/exact/matching/information.ts';
import type { BlockMap } from '../../src/exact/matching/joint.ts';
import { bestPartitions } from '../../src/exact/matching/partition.ts';
import { tableInformation, tableOf } from '../../src/exact/matching/table.ts';
import { allMatchings, board, bondsFrom, goldenPatch, informationOf, MATCHINGS } from '../support/all_matchings.ts';
import { close } from '../support/close.ts';
import { uniform, words } from '../support/random.ts';

const EXACT = { atol: 1e-9, rtol: 0 };

/** The golden functions of V by name, and those of the occupied places. */
const MAPS: Record<string, BlockMap> = {
  count: { states: 7, of: (places) => places.length },
  first: { states: 2, of: (places) => (places.includes(0) ? 1 : 0) },
  parallel: { states: 7, of: (places) => (places.length < 2 ? 0 : 1 + Math.min(...places)) },
  kekule: { states: 3, of: (places) => (places.length < 3 ? 0 : places.includes(0) ? 1 : 2) },
  which: { states: 7, of: ([place]) => place },
};

for (const [name, { nodes, edges, positions, V, E, I_VE, H }] of Object.entries(MATCHINGS.small)) {
  test(`${name}: I(V:E) and I(H:E) by both methods`, () => {
    for (const graph of [{ nodes, edges }, ...(positions ? [{ nodes, edges, positions }] : [])]) {
      for (const [function_, value] of Object.entries(H)) {
        const found = dimerInformation(graph, { block: V, environment: E }, { map: MAPS[function_] });
        assert.is(found.method, 'positions' in graph ? 'faces' : 'enumeration');
        close([found.information_VE, found.information_HE], [I_VE, value], EXACT, `${name}, ${function_}`);
      }
    }
  });
}

test('random drawings: blocks that touch their environment, odd cycles, activities, against the definition', () => {
  let [compared, touching] = [0, 0];
  for (let seed = 0; seed < 20; seed++) {
    const { nodes, edges, positions } = board(4, 4);
    const graph: MatchingGraph = { nodes, edges, positions, weights: [...uniform(seed, 24, 0.3, 2)] };
    const draw = words(seed + 50, 24);
    // A connected block around a node, and every other edge that is drawn.
    const centre = draw[0] % 16;
    const block = graph.edges.flatMap((edge, e) => (edge.includes(centre) || (seed % 3 === 0 && edge.includes(graph.edges[draw[1] % 24][0])) ? [e] : []));
    const environment = graph.edges.flatMap((_, e) => (block.includes(e) || draw[e] % 2 ? [] : [e]));
    const ends = new Set(block.flatMap((e) => graph.edges[e]));
    if (environment.some((e) => graph.edges[e].some((node) => ends.has(node)))) touching += 1;
    const all = allMatchings(graph);
    const state = (list: readonly number[]) => (edges: readonly number[]) =>
      edges
        .filter((e) => list.includes(e))
        .sort()
        .join();
    const map: BlockMap = { states: 3, of: (places) => (places.length === 1 ? [0.25, 0.75, 0] : places.length > 1 ? 2 : 0) };
    const found = dimerInformation(graph, { block, environment }, { map });
    assert.is(found.method, 'faces');
    close([found.information_VE], [informationOf(all, state(block), state(environment))], EXACT, `I(V:E) of ${seed}`);
    close([found.entropy_V as number], [informationOf(all, state(block), state(block))], EXACT, `H(V) of ${seed}`);
    const halves = all.flatMap(({ edges, weight }) => {
      const h = map.of(edges.filter((e) => block.includes(e)).map((e) => block.indexOf(e)));
      return typeof h === 'number' ? [{ edges: [...edges, 1000 + h], weight }] : h.map((p, i) => ({ edges: [...edges, 1000 + i], weight: weight * p }));
    });
    const ofH = (edges: readonly number[]) => String(edges[edges.length - 1]);
    const inE = (edges: readonly number[]) => state(environment)(edges.slice(0, -1));
    close(
      [found.information_HE],
      [
        informationOf(
          halves.filter(({ weight }) => weight > 0),
          ofH,
          inE,
        ),
      ],
      EXACT,
      `I(H:E) of ${seed}`,
    );
    compared += 1;
  }
  assert.ok(compared === 20 && touching > 10, `${touching} environments touch the block`);
});

test('the best H of k states is the best of all partitions', () => {
  const values = uniform(7, 5 * 9, 0, 1);
  const cells = Array.from(values.keys()).filter((i) => values[i] > 0.3);
  const table = tableOf(
    5,
    9,
    cells.map((i) => Math.floor(i / 9)),
    cells.map((i) => i % 9),
    cells.map((i) => values[i]),
  );
  const ofParts = (parts: readonly number[]) =>
    tableInformation(
      tableOf(
        5,
        9,
        cells.map((i) => parts[Math.floor(i / 9)]),
        cells.map((i) => i % 9),
        summed(cells.map((i) => [parts[Math.floor(i / 9)], i % 9, values[i]])),
      ),
    );
  const best = bestPartitions(table, [2, 3, 4, 5]);
  for (const { states, value, parts } of best) {
    let most = 0;
    for (let code = 0; code < states ** 5; code++) most = Math.max(most, ofParts(Array.from({ length: 5 }, (_, k) => Math.floor(code / states ** k) % states)));
    close([value], [most], EXACT, `${states} states`);
    assert.is(parts.length, states);
    close([ofParts([0, 1, 2, 3, 4].map((r) => parts.findIndex((part) => part.includes(r))))], [value], EXACT, 'the parts have the value');
  }
  close([best[3].value], [tableInformation(table)], EXACT, 'as many states as classes');
});

/** Weights of equal cells are put into the first, the others are 0. */
function summed(cells: [number, number, number][]): number[] {
  const sums = new Map<string, number>();
  for (const [r, c, w] of cells) sums.set(`${r},${c}`, (sums.get(`${r},${c}`) ?? 0) + w);
  return cells.map(([r, c]) => {
    const sum = sums.get(`${r},${c}`) ?? 0;
    sums.delete(`${r},${c}`);
    return sum;
  });
}

/** Numbers of edges with both ends at some distance or farther; those of the ghost count by their other end if they are asked for. */
function beyond(patch: MatchingGraph, distance: number, ghost = false): number[] {
  const away = bondsFrom(patch, 0);
  const ends = (e: number) => patch.edges[e].filter((node) => !patch.ghosts?.includes(node));
  return Array.from(patch.edges.keys()).filter((e) => (ghost || ends(e).length === 2) && ends(e).every((node) => away[node] >= distance));
}

test('level-1 patch: the spokes know nothing, the star what is known of it', () => {
  const patch = goldenPatch(1);
  const all = Array.from(patch.edges.keys());
  const spokes = all.filter((e) => patch.edges[e].includes(0));
  const membrane = all.filter((e) => patch.edges[e].includes(patch.nodes - 1));
  const star = all.filter((e) => patch.edges[e].every((node) => Math.hypot(...(patch.positions[node] ?? [9, 9])) < 1.9));
  assert.equal([spokes.length, membrane.length, star.length], [8, 48, 24]);
  const information = (block: number[], environment: number[]) => dimerInformation(patch, { block, environment });
  close([information(spokes, beyond(patch, 3)).information_VE, information(spokes, membrane).information_VE], [0, 0], EXACT, 'spokes');
  const { information_VE, best, classes, method } = information(star, beyond(patch, 4, true));
  assert.equal([method, classes.length], ['lift', 8]);
  const { E4, membrane: far, arcs } = MATCHINGS.star;
  close([information_VE, best[0].value, information(star, membrane).information_VE], [E4, arcs, far], EXACT, 'star');
  const tips = (angle: number, radius: number) =>
    patch.positions.findIndex((place) => place && Math.abs(Math.hypot(...place) - radius) < 1e-3 && Math.abs(Math.atan2(place[1], place[0]) - angle) < 1e-3);
  const at = (node: number) => all.filter((e) => patch.edges[e].includes(node));
  const axis = (q: number) => at(tips((q * Math.PI) / 4, 2 + Math.SQRT2));
  const tip = (q: number) => at(tips(((q + 0.5) * Math.PI) / 4, 1.8478));
  close([information(axis(0), axis(1)).information_VE], [MATCHINGS.pairs.axis_1], EXACT, 'two axis nodes');
  close([information(axis(0), axis(3)).information_VE], [MATCHINGS.pairs.axis_3], EXACT, 'two axis nodes farther apart');
  close([information(tip(0), tip(2)).information_VE], [MATCHINGS.pairs.tip_2], EXACT, 'two tips of the star');
});

/** Odds of a failure 1 : 16,000 each for a seed that is not pinned; 1000 draws have an error of about .02. */
test('drawn environments: within 4 standard errors of the exact value, and of no other', () => {
  const patch = goldenPatch(1);
  const block = Array.from(patch.edges.keys()).filter((e) => patch.edges[e].every((node) => Math.hypot(...(patch.positions[node] ?? [9, 9])) < 1.9));
  // An edge at a tip of the star; a spoke would know nothing, without an error.
  const rim = block.findIndex((e) => !patch.edges[e].includes(0));
  const map: BlockMap = { states: 2, of: (places) => (places.includes(rim) ? 1 : 0) };
  const cut = { block, environment: beyond(patch, 4, true) };
  const exact = dimerInformation(patch, cut, { map });
  const found = dimerInformation(patch, cut, { map, draws: { samples: 1000, seed: 3 } });
  const z = (value: number, of: 'VE' | 'HE') => Math.abs(found[`information_${of}`] - value) / (found[`information_${of}_error`] as number);
  assert.ok(z(MATCHINGS.star.E4, 'VE') < 4 && z(exact.information_HE, 'HE') < 4, `${found.information_VE} +- ${found.information_VE_error}`);
  assert.ok((found.information_VE_error as number) < 0.03 && (found.information_VE_error as number) > 0.003);
  // The control: the membrane alone knows half as much.
  assert.ok(z(MATCHINGS.star.membrane, 'VE') > 4);
  close([found.entropy_V as number, found.entropy_H as number], [exact.entropy_V as number, exact.entropy_H as number], EXACT, 'entropies are not drawn');
  assert.equal(dimerInformation(patch, cut, { draws: { samples: 50, seed: 3 } }), dimerInformation(patch, cut, { draws: { samples: 50, seed: 3 } }));
});

/** 52,488 pairs of classes and environments. Two seconds of one core. */
test('super-dimers at s^2: I(V:E) = 2.4208 bits and the best H of 2, 4, 8 and 16 states', () => {
  const { bits, best_bits, V, E, H_tip_bits } = MATCHINGS.ceilings;
  const found = dimerInformation(goldenPatch(2), { block: V, environment: E }, { states: [2, 4, 8, 16] });
  const inBits = (nats: number) => nats / Math.LN2;
  assert.equal([found.method, found.classes.length, found.ring?.length], ['lift', 16, 24]);
  close([inBits(found.information_VE)], [bits], EXACT, 'I(V:E)');
  close(
    found.best.map(({ value }) => inBits(value)),
    ['2', '4', '8', '16'].map((states) => best_bits[states]),
    EXACT,
    'best H',
  );
  close([found.classes.reduce((sum, { probability: p }) => sum - p * Math.log2(p), 0)], [H_tip_bits], EXACT, 'H(tip)');
  const clock = found.best[2].parts.map((part) => part.reduce((sum, k) => sum + found.classes[k].probability, 0));
  close(
    clock,
    clock.map(() => 1 / 8),
    EXACT,
    'states of the clock',
  );
});

test.run();
