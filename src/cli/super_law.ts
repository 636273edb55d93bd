/** The exact law of super-dimers, for comparison with samples. */

import { matchingsOf } from '../exact/matching/matchings.ts';
import { type ExitClasses, exitTable } from '../exact/matching/super_dimers.ts';
import type { NeighbourExits } from '../space/graph/exits.ts';
import type { Graph } from '../space/graph/graph.ts';

/** A Kasteleyn matrix of more nodes takes minutes. */
const MOST_NODES = 20_000;

/**
 * [star][j - 1][a][b] how probable class a of a neighbour and b of the one j places on are together, as a mean over the neighbours.
 * @returns undefined where the matchings of the graph are not summed: it is too large, or neither drawn in the plane nor small
 */
export function superLaws(graph: Graph, temperature: number, stars: readonly (readonly NeighbourExits[])[]): number[][][][] | undefined {
  if (stars.length === 0 || graph.nodes > MOST_NODES || !graph.positions) return undefined;
  const { weights } = graph;
  const matchings = matchingsOf(weights ? { ...graph, weights: weights.map((weight) => weight ** (1 / temperature)) } : graph);
  return stars.map((neighbours) => {
    const classes: ExitClasses[] = neighbours.map(({ centre, left, right }) => ({ centre, left, right }));
    const many = classes.length;
    return Array.from({ length: many - 1 }, (_, k) => {
      const tables = classes.map((one, i) => exitTable(matchings, one, classes[(i + k + 1) % many]));
      return [0, 1, 2].map((a) => [0, 1, 2].map((b) => tables.reduce((sum, table) => sum + table[a][b] / many, 0)));
    });
  });
}
