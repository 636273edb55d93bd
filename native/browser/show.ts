/** Results in the page: the table and the filters of a report, without its figures, which would cost a plotting library. */
import { gauge, normalise } from '../../src/analysis/filters/filter.ts';
import type { AdapterRecord } from '../../src/gpu/adapter.ts';
import { rgb } from '../../src/report/draw/colours.ts';
import { gridOf } from '../../src/report/draw/grid.ts';
import { concise, fixed, temperatureLabel } from '../../src/report/draw/numbers.ts';
import { PALE } from '../../src/report/draw/pictures.ts';
import { STYLE } from '../../src/report/draw/style.ts';
import { resultColumns } from '../../src/report/run/columns.ts';
import { kindWithCosine } from '../../src/report/run/looks.ts';
import { modelOf } from '../../src/report/run/words.ts';
import { lengthWords } from '../../src/space/lengths.ts';
import type { PointSummary, Results, Summary } from '../../src/train/result/summary.ts';

/** Parts of the page that a report does not have. */
const PAGE_STYLE = `
label { display: block; color: var(--faint); font-size: 0.875rem; margin: 0 0 0.25rem; }
select, input, textarea { display: block; width: 100%; min-height: 2.75rem; padding: 0.4rem 0.6rem; font: inherit; color: inherit; background: var(--raised);
  border: 1px solid var(--faint); border-radius: 6px; }
textarea { resize: vertical; font: 0.8125rem/1.5 ui-monospace, monospace; }
#form { max-width: 46rem; margin: 1.5rem 0; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(10rem, 1fr)); gap: 0.9rem 1rem; margin: 1rem 0; padding: 0; border: 0; align-items: start; }
summary { min-height: 2.75rem; line-height: 2.75rem; }
a { color: inherit; }
:is(a, button, select, input, textarea):focus-visible { outline: 2px solid var(--series-1); outline-offset: 2px; }
button { min-width: 5.5rem; min-height: 2.75rem; padding: 0.45rem 1rem; font: inherit; font-weight: 600; color: var(--ground); background: var(--ink);
  border: 0; border-radius: 6px; cursor: pointer; }
button:disabled { opacity: 0.4; cursor: default; }
.row { display: flex; gap: 1rem; align-items: center; margin: 1rem 0 0.5rem; }
progress { flex: 1; height: 0.5rem; accent-color: var(--good); }
#status { color: var(--faint); font-size: 0.875rem; min-height: 1.5em; font-variant-numeric: tabular-nums; }
#error { padding: 0.6rem 0.8rem; border: 1px solid var(--bad); border-radius: 6px; color: var(--bad); overflow-wrap: anywhere; }
th.left, td.left { padding-left: 1rem; }
.filters { display: flex; flex-wrap: wrap; gap: 1.25rem 2rem; }
.filters svg { display: block; height: 6rem; border: 1px solid var(--line); }
.filters figcaption { margin: 0.4rem 0 0; line-height: 1.35; }
`;

export function addStyle(): void {
  document.head.append(make('style', {}, STYLE + PAGE_STYLE));
}

/** Browsers hide the model of a GPU and show its maker and generation at most. */
export function adapterLabel({ name, vendor, architecture }: AdapterRecord): string {
  const others = [vendor, architecture].filter((part) => part !== '' && !name.toLowerCase().includes(part.toLowerCase()));
  return [name, ...new Set(others)].filter((part) => part !== '').join(', ');
}

export function showResults(place: HTMLElement, results: Results): void {
  const { adapter, seconds, seed } = results.summary;
  const { symbol } = modelOf(results.summary).control;
  const points = gridOf(results.summary.points).points.map(({ point }) => point);
  const phases = Object.entries(seconds).map(([phase, time]) => `${phase} ${fixed(time, 1)} s`);
  place.replaceChildren(
    make('h2', {}, 'Results'),
    table(results.summary, points),
    make(
      'p',
      { class: 'note' },
      'I(H:E) is a lower bound measured on samples never trained on, ± one standard error over independent chains; the last column is the training objective, in-sample and with the smooth H, for comparison only.',
    ),
    make('h2', {}, 'Filters'),
    make('div', { class: 'filters' }, ...points.map((point) => filter(point, symbol))),
    make(
      'p',
      { class: 'note' },
      'The filter of the best replica of each point, its free overall sign fixed, divided by its largest |weight|; blue is positive, red negative.',
    ),
    make('p', { class: 'note' }, `${adapterLabel(adapter)}; seed ${seed}; ${phases.join(', ')}.`),
  );
}

function table(summary: Summary, points: readonly PointSummary[]): HTMLElement {
  // Known values are few: an empty column would only push the others off a small screen.
  const columns = resultColumns(summary, 'plus-minus').filter(({ cell }) => points.some((point) => cell(point) !== ''));
  const heads = columns.map(({ head, unit, align }) => make('th', { scope: 'col', class: align }, head, ...(unit ? [make('small', {}, unit)] : [])));
  const rows = points.map((point) =>
    make(
      'tr',
      {},
      ...columns.map(({ kind: of, align, cell }) => {
        // Text after two spaces is a remark, such as the label of a known value.
        const [text, ...remark] = cell(point).split('  ');
        const kind = of === 'verdict' ? point.verdict : of === 'training' ? 'faint' : '';
        return make('td', { class: `${align} ${kind}` }, text, ...(remark.length > 0 ? [' ', make('span', { class: 'remark' }, remark.join(' '))] : []));
      }),
    ),
  );
  return make(
    'div',
    { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Results' },
    make('table', {}, make('thead', {}, make('tr', {}, ...heads)), make('tbody', {}, ...rows)),
  );
}

/** Components side by side, one square per site; the tooltip of a square is its weight. */
function filter(point: PointSummary, symbol: string): HTMLElement {
  const { components, coupling } = point;
  // As in reports: what means nothing is drawn pale.
  const pale = point.filter === 'none' ? PALE : 1;
  const [height, width] = [point.filters[point.best][0].length, point.filters[point.best][0][0].length];
  const squares = point.filters[point.best].flatMap((component, c) =>
    normalise(gauge(component, coupling)).flatMap((row, y) =>
      row.map((weight, x) => {
        const square = svg('rect', { x: c * (width + 0.5) + x, y, width: 1, height: 1, fill: `rgb(${rgb(pale * weight).join(' ')})` });
        square.append(svg('title', {}, fixed(weight, 3)));
        return square;
      }),
    ),
  );
  const across = components * (width + 0.5) - 0.5;
  const picture = svg('svg', {
    viewBox: `0 0 ${across} ${height}`,
    role: 'img',
    'shape-rendering': 'crispEdges',
    'aria-label': `${point.filter === 'none' ? 'noise, no information' : `${kindWithCosine(point).replace('  ', ' ')} filter`}, ${concise(point.information)} nats`,
  });
  picture.append(...squares);
  const place = `${symbol} = ${temperatureLabel(point.temperature)}, buffer ${lengthWords(point.buffer)}`;
  const figure = make(
    'figure',
    {},
    make(
      'figcaption',
      {},
      place,
      make('br', {}),
      `${concise(point.information)} nats, ${point.filter === 'none' ? 'noise' : kindWithCosine(point).replace('  ', ' ')}`,
    ),
  );
  figure.prepend(picture);
  return figure;
}

function make(name: string, attributes: Record<string, string>, ...children: (string | Node)[]): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function svg(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.textContent = text;
  return made;
}
