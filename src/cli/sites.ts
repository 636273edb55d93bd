/** Block and environment of own data as lists of values: from a file, by bonds of a graph, or as two ready arrays. */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { elements } from '../core/shape.ts';
import type { DataSet } from '../model/data/data_set.ts';
import { graphSites } from '../space/graph/cut.ts';
import { type NodeNames, nodesNamed } from '../space/graph/labels.ts';
import { VIEWS, viewsAround } from '../space/graph/views.ts';
import { type SiteList, viewsWords } from '../space/sites.ts';
import type { GraphFile } from '../store/graph/file.ts';
import { readGraphFile } from '../store/graph/read.ts';
import { readSites } from '../store/sites_file.ts';
import type { Host } from './host.ts';
import { matchingsGiven } from './matching_data.ts';
import { oneOf } from './models.ts';
import type { Given, OptionName } from './options.ts';

/** Options of a graph. */
export const GRAPH: readonly OptionName[] = ['edges', 'on', 'centre', 'radius'];

/** Whether the options take values by number, so that the places of a row need no order. */
export function isListed(given: Given): boolean {
  return given.sites !== undefined || given.centre !== undefined || given.edges !== undefined;
}

/**
 * The lists that the options make, with the options that are left; undefined for a window on a lattice.
 * @throws BlockspinError for lists given in two ways, and as `graphSites`
 */
export async function sitesGiven(host: Host, given: Given, data: DataSet | undefined): Promise<{ sites: SiteList; given: Given } | undefined> {
  const graph = [...GRAPH, 'views' as const].filter((name) => given[name] !== undefined);
  if (given.sites !== undefined) {
    if (graph.length > 0)
      throw new BlockspinError({
        who: `--${graph[0]}`,
        expected: 'nothing, since --sites lists block and environment',
        got: String(given[graph[0]]),
        remedy: 'leave one of the two out',
      });
    return { sites: await readSites(host.files, given.sites as string), given };
  }
  if (graph.length === 0) return data?.reading.parts ? { sites: data.reading.parts, given } : undefined;
  if (!data) throw new BlockspinError({ who: `--${graph[0]}`, expected: 'data that go with it', got: 'no --data', remedy: 'give --data' });
  const on = oneOf('on', given.on ?? 'nodes', ['nodes', 'edges', 'matchings'] as const);
  const file = await graphOfData(host, given, data);
  if (on === 'matchings') return matchingsGiven(host, given, data, file);
  const sites = ofGraph(host, given, data, on, file);
  const { edges: _, on: __, centre: ___, radius: ____, buffer: _____, shell: ______, views: _______, ...left } = given;
  return { sites, given: left };
}

/** The graph of --edges, or the edges beside the samples; its numbers are not checked. */
async function graphOfData(host: Host, given: Given, data: DataSet): Promise<GraphFile> {
  if (given.edges === undefined) return { nodes: undefined, edges: storedEdges(data), remarks: [] };
  const file = await readGraphFile(host.files, given.edges as string, 'edges');
  for (const remark of file.remarks) host.err(`${given.edges}: ${remark}\n`);
  return file;
}

