/** What became of the text that was written to stdout. */
import { fstatSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Stdout } from '../../src/cli/host.ts';

const STDOUT = 1;
const ACCESS = 3;
const READ_AND_WRITE = 2;

/**
 * Whether stdout leads nowhere and nobody said so. Node opens /dev/null for reading and writing in the place of a closed
 * descriptor; `> /dev/null` of a shell opens it for writing alone. Some programs open it for both to throw output away:
 * Linux cannot tell that from a closed one.
 */
function isClosed(): boolean {
  try {
    if (fstatSync(STDOUT).rdev !== statSync('/dev/null').rdev) return false;
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${STDOUT}`, 'utf8'))?.[1] ?? '0';
    return (Number.parseInt(flags, 8) & ACCESS) === READ_AND_WRITE;
  } catch {
    // No /proc: nothing is known of it.
    return false;
  }
}

/** The stdout of this process. Errors of it end nothing: they are asked for when all is written. */
export function nodeStdout(): Stdout & { write(text: string): void } {
  let failure: NodeJS.ErrnoException | undefined;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= error;
  });
  return {
    write: (text) => void process.stdout.write(text),
    async failure() {
      await new Promise<void>((resolve) => process.stdout.write('', () => setImmediate(resolve)));
      if (failure) return { code: failure.code ?? '', message: failure.message };
      return isClosed() ? { code: 'closed', message: 'a closed stdout' } : undefined;
    },
    refuges: ['.', tmpdir()],
  };
}
