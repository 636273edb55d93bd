/** The graph of a model on the command line: --graph, and block and environment cut from it. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { modelNamed, SAMPLED } from '../model/models.ts';
import { ammannBeenkerPatch } from '../space/graph/ammann_beenker.ts';
import { graphSites } from '../space/graph/cut.ts';
import { edgeSites } from '../space/graph/edge_cut.ts';
import type { Graph } from '../space/graph/graph.ts';
import type { SiteList } from '../space/sites.ts';
import { parseJson } from '../store/json.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

const PATCH = /^ammann-beenker-(\d)$/;

/**
 * The graph of --graph: a file, or ammann-beenker-0 to -4 for the patches of that tiling; undefined without it.
 * @throws BlockspinError for a model without a graph, and a file that holds none
 */
export async function graphGiven(host: Host, given: Given): Promise<Graph | undefined> {
  if (given.graph === undefined) return undefined;
  const name = given.graph as string;
  const model = given.model === undefined ? SAMPLED[0] : modelNamed(given.model as string, SAMPLED);
  if (!Object.hasOwn(model.settings, 'graph') || given.data !== undefined) {
    const able = SAMPLED.filter(({ settings }) => Object.hasOwn(settings, 'graph')).map((one) => one.name);
    throw new BlockspinError({
      setting: setting('graph', name),
      expected: 'a model that lives on a graph',
      got: given.data === undefined ? model.name : 'data',
      remedy: given.data === undefined ? phrase`use ${setting('model', ...able)}` : phrase`the graph of data is given as ${setting('edges')}`,
    });
  }
  const patch = PATCH.exec(name);
  return patch ? ammannBeenkerPatch(Number(patch[1])) : readGraph(host, name);
}

async function readGraph(host: Host, path: string): Promise<Graph> {
  const wrong = (expected: string, got: string, remedy: string) => new BlockspinError({ setting: setting('graph', path), expected, got, remedy });
  try {
    const value = parseJson(await host.files.read(path)) as Graph;
    if (Number.isInteger(value?.nodes) && Array.isArray(value?.edges)) return { name: path.replace(/^.*\/|\.json$/g, ''), ...value };
  } catch (error) {
    throw wrong('a file of JSON that can be read', (error as Error).message, 'check the path');
  }
  throw wrong('an object with nodes and edges', 'something else', 'write { "nodes": 3, "edges": [[0, 1], [1, 2]] }');
}

/**
 * The lists that the options cut out of the graph of a model, with the options that are left; undefined without --centre. Centre, radius and
 * distances are those of nodes, also where the values are those of edges.
 */
export function graphSitesGiven(host: Host, given: Given, graph: Graph): { sites: SiteList; given: Given } | undefined {
  if (given.centre === undefined) return undefined;
  const { centre, radius, region, buffer, shell, ...left } = given;
  if ([buffer].flat().length > 1) {
    throw new BlockspinError({ setting: 'buffer', expected: 'one number of bonds', got: [buffer].flat().join(','), remedy: 'train once for each buffer' });
  }
  const lengths = { radius: radius ?? 1, buffer: [buffer ?? 0].flat()[0], shell: shell ?? 1 };
  for (const [name, length] of Object.entries({ ...lengths, region: region ?? 0 })) {
    if ((name === 'shell' && length === 'rest') || (Number.isInteger(length) && (length as number) >= (name === 'shell' ? 1 : 0))) continue;
    throw new BlockspinError({ setting: name, expected: 'a whole number of bonds', got: length, remedy: phrase`use for example ${setting(name, 1)}` });
  }
  const cut = { centre: [centre as number | number[]].flat(), ...(lengths as { radius: number; buffer: number; shell: number | 'rest' }) };
  const onEdges = modelNamed(given.model as string, SAMPLED).support === 'bonds';
  if (!onEdges && region !== undefined) throw new BlockspinError({ setting: 'region', expected: 'a model of edges', got: given.model, remedy: 'leave it out' });
  const sites = onEdges ? edgeSites(graph, { ...cut, ...(region === undefined ? {} : { region: region as number }) }) : nodeSites(graph, cut);
  const values = onEdges ? graph.edges.length : graph.nodes;
  const beside = values - sites.block.length - sites.environment.length;
  host.err(
    `graph: ${graph.nodes} nodes, ${graph.edges.length} edges; block of ${sites.block.length} ${onEdges ? 'edges' : 'nodes'}, environment of ${sites.environment.length}, ${beside} in neither\n`,
  );
  return { sites, given: left };
}

function nodeSites(graph: Graph, cut: { centre: number[]; radius: number; buffer: number; shell: number | 'rest' }): SiteList {
  const sites = graphSites(graph, cut);
  const positions = graph.positions?.flatMap((place) => (place ? [[place[0], place[1]] as [number, number]] : []));
  return { ...sites, ...(positions?.length === graph.nodes ? { positions } : {}), edges: graph.edges.map(([a, b]) => [a, b] as const) };
}
