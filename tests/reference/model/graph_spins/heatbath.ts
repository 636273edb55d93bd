/**
 * Heat bath on the nodes of a graph, one chain after the other: state s has the weight 2^l_s, l_s in units of 2^-20; a state whose l is lower by d
 * than the largest has the integer weight floor(2^26 2^-d), the power as a product of two tabled factors.
 */
import type { Graph } from '../../../../src/space/graph/graph.ts';
import { threefry12 } from '../../lib/threefry.ts';

/** Integers of a model. */
export interface NodeTwin {
  readonly graph: Graph;
  readonly states: number;
  /** Classes of nodes in the order in which they move. */
  readonly classes: readonly (readonly number[])[];
  /** Of an edge whose ends are alike, units of 2^-20. */
  readonly coupling: readonly number[];
  readonly field: readonly number[];
  /** Whether neighbours are never both in state 1. */
  readonly excludes: boolean;
}

const scaled = (word: number, range: number) => Number((BigInt(word) * BigInt(range)) >> 32n);
const rounded = (exponent: number) => BigInt(Math.round(2 ** (31 - exponent)));

/** floor(2^(26 - d)) with a factor for ten bits of d and one for the last ten. */
function power(d: number): number {
  const whole = Math.floor(d / 2 ** 20);
  const rest = d % 2 ** 20;
  const product = (rounded(Math.floor(rest / 1024) / 1024) * rounded((rest % 1024) / 2 ** 20)) >> 32n;
  return Number(product >> BigInt(whole + 4));
}

/** One sweep of one chain. @param states of all nodes, changed in place */
export function heatBath(states: number[], twin: NodeTwin, { key, index, time }: { key: ArrayLike<number>; index: number; time: number }): void {
  const { graph, classes, coupling, field, excludes } = twin;
  for (const node of classes.flat()) {
    const l = [...field];
    let blocked = false;
    graph.edges.forEach((ends, e) => {
      if (!ends.includes(node)) return;
      const other = states[ends[0] === node ? ends[1] : ends[0]];
      if (excludes) blocked ||= other === 1;
      else l[other] += coupling[e];
    });
    const best = Math.max(...l);
    const weights = l.map((one, s) => (excludes && blocked && s === 1 ? 0 : power(best - one)));
    const words = threefry12([node, time, Math.floor(index / 4), 0], key);
    let left = scaled(
      words[index % 4],
      weights.reduce((a, b) => a + b, 0),
    );
    let chosen = 0;
    while (left >= weights[chosen]) left -= weights[chosen++];
    states[node] = chosen;
  }
}
