/** Perfect matchings as own data: checked sample by sample, and cut as those of a model. */
import { BlockspinError } from '../core/errors.ts';
import { elements } from '../core/shape.ts';
import type { DataSet } from '../model/data/data_set.ts';
import { checkGraph } from '../space/graph/check.ts';
import type { Graph } from '../space/graph/graph.ts';
import type { SiteList } from '../space/sites.ts';
import type { GraphFile } from '../store/graph/file.ts';
import { cutGiven } from './graph_model.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/**
 * Block and environment among edges in and out of a matching, around the node --centre.
 * @throws BlockspinError for samples that are no perfect matchings of the graph, and as `checkGraph` and `cutGiven`
 */
export function matchingsGiven(host: Host, given: Given, data: DataSet, { nodes, remarks: _, ...file }: GraphFile): { sites: SiteList; given: Given } {
  const graph: Graph = { ...file, nodes: nodes ?? file.edges.reduce((most, [a, b]) => Math.max(most, a + 1, b + 1), 0) };
  checkGraph(graph);
  if (graph.edges.length !== elements(data.shape)) {
    const expected = `an edge for each of the ${elements(data.shape)} values of ${data.name}`;
    throw new BlockspinError({ who: '--on', expected, got: `${graph.edges.length} edges`, remedy: 'give the graph whose edges the values belong to' });
  }
  checkMatchings(data, graph);
  const { edges: __, on: ___, centre = 'auto', ...others } = given;
  return cutGiven(host, { ...others, centre } as Given, graph, 'edges');
}

/** @throws BlockspinError naming sample, node and number of its edges */
function checkMatchings({ array, samples, binary, values, name }: DataSet, { nodes, edges }: Graph): void {
  const remedy = 'values of edges without this rule take --on edges';
  if (binary === undefined) {
    throw new BlockspinError({ who: name, expected: 'edges in a matching or not, two values: 0 and 1 or -1 and 1', got: String(values), remedy });
  }
  const [, laid] = binary;
  const covered = new Uint32Array(nodes);
  for (let sample = 0; sample < samples; sample++) {
    covered.fill(0);
    edges.forEach((ends, e) => {
      if (Number(array.data[sample * edges.length + e]) === laid) for (const node of ends) covered[node]++;
    });
    const node = covered.findIndex((edgesThere) => edgesThere !== 1);
    if (node < 0) continue;
    const expected = `a perfect matching in each sample: one of its edges at each of the ${nodes} nodes`;
    throw new BlockspinError({ who: name, expected, got: `${covered[node]} at node ${node} in sample ${sample}`, remedy });
  }
}
