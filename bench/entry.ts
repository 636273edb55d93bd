/** What the programs of bench/ (`*.bench.ts`) have in common: their options, and how they say what is wrong. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { BlockspinError } from '../src/core/errors.ts';

/**
 * The words of the command line.
 * @param who the program, as its errors name it
 * @param config options, as for parseArgs
 * @param example a command that works
 * @throws BlockspinError with code 'usage' for an option that the program does not have
 */
export function readWords<const T extends ParseArgsConfig>(who: string, config: T, example: string): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    const [got] = (error as Error).message.split('. ');
    const expected = Object.entries(config.options ?? {}).map(([name, { type }]) => (type === 'string' ? `--${name} VALUE` : `--${name}`));
    throw new BlockspinError({ who, expected: expected.join(', '), got, remedy: `use for example ${example}` });
  }
}

/** Runs a program and sets its exit code: 1 for errors, 2 for wrong usage, each with one line on stderr. */
export async function runProgram(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`blockspin: ${(error as Error).message}\n`);
    process.exitCode = (error as BlockspinError).code === 'usage' ? 2 : 1;
  }
}
