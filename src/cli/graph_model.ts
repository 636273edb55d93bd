/** The graph of a model on the command line: --graph, and block and environment cut from it. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { completed } from '../core/settings.ts';
import { modelNamed, SAMPLED } from '../model/models.ts';
import { type Around, sitesAround } from '../space/graph/around.ts';
import type { Graph } from '../space/graph/graph.ts';
import { VIEWS } from '../space/graph/views.ts';
import { type SiteList, viewsWords } from '../space/sites.ts';
import { graphNamed } from './graph_made.ts';
import type { Host } from './host.ts';
import { oneOf } from './models.ts';
import { type Given, trainingOptions } from './options.ts';

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

/**
 * The graph that follows from the settings of a model; undefined where there is none, or where nothing is to be cut from it.
 * @throws BlockspinError for settings of which there is no graph
 */
export function graphOfModel(given: Given): Graph | undefined {
  if (given.data !== undefined || given.centre === undefined) return undefined;
  const model = given.model === undefined ? SAMPLED[0] : modelNamed(given.model as string, SAMPLED);
  if (!model.graph) return undefined;
  const own = trainingOptions(given);
  return model.graph(completed(model.settings, Object.fromEntries(Object.entries(own).filter(([key]) => Object.hasOwn(model.settings, key)))));
}

/** @throws BlockspinError as `graphNamed` */
export async function graphByName(host: Host, name: string): Promise<Graph> {
  const [, family, level] = LEVEL.exec(name) ?? [];
  const { graph, remarks } = family === undefined ? await graphNamed(host, name, {}) : await graphNamed(host, family, { level: Number(level) });
  for (const remark of remarks) host.err(`${name}: ${remark}\n`);
  return graph;
}

/**
 * The lists that the options cut out of the graph of a model, with the options that are left; undefined without --centre.
 * @throws BlockspinError as `sitesAround`
 */
export function graphSitesGiven(host: Host, given: Given, graph: Graph): { sites: SiteList; given: Given } | undefined {
  if (given.centre === undefined) return undefined;
  return cutGiven(host, given, graph, modelNamed(given.model as string, SAMPLED).support === 'bonds' ? 'edges' : 'nodes');
}

/**
 * The lists that --centre and lengths cut out of a graph, and the options that are left.
 * @param on what the values belong to
 * @throws BlockspinError as `sitesAround`
 */
export function cutGiven(host: Host, given: Given, graph: Graph, on: 'nodes' | 'edges'): { sites: SiteList; given: Given } {
  const { centre, radius, level, buffer, shell, views, ...left } = given;
  const sites = sitesAround(graph, on, {
    centre: centre as Around['centre'],
    level: level as number | undefined,
    radius: radius as number | undefined,
    buffers: [buffer ?? 0].flat() as number[],
    shell: (shell ?? 1) as Around['shell'],
    ...(views === undefined ? {} : { views: oneOf('views', views, VIEWS) }),
  });
  const values = on === 'edges' ? graph.edges.length : graph.nodes;
  for (const { buffer: width, environment } of sites.buffers ?? []) {
    const beside = values - sites.block.length - environment.length;
    const where = sites.buffers?.length === 1 ? '' : `buffer ${width}: `;
    host.err(
      `graph: ${graph.nodes} nodes, ${graph.edges.length} edges; ${where}block of ${sites.block.length} ${on}, environment of ${environment.length}, ${beside} in neither\n`,
    );
  }
  if (sites.views) host.err(`views: ${viewsWords(sites.views)}\n`);
  return { sites, given: left };
}
