/** The eight sentences, each with a button that does what it says. */
import { type Deed, sentencesOf } from '../../../src/lab/sentences.ts';
import { DEFAULTS, type LabSettings, modelOf } from '../../../src/lab/settings.ts';
import { button, byId, make, symbols } from './dom.ts';
import type { Lab } from './lab.ts';
import type {} from './tiling.ts';

/** A block that has an inside, on a lattice with room for it: the filter can tell rim from bulk. */
const ROOMY: Partial<LabSettings> = { size: 32, block: 4, buffer: 3, shell: 2 };

/** @param show brings the panel of an id into view where panels are tabs */
export function guidePanel(lab: Lab, root: HTMLElement, show: (panel: string) => void): void {
  const list = make('ol', { class: 'guide' });
  root.append(list);
  let written = '';
  lab.on(['scene'], () => {
    if (written === lab.model.id) return;
    written = lab.model.id;
    write(lab, list, show);
  });
  lab.on(['scene', 'look'], () => {
    const hide = list.querySelector<HTMLButtonElement>('.hide button');
    if (!hide) return;
    hide.textContent = lab.hidden ? 'Show the buffer' : 'Hide the buffer';
    hide.setAttribute('aria-pressed', String(lab.hidden));
  });
}

/** Writes the sentences of the model; the focus stays at the sentence where it was. */
function write(lab: Lab, list: HTMLElement, show: (panel: string) => void): void {
  const focused = [...list.querySelectorAll('button')].indexOf(document.activeElement as HTMLButtonElement);
  const now = [...list.children].findIndex((item) => item.classList.contains('now'));
  const sentences = lab.model.view === 'tiling' ? globalThis.blockspinTiling?.sentences : undefined;
  const items = (sentences ?? sentencesOf(lab.model.id)).map(({ deed, text, button: name }, i) => {
    const act = button(name, () => {
      for (const other of items) other.classList.toggle('now', other === item);
      void deeds[deed](lab, show);
    });
    const item = make('li', { class: deed }, make('p', {}, ...symbols(text)), act);
    item.classList.toggle('now', i === now);
    return item;
  });
  list.replaceChildren(...items);
  list.querySelectorAll('button')[focused]?.focus();
}

/** Around the same node with one more bond to the environment; and the block of the next level. */
const WIDER: Partial<LabSettings> = { size: 2, block: 0, buffer: 1, shell: 1 };
const NEXT: Partial<LabSettings> = { size: 2, block: 1, buffer: 0, shell: 1 };
const CHAINS = 32;

const deeds: Readonly<Record<Deed, (lab: Lab, show: (panel: string) => void) => Promise<void> | void>> = {
  cool: (lab) => at(lab, lab.model.control?.cold),
  warm: (lab) => at(lab, lab.model.control?.mark.value),
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
    at(lab, lab.model.control?.cold);
    flash(lab.model.limit ? '.limit' : '.exact');
  },
  rim: async (lab, show) => {
    show('filters');
    const { size, block } = lab.settings;
    if (size !== ROOMY.size || block !== ROOMY.block || !lab.model.limit) await lab.show({ ...ROOMY, model: spinsOf(lab) });
    at(lab, lab.model.control?.mark.value);
  },
  iterate: async (lab, show) => {
    show('coarse');
    const { model, settings } = lab;
    if (settings.size < 32 || !model.limit)
      await lab.show({ ...ROOMY, model: spinsOf(lab), temperature: model.limit ? settings.temperature : modelOf(DEFAULTS).control?.cold });
    lab.play();
    byId('coarse').scrollIntoView({ block: 'nearest' });
  },
  move: (lab) => lab.play(),
  another: (lab) => {
    lab.scene?.show(Math.floor(Math.random() * CHAINS));
    lab.tell('place');
  },
  weigh: (_, show) => {
    show('filters');
    byId('filters').scrollIntoView({ block: 'nearest' });
  },
  widen: (lab) => lab.show(WIDER, true),
  grow: (lab) => lab.show(NEXT, true),
};

/** The model where its values are spins, else the first of those. */
const spinsOf = ({ model }: Lab) => (model.limit ? model.id : DEFAULTS.model);

/** A system without a value of the control parameter below its transition stays where it is. */
function at(lab: Lab, temperature?: number): void {
  const { control } = lab.model;
  if (control && temperature !== undefined) lab.setTemperature(Math.min(control.most, Math.max(control.least, Number(temperature.toFixed(6)))));
  lab.play();
}

/** Draws the eye to a line of the chart. */
function flash(selector: string): void {
  const line = document.querySelector(`#chart ${selector}`);
  line?.classList.add('flash');
  line?.addEventListener('animationend', () => line.classList.remove('flash'), { once: true });
}
