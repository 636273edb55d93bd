import { BlockspinError } from '../core/errors.ts';
import { setting } from '../core/phrase.ts';
import type { SiteList } from '../space/sites.ts';
import type { Files } from './files.ts';
import { parseJson } from './json.ts';

const REMEDY = 'write { "block": [0, 1], "environment": [5, 6] }';

/**
 * Reads { "block": [...], "environment": [...] }: indices into the values of one configuration. `checkSites` checks their range once the
 * configurations are known.
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
  if (keys.sort().join() !== 'block,environment') {
    const got = JSON.stringify(value).slice(0, 40);
    throw new BlockspinError({ setting: from, expected: 'an object with the keys block and environment and no other', got, remedy: REMEDY });
  }
  const lists = value as Record<keyof SiteList, unknown>;
  const list = (name: keyof SiteList): number[] => {
    const sites = lists[name];
    const wrong = Array.isArray(sites) ? sites.find((site) => typeof site !== 'number') : sites;
    if (Array.isArray(sites) && wrong === undefined) return sites;
    throw new BlockspinError({ setting: from, expected: `a list of numbers in ${name}`, got: JSON.stringify(wrong).slice(0, 40), remedy: REMEDY });
  };
  return { block: list('block'), environment: list('environment') };
}
