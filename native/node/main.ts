/** The command line program for Node. */
import type { Host } from '../../src/cli/host.ts';
import { run } from '../../src/cli/run.ts';
import { openDevice, search } from './adapters.ts';
import { advice } from './advice.ts';
import { commit } from './commit.ts';
import { nodeFiles } from './files.ts';
import { versions } from './machine.ts';
import { nodeStdout } from './output.ts';
import { owner } from './owner.ts';
import { png } from './png.ts';
import { parseWords } from './words.ts';

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) {
  process.on(name, () => {
    // Someone at the keyboard who asks twice does not wait for the GPU; a scheduler repeats itself and means nothing by it.
    if (stop.signal.aborted && name === 'SIGINT') process.exit(130);
    stop.abort();
  });
}

// A log that takes no more must not end a run; there is nowhere left to say so.
process.stderr.on('error', () => undefined);
const stdout = nodeStdout();

const host: Host = {
  words: process.argv.slice(2),
  parse: parseWords,
  out: stdout.write,
  stdout,
  err: (text) => void process.stderr.write(text),
  terminal: {
    interactive: process.stderr.isTTY === true,
    colour: process.stdout.isTTY === true && process.env.NO_COLOR === undefined,
    columns: process.stdout.columns ?? 100,
  },
  files: nodeFiles,
  owner,
  signal: stop.signal,
  versions: versions(),
  commit,
  png,
  openDevice: (adapter) => openDevice({ adapter, say: (line) => host.err(`blockspin: ${line}\n`) }),
  bench: async (given) => (await import('./bench.ts')).benchHere(host, given),
  findAdapters: async (adapter) => {
    const found = await search(adapter ?? (process.env.BLOCKSPIN_ADAPTER || undefined), true);
    found.device?.close();
    return { candidates: found.candidates, notes: found.notes, advice: advice(found) };
  },
};

process.exitCode = await run(host);
