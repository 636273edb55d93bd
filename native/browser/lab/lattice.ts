/** The lattice with the outlines of block, buffer and environment, and what the block holds. */
import { shownFilter } from '../../../src/lab/filters.ts';
import { type Box, boxesOf, edgesAt, inspect, moved, type Place, shiftsOf, valuesAt } from '../../../src/lab/geometry.ts';
import { columnsOf } from '../../../src/lab/settings.ts';
import { byId, make, set, svg } from './dom.ts';
import type { Lab } from './lab.ts';
import type {} from './tiling.ts';

/** Values of a block that are written as numbers; of larger ones only the sum is. */
const MOST_SHOWN = 32;
const STEPS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param block where the numbers of the block stand */
export function latticePanel(lab: Lab, root: HTMLElement, block: HTMLElement): void {
  const overlay = svg('svg', { 'aria-hidden': 'true' });
  const handle = make('button', { type: 'button', class: 'handle' });
  const board = make('div', { class: 'board' }, overlay, handle);
  const key = make(
    'p',
    { class: 'key' },
    make('span', { style: '--c: var(--block)' }, 'block V'),
    make('span', { class: 'dashed', style: '--c: var(--ink)' }, 'buffer'),
    make('span', { style: '--c: var(--environment)' }, 'environment E'),
  );
  const shown = make('div', { class: 'inspect' });
  root.append(key, board);
  block.append(shown);
  lab.on(['scene'], () => newCanvas(lab, board));
  lab.on(['scene', 'settings', 'place', 'look'], () => {
    drawOutlines(lab, overlay);
    placeHandle(lab, handle);
    board.classList.toggle('hide-buffer', lab.hidden);
  });
  lab.on(['scene', 'place', 'frame', 'reading'], () => void showBlock(lab, shown));
  dragging(lab, board, handle);
}

/** Every scene draws in a canvas of its own, because a canvas keeps its first kind of context. */
function newCanvas(lab: Lab, board: HTMLElement): void {
  board.querySelector('canvas')?.remove();
  const { size } = lab.settings;
  const { view } = lab.model;
  const sites = view === 'columns' ? `a ring of ${size} sites` : view === 'tiling' ? `a patch of level ${size}` : `a lattice of ${size} by ${size} sites`;
  board.classList.toggle('fine', view === 'tiling');
  byId('lattice-h').textContent = view === 'tiling' ? 'Tiling' : 'Lattice';
  const canvas = make('canvas', { role: 'img', 'aria-label': `${lab.model.title}, ${sites}` });
  board.prepend(canvas);
  lab.scene?.drawInto(canvas, 'lattice');
}

function drawOutlines({ settings, place, model, scene }: Lab, overlay: SVGElement): void {
  const { size } = settings;
  if (scene?.patch) {
    globalThis.blockspinTiling?.mark(scene.patch, overlay);
    return;
  }
  set(overlay, { viewBox: `0 0 ${size} ${size}` });
  // A ring has one axis: its window reaches from the bottom to the top of the picture.
  const ring = model.view === 'columns';
  const boxes = boxesOf(place, settings);
  const rect = ({ x, y, side }: Box, { x: dx, y: dy }: Place, name: string) =>
    svg('rect', { x: x + dx, y: ring ? 0 : y + dy, width: side, height: ring ? size : side, class: `outline ${name}` });
  const [, buffer, block] = boxes;
  const veils = ring ? [] : shiftsOf(buffer, size).map(({ x, y }) => veil(buffer, block, x, y));
  const lines = boxes.flatMap((box) => shiftsOf(box, size).flatMap((shift) => [rect(box, shift, 'halo'), rect(box, shift, box.name)]));
  overlay.replaceChildren(...veils, ...lines);
}

/** The buffer without the block. */
function veil(buffer: Box, block: Box, dx: number, dy: number): SVGElement {
  const square = ({ x, y, side }: Box) => `M${x + dx} ${y + dy}h${side}v${side}h${-side}z`;
  return svg('path', { class: 'veil', 'fill-rule': 'evenodd', d: square(buffer) + square(block) });
}

