import { BlockspinError } from './errors.ts';

/** The error of what ends because it was asked to. */
export function stopped(): BlockspinError {
  return new BlockspinError({
    who: 'run',
    expected: 'to finish',
    got: 'a request to stop',
    remedy: 'what was computed so far has been kept',
    code: 'stopped',
  });
}

/** @throws BlockspinError with code 'stopped' once the signal is aborted. */
export function checkStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw stopped();
}

/** Waits until all have ended: nothing goes on behind an error. @throws the first error in their order */
export async function allEnded<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
