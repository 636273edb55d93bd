/** Block and environments around a node of a graph, as the lists of values that a training reads. */
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import type { SiteList } from '../sites.ts';
import { chosenCentre } from './centre.ts';
import { graphSites } from './cut.ts';
import type { Graph } from './graph.ts';
import { edgeShell } from './shell.ts';

/** Which values around which node. */
export interface Around {
  /** The node, or `auto`: one in the middle of its regions. Several nodes only where values belong to nodes. */
  readonly centre: 'auto' | number | readonly number[];
  /** The block is the region of this level; for values on edges alone. */
  readonly level?: number | undefined;
  /** Or what lies within so many bonds of the centre: for values on edges 1 unless given, for those on nodes 0. */
  readonly radius?: number | undefined;
  /** Bonds between block and environment, one environment for each. */
  readonly buffers: readonly number[];
  /** Bonds from the nearest node of the environment to the farthest, or all of them. */
  readonly shell: number | 'rest';
}

/**
 * The lists of a training around a node. Centre, radius and distances are those of nodes, also where the values are those of edges.
 * @param on what the values belong to
 * @throws BlockspinError for a centre that is no node or a ghost, a level of nodes, and as `edgeShell` and `graphSites`
 */
export function sitesAround(graph: Graph, on: 'nodes' | 'edges', { centre, buffers, ...cut }: Around): SiteList {
  const nodes = centre === 'auto' ? [chosenCentre(graph).centre] : [centre].flat();
  const wrong = nodes.find((node) => !(Number.isInteger(node) && node >= 0 && node < graph.nodes) || graph.ghosts?.includes(node));
  if (wrong !== undefined) {
    const expected = `nodes from 0 to ${graph.nodes - 1} that are no ghosts`;
    throw new BlockspinError({ setting: 'centre', expected, got: wrong, remedy: 'count nodes from 0' });
  }
  const all = buffers.map((buffer) => ({
    buffer,
    ...(on === 'edges' ? edgesAround(graph, nodes, { ...cut, buffer }) : nodesAround(graph, nodes, { ...cut, buffer })),
  }));
  const { block, environment } = all[0];
  return {
    block,
    environment,
    buffers: all.map((one) => ({ buffer: one.buffer, environment: one.environment })),
    ...(on === 'edges' ? middlesOf(graph) : placesOf(graph)),
  };
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
