import { type ExactSpace, edgeGraph } from '../exact/system/space.ts';
import { readEdgesFile } from '../store/edges_file.ts';
import type { Files } from '../store/files.ts';

/** The graph of --edges. @throws BlockspinError as `readEdgesFile`, and for edges that make no graph */
export async function readEdges(files: Files, path: string): Promise<ExactSpace> {
  const { edges, nodes } = await readEdgesFile(files, path);
  return edgeGraph(edges, path, nodes);
}
