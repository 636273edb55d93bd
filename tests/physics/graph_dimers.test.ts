/**
 * Worms on the larger patches of the Ammann-Beenker tiling, with autocorrelation times; seeds pinned. Exact values by Kasteleyn determinants:
 * probabilities of edges about the centre do not depend on the level.
 */
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { chainEstimate } from '../../src/core/statistics.ts';
import { GraphDimerChains } from '../../src/model/graph_dimers/chains.ts';
import { ammannBeenkerPatch } from '../../src/space/graph/ammann_beenker.ts';
import { closeDevice, scoped } from '../support/device.ts';
import { GRAPHS } from '../support/graphs.ts';
import { assertWithin } from '../support/odds.ts';

test.after(closeDevice);

const none = async () => {};

for (const [level, groups, slots] of [
  [1, 32, 64],
  [2, 32, 64],
  [3, 32, 40],
]) {
  test(
    `level ${level}: edges near the centre and the ghost's, |z| < 4 each; one sweep is enough between samples`,
    scoped(async (scope) => {
      const graph = ammannBeenkerPatch(level);
      const radius = (node: number) => Math.hypot(...(graph.positions?.[node] ?? [Number.NaN]));
      const exact: Record<string, number> = {};
      // An edge of each orbit that level 1 has in its inside, known for all levels.
      for (const { radii, p } of GRAPHS.orbits[1].filter((orbit) => orbit.radii[1] < 4)) {
        const e = graph.edges.findIndex((ends) =>
          ends
            .map(radius)
            .sort((a, b) => a - b)
            .every((r, i) => Math.abs(r - radii[i]) < 2e-4),
        );
        assert.ok(e >= 0, `an edge from ${radii[0]} to ${radii[1]}`);
        exact[`edge ${e}`] = p;
      }
      exact[`edge ${graph.edges.length - 1}`] = level === 3 ? 1 / 432 : GRAPHS.ghost[level];
      const watched = Object.keys(exact).map((name) => Number(name.slice(5)));
      const chains = new GraphDimerChains(scope, { graph, temperatures: new Array<number>(groups).fill(1), seed: 51, start: 'both', watched });
      const range = { first: 0, groups };
      await chains.advance(range, 20, none);
      const series = await chains.measure(range, slots, 1, none);
      const found = Object.fromEntries(Object.entries(series).map(([name, { values, spacing }]) => [name, chainEstimate(values, spacing)]));
      assertWithin(`level ${level}`, found, exact);
      // The facts: 16 worms of 560 pivots on level 3, 0.7 of a sweep; 9 of 136 on level 2.
      for (const name of [...Object.keys(exact), 'overlap', 'projection']) assert.ok((found[name].tau ?? Number.NaN) < 2.5, `${name}: tau ${found[name].tau}`);
      assert.is(await chains.late(), 0);
    }),
  );
}

test.run();
