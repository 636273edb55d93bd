import { BlockspinError } from '../core/errors.ts';
import type { Host } from './host.ts';
import type { Given } from './options.ts';

/** Runs the benchmark. The host passes it in, because the benchmark imports the program whose parts it times. */
export async function bench(host: Host, given: Given): Promise<number> {
  if (host.bench) return host.bench(given);
  throw new BlockspinError({ who: 'bench', expected: 'a host with the benchmark', got: 'one without', remedy: 'use the blockspin command' });
}
