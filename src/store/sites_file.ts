import { BlockspinError } from '../core/errors.ts';
import { setting } from '../core/phrase.ts';
import type { SiteList } from '../space/sites.ts';
import type { Files } from './files.ts';
import { parseJson } from './json.ts';

const REMEDY = 'write { "block": [0, 1], "environment": [5, 6] }';

/**
 * Reads { "block": [...], "environment": [...] }: indices into the values of one configuration; perhaps with "positions", [x, y] of all
 * values, and "edges", pairs of them. `checkSites` checks their range once the configurations are known.
 * @throws BlockspinError naming the file and what is wrong with it
 */
export async function readSites(files: Files, path: string): Promise<SiteList> {
  const from = setting('sites', path);
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (error) {
    throw new BlockspinError({ setting: from, expected: 'a file that can be read', got: (error as Error).message, remedy: 'check the path' });
  }
  let value: unknown;
  try {
    value = parseJson(bytes);
  } catch (error) {
    throw new BlockspinError({ setting: from, expected: 'JSON', got: (error as Error).message, remedy: REMEDY });
  }
  const keys = value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
  const needed = ['block', 'environment'].every((key) => keys.includes(key));
  if (!needed || keys.some((key) => !KEYS.includes(key))) {
    const got = JSON.stringify(value).slice(0, 40);
    const expected = 'an object with the keys block and environment, perhaps positions and edges, and no other';
    throw new BlockspinError({ setting: from, expected, got, remedy: REMEDY });
  }
  const lists = value as Record<keyof SiteList, unknown>;
  const wrong = (expected: string, got: unknown) => new BlockspinError({ setting: from, expected, got: JSON.stringify(got).slice(0, 40), remedy: REMEDY });
  const list = (name: keyof SiteList): number[] => {
    const sites = lists[name];
    const bad = Array.isArray(sites) ? sites.find((site) => typeof site !== 'number') : sites;
    if (Array.isArray(sites) && bad === undefined) return sites;
    throw wrong(`a list of numbers in ${name}`, bad);
  };
  const pairs = (name: 'positions' | 'edges'): Pick<SiteList, 'positions' | 'edges'> => {
    const all = lists[name];
    if (all === undefined) return {};
    const bad = Array.isArray(all) ? all.find((pair) => !isPair(pair)) : all;
    if (Array.isArray(all) && bad === undefined) return { [name]: all };
    throw wrong(`a list of pairs of numbers in ${name}`, bad);
  };
  return { block: list('block'), environment: list('environment'), ...pairs('positions'), ...pairs('edges') };
}

const KEYS = ['block', 'environment', 'positions', 'edges'];

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every((one) => typeof one === 'number' && Number.isFinite(one));
}
