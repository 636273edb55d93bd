/** A graph as a file holds it, before it is checked. */
import type { BlockspinError } from '../../core/errors.ts';
import type { Graph } from '../../space/graph/graph.ts';

/** What was read. The checks of `checkGraph` come after: other readers of edges have their own. */
export interface GraphFile extends Omit<Graph, 'nodes'> {
  /** Undefined where the file does not say it, so that the largest number tells. */
  readonly nodes: number | undefined;
  /** What a person should know of how the file was understood. */
  readonly remarks: readonly string[];
}

/** Makes the error for a file: what was expected in it, what came. */
export type Bad = (expected: string, got: string, remedy?: string) => BlockspinError;

/** Names that a file gives to its nodes, as labels; undefined where they are the numbers from 0 in order. */
export function labelsOf(names: readonly string[]): readonly string[] | undefined {
  return names.every((name, node) => name === String(node)) ? undefined : names;
}

/**
 * Edges of a file with directions, as edges without. An edge that is given in both directions counts once.
 * @returns edges, the places of those that are left, and what to say
 */
export function withoutDirections(edges: readonly (readonly [number, number])[]): { kept: number[]; remarks: string[] } {
  const open = new Map<string, number>();
  const kept = [...edges.keys()].filter((e) => {
    const [a, b] = edges[e];
    const opposite = open.get(`${b},${a}`) ?? 0;
    if (opposite > 0 && a !== b) open.set(`${b},${a}`, opposite - 1);
    else open.set(`${a},${b}`, (open.get(`${a},${b}`) ?? 0) + 1);
    return opposite === 0 || a === b;
  });
  const both = edges.length - kept.length;
  return { kept, remarks: [`directed edges are taken as undirected${both > 0 ? `; ${both} that are given in both directions count once` : ''}`] };
}
