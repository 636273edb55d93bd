/** The setting that models on a graph share. */
import * as z from 'zod';
import { graphOfName } from '../space/graph/by_name.ts';
import { checkGraph } from '../space/graph/check.ts';
import type { Graph } from '../space/graph/graph.ts';
import { GRAPH_NAMES, namedGraph } from '../space/graph/named.ts';

/** The graph of a run that names none. */
const CUBE = namedGraph('cube');

/** Whether a value has what every graph has; `checkGraph` tells what is wrong with it. */
function isGraph(value: unknown): value is Graph {
  const { nodes, edges } = (value ?? {}) as Partial<Graph>;
  return Number.isInteger(nodes) && Array.isArray(edges);
}

const list = (items: object) => ({ type: 'array', items });
const NUMBERS = list({ type: 'number' });

/** As configs write it. The value itself is passed on, not a copy of it: what is known of a graph is remembered with the object. */
const WRITTEN = {
  type: ['object', 'string'],
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

const type = z
  .preprocess(
    (given) => (typeof given === 'string' ? (graphOfName(given) ?? given) : given),
    z.unknown().refine(isGraph, `a graph: { nodes, edges }, or the name of one: ${GRAPH_NAMES.join(', ')}, or ammann-beenker:2, the patch of a level`),
  )
  .meta(WRITTEN) as unknown as z.ZodType<Graph, Graph | string>;

/** A graph; the cube unless given. */
export const graphSetting = type.default(CUBE).describe('nodes and edges, by a file or by the name of a generator; the cube unless given');

/** A graph in words: its name, or its size. */
export function graphWords({ name, nodes, edges }: Graph): string {
  return name ?? `a graph of ${nodes} nodes and ${edges.length} edges`;
}

const checked = new WeakSet<Graph>();

/** Checks a graph as `checkGraph`, once. */
export function checkGraphOnce(graph: Graph): void {
  if (checked.has(graph)) return;
  checkGraph(graph);
  checked.add(graph);
}
