/** What is measured of dimers on a graph, from the packed edges of 32 chains. */

import { philox } from '../../core/random.ts';
import type { Series } from '../../sample/chains.ts';
import { CHAINS_PER_GROUP } from '../../sample/groups.ts';
import type { Graph } from '../../space/graph/graph.ts';

/** A number of every configuration: the sum over its dimers of a number of each edge. */
interface EdgeSum {
  readonly name: string;
  /** (M) */
  readonly terms: Float64Array;
}

/** Edges whose dimers are observables of their own, unless others are named. */
const WATCHED = 8;
const KEY = [0x64696d65, 0x7273756d];

/**
 * The observables of a graph: `overlap`, the part of the first matching's dimers that are there; `projection`, the sum of the dimers with random
 * signs, per square root of their number, which no symmetry makes constant; `log_weight` per dimer; `exit_x` and `exit_y`, the direction in
 * which the ghost's dimer leaves, where ghosts and positions are known; `edge <e>`, 1 where edge e has a dimer.
 * @param first (nodes) half-edges of the matching that chains start with
 * @param ends (M, 2): a node of each edge, and the half-edge at it
 * @param watched edges to observe, 8 spread over all unless given
 */
export function edgeSums(graph: Graph, first: Uint32Array, ends: Uint32Array, watched?: readonly number[]): EdgeSum[] {
  const { edges, nodes } = graph;
  const dimers = nodes / 2;
  const terms = (of: (e: number) => number) => Float64Array.from(edges, (_, e) => of(e));
  const sums: EdgeSum[] = [
    { name: 'overlap', terms: terms((e) => (first[ends[2 * e]] === ends[2 * e + 1] ? 1 / dimers : 0)) },
    { name: 'projection', terms: terms((e) => (philox([e, 0, 0, 0], KEY)[0] & 1 ? 1 : -1) / Math.sqrt(dimers)) },
  ];
  const { weights } = graph;
  if (weights?.some((weight) => weight !== weights[0])) sums.push({ name: 'log_weight', terms: terms((e) => Math.log(weights[e]) / dimers) });
  sums.push(...exits(graph));
  const every = watched ?? Array.from({ length: Math.min(WATCHED, edges.length) }, (_, i) => Math.floor((i * edges.length) / Math.min(WATCHED, edges.length)));
  for (const edge of every) sums.push({ name: `edge ${edge}`, terms: terms((e) => (e === edge ? 1 : 0)) });
  return sums;
}

/** The unit vector from the middle of the graph to where the dimer of the first ghost leaves. */
function exits({ edges, positions, ghosts }: Graph): EdgeSum[] {
  const [ghost] = ghosts ?? [];
  const known = positions?.flatMap((place) => (place ? [place] : [])) ?? [];
  if (ghost === undefined || known.length === 0) return [];
  const middle = [0, 1].map((axis) => known.reduce((sum, place) => sum + place[axis], 0) / known.length);
  return (['exit_x', 'exit_y'] as const).map((name, axis) => ({
    name,
    terms: Float64Array.from(edges, ([a, b]) => {
      const place = a === ghost ? positions?.[b] : b === ghost ? positions?.[a] : undefined;
      if (!place) return 0;
      const [x, y] = [place[0] - middle[0], place[1] - middle[1]];
      return (axis === 0 ? x : y) / (Math.hypot(x, y) || 1);
    }),
  }));
}

/**
 * Adds one measurement to a series of each observable.
 * @param bonds (G, M), bit = chain
 */
export function observe(sums: readonly EdgeSum[], bonds: Uint32Array, series: Readonly<Record<string, Series>>, slot: number): void {
  const chains = new Float64Array(CHAINS_PER_GROUP);
  for (const { name, terms } of sums) {
    const { values } = series[name];
    for (let group = 0; group * terms.length < bonds.length; group++) {
      chains.fill(0);
      for (let e = 0; e < terms.length; e++) {
        const [term, word] = [terms[e], bonds[group * terms.length + e]];
        if (term === 0 || word === 0) continue;
        for (let c = 0; c < CHAINS_PER_GROUP; c++) if ((word >>> c) & 1) chains[c] += term;
      }
      for (let c = 0; c < CHAINS_PER_GROUP; c++) values[group * CHAINS_PER_GROUP + c][slot] = chains[c];
    }
  }
}

/** Series for `observe`, still empty. */
export function emptySeries(sums: readonly EdgeSum[], chains: number, slots: number, spacing: number): Record<string, Series> {
  return Object.fromEntries(sums.map(({ name }) => [name, { spacing, values: Array.from({ length: chains }, () => new Float64Array(slots)) }]));
}
