/** The eight sentences, each with a button that does what it says. */
import { COLD, type Deed, SENTENCES } from '../../../src/lab/sentences.ts';
import type { LabSettings } from '../../../src/lab/settings.ts';
import { button, byId, make, symbols } from './dom.ts';
import type { Lab } from './lab.ts';

/** A block that has an inside, on a lattice with room for it: the filter can tell rim from bulk. */
const ROOMY: Partial<LabSettings> = { model: 'ising', size: 32, block: 4, buffer: 3, shell: 2 };

/** @param show brings the panel of an id into view where panels are tabs */
export function guidePanel(lab: Lab, root: HTMLElement, show: (panel: string) => void): void {
  const items = SENTENCES.map(({ deed, text, button: name }) => {
    const item = make('li', {}, make('p', {}, ...symbols(text)));
    const act = button(name, () => {
      for (const other of items) other.classList.toggle('now', other === item);
      void deeds[deed](lab, show);
    });
    item.append(act);
    if (deed === 'hide') {
      lab.on(['look'], () => {
        act.textContent = lab.hidden ? 'Show the buffer' : name;
        act.setAttribute('aria-pressed', String(lab.hidden));
      });
    }
    return item;
  });
  root.append(make('ol', { class: 'guide' }, ...items));
}

const deeds: Readonly<Record<Deed, (lab: Lab, show: (panel: string) => void) => Promise<void> | void>> = {
  cool: (lab) => at(lab, coldOf(lab)),
  warm: (lab) => at(lab, lab.model.mark.value),
  choose: (lab) => {
    const { size, block } = lab.settings;
    const anywhere = () => Math.floor(Math.random() * (size - block + 1));
    lab.move({ x: anywhere(), y: anywhere() });
    document.querySelector<HTMLElement>('.handle')?.focus();
  },
  hide: (lab) => lab.hide(!lab.hidden),
  train: async (lab, show) => {
    show('information');
    await lab.reset();
    lab.play();
  },
  read: async (lab, show) => {
    show('information');
    at(lab, coldOf(lab));
    flash('.limit');
  },
  rim: async (lab, show) => {
    show('filters');
    const { size, block } = lab.settings;
    if (size !== ROOMY.size || block !== ROOMY.block || !lab.model.limit) await lab.show(ROOMY);
    at(lab, lab.model.mark.value);
  },
  iterate: async (lab, show) => {
    show('coarse');
    if (lab.settings.size < 32) await lab.show({ ...ROOMY, temperature: lab.model.limit ? lab.settings.temperature : COLD });
    lab.play();
    byId('coarse').scrollIntoView({ block: 'nearest' });
  },
};

/** Well below the transition. */
const coldOf = ({ model }: Lab) => (model.limit ? COLD : 0.7 * model.mark.value);

/** A system without a value of the control parameter below its transition stays where it is. */
function at(lab: Lab, temperature: number): void {
  lab.setTemperature(Math.min(lab.model.most, Math.max(lab.model.least, Number(temperature.toFixed(6)))));
  lab.play();
}

/** Draws the eye to a line of the chart. */
function flash(selector: string): void {
  const line = document.querySelector(`#chart ${selector}`);
  line?.classList.add('flash');
  line?.addEventListener('animationend', () => line.classList.remove('flash'), { once: true });
}
