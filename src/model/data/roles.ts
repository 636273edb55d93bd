/** What the axes of an array of configurations are, and the same array in the one order that everything else reads. */
import type { ArrayData, ArrayOfNumbers } from '../../core/array.ts';
import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { elements } from '../../core/shape.ts';
import type { AxisName } from '../../space/space.ts';

/**
 * The role of an axis: n samples; t time; z, y, x places along the axes of the lattice; c the values of a site (channels, bonds, sites of
 * a unit cell, one-hot states); . an axis of a single entry.
 */
const ROLES = ['n', 't', 'z', 'y', 'x', 'c', '.'] as const;
export type Role = (typeof ROLES)[number];

const PLACES: readonly AxisName[] = ['t', 'z', 'y', 'x'];
const EXAMPLE = 'ncyx';

/** An array (N, extents..., channels), the last axis only where a site has several values. */
export interface Arranged {
  readonly array: ArrayOfNumbers;
  /** Sites along each axis of the lattice, the slowest first, and what these axes are. */
  readonly extents: readonly number[];
  readonly axes: readonly AxisName[];
  /** Values of a site. */
  readonly channels: number;
}

/**
 * Reads roles as they are typed, one for each axis of the file, with or without blanks: 'n c y x'.
 * @throws BlockspinError for other letters, and for roles that make no configurations
 */
export function parseRoles(text: string): Role[] {
  const letters = [...text.replace(/[\s,]+/g, '')];
  const wrong = (expected: string, got: string) =>
    new BlockspinError({
      setting: 'axes',
      expected,
      got,
      remedy: phrase`give one letter for each axis of the file, for example ${setting('axes', EXAMPLE)}: n samples, t time, z y x places, c values of a site, . for an axis of one entry`,
    });
  const unknown = letters.find((letter) => !(ROLES as readonly string[]).includes(letter));
  if (unknown !== undefined || letters.length === 0) throw wrong(`letters out of ${ROLES.join(' ')}`, unknown ?? 'nothing');
  const roles = letters as Role[];
  const twice = roles.find((role, i) => role !== '.' && role !== 'c' && roles.indexOf(role) !== i);
  if (twice) throw wrong('each of n, t, z, y and x once', `${twice} twice`);
  const places = roles.filter((role) => (PLACES as readonly string[]).includes(role));
  if (places.length === 0 || places.length > 3) throw wrong('from one to three axes out of t, z, y and x', places.join(' ') || 'none');
  const spatial: readonly string[] = places.filter((role) => role !== 't');
  const expected = ['x', 'y', 'z'].slice(0, spatial.length);
  if (!expected.every((role) => spatial.includes(role)))
    throw wrong(`${expected.reverse().join(' and ')} for ${spatial.length} axes of places`, spatial.join(' '));
  if (!roles.includes('n') && !roles.includes('t')) throw wrong('an axis of samples, n, or of time, t', text);
  return roles;
}

/**
 * The array with its axes in the order n, t, z, y, x, c. Several axes c are one, in the order of the file.
 * A trajectory (roles without n) is one sample.
 * @throws BlockspinError where the roles do not fit the shape
 */
export function arrange(array: ArrayOfNumbers, roles: readonly Role[], name: string): Arranged {
  const { shape } = array;
  const wrong = (expected: string, got: string) =>
    new BlockspinError({
      setting: 'axes',
      expected: `${expected} of ${name}`,
      got,
      remedy: phrase`give one letter for each axis, for example ${setting('axes', EXAMPLE)}`,
    });
  if (roles.length !== shape.length) throw wrong(`${shape.length} letters for the axes (${shape.join(', ')})`, roles.join(' '));
  const long = roles.findIndex((role, axis) => role === '.' && shape[axis] !== 1);
  if (long >= 0) throw wrong('a dot only for an axis of one entry', `a dot for the axis of ${shape[long]} entries`);
  const axesOf = (role: Role) => roles.flatMap((one, axis) => (one === role ? [axis] : []));
  const axes = PLACES.filter((role) => roles.includes(role));
  const places = axes.flatMap(axesOf);
  const values = axesOf('c');
  const extents = places.map((axis) => shape[axis]);
  const channels = elements(values.map((axis) => shape[axis]));
  const order = [...axesOf('n'), ...places, ...values, ...axesOf('.')];
  const samples = elements(axesOf('n').map((axis) => shape[axis]));
  return {
    array: { ...array, shape: [samples, ...extents, ...(channels === 1 ? [] : [channels])], data: reordered(array.data, shape, order) },
    extents,
    axes,
    channels,
  };
}

/** The elements with the axes of `shape` in another order; the same memory where it is the same order. */
function reordered(data: ArrayData, shape: readonly number[], order: readonly number[]): ArrayData {
  if (order.every((axis, i) => axis === i || shape[axis] === 1)) return data;
  const strides = shape.map((_, axis) => elements(shape.slice(axis + 1)));
  const [extents, steps] = [order.map((axis) => shape[axis]), order.map((axis) => strides[axis])];
  const out = data.slice() as ArrayData;
  const index = new Array<number>(order.length).fill(0);
  let source = 0;
  for (let to = 0; to < data.length; to++) {
    out[to] = data[source];
    for (let axis = order.length - 1; axis >= 0; axis--) {
      index[axis] += 1;
      source += steps[axis];
      if (index[axis] < extents[axis]) break;
      source -= steps[axis] * extents[axis];
      index[axis] = 0;
    }
  }
  return out;
}
