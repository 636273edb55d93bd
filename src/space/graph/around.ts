/** Block and environments around a node of a graph, as the lists of values that a training reads. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { SiteList } from '../sites.ts';
import { chosenCentre } from './centre.ts';
import { graphSites } from './cut.ts';
import type { Graph } from './graph.ts';
import { type NodeNames, nodesNamed } from './labels.ts';
import { edgeShell } from './shell.ts';
import { type Views, viewsAround } from './views.ts';

/** Which values around which node. */
export interface Around {
  /** The node by its number or label, or `auto`: one with the most regions. Several nodes only where values belong to nodes. */
  readonly centre: NodeNames;
  /** The block is the region of this level; for values on edges alone. */
  readonly level?: number | undefined;
  /** Or what lies within so many bonds of the centre: for values on edges 1 unless given, for those on nodes 0. */
  readonly radius?: number | undefined;
  /** Bonds between block and environment, one environment for each. */
  readonly buffers: readonly number[];
  /** Bonds from the nearest node of the environment to the farthest, or all of them. */
  readonly shell: number | 'rest';
  /** Whether block and environments are read at other places, too; at the centre alone unless given. */
  readonly views?: Views | undefined;
}

/**
 * The lists of a training around a node. Centre, radius and distances are those of nodes, also where the values are those of edges.
 * @param on what the values belong to
 * @throws BlockspinError for a level of nodes, views of several nodes, and as `nodesNamed`, `edgeShell`, `graphSites` and `viewsAround`
 */
export function sitesAround(graph: Graph, on: 'nodes' | 'edges', { centre, buffers, views = 'centre', ...cut }: Around): SiteList {
  const nodes = centre === 'auto' ? [chosenCentre(graph).centre] : nodesNamed(graph, centre);
  const all = buffers.map((buffer) => ({
    buffer,
    ...(on === 'edges' ? edgesAround(graph, nodes, { ...cut, buffer }) : nodesAround(graph, nodes, { ...cut, buffer })),
  }));
  const { block, environment } = all[0];
  const lists = { block, environment, buffers: all.map((one) => ({ buffer: one.buffer, environment: one.environment })) };
  return {
    ...lists,
    ...(views === 'centre' ? {} : { views: viewsAround(graph, on, oneOf(nodes, views), lists, views) }),
    ...(on === 'edges' ? middlesOf(graph) : placesOf(graph)),
  };
}

function oneOf(nodes: readonly number[], views: Views): number {
  if (nodes.length === 1) return nodes[0];
  throw new BlockspinError({
    setting: setting('views', views),
    expected: 'one node as the centre',
    got: nodes.join(),
    remedy: phrase`give one ${setting('centre')}`,
  });
}

/** A cut at one buffer. */
type Cut = Pick<Around, 'level' | 'radius' | 'shell'> & { readonly buffer: number };
type Lists = Pick<SiteList, 'block' | 'environment'>;

function edgesAround(graph: Graph, centre: readonly number[], { shell, level, radius, buffer }: Cut): Lists {
  if (centre.length > 1) throw new BlockspinError({ setting: 'centre', expected: 'one node', got: centre.join(), remedy: 'train once for each centre' });
  const depth = shell === 'rest' ? 'full' : shell;
  return edgeShell(graph, {
    centre: centre[0],
    buffer,
    depth,
    ...(level === undefined ? { radius: radius ?? 1 } : { level, ...(radius === undefined ? {} : { radius }) }),
  });
}

function nodesAround(graph: Graph, centre: readonly number[], { level, radius = 0, ...lengths }: Cut): Lists {
  if (level !== undefined) throw new BlockspinError({ setting: 'level', expected: 'a model of edges', got: level, remedy: phrase`use ${setting('radius')}` });
  const { block, environment } = graphSites(graph, { centre, radius, ...lengths });
  return { block, environment };
}

/** Edges lie at their middles; an edge of a ghost lies at its other end. */
function middlesOf({ positions, edges }: Graph): Pick<SiteList, 'positions'> {
  if (!positions) return {};
  const middles = edges.map((ends): [number, number] => {
    const known = ends.flatMap((node) => (positions[node] ? [positions[node]] : []));
    return [0, 1].map((axis) => known.reduce((sum, place) => sum + place[axis] / known.length, 0)) as [number, number];
  });
  return middles.flat().every(Number.isFinite) ? { positions: middles } : {};
}

function placesOf({ nodes, positions, edges }: Graph): Pick<SiteList, 'positions' | 'edges'> {
  const known = positions?.flatMap((place) => (place ? [[place[0], place[1]] as [number, number]] : []));
  return { ...(known?.length === nodes ? { positions: known } : {}), edges: edges.map(([a, b]) => [a, b] as const) };
}
