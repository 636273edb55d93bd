/**
 * The page of page.html: the benchmark on the browser's own WebGPU, one run at a time.
 *
 * Scripts use `globalThis.blockspinBench`, see `BenchPage`. `?quick&only=floors` sets options when the page is opened.
 */
import { openDevice } from '../../native/browser/open.ts';
import { adapterLabel, addStyle } from '../../native/browser/show.ts';
import { BlockspinError } from '../../src/core/errors.ts';
import type { AdapterRecord } from '../../src/gpu/adapter.ts';
import type { Device } from '../../src/gpu/device.ts';
import { VERSION } from '../../src/version.ts';
import { type BenchRecord, describeDevice, type Setting } from '../record.ts';
import { rowsFor } from '../rows/all.ts';
import { choose, EFFORTS, Suite, titleOf } from '../suite.ts';
import { Table } from '../table.ts';
import type { BenchOptions, Told } from './surface.ts';

const STYLE = `
input[type=text] { width: 100%; max-width: 46rem; padding: 0.45rem 0.6rem; font: 0.8125rem/1.5 ui-monospace, monospace; color: inherit;
  background: var(--raised); border: 1px solid var(--line); border-radius: 6px; }
label.inline { display: inline; }
#table { max-height: none; }
`;

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const only = element<HTMLInputElement>('only');
const quick = element<HTMLInputElement>('quick');
const button = element<HTMLButtonElement>('start');
const bar = element<HTMLProgressElement>('bar');
const status = element('status');
const problem = element('error');
const table = element('table');
/** Holds the link to the measured lines. */
const place = element('offer');
/** Stops the current run. */
let stop: AbortController | undefined;

async function findAdapter(): Promise<AdapterRecord> {
  const device = await openDevice();
  device.close();
  return device.adapter;
}

async function run(options: BenchOptions = { quick: quick.checked, only: only.value.trim() }, told: Told = () => undefined) {
  if (stop)
    throw new BlockspinError({ who: 'blockspinBench.run', expected: 'one run at a time', got: 'a second one', remedy: 'wait for the first one or stop it' });
  stop = new AbortController();
  button.textContent = 'Stop';
  bar.value = 0;
  table.textContent = '';
  table.hidden = false;
  showError(undefined);
  const records: BenchRecord[] = [];
  offer(records);
  try {
    await runRows(options, stop.signal, (text, record) => {
      table.textContent += text;
      if (record) records.push(record);
      told(text, record);
    });
    status.textContent = `Done: ${records.length} rows.`;
    return records;
  } catch (error) {
    status.textContent = '';
    showError(error);
    throw error;
  } finally {
    offer(records);
    stop = undefined;
    button.textContent = 'Start';
  }
}

async function runRows({ quick, only, commit, machine }: BenchOptions, signal: AbortSignal, told: Told): Promise<void> {
  const device = await openDevice();
  try {
    const effort = EFFORTS[quick ? 'quick' : 'full'];
    const rows = choose(rowsFor({ effort: effort.name, software: device.adapter.software }), only ? only.split(',') : []);
    const suite = new Suite(device, settingOf(device, commit, machine), effort);
    try {
      const lines = new Table(suite.setting, effort, rows);
      told(lines.head());
      for (const [i, row] of rows.entries()) {
        if (signal.aborted) {
          const got = `a request to stop after ${i} of them`;
          throw new BlockspinError({ who: 'bench', expected: `time for ${rows.length} rows`, got, remedy: 'choose some by name', code: 'stopped' });
        }
        status.textContent = `${i + 1} of ${rows.length}: ${titleOf(row)}`;
        const record = withoutGpuTimes(await suite.row(row));
        told(lines.line(record), record);
        bar.value = (i + 1) / rows.length;
      }
    } finally {
      suite.dispose();
    }
  } finally {
    device.close();
  }
}

function settingOf(
  device: Device,
  commit = 'unknown',
  machine: Setting['machine'] = { cores: navigator.hardwareConcurrency, system: navigator.platform },
): Setting {
  const versions = { blockspin: VERSION, browser: browserName(navigator.userAgent) };
  return { ...describeDevice(device), versions, commit, machine, date: new Date().toISOString() };
}

/** The browser's name. Browsers also contain the names of others, so the most specific name is looked for first. */
function browserName(agent: string): string {
  for (const [name, mark] of [
    ['Edge', 'Edg'],
    ['Opera', 'OPR'],
    ['Firefox', 'Firefox'],
    ['HeadlessChrome', 'HeadlessChrome'],
    ['Chrome', 'Chrome'],
    ['Safari', 'Version'],
  ]) {
    const version = new RegExp(`\\b${mark}/([\\d.]+)`).exec(agent)?.[1];
    if (version) return `${name} ${version}`;
  }
  return agent;
}

/** Drops GPU times: browsers round timestamps to 100 us, which is longer than most dispatches. */
const withoutGpuTimes = (record: BenchRecord): BenchRecord => (record.outcome === 'timed' ? { ...record, gpu: null } : record);

/** Offers the records as a download, also those that were measured before an error. */
function offer(records: readonly BenchRecord[]): void {
  const former = place.querySelector('a');
  if (former) URL.revokeObjectURL(former.href);
  place.replaceChildren();
  if (records.length === 0) return;
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  const href = URL.createObjectURL(new Blob(lines, { type: 'application/jsonl' }));
  place.append(Object.assign(document.createElement('a'), { href, download: 'bench.jsonl', textContent: 'Download the JSON lines' }));
}

function showError(error: unknown): void {
  problem.hidden = error === undefined;
  problem.textContent = error instanceof Error ? error.message : String(error ?? '');
}

addStyle();
document.head.append(Object.assign(document.createElement('style'), { textContent: STYLE }));
const given = new URLSearchParams(location.search);
quick.checked = given.has('quick');
only.value = given.get('only') ?? '';
button.addEventListener('click', () => {
  if (stop) stop.abort();
  else run().catch(() => undefined); // The page shows what went wrong.
});
const adapter = findAdapter();
adapter.then(
  (record) => {
    const label = `${record.software ? 'software adapter ' : ''}${adapterLabel(record)}`;
    document.title = `blockspin bench on ${label}`;
    element('adapter').textContent = `${label}${record.software ? ' (much slower than a GPU)' : ''}`;
    button.disabled = false;
  },
  (error) => {
    element('adapter').textContent = 'none';
    showError(error);
  },
);
globalThis.blockspinBench = { adapter, run };
