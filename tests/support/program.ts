/** Runs the built program as a child process, the way a user or a script does. */
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, constants, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.ts';

/** The built program; the environment variable BLOCKSPIN_PROGRAM names another build. */
export const program = process.env.BLOCKSPIN_PROGRAM ?? join(root, 'dist/node/main.js');
const libraryUrl = pathToFileURL(join(dirname(program), 'index.js')).href;

export type Library = typeof import('../../native/node/index.ts');

/** The built library, as `import 'blockspin'` finds it. */
export async function library(): Promise<Library> {
  return (await import(libraryUrl)) as Library;
}

export interface Ran {
  /** null when the process was killed, also for taking too long. */
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
  seconds: number;
  /** Processor seconds of all threads from the signal to the end, where one was sent: no load of the machine changes them. Of the clock where there is no /proc. */
  heardAfter?: number;
}

interface RunOptions {
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Sent once stderr matches `after`, else after the start, with a pause so that there is something to interrupt. */
  interrupt?: { signal: NodeJS.Signals; after?: RegExp; pauseMs: number };
}

const LIMIT_MS = 90_000;

/**
 * A pipe as shells make them: what Node calls a pipe is a socket, from which a program cannot take its descriptor 2 for a
 * moment and give it back.
 */
function pipe(): { reader: Socket; writer: number } {
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-pipe-'));
  const path = join(folder, 'stderr');
  execFileSync('mkfifo', [path]);
  const reader = new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK), readable: true, writable: false });
  const writer = openSync(path, constants.O_WRONLY);
  rmSync(folder, { recursive: true });
  return { reader, writer };
}

/** What all threads of a process have used, in seconds; undefined where there is no /proc, or the process has ended. */
function processorSeconds(pid: number): number | undefined {
  try {
    // The name of the program, in parentheses, may hold blanks; times are in hundredths.
    const [, fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) / 100;
  } catch {
    return undefined;
  }
}

/** Runs node itself with the given words. */
export function runNode(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return runCommand([process.execPath, ...words], options);
}

/** Runs any command. */
export function runCommand([command, ...words]: readonly string[], { env, cwd, interrupt }: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const { reader, writer } = pipe();
    const child = spawn(command, words, { stdio: ['ignore', 'pipe', writer], cwd, env: { ...process.env, ...env } });
    closeSync(writer);
    const text = { out: '', err: '' };
    const spent = () => processorSeconds(child.pid as number) ?? performance.now() / 1000;
    let [sent, last] = [Number.NaN, Number.NaN];
    let watch: NodeJS.Timeout | undefined;
    const interrupted = () => {
      if (!interrupt || watch) return;
      watch = setTimeout(() => {
        [sent, last] = [spent(), spent()];
        child.kill(interrupt.signal);
        // What a process has used cannot be read once it has ended.
        watch = setInterval(() => {
          last = processorSeconds(child.pid as number) ?? last;
        }, 20);
      }, interrupt.pauseMs);
    };
    child.stdout?.setEncoding('utf8').on('data', (data: string) => {
      text.out += data;
    });
    reader.setEncoding('utf8').on('data', (data: string) => {
      text.err += data;
      if (interrupt?.after?.test(text.err)) interrupted();
    });
    if (interrupt && !interrupt.after) interrupted();
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    const ended = new Promise((done) => reader.on('close', done));
    child.on('error', reject);
    child.on('close', async (code, signal) => {
      clearTimeout(timer);
      clearInterval(watch);
      if (!existsSync('/proc/self/stat')) last = performance.now() / 1000;
      await ended;
      resolve({ code, signal, ...text, seconds: (performance.now() - started) / 1000, ...(interrupt ? { heardAfter: last - sent } : {}) });
    });
  });
}

/** Runs the program. */
export function run(words: readonly string[], options?: RunOptions): Promise<Ran> {
  return runNode([program, ...words], options);
}

/** Runs a module that finds the library's exports in `blockspin`. */
export function runScript(body: string, flags: readonly string[] = []): Promise<Ran> {
  return runNode([...flags, '--input-type=module', '-e', `import * as blockspin from ${JSON.stringify(libraryUrl)};\n${body}`]);
}

/** Lines of an error that look like a stack. */
export function stackLines({ out, err }: Ran): string[] {
  return `${out}\n${err}`.split('\n').filter((line) => /^\s+at |node:internal|UnhandledPromise/.test(line));
}

/** How the program begins the lines that tell on stderr how far it is. */
const OWN = /^(adapter: |(compiling|sampling|training|refining|evaluating) |\d+ of \d+ cells done|cell \d+: |Data: |results in |blockspin: )/;

/** Lines of stderr that the program does not write. */
export function foreign({ err }: Ran): string[] {
  return err.split('\n').filter((line) => line !== '' && !OWN.test(line));
}

/** The program's own messages on stderr. */
export function messages({ err }: Ran): string[] {
  return err.split('\n').filter((line) => line.startsWith('blockspin:'));
}

/** A folder that is gone after the body. */
export async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'blockspin-test-'));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Words of a command line in which each option stands once: the last one of those that were repeated. */
export function lastOfEach(words: readonly string[]): string[] {
  const groups: string[][] = [];
  for (const word of words) {
    if (groups.length === 0 || word.startsWith('--')) groups.push([word]);
    else groups[groups.length - 1].push(word);
  }
  const nameOf = ([word]: readonly string[]) => word.split('=')[0];
  return groups.filter((group, i) => !group[0].startsWith('--') || !groups.slice(i + 1).some((later) => nameOf(later) === nameOf(group))).flat();
}

/** The smallest training that has all parts; single options are replaced by repeating them in `lastOfEach`. */
export const TINY =
  '--size 4 --block 2 --buffer 0 --shell 1 --temperature 2 --chains 32 --validation 32 --held-out 32 --steps 20 --refine 10 --evaluations 2 --batch 16 --evaluation-batch 16 --hidden 32 --replicas 1'.split(
    ' ',
  );
