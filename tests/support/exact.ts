/** Exact informations of several filters in one pass, for tests that would otherwise repeat the sum. */
import { type Filter, filterChannel, through } from '../../src/exact/channel.ts';
import { overEnvironments, Tally } from '../../src/exact/information.ts';
import { type ExactIsingOptions, isingJoint } from '../../src/exact/ising.ts';
import { flipsOf } from '../../src/exact/joint.ts';
import type { System } from '../golden/exact.ts';
import type { Tolerance } from './close.ts';

/** The golden values are good to 1e-11. */
export const GOLDEN: Tolerance = { atol: 2e-11, rtol: 0 };

export function ising(system: System, temperature: number): ExactIsingOptions {
  const { size, block, buffer } = system;
  return { size, block, buffer, boundary: 'periodic', coupling: 1, temperature };
}

/** I(V:E) and I(H:E) of each filter. */
export async function withFilters(options: ExactIsingOptions, filters: readonly Filter[]): Promise<{ information: number; filtered: number[] }> {
  const joint = isingJoint(options);
  const all = new Tally(2 ** joint.rim.length);
  const parts = filters.map((filter) => {
    const channel = filterChannel(joint, filter);
    return { channel, tally: new Tally(channel.states), out: new Float64Array(channel.states) };
  });
  await overEnvironments(
    joint,
    async () => {},
    (values, at) => {
      all.add(values, at);
      for (const { channel, tally, out } of parts) {
        for (const flipped of flipsOf(joint)) {
          through(channel, values, at, flipped, out);
          tally.add(out);
        }
      }
    },
  );
  return { information: all.information(joint.mirrored), filtered: parts.map(({ tally }) => tally.information()) };
}

const square = (of: (x: number, y: number, last: number) => number) => (side: number) =>
  Array.from({ length: side * side }, (_, i) => of(i % side, Math.floor(i / side), side - 1));
const onEdge = (x: number, last: number) => x === 0 || x === last;

/** Filters of INFORMATION_LARGE by the side of the block. */
export const LARGE_FILTERS: Record<string, (side: number) => number[]> = {
  uniform: square(() => 1),
  boundary: square((x, y, last) => (onEdge(x, last) || onEdge(y, last) ? 1 : 0)),
  centre: square((x, y, last) => (onEdge(x, last) || onEdge(y, last) ? 0 : 1)),
  corner_single: square((x, y) => (x === 0 && y === 0 ? 1 : 0)),
  four_corners: square((x, y, last) => (onEdge(x, last) && onEdge(y, last) ? 1 : 0)),
  checkerboard: square((x, y) => ((x + y) % 2 === 0 ? 1 : -1)),
};
