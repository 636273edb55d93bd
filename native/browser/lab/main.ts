/** The laboratory: panels around one scene. Scripts and tests use `globalThis.blockspinLab`. */
import { readLink } from '../../../src/lab/link.ts';
import { announce, announcer } from './announce.ts';
import { coarsePanel } from './coarse.ts';
import { controlsPanel } from './controls.ts';
import { byId, make } from './dom.ts';
import { ensemblePanel } from './ensemble.ts';
import { filtersPanel } from './filters.ts';
import { guidePanel } from './guide.ts';
import { informationPanel } from './information.ts';
import { keys } from './keys.ts';
import { Lab } from './lab.ts';
import { latticePanel } from './lattice.ts';
import { numbersTable } from './numbers.ts';
import { replaySource } from './replay_source.ts';
import { savePanel } from './save.ts';
import { systemForm } from './system.ts';
import { tabs } from './tabs.ts';

declare global {
  var blockspinLab: Lab | undefined;
}

/** Why the page shows recorded runs. */
function cause(): string {
  if (!isSecureContext) return 'Browsers offer WebGPU only to pages from https, from this machine or from a file.';
  if (!navigator.gpu) return 'This browser has no WebGPU; a current Chrome, Edge, Firefox or Safari has it.';
  return '';
}

function notice(strong: string, ...texts: string[]): void {
  const place = byId('notice');
  place.hidden = strong === '' && texts.every((text) => text === '');
  place.replaceChildren(make('strong', {}, strong), ' ', texts.filter((text) => text !== '').join(' '));
}

async function start(): Promise<void> {
  const { settings, problems } = readLink(location.hash);
  const source = await replaySource();
  const lab = new Lab(source, settings);
  globalThis.blockspinLab = lab;
  const show = tabs(byId('tabs'));
  systemForm(lab, byId('system'));
  latticePanel(lab, byId('lattice'), byId('block'));
  controlsPanel(lab, byId('controls'));
  filtersPanel(lab, byId('filters'));
  coarsePanel(lab, byId('coarse'));
  informationPanel(lab, byId('information'));
  ensemblePanel(lab, byId('ensemble'));
  guidePanel(lab, byId('guide'), show);
  byId('more').append(make('div', { class: 'columns' }, savePanel(lab), numbersTable(lab)));
  announce(lab, announcer(byId('live')));
  keys(lab);
  const told = (problems: readonly string[]) => notice('Recorded.', cause(), `These are runs of ${source.about}, at three temperatures.`, ...problems);
  told(problems);
  addEventListener('hashchange', () => {
    const read = readLink(location.hash);
    told(read.problems);
    void lab.open(read.settings);
  });
  await lab.open();
}

start().catch((error: Error) => notice('Not started.', error.message));
