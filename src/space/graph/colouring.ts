/** Classes of nodes without neighbours in the same class: all nodes of a class can be moved at once. */
import type { HalfEdges } from '../../core/half_edges.ts';

/**
 * Greedy colouring, nodes of many neighbours first: at most one class more than the largest degree, two for most bipartite graphs.
 * @returns the nodes of each class, ascending
 * Source: Welsh & Powell, Comput. J. 10, 85 (1967).
 */
export function colourClasses({ offsets, to }: HalfEdges): number[][] {
  const nodes = offsets.length - 1;
  const degree = (node: number) => offsets[node + 1] - offsets[node];
  const order = Array.from({ length: nodes }, (_, node) => node).sort((a, b) => degree(b) - degree(a) || a - b);
  const colours = new Int32Array(nodes).fill(-1);
  const classes: number[][] = [];
  for (const node of order) {
    const taken = new Set<number>();
    for (let h = offsets[node]; h < offsets[node + 1]; h++) taken.add(colours[to[h]]);
    let colour = 0;
    while (taken.has(colour)) colour += 1;
    colours[node] = colour;
    classes[colour] ??= [];
    classes[colour].push(node);
  }
  return classes.map((members) => members.sort((a, b) => a - b));
}
