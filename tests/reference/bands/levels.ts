/** The twin of shaders/bands/levels: signed gaps by going through all divisions of the levels at each momentum. */

/** Levels of one momentum by sector, each ascending. */
export type SectorLevels = readonly (readonly number[])[];
/** Levels of each sector below the bundle, and below its upper edge. */
export type Counts = readonly [below: readonly number[], upTo: readonly number[]];

/** Full and direct gaps: [full below, full above, direct below, direct above]. An edge without levels on one side stands at 1e30. */
export function gaps(levels: readonly SectorLevels[], divisions: readonly (readonly Counts[])[]): number[] {
  const chosen = levels.map((sectors, k) => {
    const all = divisions[k].map((division) =>
      division.map((counts) => {
        const under = sectors.flatMap((sector, s) => sector.slice(0, counts[s]));
        const over = sectors.flatMap((sector, s) => sector.slice(counts[s]));
        return { top: Math.max(-1e30, ...under), next: Math.min(1e30, ...over) };
      }),
    );
    const value = (edges: (typeof all)[number]) => Math.min(...edges.map(({ top, next }) => next - top));
    return all.reduce((a, b) => (value(b) > value(a) ? b : a));
  });
  const full = [0, 1].map((edge) => Math.min(...chosen.map((edges) => edges[edge].next)) - Math.max(...chosen.map((edges) => edges[edge].top)));
  const direct = [0, 1].map((edge) => Math.min(...chosen.map((edges) => edges[edge].next - edges[edge].top)));
  return [...full, ...direct];
}
