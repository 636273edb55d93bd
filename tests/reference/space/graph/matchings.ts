/** Matchings of small graphs, one after the other. */

type Edges = readonly (readonly [number, number])[];

/** Every matching of the largest size, as numbers of edges; parallel edges are different edges. Nodes that are absent stay alone. */
export function largestMatchings(nodes: number, edges: Edges, absent: ReadonlySet<number> = new Set()): number[][] {
  const taken = new Set(absent);
  let found: number[][] = [];
  let most = -1;
  const chosen: number[] = [];
  const place = (node: number) => {
    if (node === nodes) {
      if (chosen.length > most) [most, found] = [chosen.length, []];
      if (chosen.length === most) found.push([...chosen]);
      return;
    }
    // The node stays alone, or is matched to a later one.
    place(node + 1);
    if (taken.has(node)) return;
    edges.forEach(([a, b], e) => {
      if (Math.min(a, b) !== node || taken.has(Math.max(a, b))) return;
      taken.add(node).add(Math.max(a, b));
      chosen.push(e);
      place(node + 1);
      chosen.pop();
      taken.delete(node);
      taken.delete(Math.max(a, b));
    });
  };
  place(0);
  return found;
}

/** Number of perfect matchings: the first node that is alone is matched in all ways. */
export function perfectMatchings(nodes: number, edges: Edges): number {
  const at = Array.from({ length: nodes }, (_, node) => edges.filter((edge) => edge.includes(node)).map(([a, b]) => (a === node ? b : a)));
  const taken = new Uint8Array(nodes);
  const count = (from: number): number => {
    let node = from;
    while (node < nodes && taken[node]) node++;
    if (node === nodes) return 1;
    taken[node] = 1;
    let total = 0;
    for (const other of at[node]) {
      if (taken[other]) continue;
      taken[other] = 1;
      total += count(node + 1);
      taken[other] = 0;
    }
    taken[node] = 0;
    return total;
  };
  return count(0);
}
