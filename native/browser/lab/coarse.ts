/** H of every block, and the same filter applied to H again. */
import type { What } from '../../../src/lab/scene.ts';
import { make } from './dom.ts';
import type { Lab } from './lab.ts';

const LEVELS: readonly What[] = ['coarse1', 'coarse2', 'coarse3'];
const WORDS = 'One site for each block: +1 or −1 by the best filter. From left to right the same filter again, applied to H.';
const NAMES = ['H', 'H of H', 'H of H of H'];

export function coarsePanel(lab: Lab, root: HTMLElement): void {
  const levels = make('div', { class: 'levels' });
  const note = make('p', { class: 'note' });
  root.append(levels, note);
  lab.on(['scene'], () => {
    const { size, block } = lab.settings;
    const flat = lab.model.view === 'spins' || lab.model.view === 'staggered';
    levels.replaceChildren(...LEVELS.map((what, k) => level(lab, what, k, flat ? Math.floor(size / block ** (k + 1)) : 0)));
    note.textContent = flat ? WORDS : 'H is not drawn as a lattice for this model.';
  });
}

function level(lab: Lab, what: What, k: number, side: number): HTMLElement {
  const caption = make('figcaption', {}, side >= 1 ? `${NAMES[k]}, ${side} × ${side}` : NAMES[k]);
  if (side < 1) return make('figure', {}, make('div', { class: 'screen empty' }, 'no block left'), caption);
  const canvas = make('canvas', {
    role: 'img',
    'aria-label': `${NAMES[k]}, a lattice of ${side} by ${side} sites${k > 0 ? ', by the same filter again' : ''}`,
  });
  lab.scene?.drawInto(canvas, what);
  return make('figure', {}, make('div', { class: 'screen' }, canvas), caption);
}
