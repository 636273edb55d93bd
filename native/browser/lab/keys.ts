/** Keys of the page, where no control has a use for them. */
import { toggle } from './controls.ts';
import type { Lab } from './lab.ts';

/** Elements that take keys themselves. */
const OWN = 'input, select, textarea, summary, [contenteditable], [role="tab"]';

export function keys(lab: Lab): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest(OWN)) return;
    const button = target.closest('button, a');
    if (event.key === ' ' && !button) toggle(lab);
    else if (event.key === '.') void lab.step();
    else if (event.key === 'r' || event.key === 'R') void lab.reset();
    else return;
    event.preventDefault();
  });
}
