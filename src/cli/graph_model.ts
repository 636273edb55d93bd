/** The graph of a model on the command line: --graph, and block and environment cut from it. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { modelNamed, SAMPLED } from '../model/models.ts';
import { chosenCentre } from '../space/graph/centre.ts';
import { graphSites } from '../space/graph/cut.ts';
import type { Graph } from '../space/graph/graph.ts';
import { edgeShell } from '../space/graph/shell.ts';
import type { SiteList } from '../space/sites.ts';
import { graphNamed } from './graph_made.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

const LEVEL = /^([a-z-]+):(\d+)$/;

/**
 * The graph of --graph: a file, or a name, with a level behind a colon where the graph is the patch of one; undefined without it.
 * @throws BlockspinError for a model without a graph, and as `graphNamed`
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
  return graphByName(host, name);
}

/** @throws BlockspinError as `graphNamed` */
export async function graphByName(host: Host, name: string): Promise<Graph> {
  const [, family, level] = LEVEL.exec(name) ?? [];
  const { graph, remarks } = family === undefined ? await graphNamed(host, name, {}) : await graphNamed(host, family, { level: Number(level) });
  for (const remark of remarks) host.err(`${name}: ${remark}\n`);
  return graph;
}

/**
 * The lists that the options cut out of the graph of a model, with the options that are left; undefined without --centre. Centre, radius and
 * distances are those of nodes, also where the values are those of edges.
 */
export function graphSitesGiven(host: Host, given: Given, graph: Graph): { sites: SiteList; given: Given } | undefined {
  if (given.centre === undefined) return undefined;
  return cutGiven(host, given, graph, modelNamed(given.model as string, SAMPLED).support === 'bonds' ? 'edges' : 'nodes');
}

/**
 * The lists that --centre and lengths cut out of a graph, and the options that are left.
 * @param on what the values belong to
 * @throws BlockspinError for a centre that is no node, several buffers, and as `edgeShell` and `graphSites`
 */
export function cutGiven(host: Host, given: Given, graph: Graph, on: 'nodes' | 'edges'): { sites: SiteList; given: Given } {
  const { centre, radius, level, buffer, shell, ...left } = given;
  if ([buffer].flat().length > 1) {
    throw new BlockspinError({ setting: 'buffer', expected: 'one number of bonds', got: [buffer].flat().join(','), remedy: 'train once for each buffer' });
  }
  const nodes = centre === 'auto' ? [chosenCentre(graph).centre] : ([centre].flat() as number[]);
  const wrong = nodes.find((node) => !(Number.isInteger(node) && node >= 0 && node < graph.nodes) || graph.ghosts?.includes(node));
  if (wrong !== undefined) {
    const expected = `nodes from 0 to ${graph.nodes - 1} that are no ghosts`;
    throw new BlockspinError({ setting: 'centre', expected, got: wrong, remedy: 'count nodes from 0' });
  }
  const lengths = { buffer: ([buffer ?? 0].flat() as number[])[0], shell: (shell ?? 1) as number | 'rest' };
  const onEdges = on === 'edges';
  const sites = onEdges
    ? edgeSites(graph, nodes, { ...lengths, ...(level === undefined ? { radius: (radius as number | undefined) ?? 1 } : { level: level as number }) })
    : nodeSites(graph, nodes, { ...lengths, radius: (radius as number | undefined) ?? 0, ...(level === undefined ? {} : { level }) });
  const values = onEdges ? graph.edges.length : graph.nodes;
  const [block, environment] = [sites.block.length, sites.environment.length];
  const beside = values - block - environment;
  host.err(`graph: ${graph.nodes} nodes, ${graph.edges.length} edges; block of ${block} ${on}, environment of ${environment}, ${beside} in neither\n`);
  return { sites, given: left };
}

/** Lengths of a cut. */
interface Lengths {
  radius?: number;
  level?: unknown;
  buffer: number;
  shell: number | 'rest';
}

/** Values are edges, which lie at their middles; an edge of a ghost lies at its other end. */
function edgeSites(graph: Graph, centre: readonly number[], { shell, level, ...lengths }: Lengths): SiteList {
  if (centre.length > 1) throw new BlockspinError({ setting: 'centre', expected: 'one node', got: centre.join(), remedy: 'train once for each centre' });
  const depth = shell === 'rest' ? 'full' : shell;
  const region = level === undefined ? {} : { level: level as number };
  const { block, environment } = edgeShell(graph, { centre: centre[0], ...lengths, ...region, depth });
  const { positions } = graph;
  if (!positions) return { block, environment };
  const middles = graph.edges.map((ends): [number, number] => {
    const known = ends.flatMap((node) => (positions[node] ? [positions[node]] : []));
    return [0, 1].map((axis) => known.reduce((sum, place) => sum + place[axis] / known.length, 0)) as [number, number];
  });
  return { block, environment, ...(middles.flat().every(Number.isFinite) ? { positions: middles } : {}) };
}

function nodeSites(graph: Graph, centre: readonly number[], { level, radius = 0, ...lengths }: Lengths): SiteList {
  if (level !== undefined) throw new BlockspinError({ setting: 'level', expected: 'a model of edges', got: level, remedy: phrase`use ${setting('radius')}` });
  const sites = graphSites(graph, { centre, radius, ...lengths });
  const positions = graph.positions?.flatMap((place) => (place ? [[place[0], place[1]] as [number, number]] : []));
  return { ...sites, ...(positions?.length === graph.nodes ? { positions } : {}), edges: graph.edges.map(([a, b]) => [a, b] as const) };
}
