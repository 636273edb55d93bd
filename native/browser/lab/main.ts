/** The laboratory: panels around one scene. Scripts and tests use `globalThis.blockspinLab`. */
import { readLink } from '../../../src/lab/link.ts';
import { announce, announcer } from './announce.ts';
import { coarsePanel } from './coarse.ts';
import { controlsPanel } from './controls.ts';
import { byId, make } from './dom.ts';
import { dropPanel } from './drop.ts';
import { ensemblePanel } from './ensemble.ts';
import { filtersPanel } from './filters.ts';
import { guidePanel } from './guide.ts';
import { informationPanel } from './information.ts';
import { keys } from './keys.ts';
import { Lab } from './lab.ts';
import { latticePanel } from './lattice.ts';
import { findEngine } from './live_source.ts';
import { numbersTable } from './numbers.ts';
import { replaySource } from './replay_source.ts';
import { savePanel } from './save.ts';
import { systemForm } from './system.ts';
import { tabs } from './tabs.ts';

declare global {
  var blockspinLab: Lab | undefined;
}

/** What the page says above its panels. Empty texts are left out. */
function notice(strong: string, ...texts: string[]): void {
  const place = byId('notice');
  const text = texts.filter((one) => one !== '').join(' ');
  place.hidden = strong === '' && text === '';
  place.replaceChildren(...(strong ? [make('strong', {}, strong), ' '] : []), text);
}

function panels(lab: Lab): void {
  systemForm(lab, byId('system'));
  latticePanel(lab, byId('lattice'), byId('block'));
  controlsPanel(lab, byId('controls'));
  const show = tabs(byId('tabs'));
  filtersPanel(lab, byId('filters'));
  coarsePanel(lab, byId('coarse'));
  informationPanel(lab, byId('information'));
  ensemblePanel(lab, byId('ensemble'));
  guidePanel(lab, byId('guide'), show);
  byId('more').append(make('div', { class: 'columns' }, savePanel(lab), make('div', { class: 'panel' }, dropPanel(lab), numbersTable(lab))));
  announce(lab, announcer(byId('live')));
  keys(lab);
}

async function start(): Promise<void> {
  const { settings, problems } = readLink(location.hash);
  notice('Starting.');
  const engine = await findEngine(settings);
  const lab = new Lab('source' in engine ? engine.source : await replaySource(), settings);
  let cause = 'source' in engine ? '' : engine.cause;
  let told = problems;
  const tell = () => {
    if (lab.source.recorded) notice('Recorded.', cause, `These are runs of ${lab.source.about}, at three temperatures.`, lab.problem, ...told);
    else notice(lab.problem ? 'Interrupted.' : '', lab.problem, ...told);
  };
  lab.on(['state'], tell);
  globalThis.blockspinLab = lab;
  panels(lab);
  addEventListener('hashchange', () => {
    const read = readLink(location.hash);
    told = read.problems;
    void lab.show(read.settings);
  });
  try {
    await lab.open();
  } catch (error) {
    if (lab.source.recorded) throw error;
    cause = `The engine could not start: ${(error as Error).message}.`;
    lab.source = await replaySource();
    await lab.open();
  }
}

start().catch((error: Error) => notice('Not started.', error.message));
