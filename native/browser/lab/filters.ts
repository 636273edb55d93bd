/** The best filter with its values and scale, and those of all replicas. */
import { isNoise, shownFilter } from '../../../src/lab/filters.ts';
import { columnsOf } from '../../../src/lab/settings.ts';
import { make, set, svg } from './dom.ts';
import type { Lab } from './lab.ts';
import type {} from './tiling.ts';
import { colourOf, hatching, type WeightsPicture } from './weights.ts';

/** Of a tiling: directions in the space of weights that mean nothing. */
const SHIFTS = ' As a node inside has exactly one dimer, the same number added to all its edges only shifts Λ·V.';
/** Weights are written into the squares of blocks up to this side. */
const WRITTEN = 4;

export function filtersPanel(lab: Lab, root: HTMLElement): void {
  const large = svg('svg', { class: 'weights', role: 'img' });
  const scale = make('div', { class: 'scale', 'aria-hidden': 'true' }, make('i'), make('span', {}, '+1'), make('span', {}, '0'), make('span', {}, '−1'));
  const small = make('div', { class: 'small' });
  const note = make('p', { class: 'note' });
  root.append(make('div', { class: 'best' }, large, scale, small), note);
  lab.on(['reading', 'look', 'scene'], () => draw(lab, large, small, note));
}

function draw(lab: Lab, large: SVGElement, small: HTMLElement, note: HTMLElement): void {
  const { reading, model, settings, noise, scene } = lab;
  const columns = columnsOf(settings);
  const shown = (filter: ArrayLike<number>) => shownFilter(filter, model.coupling, columns);
  if (!reading) {
    set(large, { viewBox: '0 0 1 1', 'aria-label': 'no filter yet' });
    large.replaceChildren(svg('rect', { width: 1, height: 1, fill: 'var(--soft)' }));
    small.replaceChildren();
    note.textContent = 'The filter begins to form with the first steps of the training.';
    return;
  }
  const weights = shown(reading.filters[reading.best]);
  const patch = scene?.patch;
  const drawn = (w: readonly number[], none: boolean, written = false) =>
    (patch && globalThis.blockspinTiling?.filter(patch, w, none)) || squares(w, columns, none, written);
  show(large, drawn(weights, noise, columns <= WRITTEN * model.values));
  note.textContent = noise
    ? 'Hatched: the information cannot be told from zero, and such a filter is noise.'
    : `Best of ${reading.filters.length} replicas, divided by its largest weight; its sign is free, for H and −H say the same.${model.values > 1 ? ' Side by side: the right and the down bond of a site.' : patch ? SHIFTS : ''}`;
  small.replaceChildren(
    ...reading.filters.map((filter, r) => {
      const none = isNoise(reading.validation?.[r]);
      const picture = svg('svg', { role: 'img' });
      show(picture, drawn(shown(filter), none));
      set(picture, {
        'aria-label': `replica ${r + 1}${r === reading.best ? ', the best' : ''}${none ? ', no information' : ''}`,
        class: r === reading.best ? 'chosen' : undefined,
      });
      return picture;
    }),
  );
}

/** A small drawing of a filter. @param weights from -1 to 1, row by row */
export function filterPicture(weights: readonly number[], columns: number, noise: boolean): SVGElement {
  const picture = svg('svg', { role: 'img' });
  show(picture, squares(weights, columns, noise, false));
  return picture;
}

function show(picture: SVGElement, { viewBox, label, children }: WeightsPicture): void {
  set(picture, { viewBox, 'aria-label': label });
  picture.replaceChildren(...children);
}

function squares(weights: readonly number[], columns: number, noise: boolean, written: boolean): WeightsPicture {
  const place = (i: number) => ({ x: i % columns, y: Math.floor(i / columns) });
  const cells = weights.map((w, i) =>
    svg('rect', { ...place(i), width: 1.01, height: 1.01, fill: colourOf(w), opacity: noise ? 0.35 : undefined }, svg('title', {}, text(w))),
  );
  const label = (w: number, i: number) => {
    const { x, y } = place(i);
    return svg('text', { x: x + 0.5, y: y + 0.5, style: `fill: ${Math.abs(w) > 0.55 && !noise ? 'var(--raised)' : 'var(--ink)'}` }, text(w));
  };
  return {
    viewBox: `0 0 ${columns} ${weights.length / columns}`,
    label: describe(weights, columns, noise),
    children: [...cells, ...(noise ? hatching(columns) : []), ...(written ? weights.map(label) : [])],
  };
}

const text = (w: number) =>
  w
    .toFixed(2)
    .replace('-', '−')
    .replace(/^−0\.00$/, '0.00');

function describe(weights: readonly number[], side: number, noise: boolean): string {
  const rows = Array.from({ length: side }, (_, y) =>
    weights
      .slice(y * side, (y + 1) * side)
      .map(text)
      .join(' '),
  );
  return `${noise ? 'noise; ' : ''}weights, row by row: ${rows.join('; ')}`;
}