function ofGraph(host: Host, given: Given, data: DataSet, on: 'nodes' | 'edges', file: GraphFile): SiteList {
  const { edges: pairs, positions } = file;
  const { centre, radius, buffer, shell } = given;
  const views = oneOf('views', given.views ?? 'centre', VIEWS);
  const values = elements(data.shape);
  if (centre === undefined) {
    throw new BlockspinError({
      who: '--centre',
      expected: `the ${on} of the block, or what it lies around`,
      got: 'nothing',
      remedy: 'write for example --centre 0 --radius 1',
    });
  }
  if ([buffer].flat().length > 1 || typeof [buffer ?? 0].flat()[0] !== 'number') {
    throw new BlockspinError({ who: '--buffer', expected: 'one number of bonds', got: [buffer].flat().join(','), remedy: 'train once for each buffer' });
  }
  if (on === 'edges' && pairs.length !== values) {
    throw new BlockspinError({
      who: '--on',
      expected: `an edge for each of the ${values} values of ${data.name}`,
      got: `${pairs.length} edges`,
      remedy: 'values of nodes take --on nodes',
    });
  }
  if (given.level !== undefined) {
    throw new BlockspinError({ who: '--level', expected: '--on matchings, whose blocks are regions', got: `--on ${on}`, remedy: 'use --radius' });
  }
  const nodes = on === 'nodes' ? values : pairs.reduce((most, [a, b]) => Math.max(most, a + 1, b + 1), 0);
  const width = shell ?? 'rest';
  if (width !== 'rest' && typeof width !== 'number')
    throw new BlockspinError({ setting: 'shell', expected: 'a number of bonds, or rest', got: String(width), remedy: phrase`use ${setting('shell', 'rest')}` });
  const graph = { ...file, nodes };
  const cut = {
    on,
    centre: on === 'nodes' ? nodesNamed(graph, centre as NodeNames) : edgeNumbers(centre),
    radius: (radius as number | undefined) ?? 0,
    buffer: ([buffer ?? 0].flat() as number[])[0],
    shell: width,
  } as const;
  if (views !== 'centre' && (on === 'edges' || cut.centre.length > 1)) {
    throw new BlockspinError({
      who: '--views',
      expected: '--on nodes or matchings, and one node as the centre',
      got: `--on ${on} --centre ${cut.centre.join(',')}`,
      remedy: 'leave it out',
    });
  }
  const lists = graphSites({ nodes, edges: pairs }, cut);
  const sites = views === 'centre' ? lists : { ...lists, views: viewsAround(graph, on, cut.centre[0], lists, views) };
  if (sites.views) host.err(`views: ${viewsWords(sites.views)}\n`);
  host.err(
    `graph: ${nodes} nodes, ${pairs.length} edges; block of ${sites.block.length} ${on}, ${values - sites.block.length - sites.environment.length} ${cut.buffer > 0 ? `within ${cut.buffer} bonds of it or beyond the shell` : 'beyond the shell'}, environment of ${sites.environment.length}\n`,
  );
  // Where all values have places, filters are drawn there.
  const places = on === 'nodes' && positions?.length === nodes ? positions.flatMap((place) => (place ? [[place[0], place[1]] as [number, number]] : [])) : [];
  return places.length === nodes ? { ...sites, positions: places, edges: pairs.map(([a, b]) => [a, b] as const) } : sites;
}

/** Edges have no labels. */
function edgeNumbers(centre: Given['centre']): number[] {
  const numbers = [centre].flat();
  if (numbers.every((one) => typeof one === 'number')) return numbers;
  const expected = 'numbers of edges, as --on edges says';
  throw new BlockspinError({ who: '--centre', expected, got: String(centre), remedy: 'count edges from 0, in the order of the file' });
}

/** Edges beside the samples in an archive: (E, 2), or (2, E) as edge_index. */
function storedEdges({ reading: { edges }, name }: DataSet): [number, number][] {
  if (edges === undefined)
    throw new BlockspinError({ who: '--edges', expected: 'a file of edges, or an array edges beside the samples', got: 'none', remedy: 'give --edges FILE' });
  const [rows, columns] = edges.shape;
  const across = rows === 2 && columns !== 2;
  if (edges.shape.length !== 2 || !(columns === 2 || across)) {
    throw new BlockspinError({
      who: `${name}, array edges`,
      expected: 'the shape (edges, 2), or (2, edges)',
      got: `(${edges.shape.join(', ')})`,
      remedy: 'save pairs of nodes, counted from 0',
    });
  }
  const at = (i: number) => Number(edges.data[i]);
  return Array.from({ length: across ? columns : rows }, (_, e) => (across ? [at(e), at(columns + e)] : [at(2 * e), at(2 * e + 1)]));
}
