import { BlockspinError, nearest } from '../core/errors.ts';
import { phrase, type SettingRef, setting } from '../core/phrase.ts';
import type { Files } from './files.ts';
import { parseJson } from './json.ts';
import { parseNpy } from './npy.ts';

/** Named filters: the weight of a site as a function of its place in the block. */
const NAMED: Record<string, (x: number, y: number, bx: number, by: number) => number> = {
  uniform: () => 1,
  boundary: (x, y, bx, by) => (x === 0 || y === 0 || x === bx - 1 || y === by - 1 ? 1 : 0),
  staggered: (x, y) => ((x + y) % 2 === 0 ? 1 : -1),
};

export const FILTER_NAMES = Object.keys(NAMED);

const FILE = /\.(json|npy)$/i;

/**
 * The weights of a filter, by name or from a file. A .json file holds an array of numbers, nested in any way (components, rows,
 * columns); a .npy file an array of any shape. In C order both hold components x sites of the block.
 * @param given a name, or a path that ends in .json or .npy
 * @param block sides (b_x, b_y); its sites are counted row by row. (inputs, 1) for anything but squares of single weights
 * @param components number of components; by default as many as the filter has. A single one is repeated where more are needed.
 * @returns (components, sites)
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function filterOf(files: Files, given: string, [bx, by]: readonly [number, number], components?: number): Promise<number[][]> {
  const sites = bx * by;
  const weights = Object.hasOwn(NAMED, given)
    ? Array.from({ length: sites }, (_, i) => NAMED[given](i % bx, Math.floor(i / bx), bx, by))
    : await readWeights(files, given);
  const from = setting('filter', given);
  if (weights.length === 0 || weights.length % sites !== 0) {
    throw new BlockspinError({
      setting: from,
      expected: `a multiple of ${sites} weights, one for each ${by === 1 ? 'input of the block: a value, or a state of one-hot values' : `site of the ${bx} x ${by} block`}`,
      got: weights.length,
      remedy: phrase`give one weight per component and block site, or the ${setting('block')} they belong to`,
    });
  }
  const rows = Array.from({ length: weights.length / sites }, (_, c) => weights.slice(c * sites, (c + 1) * sites));
  if (components === undefined || rows.length === components) return rows;
  if (rows.length !== 1) {
    throw new BlockspinError({
      setting: from,
      expected: `${components} components`,
      got: rows.length,
      remedy: phrase`use ${setting('components', rows.length)}`,
    });
  }
  return Array.from({ length: components }, () => [...rows[0]]);
}

async function readWeights(files: Files, path: string): Promise<number[]> {
  if (!FILE.test(path)) {
    const near = nearest(path, FILTER_NAMES);
    throw new BlockspinError({
      setting: 'filter',
      expected: `one of ${FILTER_NAMES.join(', ')}, or a file whose name ends in .json or .npy`,
      got: path || 'an empty name',
      remedy: near ? `did you mean ${near}?` : phrase`use ${setting('filter', 'uniform')}`,
    });
  }
  const from = setting('filter', path);
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (error) {
    throw new BlockspinError({ setting: from, expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path' });
  }
  const values: unknown[] = /\.npy$/i.test(path) ? Array.from(parseNpy(bytes, path).data as ArrayLike<number | bigint>, Number) : parseArray(bytes, from);
  const wrong = values.find((value) => !(typeof value === 'number' && Number.isFinite(value)));
  if (wrong !== undefined || values.includes(undefined)) {
    throw new BlockspinError({ setting: from, expected: 'finite numbers', got: wrong, remedy: 'write for example [[1, 1, 1, 1]]' });
  }
  return values as number[];
}

function parseArray(bytes: Uint8Array, from: SettingRef): unknown[] {
  const bad = (got: string) => new BlockspinError({ setting: from, expected: 'a JSON array of weights', got, remedy: 'write for example [[1, 1, 1, 1]]' });
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    throw bad((error as Error).message);
  }
  if (!Array.isArray(value)) throw bad(JSON.stringify(value).slice(0, 40));
  return value.flat(3);
}
