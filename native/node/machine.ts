/** The description of machine and program in stored measurements. */
import { createRequire } from 'node:module';
import { cpus, totalmem } from 'node:os';
import { VERSION } from '../../src/version.ts';

/** Processor and memory, on which a software adapter runs. */
export function machine(): Record<string, string | number> {
  return { processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length, memory_gib: Math.round(totalmem() / 2 ** 30), system: process.platform };
}

/** Versions of blockspin, Node and Dawn, as `--version` prints them. */
export function versions(): Record<string, string> {
  const { version } = createRequire(import.meta.url)('webgpu/package.json') as { version: string };
  return { blockspin: VERSION, node: process.versions.node, dawn: `webgpu ${version}` };
}
