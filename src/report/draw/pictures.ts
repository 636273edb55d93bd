/** Pictures of the filter of a point: one for each component of H, each value of a site and each input of a value, in the shape of the block. */
import { gauge, normalise, type Weights } from '../../analysis/filters/filter.ts';
import type { Alphabet } from '../../space/encoding.ts';
import type { PointSummary } from '../../train/result/summary.ts';
import { sidesOf, slicesOf } from './block.ts';

/** A picture, row by row; undefined where a site has no value. In a lattice with a cell, the sites of a cell lie side by side. */
export type Grid = readonly (readonly (number | undefined)[])[];

/** One picture, and what it is of, where there are several of a component: '0' (a state), 'cos', 'value 2'. */
export interface Picture {
  readonly rows: Grid;
  readonly label?: string;
}

/** What pictures are made of. */
type Pictured = Pick<
  PointSummary,
  'filters' | 'best' | 'states' | 'coupling' | 'alphabet' | 'block' | 'extents' | 'boundary' | 'lag' | 'channels' | 'cell' | 'blank'
>;

/**
 * The pictures of the best replica, each component divided by its largest |weight|. The sign of a binary or continuous component is chosen, because
 * H and -H say the same; the logits of a Potts component have no such freedom.
 *
 * @returns component by component, then by value of a site, by input of a value, and the slices of a block with three axes in their order
 */
export function picturesOf(point: Pictured): Picture[] {
  const { filters, best, states = 2, coupling, cell } = point;
  const parts = partsOf(point);
  return filters[best]
    .map((component) => inShape(normalise(states === 2 ? gauge(component, cell ? 1 : coupling) : component), point))
    .flatMap((rows) => parts.map(({ label, has }): Picture => ({ rows: rows.map((row) => row.filter((_, i) => has(i))), ...(label ? { label } : {}) })))
    .flatMap(({ rows, label }) => slicesOf(rows, point).map((slice): Picture => ({ rows: slice, ...(label ? { label } : {}) })));
}

/** Part of the contrast that is left to weights which mean nothing. */
export const PALE = 0.25;

/** Pictures of a filter that holds no information: divided by its largest weight it would look like a finding. */
export function paled(pictures: readonly Picture[]): Picture[] {
  return pictures.map((picture) => ({ ...picture, rows: picture.rows.map((row) => row.map((weight) => (weight === undefined ? undefined : PALE * weight))) }));
}

/** Values of a site that have a picture each: those of a cell are the sites of one picture. */
export function valuesApart({ channels = 1, cell }: Pick<Pictured, 'channels' | 'cell'>): number {
  return channels / (cell?.basis.length ?? 1);
}

/** A component as results hold it, or with blanks where the block has a hole: the weights of the others are then one row. */
function inShape(component: Weights, point: Pictured): Grid {
  const { blank } = point;
  if (!blank) return component;
  const sides = sidesOf(point);
  const columns = sides[sides.length - 1];
  const sites = sides.reduce((product, side) => product * side, 1);
  const [row] = component;
  const inputs = row.length / (sites - blank.length);
  const missing = new Set(blank);
  const known = row[Symbol.iterator]();
  const weights = Array.from({ length: sites }, (_, site) =>
    Array.from({ length: inputs }, () => (missing.has(site) ? undefined : (known.next().value as number))),
  );
  return Array.from({ length: sites / columns }, (_, y) => weights.slice(y * columns, (y + 1) * columns).flat());
}

/** Which weights of a row a picture has. */
interface Part {
  label: string;
  has(column: number): boolean;
}

/** The parts of a component, each of which is one picture. */
function partsOf(point: Pictured): Part[] {
  const { alphabet, cell } = point;
  const inputs = inputsOf(point);
  const basis = cell?.basis.length ?? 1;
  const values = valuesApart(point);
  const names = Array.from({ length: inputs }, (_, input) => inputName(alphabet, input));
  return Array.from({ length: values }, (_, value) => value).flatMap((value) =>
    names.map((name, input): Part => {
      const label = [values > 1 ? `value ${value + 1}` : '', inputs > 1 ? name : ''].filter(Boolean).join(' ');
      const has = (column: number) => column % inputs === input && (basis > 1 || Math.floor(column / inputs) % values === value);
      return { label, has };
    }),
  );
}

/** Inputs of a value. */
function inputsOf({ alphabet, filters, best, block, extents, boundary, lag, channels = 1, blank }: Pictured): number {
  if (alphabet.kind === 'states') return alphabet.values.length;
  if (alphabet.kind !== 'angles') return 1;
  // Of listed sites, which have no boundary, the block is their number.
  const sides = boundary ? sidesOf({ block, extents, lag }) : [block].flat();
  const weights = filters[best][0].flat().length;
  return weights / channels / (sides.reduce((product, side) => product * side, 1) - (blank?.length ?? 0));
}

/** 'cos', 'sin', 'cos 2', ... of angles; the state of one-hot values. */
function inputName(alphabet: Alphabet, input: number): string {
  if (alphabet.kind === 'states') return String(alphabet.values[input]);
  const multiple = 1 + Math.floor(input / 2);
  return `${input % 2 === 0 ? 'cos' : 'sin'}${multiple > 1 ? ` ${multiple}` : ''}`;
}
