/** Strongly connected components of a directed graph in compressed rows (R. Tarjan, SIAM J. Comput. 1, 146 (1972)), without recursion. */

/**
 * Number of the component of every node.
 * @param targets (arcs): where each arc leads; those of node i are offsets[i] to offsets[i + 1] - 1
 */
export function strongComponents(offsets: Uint32Array, targets: Uint32Array): Uint32Array {
  const nodes = offsets.length - 1;
  const component = new Uint32Array(nodes);
  const order = new Uint32Array(nodes);
  const low = new Uint32Array(nodes);
  const next = offsets.slice(0, nodes);
  const settled = new Uint8Array(nodes);
  const stack: number[] = [];
  const path: number[] = [];
  let [seen, components] = [0, 0];
  const enter = (node: number) => {
    order[node] = low[node] = ++seen;
    stack.push(node);
    path.push(node);
  };
  for (let start = 0; start < nodes; start++) {
    if (order[start] === 0) enter(start);
    while (path.length > 0) {
      const node = path[path.length - 1];
      if (next[node] < offsets[node + 1]) {
        const target = targets[next[node]++];
        if (order[target] === 0) enter(target);
        else if (!settled[target]) low[node] = Math.min(low[node], order[target]);
        continue;
      }
      path.pop();
      if (path.length > 0) low[path[path.length - 1]] = Math.min(low[path[path.length - 1]], low[node]);
      if (low[node] !== order[node]) continue;
      for (let member = -1; member !== node; ) {
        member = stack.pop() as number;
        settled[member] = 1;
        component[member] = components;
      }
      components++;
    }
  }
  return component;
}
