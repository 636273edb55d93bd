/** The setting that models on a graph share. */
import * as z from 'zod';
import { BlockspinError } from '../core/errors.ts';
import { checkEdges, type Graph } from '../space/graph/graph.ts';

/** The graph of a run that names none: the cube, drawn as a square within a square. */
const CUBE: Graph = {
  name: 'cube',
  nodes: 8,
  edges: [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 0],
    [4, 5],
    [5, 6],
    [6, 7],
    [7, 4],
    [0, 4],
    [1, 5],
    [2, 6],
    [3, 7],
  ],
  positions: [
    [-3, -3],
    [3, -3],
    [3, 3],
    [-3, 3],
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
};

/** Whether a value has what every graph has; `checkGraph` tells what is wrong with it. */
function isGraph(value: unknown): value is Graph {
  const { nodes, edges } = (value ?? {}) as Partial<Graph>;
  return Number.isInteger(nodes) && Array.isArray(edges);
}

const list = (items: object) => ({ type: 'array', items });
const NUMBERS = list({ type: 'number' });

/** As configs write it. The value itself is passed on, not a copy of it: what is known of a graph is remembered with the object. */
const WRITTEN = {
  type: 'object',
  required: ['nodes', 'edges'],
  additionalProperties: false,
  properties: {
    nodes: { type: 'integer' },
    edges: list({ ...NUMBERS, minItems: 2, maxItems: 2 }),
    name: { type: 'string' },
    positions: list({ type: ['array', 'null'] }),
    lift: list({ type: ['array', 'null'] }),
    ghosts: NUMBERS,
    rim: NUMBERS,
    weights: NUMBERS,
    labels: list({ type: 'string' }),
  },
};

const type = z.unknown().refine(isGraph, 'a graph: { nodes, edges }').meta(WRITTEN) as unknown as z.ZodType<Graph, Graph>;

/** A graph; the cube unless given. */
export const graphSetting = type.default(CUBE).describe('nodes and edges, by a file or by the name of a generator; the cube unless given');

/** A graph in words: its name, or its size. */
export function graphWords({ name, nodes, edges }: Graph): string {
  return name ?? `a graph of ${nodes} nodes and ${edges.length} edges`;
}

const checked = new WeakSet<Graph>();

/** @throws BlockspinError for a graph without edges or with wrong ones, and for weights that are not one number per edge */
export function checkGraph(graph: Graph): void {
  if (checked.has(graph)) return;
  const { edges, weights } = graph;
  const wrong = (expected: string, got: unknown, remedy: string) => new BlockspinError({ setting: 'graph', expected, got, remedy });
  checkEdges(graph);
  if (edges.length === 0) throw wrong('at least one edge', 'none', 'give the pairs of nodes that are neighbours');
  if (weights) {
    if (weights.length !== edges.length) throw wrong(`${edges.length} weights, one of each edge`, weights.length, 'give them in the order of the edges');
    const bad = weights.find((weight) => !Number.isFinite(weight));
    if (bad !== undefined) throw wrong('finite weights', String(bad), 'leave out edges that do not exist');
  }
  checked.add(graph);
}
