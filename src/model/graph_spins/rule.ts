/** The heat bath on a graph as tables of integers. */
import { BlockspinError } from '../../core/errors.ts';
import { halfEdges } from '../../core/half_edges.ts';
import { phrase, setting } from '../../core/phrase.ts';
import { colourClasses } from '../../space/graph/colouring.ts';
import type { Graph } from '../../space/graph/graph.ts';

/** What the values of nodes are, and what they weigh. */
export interface NodeRule {
  /** Name of the model. */
  readonly model: string;
  readonly graph: Graph;
  /** The values of the states, in their order. */
  readonly values: readonly number[];
  /** Whether two neighbours are never both in state 1. */
  readonly excludes: boolean;
  /** ln of the factor of an edge whose ends are in the same state, at a value of the control parameter. */
  coupling(edge: number, point: number): number;
  /** ln of the factor of a node in a state. */
  field(state: number, point: number): number;
}

/** Logarithms to base 2 are integers in units of 2^-20. */
const UNIT = 2 ** 20;
/** Sums over the edges of a node stay below this, so that differences of two fit 32 bits. */
const MOST = 2 ** 30;

const fixed = (logarithm: number) => Math.round((logarithm / Math.LN2) * UNIT);

/** Nodes by class, and of each its first half-edge and their number: (N, 4); nodes of each class. */
export function classTable(graph: Graph): { order: Uint32Array; counts: readonly number[] } {
  const half = halfEdges(graph);
  const classes = colourClasses(half);
  const order = classes.flat().flatMap((node) => [node, half.offsets[node], half.offsets[node + 1] - half.offsets[node], 0]);
  return { order: Uint32Array.from(order), counts: classes.map(({ length }) => length) };
}

/** (points, 2 M, 2): the other end of each half-edge, and its coupling. @throws BlockspinError for couplings too large for their temperature */
export function edgeTable({ graph, coupling, excludes }: NodeRule, points: readonly number[]): Uint32Array {
  const { offsets, to, edge } = halfEdges(graph);
  const table = new Uint32Array(2 * points.length * to.length);
  points.forEach((point, row) => {
    const each = graph.edges.map((_, e) => (excludes ? 0 : fixed(coupling(e, point))));
    for (let node = 0; node < graph.nodes; node++) {
      let sum = 0;
      for (let h = offsets[node]; h < offsets[node + 1]; h++) {
        const at = 2 * (row * to.length + h);
        table[at] = to[h];
        table[at + 1] = each[edge[h]] >>> 0;
        sum += Math.abs(each[edge[h]]);
      }
      if (sum < MOST) continue;
      const expected = `couplings of a node that add up to less than ${Math.floor((MOST / UNIT) * Math.LN2)} temperatures`;
      const remedy = phrase`use a higher ${setting('temperature')}, at which everything is as frozen`;
      throw new BlockspinError({ setting: 'temperature', expected, got: point, remedy });
    }
  });
  return table;
}

/** (points, Q): the fields of the states. */
export function fieldTable({ values, field }: NodeRule, points: readonly number[]): Int32Array {
  return Int32Array.from(points.flatMap((point) => values.map((_, state) => fixed(field(state, point)))));
}

/** 2^(31 - k / 2^10), then 2^(31 - k / 2^20), for k = 0 .. 1023. */
export function powerTable(): Uint32Array {
  return Uint32Array.from({ length: 2048 }, (_, k) => Math.round(2 ** (31 - (k < 1024 ? k / 2 ** 10 : (k - 1024) / UNIT))));
}
