import { parseArgs } from 'node:util';
import type { ParsedWords } from '../../src/cli/options.ts';

/** Parses the words of a command line as Node does: options of the given kinds, and the remaining words. */
export function parseWords(words: readonly string[], options: Record<string, { type: 'string' | 'boolean' }>): ParsedWords {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  return { values: values as Record<string, string | boolean | undefined>, positionals };
}
