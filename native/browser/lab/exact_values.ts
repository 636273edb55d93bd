/** Exact values of small systems: from the table, or from a worker that computes one at a time. */
import { type ExactValue, hasExact, tabled } from '../../../src/lab/exact_values.ts';
import { type LabSettings, modelOf } from '../../../src/lab/settings.ts';
import type { ExactAnswer, ExactRequest } from './exact_worker.ts';
import { load } from './load.ts';

declare global {
  /** The text of the worker's script: browsers refuse a worker from a file of its own where the page is one. */
  var blockspinExact: string | undefined;
}

/** A slider that moves asks for nothing. */
const PATIENCE = 500;

/** Answers for the settings asked for last. */
export class ExactValues {
  readonly #known = new Map<string, ExactValue | undefined>();
  #worker: Worker | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /**
   * The value if it is at hand; otherwise `later` is called with it, unless other settings are asked for before.
   * @returns 'coming' while it is computed; undefined where there is none
   */
  find(settings: LabSettings, later: (value: ExactValue | undefined) => void): ExactValue | 'coming' | undefined {
    clearTimeout(this.#timer);
    this.#worker?.terminate();
    this.#worker = undefined;
    const at = tabled(settings);
    if (at || !hasExact(settings)) return at;
    const { size, block, buffer, shell, temperature } = settings;
    const { coupling = 1, view } = modelOf(settings);
    const request: ExactRequest = view === 'tiling' ? { size, block, buffer, shell } : { size, block, buffer, coupling, temperature };
    const key = JSON.stringify(request);
    if (this.#known.has(key)) return this.#known.get(key);
    this.#timer = setTimeout(() => void this.#ask(request, key, later), PATIENCE);
    return 'coming';
  }

  async #ask(request: ExactRequest, key: string, later: (value: ExactValue | undefined) => void): Promise<void> {
    if (globalThis.blockspinExact === undefined) await load('exact.js');
    const url = URL.createObjectURL(new Blob([globalThis.blockspinExact ?? ''], { type: 'text/javascript' }));
    const worker = new Worker(url);
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<ExactAnswer>) => {
      URL.revokeObjectURL(url);
      worker.terminate();
      const value = 'value' in data ? { value: data.value, label: 'best H, exact' } : undefined;
      this.#known.set(key, value);
      if (worker === this.#worker) later(value);
    });
    worker.postMessage(request);
  }
}
