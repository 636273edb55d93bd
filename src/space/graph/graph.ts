/** A graph as files, generators and samplers share it. */
import { BlockspinError } from '../../core/errors.ts';

/** Nodes and edges. What is optional is absent where it is not known. */
export interface Graph {
  /** Nodes, numbered from 0; ghosts are among them. */
  readonly nodes: number;
  /** Pairs of nodes; a pair may be given more than once and in either order: parallel edges are different edges. */
  readonly edges: readonly (readonly [number, number])[];
  readonly name?: string;
  /** Where each node lies, y upwards; null for a ghost. */
  readonly positions?: readonly (readonly [number, number] | null)[];
  /** Whole coordinates of each node in the lattice that the graph is a projection of; null for a ghost. */
  readonly lift?: readonly (readonly number[] | null)[];
  /** Nodes at the rim that take the spare dimers of a cut; never part of a block. */
  readonly ghosts?: readonly number[];
  /** Nodes that lack neighbours, because the graph was cut out of a larger one there. */
  readonly rim?: readonly number[];
  /** Of each edge: activity of a dimer or coupling, whichever the model reads; 1 unless given. */
  readonly weights?: readonly number[];
  /** What a file calls its nodes. */
  readonly labels?: readonly string[];
}

/** @throws BlockspinError for edges whose nodes are out of range or counted from 1, and edges from a node to itself */
export function checkEdges({ nodes, edges }: Pick<Graph, 'nodes' | 'edges'>): void {
  const wrong = edges.flat().find((node) => !(Number.isInteger(node) && node >= 0 && node < nodes));
  if (wrong !== undefined) {
    const all = edges.flat();
    const fromOne = all.every((node) => Number.isInteger(node) && node >= 1 && node <= nodes);
    throw new BlockspinError({
      setting: 'edges',
      expected: `pairs of nodes from 0 to ${nodes - 1}, since there are ${nodes}`,
      got: fromOne ? `numbers from ${all.reduce((least, node) => Math.min(least, node))} to ${nodes}` : wrong,
      remedy: fromOne ? 'they look counted from 1: subtract 1 from all of them' : 'count nodes from 0, in the order of the values',
    });
  }
  const loop = edges.find(([a, b]) => a === b);
  if (loop) throw new BlockspinError({ setting: 'edges', expected: 'edges between two nodes', got: `[${loop.join(', ')}]`, remedy: 'leave it out' });
}
