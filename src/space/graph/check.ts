/** What every graph must be, whoever made it. */
import { BlockspinError } from '../../core/errors.ts';
import { checkEdges, type Graph } from './graph.ts';

/** Numbers of nodes beyond this are taken for labels: arrays of one entry per node would fill the memory. */
const MOST_NODES = 2 ** 24;
/** Whole coordinates of a node. */
const MOST_COORDINATES = 8;

/**
 * Checks all that a graph holds.
 * @throws BlockspinError naming the key and the node or edge
 */
export function checkGraph(graph: Graph): void {
  const { nodes, edges } = graph;
  if (!(Number.isInteger(nodes) && nodes >= 1 && nodes <= MOST_NODES)) {
    throw wrong('nodes', `a whole number of nodes, up to ${MOST_NODES}`, nodes, 'number the nodes from 0, without gaps');
  }
  if (edges.length === 0) throw wrong('edges', 'at least one edge', 'none', 'give the pairs of nodes that are neighbours');
  checkEdges(graph);
  checkGhosts(graph);
  checkPlaces(graph);
  checkValues(graph);
}

/** A number of entries, one for each node or edge. */
function checkLength(key: string, got: number, expected: number, of: 'node' | 'edge'): void {
  if (got !== expected) throw wrong(key, `${expected} entries, one for each ${of}`, got, `give them in the order of the ${of}s`);
}

function checkGhosts({ nodes, ghosts = [], rim = [] }: Graph): void {
  for (const [key, list] of [
    ['ghost', ghosts],
    ['rim', rim],
  ] as const) {
    const bad = list.find((node, i) => !(Number.isInteger(node) && node >= 0 && node < nodes) || list.indexOf(node, i + 1) >= 0);
    if (bad !== undefined) throw wrong(key, `different nodes from 0 to ${nodes - 1}`, bad, 'count from 0');
  }
  if (ghosts.length === nodes) throw wrong('ghost', 'nodes that are no ghosts', `all ${nodes}`, 'list those that take the spare of a cut');
}

/** Ghosts alone may have no place. */
function checkPlaces({ nodes, positions, lift, ghosts = [] }: Graph): void {
  const ghost = new Set(ghosts);
  if (positions) {
    checkLength('positions', positions.length, nodes, 'node');
    const bad = positions.findIndex((place, node) => (place === null ? !ghost.has(node) : !(place.length === 2 && place.every(Number.isFinite))));
    if (bad >= 0)
      throw wrong(
        'positions',
        'two finite numbers x, y for each node that is no ghost',
        `${JSON.stringify(positions[bad])} of node ${bad}`,
        'leave all of them out where they are not known',
      );
  }
  if (lift) {
    checkLength('lift', lift.length, nodes, 'node');
    const length = lift.find((point) => point !== null)?.length ?? 0;
    const fits = (point: readonly number[]) => point.length === length && length >= 1 && length <= MOST_COORDINATES && point.every(Number.isInteger);
    const bad = lift.findIndex((point, node) => (point === null ? !ghost.has(node) : !fits(point)));
    if (bad >= 0)
      throw wrong(
        'lift',
        'as many whole numbers for each node that is no ghost',
        `${JSON.stringify(lift[bad])} of node ${bad}`,
        'leave all of them out where there are none',
      );
  }
}

function checkValues({ nodes, edges, weights, labels }: Graph): void {
  if (weights) {
    checkLength('weights', weights.length, edges.length, 'edge');
    const bad = weights.findIndex((weight) => !Number.isFinite(weight));
    if (bad >= 0) throw wrong('weights', 'finite numbers', `${weights[bad]} of edge ${bad}`, 'leave out edges that do not exist');
  }
  if (labels) {
    checkLength('labels', labels.length, nodes, 'node');
    const seen = new Set<string>();
    const twice = labels.find((label) => seen.size === seen.add(label).size);
    if (twice !== undefined) throw wrong('labels', 'a name of its own for each node', `${twice} twice`, 'rename one of them');
  }
}

const wrong = (setting: string, expected: string, got: unknown, remedy: string) => new BlockspinError({ setting, expected, got, remedy });
