/** A snapshot of an inference as plain data, so that a run goes on without its file. Numbers in JSON are doubles, whole. */
import type { TissueSnapshot } from '../infer/infer.ts';
import type { TissueFile } from '../model/tissue/file.ts';
import type { Mesh } from '../model/tissue/mesh.ts';

/** A snapshot in JSON. */
interface Plain {
  readonly box: readonly [number, number];
  readonly positions: readonly number[];
  readonly rows: readonly number[];
  readonly vertices: readonly number[];
  readonly shifts: readonly number[];
  readonly held?: readonly number[];
  readonly parameters: TissueSnapshot['parameters'];
  readonly stored: TissueFile['parameters'];
}

/** Typed arrays as lists. */
const listsOf = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === 'number' ? value : Array.from(value)]));

/** @param stored what the file says that the snapshot was made with */
export function plainSnapshot({ mesh, parameters = {} }: TissueSnapshot, stored: TissueFile['parameters']): Plain {
  const { box, positions, rows, vertices, shifts, held } = mesh;
  return {
    box,
    positions: Array.from(positions),
    rows: Array.from(rows),
    vertices: Array.from(vertices),
    shifts: Array.from(shifts),
    ...(held ? { held: Array.from(held) } : {}),
    parameters: listsOf(parameters),
    stored: listsOf(stored),
  };
}

/** The same, read again. */
export function readSnapshot(plain: object) {
  const { box, positions, rows, vertices, shifts, held, parameters, stored } = plain as Plain;
  const mesh: Mesh = {
    box,
    positions: Float64Array.from(positions),
    rows: Uint32Array.from(rows),
    vertices: Uint32Array.from(vertices),
    shifts: Int32Array.from(shifts),
    ...(held ? { held: Uint8Array.from(held) } : {}),
  };
  return { snapshot: { mesh, parameters }, stored };
}
