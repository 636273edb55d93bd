/**
 * The page of index.html: one adapter, one form, one run at a time.
 *
 * Scripts use `globalThis.blockspin`, see `Page`. `?study=NAME` chooses a study of the form, `?config={...}` replaces settings of it.
 */
import { BlockspinError } from '../../src/core/errors.ts';
import type { AdapterRecord } from '../../src/gpu/adapter.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import type { Results } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { settingsForm } from './form.ts';
import { missingGpu, NO_ADAPTER, openDevice } from './open.ts';
import { preparing, progressInWords } from './progress.ts';
import { adapterLabel, addStyle, showResults } from './show.ts';

/** The object `globalThis.blockspin` for scripts. */
export interface Page {
  /** The adapter that runs use; rejects with the message shown in the page if there is none. */
  adapter: Promise<AdapterRecord>;
  /**
   * Trains and shows progress and results in the page, as the button does.
   * @param config as for `train`: missing settings have the program's defaults; without an argument, the settings of the form
   * @throws BlockspinError with the message shown in the page; the results so far are in `error.partial`
   */
  run(config?: TrainInput): Promise<Results>;
}

declare global {
  var blockspin: Page;
}

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const button = element<HTMLButtonElement>('start');
const bar = element<HTMLProgressElement>('bar');
const status = element('status');
const problem = element('error');
/** For the current run. */
let stop: AbortController | undefined;

/** @throws Error in a plain sentence where there is no adapter */
async function findAdapter(): Promise<AdapterRecord> {
  const missing = missingGpu();
  if (missing) throw new Error(missing);
  try {
    const device = await openDevice();
    device.close();
    return device.adapter;
  } catch (error) {
    throw error instanceof BlockspinError && error.code === 'adapter' && /got no adapter/.test(error.message) ? new Error(NO_ADAPTER) : error;
  }
}

/** Shows that kernels are compiled, which has no parts to count: the seconds, until the returned function is called. */
function showPreparing(): () => void {
  const began = performance.now();
  const show = () => {
    status.textContent = preparing((performance.now() - began) / 1000);
  };
  bar.removeAttribute('value');
  show();
  const timer = setInterval(show, 1000);
  return () => clearInterval(timer);
}

async function run(config?: TrainInput): Promise<Results> {
  if (stop) throw new BlockspinError({ who: 'blockspin.run', expected: 'one run at a time', got: 'a second one', remedy: 'wait for the first one or stop it' });
  stop = new AbortController();
  button.textContent = 'Stop';
  bar.hidden = false;
  bar.value = 0;
  element('results').replaceChildren();
  showError(undefined);
  try {
    const results = await trainHere(config ?? form.settings(), stop.signal);
    status.textContent = `Done in ${results.summary.seconds.total.toFixed(1)} s.`;
    showResults(element('results'), results);
    return results;
  } catch (error) {
    status.textContent = '';
    bar.value = 0;
    showError(error);
    const partial = error instanceof BlockspinError ? (error.partial as Results | undefined) : undefined;
    if (partial?.curves.flat().some(({ step }) => step.length > 0)) showResults(element('results'), partial);
    throw error;
  } finally {
    stop = undefined;
    bar.hidden = true;
    button.textContent = 'Start';
  }
}

/** Every run has its own device, so that a lost device does not end the page. */
async function trainHere(config: TrainInput, signal: AbortSignal): Promise<Results> {
  const device = await openDevice();
  const prepared = showPreparing();
  try {
    return await train(device, config, {
      signal,
      progress: (state) => {
        if (state.phase === 'compiling') return;
        prepared();
        bar.value = state.fraction;
        status.textContent = progressInWords(state);
      },
    });
  } finally {
    prepared();
    device.close();
  }
}

function showError(error: unknown): void {
  problem.hidden = error === undefined;
  problem.textContent = error instanceof Error ? error.message : String(error ?? '');
}

addStyle();
const form = settingsForm(showError);
element<HTMLFormElement>('form').addEventListener('submit', (event) => {
  event.preventDefault();
  // The enter key of a field starts a run and ends none.
  if (stop && document.activeElement === button) stop.abort();
  if (stop) return;
  run().catch(() => undefined); // The page shows the error.
});
const adapter = findAdapter();
adapter.then(
  (record) => {
    element('adapter').textContent = `${adapterLabel(record)}${record.software ? ' (software: much slower than a GPU)' : ''}`;
    button.disabled = false;
  },
  (error) => {
    element('adapter').textContent = 'none here';
    showError(error);
  },
);
globalThis.blockspin = { adapter, run };
