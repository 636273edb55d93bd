/** Files of tissues on the command line: how they are understood. */
import { counted } from '../core/phrase.ts';
import { measure, shapeIndices } from '../model/tissue/geometry.ts';
import { cornersOf } from '../model/tissue/mesh.ts';
import { rimLines } from '../model/tissue/rim.ts';
import { toJson } from '../store/results.ts';
import type { TissueReading } from '../store/tissue/reading.ts';
import type { Host } from './host.ts';

/** What is known of a tissue from its file alone. */
function numbersOf({ mesh, length, unit, leftOut, remarks, kind }: TissueReading) {
  const corners = cornersOf(mesh);
  const geometry = measure(mesh, corners, 0);
  const { area } = geometry;
  const cells = area.length;
  const held = mesh.held?.reduce((sum, one) => sum + one, 0) ?? 0;
  return {
    kind,
    cells,
    edges: edgesOf(mesh.vertices, corners.next),
    vertices: mesh.positions.length / 2,
    free: mesh.positions.length / 2 - held,
    periodic: mesh.held === undefined,
    rims: mesh.held ? rimLines(mesh, corners) : 0,
    length,
    unit,
    meanArea: area.reduce((sum, a) => sum + a, 0) / cells,
    meanShape: shapeIndices(geometry).reduce((sum, one) => sum + one / cells, 0),
    leftOut,
    remarks,
  };
}

/** How many pairs of vertices are joined. */
function edgesOf(vertices: Uint32Array, next: Uint32Array): number {
  return new Set(Array.from(vertices, (a, h) => [a, vertices[next[h]]].sort((x, y) => x - y).join())).size;
}

/** A tissue in five lines: cells, units, rim, what was left out, and what was decided. */
export function tissueLines(reading: TissueReading, name: string): string[] {
  const { kind, cells, edges, vertices, free, periodic, rims, length, unit, meanShape, leftOut, remarks } = numbersOf(reading);
  const rim = periodic
    ? 'none: periodic, three cells at every vertex'
    : `${free} of ${vertices} vertices are free, ${vertices - free} held where they are; ${rims === 1 ? 'one rim' : `${rims} rims: around cells and holes`}`;
  return [
    `${name}: ${kind}: ${counted(cells, 'cell')} and ${edges} edges, mean shape P/sqrt(A) = ${meanShape.toFixed(3)}`,
    `  lengths   ${length === 1 ? `in units of ${unit}` : `divided by ${length.toPrecision(5)} ${unit}, the square root of the mean area: A0 = 1`}`,
    `  rim       ${rim}`,
    `  left out  ${leftOut.join('; ') || 'nothing'}`,
    `  decided   ${remarks.join('; ') || 'nothing'}`,
  ];
}

/** Prints how a tissue is understood. */
export function showTissue(host: Host, reading: TissueReading, name: string, json: boolean): void {
  host.out(json ? toJson({ versions: host.versions, tissue: { name, ...numbersOf(reading) } }) : `${tissueLines(reading, name).join('\n')}\n`);
}
