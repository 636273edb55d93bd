import type { AdapterRecord } from '../gpu/adapter.ts';
import type { Device } from '../gpu/device.ts';
import type { Files, Owner } from '../store/files.ts';
import type { CommandLine, Given } from './options.ts';

/** One adapter that was examined, and the result. */
export interface AdapterReport {
  adapter: AdapterRecord;
  verdict: 'taken' | 'usable' | 'refused';
  reason: string;
  limits: Record<string, number>;
  features: string[];
}

/** What a host knows of its stdout once all is written. */
export interface Stdout {
  /** Why stdout did not take what was written: the system's code, or 'closed' where it leads nowhere; undefined where it did. */
  failure(): Promise<{ code: string; message: string } | undefined>;
  /** Folders to put into a new file what stdout did not take, the best first. */
  readonly refuges: readonly string[];
}

/** The command line's interface to the outside world. */
export interface Host extends CommandLine {
  out(text: string): void;
  err(text: string): void;
  /** Where stdout can fail. */
  readonly stdout?: Stdout;
  /** Properties of the terminal behind stderr and stdout. */
  readonly terminal: { interactive: boolean; colour: boolean; columns: number };
  readonly files: Files;
  /** This process, for locks. */
  readonly owner: Owner;
  /** Aborted by Ctrl-C. To be read by verbs that stop in good order: a host may end all others at once. */
  readonly signal: AbortSignal;
  /** Versions of blockspin, Node and Dawn. */
  readonly versions: Record<string, string>;
  /** Version of the sources in a clone, from `git describe`, or 'unknown'. */
  commit(): string;
  openDevice(adapter: string | undefined): Promise<Device>;
  /** The benchmark, if the host has it; its own options have been read. @returns exit code */
  bench?(given: Given): Promise<number>;
  /** A figure as PNG, if a renderer is installed. */
  png(svg: string): Promise<Uint8Array>;
  findAdapters(adapter: string | undefined): Promise<{ candidates: AdapterReport[]; notes: string[]; advice: string[] }>;
}
