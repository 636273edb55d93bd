import { parseArgs } from 'node:util';
import type { ParsedWords } from '../../src/cli/options.ts';

/** Words of a command line as Node reads them: options of the given kinds, and what is none. */
export function parseWords(words: readonly string[], options: Record<string, { type: 'string' | 'boolean' }>): ParsedWords {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  return { values: values as Record<string, string | boolean | undefined>, positionals };
}
