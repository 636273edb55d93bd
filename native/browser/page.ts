/**
 * The page of index.html: one adapter, one form, one run at a time.
 *
 * Scripts use `globalThis.blockspin`, see `Page`. `?config={...}` replaces settings the page starts with.
 */
import { BlockspinError } from '../../src/core/errors.ts';
import type { AdapterRecord } from '../../src/gpu/adapter.ts';
import { T_C } from '../../src/model/ising/options.ts';
import { progressLine } from '../../src/report/terminal/progress.ts';
import { parseJson } from '../../src/store/json.ts';
import type { TrainInput } from '../../src/train/config/config.ts';
import type { Results } from '../../src/train/result/summary.ts';
import { train } from '../../src/train/train.ts';
import { missingGpu, NO_ADAPTER, openDevice } from './open.ts';
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

/** Seconds rather than minutes on a software adapter: one temperature on each side of the transition and one at it. */
const SMALL = {
  size: 16,
  temperature: [2, T_C, 3],
  block: 2,
  buffer: 1,
  shell: 1,
  replicas: 2,
  steps: 200,
  refine: 100,
  chains: 64,
  heldOut: 64,
  hidden: [16, 16],
} satisfies TrainInput;

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const form = element<HTMLTextAreaElement>('config');
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
    status.textContent = `preparing the kernels: ${Math.round((performance.now() - began) / 1000)} s`;
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
  bar.value = 0;
  element('results').replaceChildren();
  showError(undefined);
  try {
    const results = await trainHere(config ?? settings(form.value), stop.signal);
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
        status.textContent = progressLine({ ...state, interactive: false });
      },
    });
  } finally {
    prepared();
    device.close();
  }
}

/** JSON cannot write infinity; as in stored results, null stands for it. */
function settings(text: string): TrainInput {
  let value: unknown;
  try {
    // For its checks, a key twice among them; the text is small.
    parseJson(new TextEncoder().encode(text));
    value = JSON.parse(text, (_, item) => (item === null ? Number.POSITIVE_INFINITY : item));
  } catch (error) {
    throw new BlockspinError({ who: 'settings', expected: 'JSON', got: (error as Error).message, remedy: 'mend the text or reload the page' });
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new BlockspinError({ who: 'settings', expected: 'an object such as {"size": 16}', got: text, remedy: 'put the settings in braces' });
  }
  return value as TrainInput;
}

function fillForm(): void {
  form.value = written(SMALL);
  const given = new URLSearchParams(location.search).get('config');
  try {
    if (given !== null) form.value = written({ ...SMALL, ...settings(given) });
  } catch (error) {
    showError(error);
  }
}

/** One long line that the form wraps; infinity becomes null, as it is read. */
function written(config: TrainInput): string {
  const entries = Object.entries(config).map(([key, value]) => `"${key}": ${JSON.stringify(value).replaceAll(',', ', ')}`);
  return `{ ${entries.join(', ')} }`;
}

function showError(error: unknown): void {
  problem.hidden = error === undefined;
  problem.textContent = error instanceof Error ? error.message : String(error ?? '');
}

addStyle();
fillForm();
button.addEventListener('click', () => {
  if (stop) stop.abort();
  else run().catch(() => undefined); // The page shows the error.
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
