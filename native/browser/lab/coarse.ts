/** H of every block, and the same filter applied to H again. */
import type { What } from '../../../src/lab/scene.ts';
import { make } from './dom.ts';
import type { Lab } from './lab.ts';

const LEVELS: readonly What[] = ['coarse1', 'coarse2', 'coarse3'];
const WORDS = 'One site for each block: +1 or −1 by the best filter. From left to right the same filter again, applied to H.';
const ONCE = 'One site for each block: +1 or −1 by the best filter. H has one value at a site, and the filter reads two: it cannot be applied again.';
const NEVER = 'H of a ring of masses is not drawn.';
const NO_LATTICE = 'Blocks of a tiling do not stand side by side by translations: there is no lattice of H to draw. The filter is trained at one node.';
const NAMES = ['H', 'H of H', 'H of H of H'];

export function coarsePanel(lab: Lab, root: HTMLElement): void {
  const levels = make('div', { class: 'levels' });
  const note = make('p', { class: 'note' });
  root.append(levels, note);
  lab.on(['scene'], () => {
    const { size, block } = lab.settings;
    const { view } = lab.model;
    // The filter of dimers reads two values of a site and writes one; a ring of masses is no lattice.
    const tiling = view === 'tiling';
    const most = tiling || view === 'columns' ? 0 : view === 'bonds' ? 1 : LEVELS.length;
    levels.hidden = most === 0;
    note.textContent = tiling ? NO_LATTICE : most > 1 ? WORDS : most === 1 ? ONCE : NEVER;
    if (most === 0) return levels.replaceChildren();
    levels.replaceChildren(...LEVELS.map((what, k) => level(lab, what, k, k < most ? Math.floor(size / block ** (k + 1)) : 0)));
  });
}

function level(lab: Lab, what: What, k: number, side: number): HTMLElement {
  const caption = make('figcaption', {}, side >= 1 ? `${NAMES[k]}, ${side} × ${side}` : NAMES[k]);
  if (side < 1) return make('figure', {}, make('div', { class: 'screen empty' }, 'none'), caption);
  const canvas = make('canvas', {
    role: 'img',
    'aria-label': `${NAMES[k]}, a lattice of ${side} by ${side} sites${k > 0 ? ', by the same filter again' : ''}`,
  });
  lab.scene?.drawInto(canvas, what);
  return make('figure', {}, make('div', { class: 'screen' }, canvas), caption);
}
