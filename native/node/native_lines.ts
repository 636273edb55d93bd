/**
 * Lines that native code writes directly to descriptor 2: Dawn, the Vulkan loader and drivers write their messages about a
 * machine there, before a device exists that could report them.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, readFileSync, readSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isatty } from 'node:tty';
import { isMainThread } from 'node:worker_threads';

const STDERR = 2;
let taken = 0;

/** Linux's information on an open descriptor: its position and its flags, which it writes in octal. */
function description(fd: number): { position: number; flags: number } {
  const text = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(text)?.[1] ?? '';
  return { position: Number(field('pos')), flags: Number.parseInt(field('flags'), 8) };
}

const appends = (): boolean => (description(STDERR).flags & constants.O_APPEND) !== 0;

/**
 * Whether stderr can be opened a second time without changing what is written to it. Terminals and pipes have no position.
 * A file's position is shared with stdout in `> log 2>&1` and with the next commands of a script, and would be left
 * behind. So the open file description that all of them share is first set to append. This changes nothing if its position
 * is the end of the file. Without native code only a child process can set it: `dd` does so, for its stdout.
 */
function canBeReopened(): boolean {
  const stat = fstatSync(STDERR);
  if (isatty(STDERR) || stat.isFIFO()) return true;
  if (!stat.isFile()) return false;
  if (!appends() && description(STDERR).position === stat.size) {
    spawnSync('dd', ['oflag=append', 'conv=notrunc', 'count=0', 'status=none'], { stdio: ['ignore', STDERR, 'ignore'] });
  }
  return appends();
}

/** A descriptor that can later replace stderr again; undefined where stderr should not be redirected. */
function reopened(): number | undefined {
  // In a worker the other threads continue to write meanwhile.
  if (process.platform !== 'linux' || !isMainThread) return undefined;
  try {
    // A new file gets the lowest free number: if these are in use, that is the number of stderr once it is closed.
    for (const fd of [0, 1]) fstatSync(fd);
    if (!canBeReopened()) return undefined;
    return openSync(`/proc/self/fd/${STDERR}`, constants.O_WRONLY | constants.O_APPEND | constants.O_NOCTTY);
  } catch {
    // A socket, another user's terminal, no /proc: messages of native code stay on stderr.
    return undefined;
  }
}

/** A file without a name, under the lowest free number; if there is no room for one, what is written to it is lost. */
function openSink(): number {
  try {
    const path = join(tmpdir(), `blockspin-${process.pid}-${taken++}`);
    const sink = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    return sink;
  } catch {
    return openSync('/dev/null', 'r+');
  }
}

/** Lines without those that begin with a space, which are places in the sources of Dawn. */
function linesOf(fd: number): string[] {
  const { size } = fstatSync(fd);
  const bytes = Buffer.alloc(size);
  const length = size === 0 ? 0 : readSync(fd, bytes, 0, size, 0);
  const lines = bytes.toString('utf8', 0, length).split('\n');
  return lines.filter((line) => /^\S/.test(line)).map((line) => line.trimEnd());
}

/**
 * Calls native code and captures what it writes to stderr during the call. Nothing else is captured: the call is synchronous,
 * and no other JavaScript runs in it.
 * @param call Dawn's requestAdapter writes within the call, before its promise is settled
 * @param said gets the lines, each once
 * @returns what the call returns
 */
export function takingLines<T>(call: () => T, said: Set<string>): T {
  const kept = reopened();
  if (kept === undefined) return call();
  closeSync(STDERR);
  const sink = openSink();
  try {
    return call();
  } finally {
    for (const line of linesOf(sink)) said.add(line);
    closeSync(sink);
    openSync(`/proc/self/fd/${kept}`, constants.O_WRONLY | constants.O_APPEND | constants.O_NOCTTY);
    closeSync(kept);
  }
}
