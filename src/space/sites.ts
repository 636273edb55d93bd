import { BlockspinError } from '../core/errors.ts';
import type { SettingRef } from '../core/phrase.ts';

/**
 * Block and environment as lists of values of one configuration, numbered from 0 in C order: for graphs, which have
 * no translations. Values in neither list form the buffer.
 */
export interface SiteList {
  block: readonly number[];
  environment: readonly number[];
}

/**
 * @param values how many values a configuration has
 * @param from named in the messages: the setting, with its file where the lists were read from one
 * @throws BlockspinError for an empty block or environment, a number out of range or given twice, and an environment
 *   that overlaps the block
 */
export function checkSites({ block, environment }: SiteList, values: number, from: string | SettingRef = 'sites'): void {
  const seen = new Map<number, string>();
  for (const [name, list] of Object.entries({ block, environment })) {
    if (list.length === 0) {
      throw new BlockspinError({
        setting: from,
        expected: `at least one site in ${name}`,
        got: 'none',
        remedy: 'write { "block": [0, 1], "environment": [5, 6] }',
      });
    }
    for (const site of list) {
      if (!(Number.isInteger(site) && site >= 0 && site < values)) {
        const expected = `whole numbers from 0 to ${values - 1} in ${name}, the sites of one configuration`;
        throw new BlockspinError({ setting: from, expected, got: site, remedy: 'count the sites from 0, in the order of the file' });
      }
      const before = seen.get(site);
      if (before !== undefined) {
        const expected = before === name ? `every site once in ${name}` : 'an environment that does not overlap the block';
        throw new BlockspinError({ setting: from, expected, got: `site ${site} ${before === name ? 'twice' : 'in both'}`, remedy: 'leave one of them out' });
      }
      seen.set(site, name);
    }
  }
}
