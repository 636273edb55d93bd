/** Snapshots of tissues with different numbers of cells as arrays of an archive: one after another, with places where each begins. */
import { type ArrayOfNumbers, inOneArray } from '../../core/array.ts';
import { measure } from './geometry.ts';
import { cornersOf, type Mesh } from './mesh.ts';

/** A tissue at one time of one run. */
export interface GrownSnapshot {
  readonly run: number;
  /** Since growth began. */
  readonly time: number;
  readonly mesh: Mesh;
  /** (N): preferred areas A0. */
  readonly preferred: ArrayLike<number>;
  /** (N, 2): of the cells, without noise. */
  readonly velocity: ArrayLike<number>;
  /** (N): the value of each cell that was asked for. */
  readonly value: ArrayLike<number>;
}

/**
 * S snapshots with M cells in all: `run` and `time` (S), `box` (S, 2), `first` (S + 1), the first cell of each snapshot; `value`, `area`, `perimeter`, `preferred_area`
 * (M) and `velocity` (M, 2) of the cells; `rows` (M + 1), where the corners of each cell begin in `cells` (6 M), the vertices of a cell counter-clockwise, numbered within
 * their snapshot; `positions` (2 M, 2), those of snapshot s from 2 first[s]. For N cells have 2 N vertices and 6 N corners.
 */
export function grownArrays(snapshots: readonly GrownSnapshot[]): Readonly<Record<string, ArrayOfNumbers>> {
  const first = new Int32Array(snapshots.length + 1);
  for (const [s, { mesh }] of snapshots.entries()) first[s + 1] = first[s] + mesh.rows.length - 1;
  const cells = first[snapshots.length];
  const rows = new Int32Array(cells + 1);
  for (const [s, { mesh }] of snapshots.entries()) for (let c = 0; c + 1 < mesh.rows.length; c++) rows[first[s] + c + 1] = 6 * first[s] + mesh.rows[c + 1];
  const shapes = snapshots.map(({ mesh }) => measure(mesh, cornersOf(mesh), 0));
  return {
    run: { shape: [snapshots.length], data: Int32Array.from(snapshots, ({ run }) => run) },
    time: { shape: [snapshots.length], data: Float32Array.from(snapshots, ({ time }) => time) },
    box: { shape: [snapshots.length, 2], data: Float32Array.from(snapshots.flatMap(({ mesh }) => [...mesh.box])) },
    first: { shape: [first.length], data: first },
    value: { shape: [cells], data: joined(snapshots.map(({ value }) => value)) },
    area: { shape: [cells], data: joined(shapes.map(({ area }) => area)) },
    perimeter: { shape: [cells], data: joined(shapes.map(({ perimeter }) => perimeter)) },
    preferred_area: { shape: [cells], data: joined(snapshots.map(({ preferred }) => preferred)) },
    velocity: { shape: [cells, 2], data: joined(snapshots.map(({ velocity }) => velocity)) },
    rows: { shape: [rows.length], data: rows },
    cells: {
      shape: [6 * cells],
      data: inOneArray(
        Int32Array,
        snapshots.map(({ mesh }) => mesh.vertices),
      ),
    },
    positions: { shape: [2 * cells, 2], data: joined(snapshots.map(({ mesh }) => mesh.positions)) },
  };
}

const joined = (lists: readonly ArrayLike<number>[]) => inOneArray(Float32Array, lists);
