/**
 * What is sought: bands of given numbers with given irreps, parted from those below and above. Which irreps the bands below have is left
 * open, so that at every momentum there are several ways to divide the levels: a division says of each sector how many levels lie
 * below the bundle and how many below its upper edge.
 */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import { type BandTable, countsText } from './ebr.ts';
import type { Momentum } from './sectors.ts';
import { verdictOf } from './verdict.ts';

/** A bundle of bands, counted from 1, and its irreps. */
export interface Target {
  readonly first: number;
  readonly last: number;
  /** One per label of the table. */
  readonly counts: readonly number[];
}

/** Levels of each sector below the bundle, and below its upper edge. */
interface Division {
  readonly below: readonly number[];
  readonly upTo: readonly number[];
}

/** Bands from --bundle: '2-3', or '2' for one. @throws BlockspinError */
function bandsOf(bundle: string): [number, number] {
  const [, first, last = first] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(bundle) ?? [];
  const [a, b] = [Number(first), Number(last)];
  if (a >= 1 && b >= a && b <= MOST_BANDS) return [a, b];
  const expected = `numbers of bands, the first from 1 on, the last at most ${MOST_BANDS}`;
  throw new BlockspinError({ setting: 'bundle', expected, got: bundle, remedy: phrase`use for example ${setting('bundle', '2-3')}` });
}

/** Bands in a bundle and below it: more have too many divisions. */
const MOST_BANDS = 12;

/**
 * Reads bundle and irreps.
 * @param irreps one sum per momentum: 'G5; K3; M3+M4', with numbers as in 2M1
 * @throws BlockspinError for an irrep that the group does not have, for sums that are not those of so many bands, and where no bands have these irreps
 */
export function targetOf(table: BandTable, bundle: string, irreps: string): Target {
  const [first, last] = bandsOf(bundle);
  const { labels, group } = table;
  const counts = labels.map(() => 0);
  for (const word of irreps.split(/[;+,]/).map((part) => part.trim())) {
    const [, many = '1', name] = /^(\d*)\s*([A-Z]\d+)$/.exec(word) ?? [];
    const at = labels.findIndex((label) => label.name === name);
    if (at < 0) {
      const expected = `irreps of ${group.name}: ${labels.map((label) => label.name).join(', ')}`;
      throw new BlockspinError({
        setting: 'irreps',
        expected,
        got: word === '' ? 'nothing' : word,
        remedy: `write for example "${exampleOf(table, last - first + 1)}"`,
      });
    }
    counts[at] += Number(many || 1);
  }
  for (const [momentum, { name }] of group.momenta.entries()) {
    const bands = labels.reduce((sum, label, i) => sum + (label.momentum === momentum ? label.dimension * counts[i] : 0), 0);
    if (bands === last - first + 1) continue;
    const got = `${bands} at ${name}, where ${labels
      .filter((label) => label.momentum === momentum)
      .map((label) => `${label.name} fills ${label.dimension}`)
      .join(', ')}`;
    throw new BlockspinError({
      setting: 'irreps',
      expected: `irreps that fill ${last - first + 1} bands at every momentum`,
      got,
      remedy: phrase`change them or ${setting('bundle')}`,
    });
  }
  const { broken } = verdictOf(table, counts);
  if (broken) {
    const expected = `irreps that isolated bands can have: sums and differences of elementary band representations of ${group.name}`;
    throw new BlockspinError({
      setting: 'irreps',
      expected,
      got: `${countsText(labels, counts)}, of which ${broken}`,
      remedy: `write for example "${exampleOf(table, last - first + 1)}"`,
    });
  }
  return { first, last, counts };
}

/** Irreps of so many bands that are there. */
function exampleOf({ labels, ebrs }: BandTable, bands: number): string {
  const single = ebrs.find((ebr) => ebr.bands === bands) ?? ebrs[0];
  const many = single.bands === bands ? 1 : bands / single.bands;
  return countsText(
    labels,
    single.counts.map((count) => count * many),
  );
}

/**
 * All divisions of the levels at a momentum.
 * @param momentum its sectors stand in the order of the labels, or there is one without an irrep
 * @throws BlockspinError where the plane waves are too few for the bundle and a level above it
 */
