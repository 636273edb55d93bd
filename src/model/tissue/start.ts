/** Tissues that chains start from: functions of the settings alone, so that all chains of a run have the same cells. */
import { deriveKey } from '../../core/random.ts';
import type { Graph } from '../../space/graph/graph.ts';
import { move } from './dynamics.ts';
import { twin } from './exchange.ts';
import { measure, middles } from './geometry.ts';
import { honeycombOf } from './honeycomb.ts';
import { cornersOf, type Mesh } from './mesh.ts';
import { minimise } from './minimise.ts';
import { PLAIN } from './parameters.ts';
import { voronoi } from './voronoi.ts';

/** How the plane is divided at the start. */
export const TILINGS = ['honeycomb', 'voronoi', 'annealed'] as const;
/** One of them. */
export type Tiling = (typeof TILINGS)[number];

/** Edges are exchanged below this while a tiling is prepared, and are half as long again afterwards. */
export const USUAL_EXCHANGE = { below: 0.04, length: 0.06 } as const;
/** Annealing: above the transition, for a time of 240, with a noise at which edges are exchanged (docs/tissue.md). */
const ANNEALING = { shape: 3.85, noise: 2e-3, dt: 0.02, steps: 12_000 } as const;
/** Where disordered tilings are brought to rest: deep in the solid, so that no edge is short. */
const REST = 3.7;

/** What a tissue starts from. */
export interface StartSettings {
  /** Number of cells N. */
  readonly cells: number;
  readonly tiling: Tiling;
  /** Tells disordered tilings apart. */
  readonly tilingSeed: number;
}

/** The last tissues asked for: space, graph and chains of a run ask for the same one. */
const made = new Map<string, Mesh>();
const MOST_KEPT = 8;

/**
 * The tissue that chains start from: a honeycomb; Voronoi cells of random points at rest; or the same, annealed before.
 * @throws BlockspinError for a number of cells that the tiling cannot have
 */
export function startMesh({ cells, tiling, tilingSeed }: StartSettings): Mesh {
  const name = `${tiling} ${cells} ${tilingSeed}`;
  const known = made.get(name);
  if (known) return known;
  const mesh = tiling === 'honeycomb' ? honeycombOf(cells) : disordered(cells, tilingSeed, tiling === 'annealed');
  if (made.size >= MOST_KEPT) made.delete(made.keys().next().value as string);
  made.set(name, mesh);
  return mesh;
}

function disordered(cells: number, seed: number, annealed: boolean): Mesh {
  const first = voronoi(cells, seed);
  const key = deriveKey(seed, 'disorder', 0);
  const { shape, steps, ...dynamics } = ANNEALING;
  const mesh = annealed ? move(first, { ...PLAIN, shape }, { ...dynamics, key, exchange: USUAL_EXCHANGE }, steps).mesh : first;
  return minimise(mesh, { ...PLAIN, shape: REST }, { tolerance: 1e-8, exchange: USUAL_EXCHANGE }).mesh;
}

/** Cells as nodes where their middles are, joined where they share an edge. */
export function cellGraph(mesh: Mesh, name: string): Graph {
  const corners = cornersOf(mesh);
  const [nodes, middle] = [mesh.rows.length - 1, middles(mesh, measure(mesh, corners, 0))];
  return {
    name,
    nodes,
    edges: contacts(mesh),
    positions: Array.from({ length: nodes }, (_, c) => [middle[2 * c], middle[2 * c + 1]] as const),
  };
}

/** Pairs of cells that share an edge, each once. */
function contacts(mesh: Mesh): [number, number][] {
  const corners = cornersOf(mesh);
  const pairs: [number, number][] = [];
  for (let h = 0; h < mesh.vertices.length; h++) {
    const [one, other] = [corners.cell[h], corners.cell[twin(mesh, corners, h)]];
    if (one < other) pairs.push([one, other]);
  }
  return pairs;
}
