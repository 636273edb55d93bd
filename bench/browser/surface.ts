/** What scripts find in the benchmark's page. */
import type { AdapterRecord } from '../../src/gpu/adapter.ts';
import type { BenchRecord, Setting } from '../record.ts';

/** Options of a run, and what the page cannot know of its machine. */
export interface BenchOptions extends Partial<Pick<Setting, 'commit' | 'machine'>> {
  quick?: boolean;
  /** Parts of names of rows, as in --only. */
  only?: string;
}

/** Takes every piece of the table, with its record where it is a row. */
export type Told = (text: string, record?: BenchRecord) => void;

/** The page as `globalThis.blockspinBench`. */
interface BenchPage {
  /** The adapter of all runs; rejects with the message shown in the page when there is none. */
  adapter: Promise<AdapterRecord>;
  /**
   * Runs the rows and shows the table in the page, as the button does.
   * @param options default: those of the form
   * @throws BlockspinError with the message shown in the page
   */
  run(options?: BenchOptions, told?: Told): Promise<BenchRecord[]>;
}

declare global {
  var blockspinBench: BenchPage;
}
