import type { CellField, CellPicture } from '../../sample/picture.ts';
import { measure, shapeIndices } from './geometry.ts';
import { cornersOf, type Mesh } from './mesh.ts';

/** What a snapshot is said to be of. */
interface Sampled {
  /** Preferred shape index P0. */
  readonly shape: number;
  /** Amplitude D. */
  readonly noise: number;
  /** Time since growth began, where cells grow. */
  readonly after?: number;
}

/** A snapshot to be drawn: its cells by area, number of neighbours and shape index. */
export function pictureOf(mesh: Mesh, { shape, noise, after }: Sampled): CellPicture {
  const geometry = measure(mesh, cornersOf(mesh), 0);
  const cells = geometry.area.length;
  const sides = Array.from({ length: cells }, (_, c) => mesh.rows[c + 1] - mesh.rows[c]);
  const six = sides.filter((n) => n === 6).length;
  const area = Array.from(geometry.area);
  const fields: CellField[] = [
    { name: 'neighbours', title: 'Neighbours', legend: 'number of neighbours', values: sides, scale: { around: 6 } },
    { name: 'area', title: 'Area', legend: 'A  (A_0)', values: area, scale: 'upward' },
    { name: 'shape', title: 'Shape index', legend: 'P / √A', values: Array.from(shapeIndices(geometry)), scale: 'upward' },
  ];
  const grown = after === undefined ? '' : `, after a time of ${Number(after.toPrecision(4))}`;
  return {
    title: `Tissue of ${cells} cells`,
    about: `P_0 = ${shape}, D = ${noise}${grown}; ${six} cells with six neighbours`,
    box: mesh.box,
    rows: mesh.rows,
    places: geometry.places,
    fields,
  };
}
