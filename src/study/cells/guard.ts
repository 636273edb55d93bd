import { BlockspinError } from '../../core/errors.ts';
import { phrase, setting } from '../../core/phrase.ts';

/**
 * Runs an action on the folder of a study.
 * @throws BlockspinError with the host's message where a file cannot be read or written; other errors as they are
 */
export async function guardFolder<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    const { code, message } = error as Error & { code?: unknown };
    if (error instanceof BlockspinError || typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw error;
    throw new BlockspinError({
      who: path,
      expected: 'a folder that can be written',
      got: message,
      remedy: phrase`free some space, mend the folder or choose another one for ${setting('out')}, then start the same command again; nothing that was done is lost`,
      code: 'store',
    });
  }
}
