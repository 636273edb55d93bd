/**
 * Runs verbs of the program in this process. All runs of a test file share one device, so that what its driver compiled
 * once is not compiled again; node starts once. What is the business of a process (signals, streams, exit) is tested on
 * the built program, with `run` of program.ts.
 */
import { resolve } from 'node:path';
import * as assert from 'uvu/assert';
import { openDevice } from '../../native/node/adapters.ts';
import { nodeFiles } from '../../native/node/files.ts';
import { versions } from '../../native/node/machine.ts';
import { owner } from '../../native/node/owner.ts';
import { png } from '../../native/node/png.ts';
import { parseWords } from '../../native/node/words.ts';
import type { Host } from '../../src/cli/host.ts';
import { run } from '../../src/cli/run.ts';
import { Device } from '../../src/gpu/device.ts';
import type { Files } from '../../src/store/files.ts';
import { theDevice } from './device.ts';
import type { Ran } from './program.ts';

/** Files whose relative paths begin at a folder. */
function filesIn(folder: string): Files {
  const methods = Object.entries(nodeFiles) as [string, (path: string, ...more: unknown[]) => unknown][];
  return Object.fromEntries(methods.map(([name, method]) => [name, (path: string, ...more: unknown[]) => method(resolve(folder, path), ...more)])) as never;
}

const unavailable = async (): Promise<never> => {
  throw new Error('this verb needs a process of its own');
};

/**
 * Runs the program, one call at a time. A file that uses it registers `test.after(closeDevice)`.
 * @param options.cwd where relative paths begin
 * @param options.stop the run is asked to stop once its stderr matches this, as by a signal
 * @returns as from a process: the exit code and what was printed
 */
export async function inside(words: readonly string[], { cwd = process.cwd(), stop }: { cwd?: string; stop?: RegExp } = {}): Promise<Ran> {
  const started = performance.now();
  const stopping = new AbortController();
  const text = { out: '', err: '' };
  let lent: { device: Device; live: Device['live'] } | undefined;
  const host: Host = {
    words,
    parse: parseWords,
    out: (more) => {
      text.out += more;
    },
    err: (more) => {
      text.err += more;
      if (stop?.test(text.err)) stopping.abort();
    },
    terminal: { interactive: false, colour: false, columns: 100 },
    files: filesIn(cwd),
    owner,
    signal: stopping.signal,
    versions: versions(),
    commit: () => 'unknown',
    png,
    async openDevice(adapter) {
      if (adapter !== undefined) return openDevice({ adapter });
      const device = await theDevice();
      lent = { device, live: { ...device.live } };
      device.close = () => undefined;
      return device;
    },
    bench: async (given) => (await import('../../native/node/bench.ts')).benchHere(host, given),
    findAdapters: unavailable,
  };
  try {
    const code = await run(host);
    if (lent) assert.equal(lent.device.live, lent.live, 'device.live returns to its start');
    return { code, signal: null, ...text, seconds: (performance.now() - started) / 1000 };
  } finally {
    if (lent) lent.device.close = Device.prototype.close;
  }
}
