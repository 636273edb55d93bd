/** Nodes by number, or by what the file of a graph calls them. */
import { BlockspinError, nearest } from '../../core/errors.ts';
import type { Graph } from './graph.ts';

/** Written before a label that looks like a number, since numbers are those of nodes. */
const PREFIX = 'label:';

/** One node or several: numbers, labels, or labels with commas between them. */
export type NodeNames = number | string | readonly (number | string)[];

/**
 * The numbers of nodes.
 * @throws BlockspinError for a number that is no node or a ghost, and for a label that no node has, or more than one
 */
export function nodesNamed(graph: Pick<Graph, 'nodes' | 'labels' | 'ghosts'>, names: NodeNames): number[] {
  const { nodes, labels, ghosts = [] } = graph;
  return [names]
    .flat()
    .flatMap((name) => (typeof name === 'string' ? labelled(labels, name) : [name]))
    .map((node) => {
      if (Number.isInteger(node) && node >= 0 && node < nodes && !ghosts.includes(node)) return node;
      const expected = `nodes from 0 to ${nodes - 1} that are no ghosts${labels ? ', or labels of nodes' : ''}`;
      const label = labels?.includes(`${node}`) ? `; write ${PREFIX}${node} for the node with this label` : '';
      throw new BlockspinError({ setting: 'centre', expected, got: node, remedy: `count nodes from 0${label}` });
    });
}

function labelled(labels: Graph['labels'], text: string): number[] {
  const wrong = (expected: string, remedy: string) => new BlockspinError({ setting: 'centre', expected, got: text, remedy });
  if (!labels) throw wrong('numbers of nodes, or auto, since the nodes of the graph have no labels', 'count nodes from 0');
  // A label may hold a comma itself, as the tuples of networkx do.
  const parts = labels.includes(text) ? [text] : text.split(',').map((part) => part.trim());
  return parts.map((part) => {
    const name = part.startsWith(PREFIX) ? part.slice(PREFIX.length) : part;
    const node = labels.indexOf(name);
    if (node < 0) {
      const near = nearest(name, labels);
      throw wrong(`a label of a node, such as ${labels[0]}`, near ? `did you mean ${near}?` : 'give the number of the node, counted from 0');
    }
    if (labels.lastIndexOf(name) === node) return node;
    throw wrong(`a label of one node, not of ${labels.filter((one) => one === name).length}`, 'give the number of the node, counted from 0');
  });
}