function placeHandle({ settings, place, model }: Lab, handle: HTMLElement): void {
  const { size, block } = settings;
  const part = (sites: number) => `${(100 * sites) / size}%`;
  const ring = model.view === 'columns';
  // The block of a tiling stays where it is.
  handle.hidden = model.view === 'tiling';
  Object.assign(handle.style, { left: part(place.x), top: ring ? '0' : part(place.y), width: part(block), height: ring ? '100%' : part(block) });
  handle.setAttribute('aria-label', `Block at column ${place.x + 1}, row ${place.y + 1}; arrow keys move it`);
}

function dragging(lab: Lab, board: HTMLElement, handle: HTMLElement): void {
  /** From the pointer to the first site of the block. */
  let grip: Place | undefined;
  const siteAt = ({ clientX, clientY }: PointerEvent): Place => {
    const { left, top, width } = board.getBoundingClientRect();
    const { size } = lab.settings;
    return { x: Math.floor(((clientX - left) / width) * size), y: Math.floor(((clientY - top) / width) * size) };
  };
  handle.addEventListener('pointerdown', (event) => {
    const { x, y } = siteAt(event);
    grip = { x: lab.place.x - x, y: lab.place.y - y };
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener('pointermove', (event) => {
    if (!grip) return;
    const { x, y } = siteAt(event);
    lab.move(moved({ x, y }, grip.x, grip.y, lab.settings.size));
  });
  for (const end of ['pointerup', 'pointercancel'] as const)
    handle.addEventListener(end, () => {
      grip = undefined;
    });
  board.addEventListener('click', (event) => {
    if (event.target === handle || lab.scene?.patch) return;
    const half = Math.floor(lab.settings.block / 2);
    lab.move(moved(siteAt(event as PointerEvent), -half, -half, lab.settings.size));
  });
  handle.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    lab.move(moved(lab.place, step[0], step[1], lab.settings.size));
  });
}

async function showBlock(lab: Lab, root: HTMLElement): Promise<void> {
  const { scene, settings, place, model } = lab;
  if (!scene) return;
  // A lost device answers no more; another one follows.
  const values = await scene.spins().catch(() => new Uint8Array());
  // Another scene may have come meanwhile.
  if (scene !== lab.scene || values.length < settings.size) return;
  const { patch } = scene;
  const v = patch ? edgesAt(values, patch.block) : valuesAt(model.view, values, settings.size, place, settings.block);
  const columns = columnsOf(settings);
  const cells = v.map((value) => make('span', { class: value > 0 ? 'up' : 'down' }, signed(String(value))));
  const parts: HTMLElement[] = [
    make('span', { class: 'v' }, 'V ='),
    make('div', { class: 'grid', style: `grid-template-columns: repeat(${columns}, 1fr)` }, ...cells),
  ];
  if (patch) parts.splice(0, 2, make('span', {}, `V: ${v.filter((value) => value > 0).length} dimers on ${v.length} edges`));
  else if (v.length > MOST_SHOWN) parts.splice(0, 2);
  const filter = lab.reading?.filters[lab.reading.best];
  if (filter?.length === v.length) {
    const { field, h } = inspect(v, shownFilter(filter, model.coupling, columns));
    parts.push(make('span', {}, 'Λ·V = ', make('b', {}, signed(field.toFixed(2)))));
    // The sum of masses is never negative: H compares it with a bias that the page does not have.
    if (model.view !== 'columns') parts.push(make('span', {}, 'H = ', make('b', {}, h === 0 ? '±1 by chance' : signed(String(h)))));
  }
  root.replaceChildren(...parts);
}

/** With a real minus sign, and a plus where it is positive. */
const signed = (text: string) => (text.startsWith('-') ? `−${text.slice(1)}` : text === '0' ? text : `+${text}`);
