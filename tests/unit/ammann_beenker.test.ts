/** The Ammann-Beenker tiling: counts, degrees, regions and patches against values computed by programs that share nothing with this one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { ammannBeenker, ammannBeenkerPatch, ammannBeenkerPosition } from '../../src/space/graph/ammann_beenker.ts';
import type { Graph } from '../../src/space/graph/graph.ts';
import { patchOf } from '../../src/space/graph/patch.ts';
import { regionOf, regionsAround } from '../../src/space/graph/regions.ts';
import { close } from '../support/close.ts';
import { root } from '../support/root.ts';

interface Golden {
  readonly discs: Readonly<Record<string, { nodes: number; edges: number; degrees: Record<string, number> }>>;
  readonly levels: Readonly<Record<string, { nodes: number; edges: number; membrane: number; tips: number; r_max: number }>>;
  readonly patches: Readonly<Record<string, { lift: number[][]; edges: [number, number][]; ghost: number }>>;
}
const golden = JSON.parse(readFileSync(join(root, 'tests/golden/ammann_beenker.json'), 'utf8')) as Golden;

const degreesOf = ({ nodes, edges }: Graph) => {
  const degrees = new Array<number>(nodes).fill(0);
  for (const node of edges.flat()) degrees[node]++;
  return degrees;
};
const radius = (lift: readonly number[] | null | undefined) => Math.hypot(...ammannBeenkerPosition(lift ?? []));

test('discs have the known numbers of nodes, edges and degrees', () => {
  // Beyond the largest disc, so that every node within it has all its neighbours.
  const wide = ammannBeenker({ radius: 27 });
  const degrees = degreesOf(wide);
  for (const [R, expected] of Object.entries(golden.discs)) {
    const disc = ammannBeenker({ radius: Number(R) });
    assert.equal([disc.nodes, disc.edges.length], [expected.nodes, expected.edges], `radius ${R}`);
    const counted: Record<string, number> = {};
    degrees.forEach((degree, node) => {
      if (radius(wide.lift?.[node]) <= Number(R)) counted[degree] = (counted[degree] ?? 0) + 1;
    });
    assert.equal(counted, expected.degrees, `degrees within ${R}`);
  }
});

test('degrees have the frequencies of the infinite tiling', () => {
  const s = 1 + Math.SQRT2;
  const expected: Readonly<Record<number, number>> = { 3: 1 / s, 4: 2 / s ** 2, 5: 2 / s ** 3, 6: 2 / s ** 4, 7: 1 / s ** 5, 8: 1 / s ** 4 };
  const disc = ammannBeenker({ radius: 98 });
  const rim = new Set(disc.rim);
  const degrees = degreesOf(disc).filter((_, node) => !rim.has(node));
  for (const [degree, frequency] of Object.entries(expected)) {
    const found = degrees.filter((one) => one === Number(degree)).length / degrees.length;
    close([found], [frequency], { atol: 0.002, rtol: 0 }, `degree ${degree}`);
  }
});

test('a shifted window gives another disc of the same tiling class: connected, degrees 3 to 8 away from the rim', () => {
  const disc = ammannBeenker({ radius: 12, shift: [0.31, -0.17] });
  const rim = new Set(disc.rim);
  const degrees = degreesOf(disc).filter((_, node) => !rim.has(node));
  assert.ok(degrees.every((degree) => degree >= 3 && degree <= 8));
  assert.not.equal(disc.nodes, ammannBeenker({ radius: 12 }).nodes);
  const at = (node: number) => disc.positions?.[node] ?? [Number.NaN, Number.NaN];
  const lengths = disc.edges.map(([a, b]) => Math.hypot(at(b)[0] - at(a)[0], at(b)[1] - at(a)[1]));
  close(lengths, new Array(lengths.length).fill(1), { atol: 1e-12, rtol: 0 }, 'lengths of edges');
});

test('regions of levels 0 to 3 are found from a disc that nothing else is known of', () => {
  const { nodes, edges, lift, rim } = ammannBeenker({ radius: 35 });
  const { regions } = regionsAround({ nodes, edges, ...(rim ? { rim } : {}) }, 0);
  assert.is(regions.length, 4);
  regions.forEach((region, k) => {
    const expected = golden.levels[k];
    const inside = new Set(region.nodes);
    const tips = new Set(region.membrane.map((e) => edges[e].find((node) => inside.has(node))));
    const r_max = Math.max(...region.nodes.map((node) => radius(lift?.[node])));
    assert.equal(
      { nodes: region.nodes.length, edges: region.edges.length, membrane: region.membrane.length, tips: tips.size, r_max: Number(r_max.toFixed(4)) },
      expected,
      `level ${k}`,
    );
  });
});

test('discs whose cut lets spare nodes in are refused with the reason', () => {
  for (const R of [20, 30, 50]) {
    const { regions, reason } = regionsAround(ammannBeenker({ radius: R }), 0);
    assert.is(regions.length, 0, `radius ${R}`);
    assert.match(reason ?? '', /no region found: the cut leaves spare vertices/);
  }
});

test('patches are those of the golden file, edge by edge, and show their own regions', () => {
  for (const [level, expected] of Object.entries(golden.patches)) {
    const patch = ammannBeenkerPatch(Number(level));
    const named = (lift: readonly (readonly number[] | null)[], edges: readonly (readonly [number, number])[]) =>
      edges
        .map((edge) =>
          edge
            .map((node) => lift[node]?.join() ?? 'ghost')
            .sort()
            .join(' to '),
        )
        .sort();
    assert.equal(named(patch.lift ?? [], patch.edges), named(expected.lift, expected.edges), `level ${level}`);
    assert.equal(patch.ghosts, [expected.ghost]);
    const { regions } = regionsAround(patch, 0);
    assert.equal(
      regions.map(({ nodes, edges, membrane }) => [nodes.length, edges.length, membrane.length]),
      [0, 1, 2].slice(0, Number(level) + 1).map((k) => [golden.levels[k].nodes, golden.levels[k].edges, golden.levels[k].membrane]),
    );
  }
});

test('the level-2 patch cut out of the level-3 patch is the level-2 patch', () => {
  const larger = ammannBeenkerPatch(3);
  const patch = ammannBeenkerPatch(2);
  assert.equal(patchOf(larger, regionOf(larger, 0, 2), patch.name), patch);
});

test('the eight neighbours of the centre at s^2, of the other colour, have their own stars in the level-2 patch', () => {
  const patch = ammannBeenkerPatch(2);
  const s = 1 + Math.SQRT2;
  const neighbours = [...(patch.positions ?? []).entries()].flatMap(([node, place]) => (place && Math.abs(Math.hypot(...place) - s ** 2) < 1e-9 ? [node] : []));
  assert.is(neighbours.length, 8);
  for (const node of neighbours) {
    const { regions } = regionsAround(patch, node);
    assert.equal(
      regions.map(({ nodes, edges, membrane }) => [nodes.length, edges.length, membrane.length]),
      [[17, 24, 16]],
    );
  }
});

test('levels, radii and shifts that cannot be are refused', () => {
  assert.throws(() => ammannBeenkerPatch(5), /level: expected a whole number from 0 to 4, got 5/);
  assert.throws(() => ammannBeenkerPatch(0.5), /level: expected a whole number/);
  assert.throws(() => ammannBeenker({ radius: -1 }), /radius: expected a number above 0, up to 400, got -1/);
  assert.throws(() => ammannBeenker({ radius: Number.NaN }), /radius/);
  assert.throws(() => ammannBeenker({ radius: 0.5 }), /radius: expected a disc with edges in it/);
  assert.throws(() => ammannBeenker({ radius: 5, shift: [(1 + Math.SQRT2) / 2, 0] }), /shift: .* use another shift/);
});

test.run();
