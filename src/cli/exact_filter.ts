/** H of `exact` on systems of any states: by name, by weights, or as a list with the state of H for each state of the block. */
import { BlockspinError } from '../core/errors.ts';
import { setting } from '../core/phrase.ts';
import { checkFilter } from '../exact/channel.ts';
import { type CoarseMap, listMap, pluralityMap, signMap } from '../exact/system/coarse.ts';
import { filterOf } from '../store/filter_file.ts';
import { parseJson } from '../store/json.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/** What H is made of. */
interface BlockShape {
  /** Sites of V. */
  sites: number;
  /** States of a site, and the numbers they stand for, if any. */
  states: number;
  values?: readonly number[];
  /** Sides of a box of sites in two dimensions, for the filters that are named after places in it. */
  sides?: readonly number[];
}

/** H, as it is computed and as it is reported. */
export interface CoarseRequest {
  /** None where H is V itself. */
  map?: CoarseMap;
  name: string;
  soft: boolean;
  shown: Record<string, unknown>;
}

/** H as the options give it: weights with their bias, or a list with the state of H for each state of the block, or neither. */
interface GivenCoarse {
  name: string;
  list?: readonly unknown[];
  weights?: readonly (readonly number[])[];
  bias: readonly number[];
  soft: boolean;
}

/**
 * Reads H.
 * @param usual name of the filter unless given
 * @throws BlockspinError for a filter of another block, and settings that it has no use for
 */
export async function coarseRequest(host: Host, given: Given, shape: BlockShape, usual: string): Promise<CoarseRequest> {
  const { sites, states, values } = shape;
  const { name, list, weights, bias, soft } = await coarseGiven(host, given, shape, usual);
  if (list !== undefined) return { map: listMap(list, sites, states), name, soft, shown: { name, map: list } };
  if (weights === undefined) return { ...(name === 'state' ? {} : { map: pluralityMap(sites, states) }), name, soft, shown: { name: nameOf(given, usual) } };
  const scores = weights.map((row) =>
    Array.from({ length: sites }, (_, k) => (values ? values.map((value) => row[k] * value) : row.slice(k * states, (k + 1) * states))),
  );
  return { map: signMap(scores, states, bias, soft), name, soft, shown: { name, weights, bias, soft } };
}

const nameOf = (given: Given, usual: string) => (given.filter as string | undefined) ?? usual;

/** What `coarseRequest` reads, before it is a map. @throws BlockspinError as `coarseRequest` */
export async function coarseGiven(host: Host, given: Given, shape: BlockShape, usual: string): Promise<GivenCoarse> {
  const { sites, states, values } = shape;
  const name = nameOf(given, usual);
  const list = await readMap(host, name);
  if (list !== undefined || name === 'state' || name === 'plurality' || (name === 'uniform' && !values)) {
    for (const option of ['bias', 'soft'] as const) {
      if (given[option] === undefined) continue;
      throw new BlockspinError({ who: `--${option}`, expected: 'a filter of weights', got: `--filter ${name}`, remedy: `leave --${option} out` });
    }
    return { ...(list ? { list } : {}), name: list === undefined && name === 'uniform' ? 'plurality' : name, bias: [], soft: false };
  }
  const weights = await readWeights(host, name, shape);
  const bias = weights.map(() => (given.bias as number | undefined) ?? 0);
  const soft = given.soft === true;
  checkFilter({ weights, bias, soft }, values ? sites : sites * states);
  return { name, weights, bias, soft };
}

/** (components, sites), or (components, sites · q) where states stand for no numbers. */
async function readWeights(host: Host, name: string, { sites, states, values, sides }: BlockShape): Promise<number[][]> {
  if (name === 'uniform') return [new Array<number>(sites).fill(1)];
  if (name === 'boundary' || name === 'staggered') {
    if (values && sides) return filterOf(host.files, name, [sides[1], sides[0]]);
    const [expected, remedy] = values
      ? ['uniform, plurality, state or a file: this block is no rectangle', 'write the weights of the sites to a .json file']
      : ['plurality, state or a file: the states of a site stand for no numbers', 'use --filter plurality'];
    throw new BlockspinError({ who: '--filter', expected, got: name, remedy });
  }
  return filterOf(host.files, name, [values ? sites : sites * states, 1]);
}

/** Whether H is no filter of weights: V itself, the state of most sites, or a list. */
export async function isMap(host: Host, given: Given): Promise<boolean> {
  const name = given.filter as string | undefined;
  if (name === undefined) return false;
  if (name === 'state' || name === 'plurality') return true;
  if (!/\.json$/i.test(name)) return false;
  try {
    return Object.hasOwn(parseJson(await host.files.read(name)) as object, 'map');
  } catch {
    // The reader of weights says what is wrong.
    return false;
  }
}

/** The list of { "map": [...] }, or undefined for anything else. */
async function readMap({ files }: Host, name: string): Promise<unknown[] | undefined> {
  if (!/\.json$/i.test(name)) return undefined;
  let value: unknown;
  try {
    value = parseJson(await files.read(name));
  } catch {
    // The reader of weights says what is wrong.
    return undefined;
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const { map, ...others } = value as { map?: unknown };
  if (Array.isArray(map) && Object.keys(others).length === 0) return map;
  const expected = 'a list of weights, or an object with the key map and no other';
  const got = JSON.stringify(value).slice(0, 40);
  throw new BlockspinError({ setting: setting('filter', name), expected, got, remedy: 'write for two spins { "map": [0, [0, 1], [0, 1], 1] }' });
}
