/** Which axes an array has where a person did not say: only what can be read in one way is decided. */
import type { ArrayOfNumbers } from '../../core/array.ts';
import { reshaped } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { type Phrase, phrase, setting } from '../../core/phrase.ts';
import { type Arranged, arrange, parseRoles, type Role } from './roles.ts';
import { segmented } from './trajectory.ts';

/** How a person says that a file is to be read. */
export interface Reading {
  /** Roles of the axes of the file, e.g. 'n c y x'. */
  axes?: string | undefined;
  /** Shape of one configuration, where the file holds flat rows. */
  shape?: readonly number[] | undefined;
  /** Sites are listed by number: the places of a flat row need no order. */
  listed?: boolean | undefined;
  /** The array is rows of a text, several of which may make one configuration. */
  rows?: boolean | undefined;
}

/** Extents up to this may be values of a site as well as a side. */
const MOST_VALUES_OF_SITE = 6;
/** An array with fewer entries along its first axis than this is hardly one of samples. */
const FEW = 64;

/** The array as configurations. @throws BlockspinError for a layout that can be read in several ways, naming all of them */
export function read(array: ArrayOfNumbers, name: string, { axes, shape, listed, rows }: Reading): Arranged & { roles: readonly Role[] } {
  const shaped = shape && axes === undefined ? reshaped(array, shape, name) : array;
  if (axes !== undefined) {
    const roles = parseRoles(axes);
    // Roles may be those of the file, or of the shape that its flat rows get.
    const arranged = arrange(shape && roles.length !== array.shape.length ? reshaped(array, shape, name) : array, roles, name);
    return { ...(roles.includes('n') ? arranged : segmented(arranged, name)), roles };
  }
  const roles = rolesOf(shaped.shape, { name, said: shape !== undefined, listed: listed === true, rows: rows === true });
  return { ...arrange(shaped, roles, name), roles };
}

/** A way to read a shape. */
interface Way {
  /** Roles of the axes with more than one entry; or another setting. */
  roles?: string;
  say: Phrase;
  words: string;
}

const way = (roles: string, words: string): Way => ({ roles, say: setting('axes', roles), words });

/** The same with a dot for every axis of one entry: there is a role for each axis of the file. */
function dotted(ways: readonly Way[], shape: readonly number[]): Way[] {
  return ways.map(({ roles, say, words }) => {
    if (roles === undefined) return { say, words };
    let next = 0;
    return way(shape.map((extent, axis) => (axis === 0 || extent > 1 ? roles[next++] : '.')).join(''), words);
  });
}

/** The roles of an array of this shape. @param said whether a person gave the shape */
function rolesOf(shape: readonly number[], { name, said, listed, rows }: { name: string; said: boolean; listed: boolean; rows: boolean }): Role[] {
  // Axes of one entry mean nothing, wherever they are.
  const long = shape.map((extent, axis) => ({ extent, axis })).filter(({ extent, axis }) => axis === 0 || extent > 1);
  const spread = (roles: readonly Role[]) => shape.map((_, axis) => roles[long.findIndex((one) => one.axis === axis)] ?? ('.' as const));
  const [n, ...one] = long.map(({ extent }) => extent);
  const ways = said ? [] : waysOf(shape, n, one, rows);
  if (ways.length > 0 && !listed) throw ambiguous(name, shape, ways);
  if (one.length === 1) return spread(['n', 'x']);
  if (one.length === 2) return spread(['n', 'y', 'x']);
  if (one.length === 3) return spread(said && !isCube(one) ? ['n', 'y', 'x', 'c'] : ['n', 'z', 'y', 'x']);
  throw new BlockspinError({
    who: name,
    expected: 'samples of a chain, a lattice of two or three axes, or one with several values at each site',
    got: `an array of shape (${shape.join(', ')})`,
    remedy: phrase`say what each axis is, for example ${setting('axes', 'nyxc')}: n samples, t time, z y x places, c values of a site`,
  });
}

function isCube(one: readonly number[]): boolean {
  return one.every((extent) => extent === one[0]);
}

/** All ways to read a shape, where there are several. */
function waysOf(shape: readonly number[], n: number, one: readonly number[], rows: boolean): Way[] {
  const last = shape[shape.length - 1];
  const [L] = one;
  if (n < FEW && last >= FEW && shape.length > 2) {
    const sides = shape.slice(0, -1);
    return [
      way(`${['z', 'y', 'x'].slice(-sides.length).join('')}n`, `${last} samples of ${sides.join(' x ')}, along the last axis`),
      way(`n${['z', 'y', 'x'].slice(-one.length).join('')}`, `${n} samples of ${one.join(' x ')}`),
    ];
  }
  if (one.length === 1) return dotted(flatWays(n, L, rows), shape);
  if (one.length !== 3) return [];
  const [a, b, c] = one;
  const slab = way('nzyx', `a lattice of ${a} x ${b} x ${c}`);
  const behind = way('nyxc', `a lattice of ${a} x ${b} with ${c} values at each site`);
  const before = way('ncyx', `a lattice of ${b} x ${c} with ${a} values at each site`);
  if (isCube(one)) return dotted([slab, behind, ...(a <= MOST_VALUES_OF_SITE ? [before] : [])], shape);
  const ways = [slab, ...(c <= MOST_VALUES_OF_SITE && c < Math.min(a, b) ? [behind] : []), ...(a <= MOST_VALUES_OF_SITE && a < Math.min(b, c) ? [before] : [])];
  return ways.length > 1 ? dotted(ways, shape) : [];
}

/** A row of numbers is a chain, a square without its shape, or one moment of a trajectory. */
function flatWays(n: number, L: number, rows: boolean): Way[] {
  const side = Math.sqrt(L);
  const blocks = rows && L > 2 && n >= 2 * L && n % L === 0;
  return [
    ...(Number.isInteger(side) && side > 1 ? [{ say: setting('shape', [side, side]), words: `${n} samples of a lattice of ${side} x ${side}` }] : []),
    ...(blocks ? [{ say: setting('shape', [L, L]), words: `${n / L} samples of ${L} x ${L}, each ${L} rows` }] : []),
    way('nx', `${n} samples of a chain of ${L} sites`),
    way('tx', `one trajectory of ${n} steps of a chain of ${L} sites`),
  ];
}

function ambiguous(name: string, shape: readonly number[], ways: readonly Way[]): BlockspinError {
  const listed = ways.reduce((all, { say, words }, i) => phrase`${all}${i === 0 ? '' : '; '}${say}: ${words}`, phrase``);
  const graph = shape.length === 2 ? phrase`; values on a graph take ${setting('sites')}` : phrase``;
  return new BlockspinError({
    who: name,
    expected: `an array that can be read in one way`,
    got: `shape (${shape.join(', ')}), which can be read in ${ways.length}`,
    remedy: phrase`say which: ${listed}${graph}`,
  });
}
