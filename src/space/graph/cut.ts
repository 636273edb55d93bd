/** Block and environment on a graph: values within a number of bonds of each other. Values are those of nodes or of edges. */
import { BlockspinError } from '../../core/errors.ts';
import { setting } from '../../core/phrase.ts';
import type { SiteList } from '../sites.ts';
import { checkEdges, type Graph } from './graph.ts';

/** Which values a block and its environment consist of. */
export interface GraphCut {
  /** What the values of a configuration belong to; edges are neighbours if they share a node. Nodes unless given. */
  readonly on?: 'nodes' | 'edges';
  /** Values of the block, or those it lies around. */
  readonly centre: readonly number[];
  /** The block is all within so many bonds of its centre; 0 unless given. */
  readonly radius?: number;
  /** Width of the buffer around the block, bonds. */
  readonly buffer: number;
  /** Width of the environment beyond the buffer, bonds, or all that is left. */
  readonly shell: number | 'rest';
}

/** The neighbours of value i, in compressed rows: targets[offsets[i]] to targets[offsets[i + 1] - 1], ascending and each once. */
interface Neighbours {
  readonly offsets: Uint32Array;
  readonly targets: Uint32Array;
}

/**
 * The lists of a block and its environment. Values that no bond joins to the block are part of the environment only if that is the rest.
 * @throws BlockspinError for edges whose numbers are out of range or counted from 1, a centre that is none of the values, a block in
 *   several pieces, and an environment without values
 */
export function graphSites(graph: Graph, { on = 'nodes', centre, radius = 0, buffer, shell }: GraphCut): SiteList {
  checkEdges(graph);
  const neighbours = on === 'nodes' ? nodeNeighbours(graph) : edgeNeighbours(graph);
  const values = neighbours.offsets.length - 1;
  checkCentre(centre, values, on);
  for (const [name, length] of Object.entries({ radius, buffer, ...(shell === 'rest' ? {} : { shell }) })) checkBonds(name, length, name === 'shell' ? 1 : 0);
  const all = Array.from({ length: values }, (_, value) => value);
  const around = distances(neighbours, centre);
  // Values of a listed block stay in the order of the list.
  const block = radius === 0 ? [...centre] : all.filter((value) => around[value] <= radius);
  checkConnected(neighbours, block);
  const away = distances(neighbours, block);
  const most = shell === 'rest' ? Number.POSITIVE_INFINITY : buffer + shell;
  const environment = all.filter((value) => away[value] > buffer && away[value] <= most);
  if (environment.length > 0) return { block, environment };
  const left = values - block.length;
  throw new BlockspinError({
    setting: 'buffer',
    expected: `an environment: ${on} beyond ${buffer} ${buffer === 1 ? 'bond' : 'bonds'} of the block`,
    got: left === 0 ? `a block of all ${values} ${on}` : `none of the other ${left}`,
    remedy: left === 0 ? 'use a smaller block' : 'use a narrower buffer or a smaller block',
  });
}

/** Distance from the nearest of some values, in bonds; Infinity where no bond leads to. */
function distances({ offsets, targets }: Neighbours, from: readonly number[]): Float64Array {
  const found = new Float64Array(offsets.length - 1).fill(Number.POSITIVE_INFINITY);
  for (const value of from) found[value] = 0;
  const queue = [...from];
  for (let next = 0; next < queue.length; next++) {
    const value = queue[next];
    for (let i = offsets[value]; i < offsets[value + 1]; i++) {
      if (found[targets[i]] !== Number.POSITIVE_INFINITY) continue;
      found[targets[i]] = found[value] + 1;
      queue.push(targets[i]);
    }
  }
  return found;
}

function compressed(sets: readonly ReadonlySet<number>[]): Neighbours {
  const offsets = new Uint32Array(sets.length + 1);
  sets.forEach((set, i) => {
    offsets[i + 1] = offsets[i] + set.size;
  });
  return { offsets, targets: Uint32Array.from(sets.flatMap((set) => [...set].sort((a, b) => a - b))) };
}

function nodeNeighbours({ nodes, edges }: Graph): Neighbours {
  const sets = Array.from({ length: nodes }, () => new Set<number>());
  for (const [a, b] of edges) {
    sets[a].add(b);
    sets[b].add(a);
  }
  return compressed(sets);
}

/** Edges that share a node. */
function edgeNeighbours({ nodes, edges }: Graph): Neighbours {
  const at = Array.from({ length: nodes }, (): number[] => []);
  edges.forEach((edge, e) => {
    for (const node of edge) at[node].push(e);
  });
  return compressed(edges.map(([a, b], e) => new Set([...at[a], ...at[b]].filter((other) => other !== e))));
}

function checkCentre(centre: readonly number[], values: number, on: 'nodes' | 'edges'): void {
  const wrong = centre.find((value, i) => !(Number.isInteger(value) && value >= 0 && value < values) || centre.indexOf(value) !== i);
  if (centre.length > 0 && wrong === undefined) return;
  const expected = `one or more different ${on} from 0 to ${values - 1}`;
  throw new BlockspinError({ setting: 'centre', expected, got: wrong ?? 'none', remedy: 'count from 0, in the order of the values' });
}

function checkBonds(name: string, length: number, least: number): void {
  if (Number.isInteger(length) && length >= least) return;
  throw new BlockspinError({ setting: name, expected: `a number of bonds from ${least} on`, got: length, remedy: 'give a whole number' });
}

/** @throws BlockspinError for a block of which bonds within it do not join all values */
function checkConnected({ offsets, targets }: Neighbours, block: readonly number[]): void {
  const inside = new Set(block);
  const reached = new Set([block[0]]);
  for (const value of reached) {
    for (let i = offsets[value]; i < offsets[value + 1]; i++) if (inside.has(targets[i])) reached.add(targets[i]);
  }
  const apart = block.find((value) => !reached.has(value));
  if (apart === undefined) return;
  throw new BlockspinError({
    setting: setting('centre', block.slice(0, 8).join(',')),
    expected: 'a block in one piece',
    got: `no way within it from ${block[0]} to ${apart}`,
    remedy: 'add what lies between, or take one piece',
  });
}
