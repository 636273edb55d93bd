/** Sums over all states of the nodes of a small graph. */
import type { Graph } from '../../src/space/graph/graph.ts';

/** The weight of a configuration: a product over edges and nodes. */
export interface NodeWeights {
  readonly values: readonly number[];
  /** Of edge e, whose ends have these values. */
  edge(a: number, b: number, e: number): number;
  node(value: number): number;
}

/** The partition function, and the mean of a list of numbers of a configuration. */
export function averagesOf(
  { nodes, edges }: Pick<Graph, 'nodes' | 'edges'>,
  { values, edge, node }: NodeWeights,
  of: (states: readonly number[]) => readonly number[],
): { Z: number; means: number[] } {
  let Z = 0;
  const sums: number[] = [];
  const states = new Array<number>(nodes).fill(0);
  for (let code = 0; code < values.length ** nodes; code++) {
    for (let i = 0, rest = code; i < nodes; i++, rest = Math.floor(rest / values.length)) states[i] = values[rest % values.length];
    let weight = states.reduce((product, value) => product * node(value), 1);
    for (let e = 0; weight !== 0 && e < edges.length; e++) weight *= edge(states[edges[e][0]], states[edges[e][1]], e);
    if (weight === 0) continue;
    Z += weight;
    of(states).forEach((value, k) => {
      sums[k] = (sums[k] ?? 0) + weight * value;
    });
  }
  return { Z, means: sums.map((sum) => sum / Z) };
}
