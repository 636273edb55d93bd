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
  /** Further places at which block and environment lie in the same way. */
  views?: SiteViews | undefined;
  /** Where all values of a configuration lie, [x, y] with y upwards: reports draw the filter there. */
  positions?: readonly (readonly [number, number])[] | undefined;
  /** Pairs of values that are neighbours: drawn, and used to find the symmetries of the graph. Training does not read them. */
  edges?: readonly (readonly [number, number])[] | undefined;
}

/** Places on a graph that look alike. A training reads each 32 samples at one of them, or as the list itself says. */
export interface SiteViews {
  /** How the places were chosen: images of one centre, or all centres that look the same. */
  of: 'images' | 'equivalent';
  /**
   * Whether each comes from the list by a symmetry of the whole graph. Then views multiply the samples of one ensemble; else samples are those of
   * several, mixed.
   */
  exact: boolean;
  further: readonly SiteView[];
}

/** One of the places: its lists are those of the block and of the environment of each buffer, value by value. */
export interface SiteView {
  /** The node that is its centre. */
  centre: number;
  block: readonly number[];
  environments: readonly (readonly number[])[];
}

/** All views of lists, that of the lists themselves first. */
export function viewsOf({ block, environment, buffers = [{ buffer: 0, environment }], views }: SiteList): Pick<SiteView, 'block' | 'environments'>[] {
  return [{ block, environments: buffers.map((one) => one.environment) }, ...(views?.further ?? [])];
}

/** '16, of one centre, by symmetries of the whole graph', or '272 of 17 centres that look the same as far as the lists go'. */
export function viewsWords({ of, exact, further }: SiteViews): string {
  const [count, centres] = [further.length + 1, new Set(further.map(({ centre }) => centre)).size];
  const whose = of === 'images' ? 'of one centre' : `of ${centres === 1 ? 'one centre' : `${centres} centres that look the same as far as the lists go`}`;
  return `${count} ${whose}, ${exact ? 'by symmetries of the whole graph' : 'which are not known to be symmetries of the whole graph: samples are those of all of them, mixed'}`;
}

/**
 * @param values how many values a configuration has
 * @param from named in the messages: the setting, with its file where the lists were read from one
 * @throws BlockspinError for an empty block or environment, a number out of range or given twice, and an environment
 *   that overlaps the block, in any view; for views of other lengths, another number of positions than values, and edges out of range
 */
export function checkSites(sites: SiteList, values: number, from: string | SettingRef = 'sites'): void {
  const { block, environment, positions, edges } = sites;
  checkLists({ block, environment }, values, from);
  const [own, ...further] = viewsOf(sites);
  for (const one of own.environments) checkLists({ block, environment: one }, values, from);
  further.forEach((view, i) => {
    checkView(view, own, i, from);
    for (const one of view.environments) checkLists({ block: view.block, environment: one }, values, from);
  });
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

/** @throws BlockspinError for a view that does not fit the lists */
function checkView(
  view: Pick<SiteView, 'block' | 'environments'>,
  own: Pick<SiteView, 'block' | 'environments'>,
  number: number,
  from: string | SettingRef,
): void {
  const lengths = ({ block, environments }: typeof own) => [block.length, ...environments.map((one) => one.length)].join(', ');
  if (lengths(view) === lengths(own)) return;
  const expected = `lists of ${lengths(own)} values in view ${number}, one for each value of block and environments`;
  throw new BlockspinError({ setting: from, expected, got: lengths(view), remedy: 'list the values of each view in the order of block and environments' });
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
