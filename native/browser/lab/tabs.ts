/** On small screens the panels below the lattice are tabs; on large ones all are shown. */
import { button, byId, set } from './dom.ts';

const SMALL = '(max-width: 820px)';

/** @returns a function that brings a panel into view */
export function tabs(list: HTMLElement): (panel: string) => void {
  const panels = [...document.querySelectorAll<HTMLElement>('.panel[data-tab]')];
  const small = matchMedia(SMALL);
  const buttons = panels.map((panel) =>
    button(panel.dataset.tab ?? '', () => choose(panel), { role: 'tab', id: `tab-${panel.id}`, 'aria-controls': panel.id }),
  );
  list.append(...buttons);
  function choose(chosen: HTMLElement): void {
    for (const [i, panel] of panels.entries()) {
      const own = panel === chosen;
      panel.classList.toggle('shown', own);
      set(buttons[i], { 'aria-selected': String(own), tabindex: own ? 0 : -1 });
    }
  }
  list.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    const next = buttons.at(to % buttons.length) as HTMLButtonElement;
    next.focus();
    next.click();
  });
  const arrange = () => {
    list.hidden = !small.matches;
    for (const panel of panels) {
      set(panel, small.matches ? { role: 'tabpanel', 'aria-labelledby': `tab-${panel.id}` } : { role: undefined, 'aria-labelledby': `${panel.id}-h` });
    }
    // The form is part of the head, and the speed of the controls, where there is room for them.
    (small.matches ? byId('more') : document.querySelector('.head'))?.append(byId('system'));
    (small.matches ? byId('more') : document.querySelector('#controls .row'))?.append(byId('speed'));
  };
  small.addEventListener('change', arrange);
  arrange();
  choose(panels[0]);
  return (id) => choose(byId(id));
}
