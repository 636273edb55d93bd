/** All replicas in the plane of two patterns, or of their principal components, with their ways there. */
import type { pca } from '../../../src/analysis/filters/pca.ts';
import { inPlane, isNoise, type Plane, planeOf, shownFilter } from '../../../src/lab/filters.ts';
import { columnsOf } from '../../../src/lab/settings.ts';
import { make, set, svg } from './dom.ts';
import type { Lab } from './lab.ts';
import { load } from './load.ts';

/** Moments of a trail. */
const TRAIL = 60;
const SIZE = 240;
const RADIUS = 100;

export function ensemblePanel(lab: Lab, root: HTMLElement): void {
  const kind = make(
    'select',
    { 'aria-label': 'Plane' },
    make('option', { value: 'patterns' }, 'two patterns'),
    make('option', { value: 'components' }, 'principal components'),
  );
  const picture = svg('svg', { class: 'chart', role: 'img', viewBox: `${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}` });
  const note = make('p', { class: 'note' });
  root.append(make('div', { class: 'plane' }, picture, make('div', {}, kind, note)));
  let wanted = false;
  const redraw = () => {
    // The patterns are those of a square of spins.
    const only = !lab.model.limit;
    kind.disabled = only;
    if (only) kind.value = 'components';
    const components = kind.value === 'components';
    if (!components || globalThis.blockspinPca) draw(lab, picture, note, components ? globalThis.blockspinPca : undefined);
    else if (!wanted) {
      wanted = true;
      load('components.js').then(redraw, (error) => {
        note.textContent = `${error.message}.`;
      });
    }
  };
  kind.addEventListener('change', redraw);
  lab.on(['reading', 'scene'], redraw);
}

/** @param components where the plane is that of principal components, the function that finds them */
function draw(lab: Lab, picture: SVGElement, note: HTMLElement, components: typeof pca | undefined): void {
  const { reading, settings, model, history } = lab;
  const circle = svg('circle', { class: 'circle', r: RADIUS });
  if (!reading) {
    picture.replaceChildren(circle);
    set(picture, { 'aria-label': 'no filters yet' });
    note.textContent = 'Every replica is a point; near the circle, the filter is a sum of the two directions.';
    return;
  }
  const plane = components ? principal(lab, components) : planeOf(settings.block, model.coupling);
  const place = (filter: ArrayLike<number>) => inPlane(shownFilter(filter, model.coupling, columnsOf(settings)), plane.axes);
  const [X, Y] = [(x: number) => (RADIUS * x).toFixed(1), (y: number) => (-RADIUS * y).toFixed(1)];
  const trails = reading.filters.map((_, r) => {
    const way = history.moments.slice(-TRAIL).map(({ filters }) => place(filters[r]));
    return svg('path', { class: 'trail', d: `M${way.map(({ x, y }) => `${X(x)} ${Y(y)}`).join('L')}` });
  });
  const rays = plane.patterns.flatMap(({ name, x, y }) => [
    svg('path', { class: 'ray', d: `M0 0L${X(x)} ${Y(y)}` }),
    svg('text', { x: X(0.5 * x), y: Number(Y(0.5 * y)) + (y > 0.2 ? -6 : 14), 'text-anchor': 'middle' }, name),
  ]);
  const dots = reading.filters.map((filter, r) => {
    const { x, y } = place(filter);
    const state = isNoise(reading.validation?.[r]) ? ' noise' : '';
    return svg('circle', { class: `dot${state}${r === reading.best ? ' chosen' : ''}`, cx: X(x), cy: Y(y), r: 5 });
  });
  picture.replaceChildren(circle, ...rays, ...trails, ...dots);
  const near = reading.cosines.filter((c) => c >= 0.95).length;
  const alike = `${near} of ${reading.filters.length} filters have a cosine of 0.95 or more with the ${reading.pattern} one. `;
  note.textContent = `${reading.pattern ? alike : ''}Hollow: no information.`;
  set(picture, {
    'aria-label': `${reading.filters.length} filters in the plane of ${plane.patterns.map(({ name }) => name).join(' and ')}; ${note.textContent}`,
  });
}

/** The plane of the two largest principal components. */
function principal({ reading, model, settings }: Lab, find: typeof pca): Plane {
  const filters = (reading?.filters ?? []).map((filter) => shownFilter(filter, model.coupling, columnsOf(settings)));
  const { components } = find(filters.length > 1 ? filters : [...filters, ...filters], { components: 2 });
  const axes = [components[0], components[1] ?? components[0].map(() => 0)] as const;
  return {
    axes,
    patterns: [
      { name: 'component 1', x: 1, y: 0 },
      { name: 'component 2', x: 0, y: 1 },
    ],
  };
}
