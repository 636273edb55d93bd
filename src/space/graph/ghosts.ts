/** Ghosts for a graph whose cut leaves spare nodes, so that it has perfect matchings. */
import { blossomMatching, unmatched } from '../../core/blossom.ts';
import { BlockspinError } from '../../core/errors.ts';
import { halfEdges } from '../../core/half_edges.ts';
import { twoColours } from './bipartite.ts';
import type { Graph } from './graph.ts';

/**
 * The graph with a ghost for each node that a maximum matching leaves alone. Each is joined to the nodes of the rim, of a bipartite graph with spare nodes of one
 * colour to those of this colour alone, so that it stays bipartite. A graph without spare nodes stays as it is.
 * @throws BlockspinError for spare nodes of a graph that has no rim or has ghosts already, and where ghosts at the rim do not help
 */
export function withGhosts(graph: Graph): Graph {
  const spare = unmatched(blossomMatching(graph));
  if (spare.length === 0) return graph;
  const { name = 'the graph', nodes, edges, rim = [], ghosts = [], positions, lift, weights, labels } = graph;
  const wrong = (expected: string, got: string, remedy: string) => new BlockspinError({ who: name, expected, got, remedy });
  if (ghosts.length > 0) throw wrong('a graph without ghosts', `${ghosts.length}`, 'leave them out of the file, with their edges');
  const colouring = twoColours(graph, halfEdges(graph));
  const colours = 'colours' in colouring ? colouring.colours : undefined;
  const colour = colours && spare.every((node) => colours[node] === colours[spare[0]]) ? colours[spare[0]] : undefined;
  const tips = rim.filter((node) => colour === undefined || colours?.[node] === colour);
  if (tips.length === 0) {
    throw wrong('a rim, the nodes that lack neighbours, for ghosts to be joined to', 'none in it', 'list them as "rim" in its .json, or add nodes and edges');
  }
  const added = spare.map((_, i) => nodes + i);
  const joined: Graph = {
    ...graph,
    nodes: nodes + added.length,
    edges: [...edges, ...added.flatMap((ghost) => tips.map((node) => [node, ghost] as const))],
    ghosts: added,
    ...(positions ? { positions: [...positions, ...added.map(() => null)] } : {}),
    ...(lift ? { lift: [...lift, ...added.map(() => null)] } : {}),
    ...(weights ? { weights: [...weights, ...added.flatMap(() => tips.map(() => 1))] } : {}),
    ...(labels ? { labels: [...labels, ...added.map((_, i) => `ghost ${i}`)] } : {}),
  };
  const left = unmatched(blossomMatching(joined));
  if (left.length === 0) return joined;
  const got = `${left.length} that stay alone with them, such as node ${left[0]}`;
  throw wrong(`spare nodes that ${added.length} ghosts at the rim can take`, got, 'cut the graph elsewhere, or take these nodes away');
}
