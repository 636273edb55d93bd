import { BlockspinError } from '../core/errors.ts';
import type { SettingRef } from '../core/phrase.ts';

/**
 * Block and environment as lists of values of one configuration, numbered from 0 in C order: for graphs, which have
 * no translations. Values in neither list form the buffer.
 */
export interface SiteList {
  block: readonly number[];
  environment: readonly number[];
  /** Several environments of the block, each at its buffer: one point of a training for each. `environment` is then that of the first. */
  buffers?: readonly { readonly buffer: number; readonly environment: readonly number[] }[] | undefined;
  /** Where all values of a configuration lie, [x, y] with y upwards: reports draw the filter there. */
  positions?: readonly (readonly [number, number])[] | undefined;
  /** Pairs of values that are neighbours: drawn, and used to find the symmetries of the graph. Training does not read them. */
  edges?: readonly (readonly [number, number])[] | undefined;
}

/**
 * @param values how many values a configuration has
 * @param from named in the messages: the setting, with its file where the lists were read from one
 * @throws BlockspinError for an empty block or environment, a number out of range or given twice, and an environment
 *   that overlaps the block; for another number of positions than values, and edges out of range
 */
export function checkSites({ block, environment, positions, edges, buffers = [] }: SiteList, values: number, from: string | SettingRef = 'sites'): void {
  for (const further of buffers) checkLists({ block, environment: further.environment }, values, from);
  checkLists({ block, environment }, values, from);
  if (positions && positions.length !== values) {
    const expected = `${values} positions, one of each value of a configuration`;
    throw new BlockspinError({ setting: from, expected, got: positions.length, remedy: 'give [x, y] of all values, or leave positions out' });
  }
  const wrong = edges?.find((edge) => !edge.every((end) => Number.isInteger(end) && end >= 0 && end < values));
  if (wrong) {
    const expected = `edges between values from 0 to ${values - 1}`;
    throw new BlockspinError({ setting: from, expected, got: `[${wrong.join(', ')}]`, remedy: 'count the sites from 0, in the order of the file' });
  }
}

function checkLists({ block, environment }: SiteList, values: number, from: string | SettingRef): void {
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
