import { BlockspinError } from '../core/errors.ts';
import type { Chains, Series } from '../sample/chains.ts';
import type { GroupRange } from '../sample/groups.ts';
import { NpyFile } from '../store/npy_file.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/**
 * The file of --out, if any.
 * @throws BlockspinError when it would have to hold the samples of several temperatures
 */
export function exportName({ out }: Given, temperatures: readonly number[]): string | undefined {
  if (out !== undefined && temperatures.length > 1) {
    const got = temperatures.join(',');
    throw new BlockspinError({ who: '--temperature', expected: 'one temperature for the file of --out', got, remedy: 'write a file for each temperature' });
  }
  return out as string | undefined;
}

/**
 * Runs a body that writes a .npy file; the file appears when the body has returned, or not at all.
 * @param path new file, or undefined where none is asked for: then the body gets none
 * @param rows configurations the file will hold
 * @throws BlockspinError before the body runs when the file cannot be made
 */
export async function withExport<T>(host: Host, path: string | undefined, rows: number, body: (file: NpyFile | undefined) => Promise<T>): Promise<T> {
  if (path === undefined) return body(undefined);
  const file = await NpyFile.create(host.files, path, rows);
  try {
    const result = await body(file);
    await file.finish();
    host.err(`wrote ${rows} configurations to ${path}\n`);
    return result;
  } finally {
    await file.discard();
  }
}

/**
 * Measures as `chains.measure` does and appends the configurations that were measured: those of all chains at the first
 * measurement, then at the second, and so on. Only one measurement's configurations are in memory at a time.
 */
export async function exportSamples(
  file: NpyFile,
  chains: Chains,
  range: GroupRange,
  samples: number,
  spacing: number,
  progress: (fraction: number) => Promise<void>,
): Promise<Record<string, Series>> {
  const all: Record<string, Series> = {};
  for (let t = 0; t < samples; t++) {
    const measured = await chains.measure(range, 1, spacing, async () => {});
    for (const [name, { values }] of Object.entries(measured)) {
      all[name] ??= { spacing, values: values.map(() => new Float64Array(samples)) };
      for (const [c, [value]] of values.entries()) all[name].values[c][t] = value;
    }
    await file.append(await chains.configurations(range));
    await progress((t + 1) / samples);
  }
  return all;
}
