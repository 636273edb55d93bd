/** How long worms are on a graph: a short walk on the host, from which follows how many make a sweep. */
import { philox } from '../../core/random.ts';
import type { WormGraph } from './rule.ts';

/** Pivots of the walk for each node, and how many it has at least and at most. */
const WALK = 200;
const LEAST = 20_000;
const MOST = 4_000_000;
const KEY = [0x776f726d, 0x70696c6f];

/**
 * Mean number of pivots of a worm. It follows from graph and weights alone.
 * @param mates a perfect matching: the half-edge of each node's dimer
 * @param weights (2 M), or undefined where all dimers weigh the same
 */
export function meanLength({ nodes, half }: WormGraph, mates: Uint32Array, weights: Uint32Array | undefined): number {
  const walk = mates.slice();
  const enough = Math.min(MOST, Math.max(LEAST, WALK * nodes));
  // The first worms begin in the matching that was found, which is no typical one.
  const skipped = enough / 5;
  let [pivots, measured, closed, draws] = [0, 0, 0, 0];
  while (pivots < enough) {
    const before = pivots;
    const start = Math.floor((philox([draws++, 0, 0, 0], KEY)[0] / 2 ** 32) * nodes);
    for (let lifted = walk[start], open = true; open; ) {
      const words = philox([draws++, 0, 0, 0], KEY);
      const pivot = { arriving: half[4 * lifted + 1], row: half[4 * lifted + 2], degree: half[4 * lifted + 3] };
      const h = weights ? weighted(weights, pivot, words) : free(pivot, words[0]);
      const end = half[4 * h];
      walk[half[4 * lifted]] = h;
      lifted = walk[end];
      walk[end] = half[4 * h + 1];
      pivots += 1;
      open = end !== start;
    }
    if (before < skipped) continue;
    closed += 1;
    measured += pivots - before;
  }
  return closed === 0 ? pivots : measured / closed;
}

interface Pivot {
  row: number;
  degree: number;
  /** The half-edge by which it was entered. */
  arriving: number;
}

function free({ row, degree, arriving }: Pivot, word: number): number {
  if (degree === 1) return arriving;
  const h = row + Math.floor((word / 2 ** 32) * (degree - 1));
  return h + (h >= arriving ? 1 : 0);
}

function weighted(weights: Uint32Array, { row, degree, arriving }: Pivot, words: readonly number[]): number {
  let sum = 0;
  for (let h = row; h < row + degree; h++) sum += weights[h];
  const rest = sum - weights[arriving];
  let below = (words[0] / 2 ** 32) * rest;
  for (let h = row; h < row + degree; h++) {
    if (h === arriving) continue;
    if (below < weights[h]) return (words[1] / 2 ** 32) * (sum - weights[h]) < rest ? h : arriving;
    below -= weights[h];
  }
  return arriving;
}
