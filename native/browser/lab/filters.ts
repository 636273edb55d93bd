/** The best filter with its values and scale, and those of all replicas. */
import { isNoise, shownFilter } from '../../../src/lab/filters.ts';
import { make, set, svg } from './dom.ts';
import type { Lab } from './lab.ts';

const HATCH = 'hatch';
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
  const { reading, model, settings, noise } = lab;
  set(large, { viewBox: `0 0 ${settings.block} ${settings.block}` });
  if (!reading) {
    large.replaceChildren(svg('rect', { width: settings.block, height: settings.block, fill: 'var(--soft)' }));
    set(large, { 'aria-label': 'no filter yet' });
    small.replaceChildren();
    note.textContent = 'The filter begins to form with the first steps of the training.';
    return;
  }
  const weights = shownFilter(reading.filters[reading.best], model.coupling);
  large.replaceChildren(...squares(weights, settings.block, noise, settings.block <= WRITTEN));
  set(large, { 'aria-label': describe(weights, settings.block, noise) });
  note.textContent = noise
    ? 'Hatched: the information is within three errors of zero, and such a filter is noise.'
    : `Best of ${reading.filters.length} replicas, divided by its largest weight; its sign is free, for H and −H say the same.`;
  small.replaceChildren(
    ...reading.filters.map((filter, r) => {
      const own = shownFilter(filter, model.coupling);
      const none = isNoise(reading.validation?.[r]);
      const picture = svg('svg', {
        viewBox: `0 0 ${settings.block} ${settings.block}`,
        role: 'img',
        'aria-label': `replica ${r + 1}${r === reading.best ? ', the best' : ''}${none ? ', no information' : ''}`,
        class: r === reading.best ? 'chosen' : undefined,
      });
      picture.append(...squares(own, settings.block, none, false));
      return picture;
    }),
  );
}

function squares(weights: readonly number[], side: number, noise: boolean, written: boolean): SVGElement[] {
  const cells = weights.map((w, i) =>
    svg('rect', { x: i % side, y: Math.floor(i / side), width: 1.01, height: 1.01, fill: colourOf(w), opacity: noise ? 0.35 : undefined }),
  );
  const texts = written
    ? weights.map((w, i) =>
        svg(
          'text',
          { x: (i % side) + 0.5, y: Math.floor(i / side) + 0.5, style: `fill: ${Math.abs(w) > 0.55 && !noise ? 'var(--raised)' : 'var(--ink)'}` },
          text(w),
        ),
      )
    : [];
  return [...cells, ...(noise ? hatching(side) : []), ...texts];
}

/** Diagonal lines across the whole filter. */
function hatching(side: number): SVGElement[] {
  const step = side / 8;
  const lines = Array.from({ length: 17 }, (_, k) => {
    const at = (k - 8) * step;
    const [x, y] = at < 0 ? [0, -at] : [at, 0];
    const length = side - Math.max(x, y);
    return `M${x} ${y}l${length} ${length}`;
  });
  return [svg('path', { class: HATCH, d: lines.join(''), 'stroke-width': 0.02 * side, fill: 'none' })];
}

/** From the colour of −1 over that of 0 to that of +1. */
export function colourOf(weight: number): string {
  const part = Math.round(100 * Math.min(1, Math.abs(weight)));
  return `color-mix(in oklab, var(${weight < 0 ? '--minus' : '--plus'}) ${part}%, var(--zero))`;
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
  return `${noise ? 'noise; ' : ''}weights of the best filter, row by row: ${rows.join('; ')}`;
}
