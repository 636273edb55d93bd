import type { AdapterRecord } from '../gpu/adapter.ts';
import type { Device } from '../gpu/device.ts';
import type { Files, Owner } from '../store/files.ts';
import type { CommandLine, Given } from './options.ts';

/** One adapter that was looked at, and what became of it. */
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

/** Everything of the outside world that the command line touches. */
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
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Versions of blockspin, Node and Dawn. */
  readonly versions: Record<string, string>;
  /** Version of the sources, where they are a clone: as `git describe` says it, or 'unknown'. */
  commit(): string;
  openDevice(adapter: string | undefined): Promise<Device>;
  /** The benchmark, where the host has it; its own options have been read. @returns exit code */
  bench?(given: Given): Promise<number>;
  /** A figure as PNG, where a renderer is installed. */
  png(svg: string): Promise<Uint8Array>;
  findAdapters(adapter: string | undefined): Promise<{ candidates: AdapterReport[]; notes: string[]; advice: string[] }>;
}
