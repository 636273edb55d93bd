/** Ising spins and hard cores on the nodes of small graphs, against sums over all states and contractions by other programs. */
import { test } from 'uvu';
import { exclusionPairs, type Pairs, spinPairs } from '../../src/exact/sum/pairs.ts';
import { listMap } from '../../src/exact/system/coarse.ts';
import { edgeGraph } from '../../src/exact/system/space.ts';
import { exactSystem, pairSystem, systemRegion } from '../../src/exact/system/system.ts';
import { MATCHINGS } from '../support/all_matchings.ts';
import { close } from '../support/close.ts';

const EXACT = { atol: 1e-9, rtol: 1e-9 };

for (const [name, { edges, nodes, V, E, model, parameter, Z, I_VE, I_count, best }] of Object.entries(MATCHINGS.nodes)) {
  test(`${name}: Z, I(V:E), that of the number of ups in V, and of the best binary H`, async () => {
    const [pairs, temperature]: [Pairs, number] = model === 'ising' ? [spinPairs(), parameter] : [exclusionPairs(parameter), 1];
    const system = pairSystem(
      edgeGraph(
        edges.map(([a, b]) => [a, b, 1]),
        name,
        nodes,
      ),
      pairs,
      { coupling: 1, temperature },
    );
    const region = systemRegion(system, { centre: V, environment: E, buffer: 0 });
    const ups = Array.from({ length: 2 ** V.length }, (_, v) => V.filter((_, k) => (v >> k) & 1).length);
    const found = await exactSystem(system, region, listMap(ups, V.length, 2));
    close([Math.exp(found.log_partition), found.information_VE, found.information_HE, found.best_binary.value], [Z, I_VE, I_count, best], EXACT, name);
  });
}

test.run();
