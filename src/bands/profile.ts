/**
 * Profiles with one number per shell. Schroedinger: V_G in units of |b|^2 / 2. TM: eps = lower + (upper - lower) / (1 + exp(-f)), f a sum over
 * shells, so that eps is positive for all numbers; its coefficients are those of a grid of points of the cell.
 */
import { BlockspinError } from '../core/errors.ts';
import { phrase, setting } from '../core/phrase.ts';
import type { Coordinates, PlaneGroup } from './group.ts';
import type { Physics, Profile } from './spectrum.ts';
import { radiusOf, type Shells, shellsWithin } from './waves.ts';

/** What profiles are made of. */
interface ProfileOptions {
  readonly physics: Physics;
  readonly group: PlaneGroup;
  /** Numbers of a profile. */
  readonly shells: number;
  /** Least and largest eps of TM. */
  readonly eps: readonly [number, number];
}

/** Points of the cell along each axis: twice the largest index of a vector between plane waves, and more. */
const POINTS = 64;

/** All profiles of a kind, by their numbers. */
export interface Family {
  readonly shells: Shells;
  /** Coefficients of a profile, that of G = 0 among them. */
  readonly coefficients: number;
  readonly profile: (numbers: ArrayLike<number>) => Profile;
  /** V or eps of a profile at a place of the cell, coordinates of the direct lattice. */
  readonly value: (numbers: ArrayLike<number>, at: Coordinates) => number;
}

/** @param cutoff of plane waves, which decides how many coefficients of eps are needed @throws BlockspinError for eps at or below 0 */
export function familyOf({ physics, group, shells: count, eps: [lower, upper] }: ProfileOptions, cutoff: number): Family {
  const radius = radiusOf(group, count);
  const own = shellsWithin(group, radius).orbits.slice(0, count + 1);
  const sum = (numbers: ArrayLike<number>, [x, y]: Coordinates) =>
    own.reduce(
      (total, orbit, s) => (s === 0 ? 0 : total + numbers[s - 1] * orbit.reduce((part, [m, n]) => part + Math.cos(2 * Math.PI * (m * x + n * y)), 0)),
      0,
    );
  if (physics === 'schroedinger') {
    const [scale, shells] = [group.unit / 2, shellsWithin(group, radius)];
    const profile = (numbers: ArrayLike<number>) => ({ physics, shells, coefficients: [0, ...Array.from(numbers, (x) => scale * x)] });
    return { shells, coefficients: count + 1, profile, value: (numbers, at) => scale * sum(numbers, at) };
  }
  if (!(lower > 0 && upper > lower)) {
    const expected = 'two numbers above 0, the second one larger: a dielectric function is positive everywhere';
    throw new BlockspinError({ setting: 'eps', expected, got: `${lower}, ${upper}`, remedy: phrase`use for example ${setting('eps', [1, 12])}` });
  }
  const epsOf = (f: number) => lower + (upper - lower) / (1 + Math.exp(-f));
  const shells = shellsWithin(group, 4 * cutoff);
  const [waves, all] = [cosines(own.slice(1)), cosines(shells.orbits)];
  const profile = (numbers: ArrayLike<number>): Profile => {
    const eps = Float64Array.from({ length: POINTS ** 2 }, (_, p) => epsOf(waves.reduce((f, wave, s) => f + numbers[s] * wave[p], 0)));
    const coefficients = all.map((wave, s) => wave.reduce((total, cosine, p) => total + cosine * eps[p], 0) / (eps.length * shells.orbits[s].length));
    return { physics, shells, coefficients };
  };
  return { shells, coefficients: shells.orbits.length, profile, value: (numbers, at) => epsOf(sum(numbers, at)) };
}

/** The sum of cos(2 pi G r) over each orbit at all points of the cell. */
function cosines(orbits: Shells['orbits']): Float64Array[] {
  const table = Float64Array.from({ length: POINTS }, (_, i) => Math.cos((2 * Math.PI * i) / POINTS));
  return orbits.map((orbit) =>
    Float64Array.from({ length: POINTS ** 2 }, (_, p) => {
      const [x, y] = [Math.floor(p / POINTS), p % POINTS];
      return orbit.reduce((sum, [m, n]) => sum + table[(((m * x + n * y) % POINTS) + POINTS) % POINTS], 0);
    }),
  );
}
