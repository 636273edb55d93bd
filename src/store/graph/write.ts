/** Graphs as text. */
import type { Graph } from '../../space/graph/graph.ts';

/** JSON that `jsonFile` reads back as the same graph; one key in each line. */
export function graphJson({ name, nodes, edges, positions, lift, ghosts, rim, weights, labels }: Graph): string {
  const keys = { name, nodes, edges, positions, lift, ghost: ghosts, rim, weights, labels };
  const lines = Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`  ${JSON.stringify(key)}: ${JSON.stringify(value)}`]));
  return `{\n${lines.join(',\n')}\n}\n`;
}
