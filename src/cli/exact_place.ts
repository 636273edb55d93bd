/** Options of `exact` that say where the sites, the block and its environment lie. */
import { BlockspinError } from '../core/errors.ts';
import type { RegionOptions } from '../exact/system/region.ts';
import { type AxisBoundary, type ExactSpace, edgeGraph, LATTICE_NAMES, namedLattice } from '../exact/system/space.ts';
import type { Graph } from '../space/graph/graph.ts';
import { readSites } from '../store/sites_file.ts';
import { readEdges } from './exact_edges.ts';
import { graphByName } from './graph_model.ts';
import type { Host } from './host.ts';
import { oneOf } from './models.ts';
import type { Given, OptionName } from './options.ts';

/** Options of the place of a block. */
export const PLACE: readonly OptionName[] = ['size', 'block', 'buffer', 'boundary', 'at', 'centre', 'radius', 'sites', 'shell', 'metric'];
/** And those of lattices and graphs. */
export const SPACE: readonly OptionName[] = ['lattice', 'holes', 'edges', 'graph'];
/** Options that only lists, graphs and places need: with one of them, sites are numbered in C order. */
const MARKS: readonly OptionName[] = [...SPACE, 'at', 'centre', 'radius', 'sites', 'metric'];

/** Whether options ask for a general system, rather than for a torus, cylinder or open lattice with the block in the middle. */
export function isGeneral(given: Given): boolean {
  const axes = (given.size as number[] | undefined)?.length ?? 0;
  return MARKS.some((name) => given[name] !== undefined) || axes > 2 || ((given.boundary as string[] | undefined)?.length ?? 0) > 1;
}

/** Sides of a lattice: one for both axes of a square, or one for each of one to three axes. */
export function sidesOf(given: Given): number[] {
  const sides = (given.size as number[] | undefined) ?? [4];
  return sides.length === 1 ? [sides[0], sides[0]] : sides;
}

/** The boundary of each axis. `cylinder` is periodic along the first one. */
export function boundariesOf(given: Given, axes: number): AxisBoundary[] {
  const words = (given.boundary as string[] | undefined) ?? ['periodic'];
  if (words.length === 1 && words[0] === 'cylinder') return Array.from({ length: axes }, (_, axis) => (axis === 0 ? 'periodic' : 'open'));
  const each = words.map((word) => oneOf('boundary', word, ['periodic', 'open'] as const));
  if (each.length === 1) return Array.from({ length: axes }, () => each[0]);
  if (each.length === axes) return each;
  throw new BlockspinError({ who: '--boundary', expected: `one name, or one for each of ${axes} axes`, got: words.join(','), remedy: 'use --boundary open' });
}

/** The lattice or graph of the options. @throws BlockspinError for options that contradict one another */
export async function spaceOf(host: Host, given: Given): Promise<ExactSpace> {
  if (given.graph !== undefined) return nodesOf(await graphOf(host, given), given.graph as string);
  if (given.edges === undefined) {
    const name = oneOf('lattice', given.lattice ?? 'square', LATTICE_NAMES);
    const sides = sidesOf(given);
    return namedLattice(name, sides, boundariesOf(given, sides.length), given.holes as number[] | undefined);
  }
  refuseBeside('edges', ['size', 'boundary', 'lattice', 'holes', 'block', 'at'], given);
  return readEdges(host.files, given.edges as string);
}

/** The graph of --graph, or of --edges. @throws BlockspinError for options of lattices beside it, and as `graphNamed` */
export async function graphOf(host: Host, given: Given): Promise<Graph> {
  const option = given.graph === undefined ? 'edges' : 'graph';
  refuseBeside(option, ['size', 'boundary', 'lattice', 'holes', 'block', 'at', ...(option === 'graph' ? (['edges'] as const) : [])], given);
  return graphByName(host, given[option] as string);
}

/** Sites of models whose values belong to nodes: all but ghosts, coupled by the weights of the edges. */
function nodesOf({ nodes, edges, weights, ghosts = [] }: Graph, name: string): ExactSpace {
  const ghost = new Set(ghosts);
  const bonds = edges.flatMap(([a, b], e) => (ghost.has(a) || ghost.has(b) ? [] : [[a, b, weights?.[e] ?? 1] as const]));
  return { ...edgeGraph(bonds, name, nodes), present: (node) => !ghost.has(node) };
}

/** @throws BlockspinError for an option without the one that it belongs to */
export function refuseAlone(name: OptionName, other: OptionName, given: Given): void {
  if (given[name] === undefined || given[other] !== undefined) return;
  throw new BlockspinError({ who: `--${name}`, expected: `--${other} that it belongs to`, got: 'none', remedy: `give --${other} as well, or leave it out` });
}

/** @throws BlockspinError where an option is given that another one leaves without a meaning */
export function refuseBeside(name: OptionName, others: readonly OptionName[], given: Given): void {
  const other = others.find((one) => given[one] !== undefined);
  if (other === undefined) return;
  throw new BlockspinError({ who: `--${other}`, expected: `no --${name} beside it`, got: `--${name} ${given[name]}`, remedy: 'leave one of them out' });
}

/** Where the block lies: everything but the width of the buffer. */
export async function placeOf(host: Host, given: Given): Promise<Omit<RegionOptions, 'buffer'>> {
  const { centre, radius, shell } = given as { centre?: number[] | string; radius?: number; shell?: number };
  const metric = given.metric === undefined ? undefined : oneOf('metric', given.metric, ['box', 'bonds'] as const);
  if (given.sites !== undefined) {
    refuseBeside('sites', ['block', 'at', 'centre', 'radius', 'buffer', 'shell', 'metric'], given);
    const { block, environment } = await readSites(host.files, given.sites as string);
    return { centre: block, environment };
  }
  if (typeof centre === 'string') {
    throw new BlockspinError({ who: '--centre', expected: 'numbers of sites, counted from 0', got: centre, remedy: 'write for example --centre 0,1' });
  }
  if (centre !== undefined) refuseBeside('centre', ['block', 'at'], given);
  else if (radius !== undefined) {
    throw new BlockspinError({ who: '--radius', expected: '--centre that it belongs to', got: 'none', remedy: 'give --centre as well, or leave it out' });
  }
  return {
    ...(centre === undefined
      ? { block: (given.block as number[] | undefined) ?? [2], ...atOf(given) }
      : { centre, ...(radius === undefined ? {} : { radius }) }),
    ...(shell === undefined ? {} : { shell }),
    ...(metric === undefined ? {} : { metric }),
  };
}

/** Whether the block lies at random places. */
export const isAnywhere = (given: Given): boolean => given.at === 'anywhere';

function atOf(given: Given): { at?: number[] } {
  if (given.at === undefined || isAnywhere(given)) return {};
  const words = [given.at as number | string | (number | string)[]].flat();
  const at = words.map(Number);
  if (at.every((one) => Number.isInteger(one) && one >= 0)) return { at };
  const expected = 'the first site of the block along each axis, or anywhere';
  throw new BlockspinError({ who: '--at', expected, got: words.join(','), remedy: 'write for example --at 1,2' });
}
