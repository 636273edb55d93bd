/** What can be taken away: pictures, numbers, a film, and the line that computes the same at full size. */
import { linkOf } from '../../../src/lab/link.ts';
import { formatNpy } from '../../../src/store/npy.ts';
import { commandOf } from './command.ts';
import { button, make, set } from './dom.ts';
import type { Lab } from './lab.ts';
import { own } from './load.ts';

const PICTURE = 1024;
const FRAMES_PER_SECOND = 25;

export function savePanel(lab: Lab): HTMLElement {
  const command = make('code', { tabindex: 0 });
  const summary = button('summary.json', () => void summaryOf(lab));
  const film = button('Film (WebM)', () => record(lab, film), { 'aria-pressed': 'false' });
  const filter = button('Filter (.npy)', () => saveFilter(lab));
  const link = button('Copy the link', async () => {
    const copied = await navigator.clipboard?.writeText(new URL(linkOf(lab.settings), location.href).href).then(
      () => true,
      () => false,
    );
    link.textContent = copied ? 'Copied' : 'The address is the link';
  });
  lab.on(['settings', 'scene', 'reading', 'state'], () => {
    command.textContent = commandOf(lab.settings);
    const none = lab.scene?.summary() === undefined;
    set(summary, { disabled: none, title: none ? (lab.source.recorded ? 'Recorded runs have none' : 'Measure first') : undefined });
    set(filter, { disabled: lab.reading === undefined });
    set(film, { disabled: typeof MediaRecorder === 'undefined' });
  });
  return make(
    'div',
    { class: 'panel' },
    make('h3', { class: 'hidden' }, 'Save'),
    make(
      'div',
      { class: 'row' },
      button('Lattice (PNG)', () => savePicture(lab)),
      button('Chart (SVG)', saveChart),
      filter,
      summary,
      film,
      link,
    ),
    make('p', { class: 'note' }, 'Run this at full size, on your own machine:'),
    command,
  );
}

function download(name: string, data: Blob): void {
  const url = URL.createObjectURL(data);
  make('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const latticeCanvas = () => document.querySelector<HTMLCanvasElement>('.board canvas');

/** The lattice is copied in the task that drew it: later its canvas may be empty. */
function savePicture(lab: Lab): void {
  const end = lab.scene?.on('drawn', () => {
    end?.();
    const source = latticeCanvas();
    if (!source) return;
    const copy = make('canvas', { width: PICTURE, height: PICTURE });
    const context = copy.getContext('2d');
    if (!context) return;
    context.imageSmoothingEnabled = lab.scene?.patch !== undefined;
    context.drawImage(source, 0, 0, PICTURE, PICTURE);
    copy.toBlob((blob) => blob && download('lattice.png', blob));
  });
  // While it plays, the next frame does.
  lab.scene?.redraw();
}

/** Attributes of a drawing that the style sheet sets. */
const STYLED = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity', 'font-size', 'font-family'];

function saveChart(): void {
  const chart = document.getElementById('chart');
  if (!chart) return;
  const copy = chart.cloneNode(true) as SVGElement;
  const [from, to] = [chart, copy].map((root) => [root, ...root.querySelectorAll('*')]);
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of STYLED) to[i].setAttribute(name, style.getPropertyValue(name));
  });
  set(copy, { xmlns: 'http://www.w3.org/2000/svg', width: chart.clientWidth, height: chart.clientHeight, class: undefined, id: undefined });
  copy.prepend(document.createElementNS('http://www.w3.org/2000/svg', 'title'));
  if (copy.firstChild) copy.firstChild.textContent = chart.getAttribute('aria-label');
  download('information.svg', new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' }));
}

function saveFilter({ reading, settings }: Lab): void {
  if (!reading) return;
  const data = reading.filters[reading.best];
  const shape = data.length === settings.block ** 2 ? [settings.block, settings.block] : [data.length];
  download('filter.npy', new Blob([formatNpy({ shape, data }) as Uint8Array<ArrayBuffer>]));
}

async function summaryOf({ scene }: Lab): Promise<void> {
  const summary = scene?.summary();
  download('summary.json', new Blob([(await own()).summary(summary)]));
}

let recorder: MediaRecorder | undefined;

/** Begins a film of the lattice, or ends it. */
function record(lab: Lab, film: HTMLButtonElement): void {
  if (recorder) {
    recorder.stop();
    return;
  }
  const source = latticeCanvas();
  if (!source) return;
  // One pixel per site would be a tiny film: the frames go through a larger canvas.
  const large = make('canvas', { width: PICTURE / 2, height: PICTURE / 2 });
  const context = large.getContext('2d');
  if (!context) return;
  context.imageSmoothingEnabled = lab.scene?.patch !== undefined;
  const copy = () => context.drawImage(source, 0, 0, large.width, large.height);
  copy();
  const end = lab.scene?.on('drawn', copy);
  const parts: Blob[] = [];
  recorder = new MediaRecorder(large.captureStream(FRAMES_PER_SECOND));
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  recorder.addEventListener('stop', () => {
    end?.();
    recorder = undefined;
    set(film, { 'aria-pressed': 'false' });
    film.textContent = 'Film (WebM)';
    download('lattice.webm', new Blob(parts, { type: 'video/webm' }));
  });
  recorder.start();
  set(film, { 'aria-pressed': 'true' });
  film.textContent = 'End the film';
}
