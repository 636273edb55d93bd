/**
 * Local updates of the XY model in float64, one rotor after the other, each a vector (cos, sin). The heat bath is written in angles: an
 * angle t to the local field has the von Mises density exp(k cos t), by rejection from a wrapped Cauchy density.
 * Source: Best & Fisher, J. R. Stat. Soc. C 28, 152 (1979).
 */
import { threefry12 } from '../../lib/threefry.ts';

export type Vector = readonly [number, number];

export interface RotorSweep {
  L: number;
  coupling: number;
  temperature: number;
  /** Of the purpose sweep, or cluster. */
  key: readonly [number, number];
  time: number;
}

/** The sites to the right, below, to the left and above. */
export function neighbours(site: number, L: number): number[] {
  const [x, y] = [site % L, Math.floor(site / L)];
  const at = (i: number, j: number) => ((j + L) % L) * L + ((i + L) % L);
  return [at(x + 1, y), at(x, y + 1), at(x - 1, y), at(x, y - 1)];
}

const turned = ([x, y]: Vector, angle: number): Vector => [Math.cos(angle) * x - Math.sin(angle) * y, Math.sin(angle) * x + Math.cos(angle) * y];

/** An angle in (0, π): the last 30 bits divide an eighth of the circle, the first two tell in which one it is and in which direction. */
export function halfTurn(word: number): number {
  const eighth = ((word % 2 ** 30) + 0.5) * (Math.PI / 4 / 2 ** 30);
  const quarter = (word >>> 30) & 1 ? Math.PI / 2 - eighth : eighth;
  return word >>> 31 ? Math.PI - quarter : quarter;
}

/** A number in (0, 1) of the first 24 bits. */
export const fraction = (word: number) => (Math.floor(word / 256) + 0.5) / 2 ** 24;

/** An angle to the field by the von Mises density, from two words for each try; undefined after eight tries. */
export function vonMises(k: number, words: (attempt: number) => readonly [number, number]): number | undefined {
  const a = 1 + Math.sqrt(1 + 4 * k * k);
  const b = (a - Math.sqrt(2 * a)) / (2 * k);
  const r = (1 + b * b) / (2 * b);
  for (let attempt = 0; attempt < 8; attempt++) {
    const [first, second] = words(attempt);
    const half = halfTurn(first);
    const z = Math.cos(2 * half);
    // At k = 0 all angles are equally likely: b = 0.
    const cosine = k < 1e-6 ? z : (1 + r * z) / (r + z);
    const c = k < 1e-6 ? 1 : k * (r - cosine);
    if (fraction(second) < c * Math.exp(1 - c)) return (half < Math.PI / 2 ? 1 : -1) * Math.acos(Math.max(-1, Math.min(1, cosine)));
  }
  return undefined;
}

/** The sum over the neighbours, times J / T. */
export function fieldAt(rotors: readonly Vector[], site: number, { L, coupling, temperature }: RotorSweep): Vector {
  const near = neighbours(site, L).map((other) => rotors[other]);
  return [0, 1].map((i) => (coupling / temperature) * near.reduce((sum, v) => sum + v[i], 0)) as unknown as Vector;
}

function sitesOf(L: number, colour: number): number[] {
  return Array.from({ length: L * L }, (_, site) => site).filter((site) => ((site % L) + Math.floor(site / L)) % 2 === colour);
}

/** A heat bath of the sites of one chain, in place. */
export function heat(rotors: Vector[], chain: number, sweep: RotorSweep, colours = [0, 1]): void {
  for (const site of colours.flatMap((colour) => sitesOf(sweep.L, colour))) {
    const field = fieldAt(rotors, site, sweep);
    const angle = vonMises(Math.hypot(...field), (attempt) => {
      const words = threefry12([site, sweep.time, chain, attempt >> 1], sweep.key);
      return [words[2 * (attempt & 1)], words[2 * (attempt & 1) + 1]];
    });
    if (angle === undefined) continue;
    // Where the neighbours cancel, the angle counts from the first axis.
    const towards = (Math.hypot(...field) > 0 ? Math.atan2(field[1], field[0]) : 0) + angle;
    rotors[site] = [Math.cos(towards), Math.sin(towards)];
  }
}

/** Reflections of the sites of one chain about the local field, in place. */
export function mirror(rotors: Vector[], sweep: RotorSweep, colours = [0, 1]): void {
  for (const site of colours.flatMap((colour) => sitesOf(sweep.L, colour))) {
    const [x, y] = fieldAt(rotors, site, sweep);
    if (x === 0 && y === 0) continue;
    const angle = 2 * Math.atan2(y, x) - Math.atan2(rotors[site][1], rotors[site][0]);
    rotors[site] = [Math.cos(angle), Math.sin(angle)];
  }
}

/** A rotation of one chain, in place. */
export function turn(rotors: Vector[], chain: number, { key, time }: RotorSweep): void {
  const words = threefry12([0, time, chain, 4], key);
  const angle = halfTurn(words[0]) + (words[1] & 1 ? Math.PI : 0);
  rotors.forEach((rotor, site) => {
    rotors[site] = turned(rotor, angle);
  });
}
