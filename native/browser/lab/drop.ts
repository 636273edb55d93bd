/** Own configurations: a file that is dropped or chosen is read here, shown, and trained on. It is never sent anywhere. */

import { shownFilter } from '../../../src/lab/filters.ts';
import { DEFAULTS } from '../../../src/lab/settings.ts';
import type { DataSet } from '../../../src/model/data/data_set.ts';
import { concise } from '../../../src/report/draw/numbers.ts';
import { button, make, set } from './dom.ts';
import { filterPicture } from './filters.ts';
import type { Lab } from './lab.ts';
import { own } from './load.ts';

const MOST_BYTES = 64 * 2 ** 20;

export function dropPanel(lab: Lab): HTMLElement {
  const input = make('input', { type: 'file', id: 'own', accept: '.npy,.npz,.txt,.dat,.csv' });
  const periodic = make('input', { type: 'checkbox', id: 'periodic', checked: true });
  const axes = make('input', { type: 'text', id: 'axes', size: 4, placeholder: 'nyx', spellcheck: 'false', autocomplete: 'off' });
  const result = make('div', { class: 'row' });
  const zone = make(
    'div',
    { class: 'drop' },
    make('label', { for: 'own' }, 'Your own configurations: drop a .npy or text file of at most 64 MiB, or choose one. It stays on this machine.'),
    make(
      'div',
      { class: 'row' },
      input,
      make('label', { class: 'check', for: 'periodic' }, periodic, 'periodic'),
      make('label', { class: 'check', for: 'axes' }, 'axes', axes),
    ),
    result,
  );
  let last: File | undefined;
  const take = (file = last) => {
    last = file;
    if (file) void understand(lab, file, axes.value.trim(), result, () => periodic.checked);
  };
  input.addEventListener('change', () => take(input.files?.[0]));
  axes.addEventListener('change', () => take());
  for (const [type, over] of [
    ['dragover', true],
    ['dragleave', false],
    ['drop', false],
  ] as const) {
    document.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      zone.classList.toggle('over', over);
      if (type === 'drop') take(event.dataTransfer.files[0]);
    });
  }
  return zone;
}

/** Shows a file as it is understood, with its first sample. */
async function understand(lab: Lab, file: File, given: string, result: HTMLElement, periodic: () => boolean): Promise<void> {
  result.replaceChildren('Reading …');
  try {
    if (file.size > MOST_BYTES) throw new Error(`${file.name} has ${Math.ceil(file.size / 2 ** 20)} MiB; the page reads 64 MiB, the command line more`);
    const data = await (await own()).read(file.name, new Uint8Array(await file.arrayBuffer()), given);
    const { name, samples, extents, axes, values, kind } = data;
    const text = `${name}: ${samples} samples of ${extents.join(' × ')} sites along ${axes.join(' ')}; ${values}${kind ? `, ${kind}` : ''}.`;
    result.replaceChildren(...picture(data), make('p', { class: 'note' }, text), trainer(lab, data, periodic));
  } catch (error) {
    result.replaceChildren(make('p', { class: 'bad', role: 'alert' }, (error as Error).message));
  }
}

/** The first sample of a lattice of two axes, one pixel for each site, from its least to its largest value. */
function picture({ array, extents, channels }: DataSet): HTMLElement[] {
  if (extents.length !== 2 || channels !== 1) return [];
  const [height, width] = extents;
  const first = Array.from(array.data.subarray(0, height * width), Number);
  const [least, most] = [Math.min(...first), Math.max(...first)];
  const canvas = make('canvas', { width, height, role: 'img', 'aria-label': 'the first sample', style: 'width: 88px; height: 88px' });
  const context = canvas.getContext('2d');
  if (!context) return [];
  const pixels = context.createImageData(width, height);
  first.forEach((value, i) => {
    const grey = Math.round(230 - (200 * (value - least)) / (most - least || 1));
    pixels.data.set([grey, grey, grey, 255], 4 * i);
  });
  context.putImageData(pixels, 0, 0);
  return [canvas];
}

function trainer(lab: Lab, data: DataSet, periodic: () => boolean): HTMLElement {
  const out = make('div', { class: 'row' });
  let stop: AbortController | undefined;
  const start = button('Train on it', () => void run(), { disabled: lab.source.recorded, title: lab.source.recorded ? 'A training needs WebGPU' : undefined });
  async function run(): Promise<void> {
    if (stop) {
      stop.abort();
      return;
    }
    stop = new AbortController();
    lab.pause();
    const bar = make('progress', { max: 1, value: 0, 'aria-label': 'progress of the training' });
    start.textContent = 'Stop';
    out.replaceChildren(bar);
    const progress = (fraction: number) => set(bar, { value: fraction });
    try {
      // Those of a tiling are not lengths of a lattice.
      const { block, buffer, shell } = lab.scene?.patch ? DEFAULTS : lab.settings;
      const { summary } = await (await own()).train(data, { block, buffer, shell }, periodic(), progress, stop.signal);
      const [point] = summary.points;
      const rows = point.filters[point.best][0];
      const columns = rows[0].length;
      const value = make('p', {}, `I(H:E) = ${concise(point.information)} nats, ${point.filter} filter, ${point.verdict}`);
      out.replaceChildren(filterPicture(shownFilter(rows.flat(), 1, columns), columns, point.verdict === 'zero'), value);
    } catch (error) {
      out.replaceChildren(make('p', { class: 'bad', role: 'alert' }, (error as Error).message));
    } finally {
      stop = undefined;
      start.textContent = 'Train on it';
    }
  }
  return make('div', { class: 'row' }, start, out);
}
