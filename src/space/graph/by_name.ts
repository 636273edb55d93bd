/** Graphs whose name says all of them: those of `named`, and patches of the tiling, 'ammann-beenker:2'. */
import { ammannBeenkerPatch } from './ammann_beenker.ts';
import type { Graph } from './graph.ts';
import { GRAPH_NAMES, type GraphName, namedGraph } from './named.ts';

const PATCH = /^ammann-beenker:(\d+)$/;
/** One object for each name: what is known of a graph is remembered with the object. */
const made = new Map<string, Graph>();

/**
 * A graph by its name; undefined where no graph has it.
 * @throws BlockspinError as `ammannBeenkerPatch`
 */
export function graphOfName(name: string): Graph | undefined {
  const known = made.get(name);
  if (known) return known;
  const level = PATCH.exec(name)?.[1];
  const isNamed = (GRAPH_NAMES as readonly string[]).includes(name);
  const graph = level !== undefined ? ammannBeenkerPatch(Number(level)) : isNamed ? namedGraph(name as GraphName) : undefined;
  if (graph) made.set(name, graph);
  return graph;
}
