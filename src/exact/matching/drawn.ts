/** The joint distribution of a block and of environments that are drawn: for each of them the exact probabilities of the block's states. */
import { Boundary, type BoundarySums, boundarySums } from './boundary.ts';
import { environments } from './environments.ts';
import type { MatchingGraph } from './graph.ts';
import { signedEntries } from './orientation.ts';
import type { Parts } from './parts.ts';
import { eliminate } from './skew.ts';
import { type Table, tableOf } from './table.ts';

/** Environments that are drawn instead of listed. */
export interface Draws {
  readonly samples: number;
  readonly seed: number;
}

/**
 * @param inner sums of the block
 * @returns a table whose columns are the draws, alike in weight, and the exact probabilities of its rows
 */
export function drawn(
  graph: MatchingGraph,
  signs: Int8Array,
  entry: (e: number) => number,
  parts: Parts,
  inner: BoundarySums,
  { samples, seed }: Draws,
): { table: Table; probabilities: Float64Array } {
  const { middle, outside, rim } = parts;
  const all = 2 ** rim.length - 1;
  const keys = inner.keys.map((key) => all - key).sort();
  const wanted = { keys, depth: rim.length };
  const rowOf = new Map(Array.from(inner.keys, (key, row) => [all - key, row]));
  const far = middle.boundary.slice(rim.length);
  // Given the ring, what is beyond it gives the same factor to all states of the block.
  const between = new Boundary({ ...middle, boundary: [...far, ...rim] });
  const whole = eliminate(
    Array.from({ length: graph.nodes }, (_, node) => node),
    signedEntries(graph, signs),
  );
  const draw = environments(graph, whole, entry, parts, seed);
  const [row, column, weight]: number[][] = [[], [], []];
  for (let k = 0; k < samples; k++) {
    const sums = between.sums(wanted, draw(k));
    const weights = Array.from(sums.keys, (key, i) => inner.values[rowOf.get(key) as number] * sums.values[i]);
    const total = weights.reduce((sum, w) => sum + w, 0);
    sums.keys.forEach((key, i) => {
      row.push(rowOf.get(key) as number);
      column.push(k);
      weight.push(weights[i] / total);
    });
  }
  const rest = boundarySums({ inner: [...middle.inner, ...outside.inner, ...far], boundary: rim, entries: [...middle.entries, ...outside.entries] }, wanted);
  const probabilities = new Float64Array(inner.keys.length);
  rest.keys.forEach((key, i) => {
    const r = rowOf.get(key) as number;
    probabilities[r] = inner.values[r] * rest.values[i];
  });
  const total = probabilities.reduce((sum, p) => sum + p, 0);
  return { table: tableOf(inner.keys.length, samples, row, column, weight), probabilities: probabilities.map((p) => p / total) };
}
