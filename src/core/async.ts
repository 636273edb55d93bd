import { BlockspinError } from './errors.ts';

/** @throws BlockspinError with code 'stopped' once the signal is aborted. */
export function checkStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new BlockspinError({
      who: 'run',
      expected: 'to finish',
      got: 'a request to stop',
      remedy: 'what was computed so far has been kept',
      code: 'stopped',
    });
  }
}
