/** Perfect matchings of small graphs, one by one. */
import type { Graph } from '../../src/space/graph/graph.ts';

/** All perfect matchings, each as the ascending numbers of its edges: the first free node is matched in every way. */
export function matchingsOf({ nodes, edges }: Pick<Graph, 'nodes' | 'edges'>): number[][] {
  const at = Array.from({ length: nodes }, (_, node) => edges.flatMap((edge, e) => (edge.includes(node) ? [e] : [])));
  const found: number[][] = [];
  const covered = new Array<boolean>(nodes).fill(false);
  const extend = (chosen: readonly number[]) => {
    const node = covered.indexOf(false);
    if (node < 0) {
      found.push([...chosen].sort((a, b) => a - b));
      return;
    }
    for (const e of at[node]) {
      const [a, b] = edges[e];
      if (covered[a] || covered[b]) continue;
      covered[a] = covered[b] = true;
      extend([...chosen, e]);
      covered[a] = covered[b] = false;
    }
  };
  extend([]);
  return found;
}

/** The probability of each matching, Π w^(1/T) over its edges. */
export function matchingProbabilities({ weights }: Pick<Graph, 'weights'>, all: readonly (readonly number[])[], temperature = 1): number[] {
  const unnormed = all.map((matching) => matching.reduce((product, e) => product * (weights?.[e] ?? 1) ** (1 / temperature), 1));
  const sum = unnormed.reduce((a, b) => a + b, 0);
  return unnormed.map((weight) => weight / sum);
}

/** The probability of a dimer on each edge. */
export function edgeProbabilities(edges: number, all: readonly (readonly number[])[], probabilities: readonly number[]): number[] {
  const found = new Array<number>(edges).fill(0);
  all.forEach((matching, i) => {
    for (const e of matching) found[e] += probabilities[i];
  });
  return found;
}

/** The edges with a dimer, of every chain of packed edges (G, M). */
export function unpackMatchings(bonds: Uint32Array, edges: number): number[][] {
  return Array.from({ length: (32 * bonds.length) / edges }, (_, chain) => {
    const row = Math.floor(chain / 32) * edges;
    return Array.from({ length: edges }, (_, e) => e).filter((e) => (bonds[row + e] >>> (chain % 32)) & 1);
  });
}
