import { type ExactSpace, edgeGraph } from '../exact/system/space.ts';
import type { Files } from '../store/files.ts';
import { readGraphFile } from '../store/graph/read.ts';

/** The graph of --edges, whose weights are couplings. @throws BlockspinError as `readGraphFile`, and for edges that make no graph */
export async function readEdges(files: Files, path: string): Promise<ExactSpace> {
  const { edges, nodes, weights } = await readGraphFile(files, path, 'edges');
  const bonds = edges.map(([a, b], e) => [a, b, weights?.[e] ?? 1] as const);
  return edgeGraph(bonds, path, nodes);
}
