/** Binary functions of a rim with q states: all of them where there are few, else those that a search by single changes finds. */

import { binaryInformation, rowTotals } from '../best.ts';
import { type BinaryFunction, type Candidates, describeSet } from '../candidates.ts';
import type { Joint } from '../joint.ts';
import { rimChannel, statesOf } from './coarse.ts';

/** Most states of the rim for which all functions are enumerated: 2^15 up to the sign of H. */
const ENUMERATED = 16;
/** Most states for which functions are improved by single changes. */
const MOST_CLIMBED = 4096;
/** Starts with pseudo-random functions. */
const RANDOM_STARTS = 6;
const MOST_PASSES = 100;
/** Above this number of states a search begins with a few functions only. */
export const MANY = 512;
const FEW_STARTS = 6;
/** Most states that are listed one by one. */
const MOST_LISTED = 256;

/** The rim of a block as functions see it. */
interface Rim {
  joint: Joint;
  /** States of a site, and how each is written. */
  labels: readonly string[];
}

/** Indicators of the states of each site: environments with similar means of these are merged while functions are screened. */
export function featuresOf({ joint: { rim, states }, labels }: Rim): Float64Array[] {
  const q = labels.length;
  return rim.flatMap((_, k) =>
    Array.from({ length: q - 1 }, (_, s) => Float64Array.from({ length: states }, (_, r) => (statesOf(r, rim.length, q)[k] === s + 1 ? 1 : -1))),
  );
}

/**
 * The functions to choose the best one from.
 * @param table (cells, states) of the joint weights for the search
 * @param starts (states) functions to begin the search with
 */
export function functionsOf(rim: Rim, table: Float64Array, starts: readonly Uint8Array[]): Candidates {
  const { states } = rim.joint;
  const common = { statistic: rimChannel(rim.joint), features: featuresOf(rim) };
  const of = (functions: readonly Uint8Array[], family: string): Candidates => ({
    ...common,
    functions,
    family,
    describe: (index) => described(functions[index], rim),
  });
  if (states <= ENUMERATED) {
    // The last state is never +: a function and its opposite have the same information.
    const sets = Array.from({ length: Math.max(1, 2 ** (states - 1) - 1) }, (_, i) => i + 1);
    return of(
      sets.map((set) => Uint8Array.from({ length: states }, (_, s) => (set >> s) & 1)),
      `all ${2 ** states} functions of the ${rim.joint.rim.length === rim.joint.sites ? 'block' : 'rim'}`,
    );
  }
  const all = [...starts, ...ofOneSite(rim), ...randomSets(states)];
  if (states > MOST_CLIMBED) return of(all, `${all.length} functions of ${states} states: a lower bound on the best`);
  const totals = rowTotals(table, states);
  const chosen = states > MANY ? all.slice(0, FEW_STARTS) : all;
  const climbed = chosen.map((start) => climb(table, totals, start));
  return of([...all, ...climbed], `functions of the ${states} states that no single change improves, from ${chosen.length} starts: a lower bound on the best`);
}

/** Whether one site is in one state. */
function ofOneSite({ joint: { rim, states }, labels }: Rim): Uint8Array[] {
  const q = labels.length;
  return rim.flatMap((_, k) => labels.map((_, s) => Uint8Array.from({ length: states }, (_, r) => (statesOf(r, rim.length, q)[k] === s ? 1 : 0))));
}

/** Halves of the states that are the same in every run. Constants: Park and Miller, Comm. ACM 31, 1192 (1988). */
function randomSets(states: number): Uint8Array[] {
  let seed = 1;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647 < 0.5 ? 1 : 0;
  };
  return Array.from({ length: RANDOM_STARTS }, () => Uint8Array.from({ length: states }, next));
}

/** Moves single states to the other value of H as long as the information grows. */
function climb(table: Float64Array, totals: Float64Array, start: Uint8Array): Uint8Array {
  const states = start.length;
  const set = Uint8Array.from(start);
  const sums = new Float64Array(totals.length);
  const change = (state: number, sign: number) => {
    for (let row = 0; row < sums.length; row++) sums[row] += sign * table[row * states + state];
  };
  for (let s = 0; s < states; s++) if (set[s]) change(s, 1);
  let best = binaryInformation(sums, totals);
  for (let pass = 0, moved = true; moved && pass < MOST_PASSES; pass++) {
    moved = false;
    for (let s = 0; s < states; s++) {
      const sign = set[s] ? -1 : 1;
      change(s, sign);
      const value = binaryInformation(sums, totals);
      if (value > best + 1e-13) {
        set[s] ^= 1;
        best = value;
        moved = true;
      } else change(s, -sign);
    }
  }
  return set;
}

/** In words, with the sign of H that is + less often. */
function described(set: Uint8Array, { joint: { sites, rim, states }, labels }: Rim): BinaryFunction {
  if (labels.join() === '-,+' && states <= ENUMERATED) {
    // + for all spins up.
    const bits = set.reduce((all, one, state) => all | (one << state), 0);
    return describeSet(set[states - 1] ? bits : 2 ** states - 1 - bits, rim, [sites, 1]);
  }
  const count = set.reduce((a, b) => a + b, 0);
  const plus = 2 * count > states || (2 * count === states && !set[states - 1]) ? 0 : 1;
  const between = labels.every((label) => label.length === 1) ? '' : ',';
  const names = Array.from(set.keys())
    .filter((state) => set[state] === plus)
    .map((state) =>
      statesOf(state, rim.length, labels.length)
        .map((s) => labels[s])
        .join(between),
    )
    .reverse();
  if (names.length > MOST_LISTED) return { function: `+ for ${names.length} of ${states} states` };
  return { function: names.length > 16 ? `+ for ${names.length} of ${states} states` : `+ for ${names.join(' ')}`, plus: names };
}