export function divisionsAt(table: BandTable, target: Target, { name, sectors }: Momentum): Division[] {
  const before = target.first - 1;
  const wanted = sectors.map(({ irrep }) => (irrep === '' ? target.last - before : target.counts[table.labels.findIndex((label) => label.name === irrep)]));
  const rooms = sectors.map(({ columns, copies }) => columns.length / copies);
  const found = waysToFill(
    sectors.map(({ dimension }) => dimension),
    before,
  )
    .map((below) => ({ below, upTo: below.map((n, i) => n + wanted[i]) }))
    .filter(({ upTo }) => upTo.every((n, i) => n <= rooms[i]) && upTo.some((n, i) => n < rooms[i]));
  if (found.length > 0) return found;
  const waves = sectors.reduce((sum, { columns, dimension, copies }) => sum + (columns.length * dimension) / copies, 0);
  const expected = `plane waves for bands 1 to ${target.last + 1} with these irreps`;
  throw new BlockspinError({
    setting: 'cutoff',
    expected,
    got: `${waves} at ${name || 'a momentum'}`,
    remedy: phrase`use a larger ${setting('cutoff')}, for example ${setting('cutoff', 16)}`,
  });
}

/** Numbers of levels by sector that fill so many bands. */
function waysToFill(dimensions: readonly number[], bands: number): number[][] {
  if (dimensions.length === 0) return bands === 0 ? [[]] : [];
  const [dimension, ...others] = dimensions;
  return Array.from({ length: Math.floor(bands / dimension) + 1 }, (_, n) => n).flatMap((n) =>
    waysToFill(others, bands - n * dimension).map((rest) => [n, ...rest]),
  );
}

/** Levels of each sector that any division looks at. */
export function levelsNeeded({ sectors }: Momentum, divisions: readonly Division[]): number[] {
  return sectors.map(({ columns, copies }, i) => Math.min(columns.length / copies, Math.max(...divisions.map(({ upTo }) => upTo[i])) + 1));
}

/** Signed gaps below and above a bundle: negative where the order of irreps is wrong, and then by how much. */
export interface Gaps {
  readonly below: number;
  readonly above: number;
}

/** What stands for a level that there is none of: below everything, above everything. */
const BEYOND = 1e30;

/** Edges of a division: the highest level below, the lowest of the rest; the highest of the bundle and below, the lowest above. */
interface Edges {
  readonly top: readonly [number, number];
  readonly next: readonly [number, number];
}

function edgesOf(levels: readonly (readonly number[])[], { below, upTo }: Division): Edges {
  const top = (counts: readonly number[]) => levels.reduce((most, sector, i) => Math.max(most, counts[i] > 0 ? sector[counts[i] - 1] : -BEYOND), -BEYOND);
  const next = (counts: readonly number[]) => levels.reduce((least, sector, i) => Math.min(least, sector[counts[i]] ?? BEYOND), BEYOND);
  return { top: [top(below), top(upTo)], next: [next(below), next(upTo)] };
}

/**
 * The signed gaps over all momenta. At each, the division with the largest smaller gap is taken.
 * @param levels by momentum, sector and number
 * @returns full gaps, and direct ones: the least at any momentum
 */
export function gapsOf(levels: readonly (readonly (readonly number[])[])[], divisions: readonly (readonly Division[])[]): { full: Gaps; direct: Gaps } {
  const smaller = ({ top, next }: Edges) => Math.min(next[0] - top[0], next[1] - top[1]);
  const edges = levels.map((here, k) => divisions[k].map((division) => edgesOf(here, division)).reduce((a, b) => (smaller(b) > smaller(a) ? b : a)));
  const [below, above] = ([0, 1] as const).map((edge) => ({
    full: Math.min(...edges.map(({ next }) => next[edge])) - Math.max(...edges.map(({ top }) => top[edge])),
    direct: Math.min(...edges.map(({ top, next }) => next[edge] - top[edge])),
  }));
  return { full: { below: below.full, above: above.full }, direct: { below: below.direct, above: above.direct } };
}
