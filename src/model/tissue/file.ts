/** The file of a tissue, `tissue.json`. */
import * as z from 'zod';
import { BlockspinError } from '../../core/errors.ts';
import { checkMesh } from './check.ts';
import { measure } from './geometry.ts';
import { cornersOf, type Mesh, meshOf, ringsOf } from './mesh.ts';
import type { TissueParameters } from './parameters.ts';

const pair = z.tuple([z.number(), z.number()]);
const perCell = z.union([z.number(), z.array(z.number())]);

const written = z.strictObject({
  format: z.literal('tissue'),
  box: pair,
  positions: z.array(pair),
  cells: z.array(z.array(z.int().nonnegative()).min(3)),
  values: z.record(z.string(), z.array(z.number())).optional(),
  parameters: z
    .strictObject({
      areaStiffness: z.number(),
      perimeterStiffness: z.number(),
      area: perCell,
      shape: perCell,
      chirality: z.number(),
      torque: perCell,
      drive: perCell,
      smoothing: z.number(),
      noise: z.number().optional(),
    })
    .partial()
    .optional(),
});

/** What a file of a tissue holds. */
export interface TissueFile {
  readonly mesh: Mesh;
  /** Values of every cell, (N) each, by name. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** The parameters that the tissue was made with, as far as they are known; `noise` is D. */
  readonly parameters: Partial<TissueParameters> & { readonly noise?: number };
}

/**
 * Reads a tissue: `{ format: 'tissue', box: [L_x, L_y], positions: [[x, y], …], cells: [[vertex, …], …], values?, parameters? }`. Cells list their
 * vertices counter-clockwise, numbered from 0; vertices are joined to the nearest images.
 * @param name of the file, for errors
 * @throws BlockspinError for anything that is not such a tissue, naming the cell or the vertex
 */
export function readTissue(text: string, name: string): TissueFile {
  const { box, positions, cells, values = {}, parameters = {} } = parsed(text, name);
  const mesh = meshOf(box, Float64Array.from(positions.flat()), cells);
  checkMesh(mesh, name);
  const lists = { ...values, ...Object.fromEntries(Object.entries(parameters).filter(([, value]) => Array.isArray(value))) } as Record<string, number[]>;
  for (const [key, list] of Object.entries(lists)) {
    if (list.length === cells.length) continue;
    const remedy = 'give one value for each cell, in the order of cells';
    throw new BlockspinError({ who: `${name}, ${key}`, expected: `${cells.length} values`, got: list.length, remedy });
  }
  return { mesh, values, parameters };
}

function parsed(text: string, name: string): z.output<typeof written> {
  const remedy = "write { format: 'tissue', box, positions, cells } as docs/tissue.md says";
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BlockspinError({ who: name, expected: 'a tissue as JSON', got: 'other text', remedy });
  }
  const { success, data, error } = written.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  throw new BlockspinError({ who: name, expected: 'a tissue', got: `${issue.path.join('.') || 'the whole'}: ${issue.message}`, remedy });
}

/** The text of a file, one cell and one vertex a line. Positions are wrapped into the box. */
export function writeTissue({ mesh, values, parameters }: TissueFile): string {
  const [a, b] = mesh.box;
  const positions = Array.from({ length: mesh.positions.length / 2 }, (_, v) => [wrapped(mesh.positions[2 * v], a), wrapped(mesh.positions[2 * v + 1], b)]);
  const lines = (rows: readonly unknown[]) => `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n ]`;
  const parts = [
    '"format": "tissue"',
    `"box": ${JSON.stringify(mesh.box)}`,
    `"positions": ${lines(positions)}`,
    `"cells": ${lines(ringsOf(mesh))}`,
    ...(Object.keys(values).length > 0 ? [`"values": ${JSON.stringify(values)}`] : []),
    ...(Object.keys(parameters).length > 0 ? [`"parameters": ${JSON.stringify(plain(parameters))}`] : []),
  ];
  return `{\n ${parts.join(',\n ')}\n}\n`;
}

/** Typed arrays as lists. */
function plain(parameters: TissueFile['parameters']): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, typeof value === 'number' ? value : Array.from(value)]));
}

function wrapped(x: number, length: number): number {
  const inside = x - length * Math.floor(x / length);
  return inside < length ? inside : 0;
}

/**
 * Tissues as arrays, for archives: `positions` (n, V, 2), `cells` (n, C), the vertices of all cells one after another, counter-clockwise, `rows`
 * (n, N + 1), where each cell begins in them, `area` and `perimeter` (n, N), and `box` (n, 2).
 * @param meshes with equally many cells
 */
export function snapshotArrays(meshes: readonly Mesh[]) {
  const [first] = meshes;
  const n = meshes.length;
  const all = <A extends Float32Array | Int32Array>(into: A, of: (mesh: Mesh) => ArrayLike<number>) => {
    for (const [i, mesh] of meshes.entries()) into.set(of(mesh), (i * into.length) / n);
    return into;
  };
  const shapes = meshes.map((mesh) => measure(mesh, cornersOf(mesh), 0));
  const perCell = (of: 'area' | 'perimeter') => {
    const cells = first.rows.length - 1;
    return { shape: [n, cells], data: Float32Array.from(shapes.flatMap((shape) => [...shape[of]])) };
  };
  const [coordinates, corners, rows] = [first.positions.length, first.vertices.length, first.rows.length];
  return {
    positions: { shape: [n, coordinates / 2, 2], data: all(new Float32Array(n * coordinates), (mesh) => mesh.positions) },
    cells: { shape: [n, corners], data: all(new Int32Array(n * corners), (mesh) => mesh.vertices) },
    rows: { shape: [n, rows], data: all(new Int32Array(n * rows), (mesh) => mesh.rows) },
    area: perCell('area'),
    perimeter: perCell('perimeter'),
    box: { shape: [n, 2], data: all(new Float32Array(2 * n), (mesh) => mesh.box) },
  };
}
