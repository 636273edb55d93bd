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

let stop: AbortController | undefined;

/**
 * The signal of verbs that stop in good order, with a checkpoint. Handlers are installed by the first of them that asks. All other
 * verbs end at once, as the system ends them: an event loop that is busy with a sum or a figure would hear no handler.
 */
function stopSignal(): AbortSignal {
  if (stop) return stop.signal;
  const controller = new AbortController();
  stop = controller;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      // A user who presses Ctrl-C twice does not want to wait for the GPU; a scheduler may repeat its signal without meaning it.
      if (controller.signal.aborted && name === 'SIGINT') process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
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
    columns: process.stdout.columns ?? process.stderr.columns ?? 100,
  },
  files: nodeFiles,
  owner,
  get signal() {
    return stopSignal();
  },
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
