/** Graphs of tests, and the exact values that belong to them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '../../src/space/graph/graph.ts';
import { root } from './root.ts';

/** Numbers of matchings and probabilities of edges; of nodes, partition functions, energies and occupations. Their source is in the file. */
interface GoldenGraphs {
  readonly dimers: Readonly<Record<string, { nodes: number; edges: [number, number][]; matchings: number; probabilities: string[] }>>;
  /** Probabilities of the edges of patches of the Ammann-Beenker tiling by the radii of their ends. */
  readonly orbits: Readonly<Record<string, readonly { radii: [number, number]; p: number }[]>>;
  /** Of each edge of the ghost. */
  readonly ghost: Readonly<Record<string, number>>;
  readonly nodes: Readonly<
    Record<string, { nodes: number; edges: [number, number][]; model: string; parameter: number; Z: number; energy?: number; occupation?: number[] }>
  >;
}

/** Exact values of small graphs and of patches. */
export const GRAPHS = JSON.parse(readFileSync(join(root, 'tests/golden/graphs.json'), 'utf8')) as GoldenGraphs;

/** A golden graph of dimers. */
export function smallGraph(name: string): Graph {
  const { nodes, edges } = GRAPHS.dimers[name];
  return { name, nodes, edges };
}

/** The exact probability of every edge of a patch, by the radii of its ends; of edges of the ghost from the level alone; NaN where the file has none. */
export function patchProbabilities({ edges, positions, ghosts }: Graph, level: number): number[] {
  const radius = (node: number) => Math.hypot(...(positions?.[node] ?? [Number.NaN]));
  return edges.map(([a, b]) => {
    if (ghosts?.includes(a) || ghosts?.includes(b)) return GRAPHS.ghost[level];
    const radii = [radius(a), radius(b)].sort((x, y) => x - y);
    const found = GRAPHS.orbits[level].filter((orbit) => orbit.radii.every((r, i) => Math.abs(r - radii[i]) < 2e-4));
    if (found.length === 0) return Number.NaN;
    const near = found.reduce((most, orbit) => (distance(orbit.radii, radii) < distance(most.radii, radii) ? orbit : most));
    return near.p;
  });
}

const distance = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((x, i) => x - b[i]));
