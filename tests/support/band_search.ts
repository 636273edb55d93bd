/** Searches that read so many levels, for kernels of bands. */
import { bandTable } from '../../src/bands/ebr.ts';
import { GROUPS } from '../../src/bands/group.ts';
import type { Search } from '../../src/bands/layout.ts';
import type { Profile } from '../../src/bands/spectrum.ts';

/** Of the norm of a matrix: what single precision allows. */
export const PART = 2e-6;

/** Takes so many of the values that are left. */
export function taker(values: Float32Array): (count: number) => number[] {
  let at = 0;
  return (count) => {
    at += count;
    return Array.from(values.subarray(at - count, at));
  };
}

/** A search whose bundle asks for so many levels. */
export function searchOf(profile: Profile, name: 'p2' | 'p6mm', momenta: Search['momenta'], counts: readonly number[]): Search {
  const group = GROUPS[name];
  const table = bandTable(group);
  const last = table.labels.reduce((sum, { momentum, dimension }, i) => sum + (momentum === 0 ? dimension * counts[i] : 0), 0);
  return { physics: profile.physics, table, target: { first: 1, last, counts }, shells: profile.shells, coefficients: profile.coefficients.length, momenta };
}
