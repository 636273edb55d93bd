import { folded } from './fold.ts';
import type { AdapterReport, Host } from './host.ts';
import type { Given } from './options.ts';

/** Prints the adapters found and the result for each; exit code 1 when none works. */
export async function doctor(host: Host, given: Given): Promise<number> {
  const { candidates, notes, advice } = await host.findAdapters(given.adapter as string | undefined);
  const works = candidates.some((c) => c.verdict === 'taken');
  if (given.json) {
    host.out(`${JSON.stringify({ works, candidates, notes, advice, versions: host.versions })}\n`);
    return works ? 0 : 1;
  }
  const lines = ['blockspin doctor', ''];
  lines.push(...Object.entries(host.versions).map(([name, version]) => `  ${name.padEnd(12)} ${version}`), '', 'Adapters, in the order they are tried:');
  for (const candidate of candidates) lines.push(...describe(candidate));
  if (candidates.length === 0) lines.push('  none found');
  if (notes.length > 0) lines.push('', 'Notes:', ...notes.map((note) => `  ${note}`));
  if (advice.length > 0) lines.push('', 'What would make it faster:', ...advice.map((line) => `  ${line}`));
  lines.push('', works ? 'blockspin can run here.' : 'blockspin cannot run here: no adapter works.', '');
  host.out(folded(lines.join('\n'), host.terminal.columns));
  return works ? 0 : 1;
}

function describe({ adapter, verdict, reason, limits, features }: AdapterReport): string[] {
  const mebibytes = (bytes: number) => `${Math.floor(bytes / 2 ** 20)} MiB`;
  return [
    `  ${verdict === 'taken' ? '->' : '  '} ${adapter.name}`,
    `       ${verdict}: ${reason}`,
    `       ${adapter.software ? 'software' : 'hardware'}, ${adapter.origin}; ${adapter.driver}`,
    `       buffers up to ${mebibytes(limits.maxBufferSize)}, bindings up to ${mebibytes(limits.maxStorageBufferBindingSize)}, ` +
      `${limits.maxStorageBuffersPerShaderStage} storage buffers, workgroups of ${limits.maxComputeInvocationsPerWorkgroup} with ${limits.maxComputeWorkgroupStorageSize} bytes`,
    `       features: ${features.join(', ') || 'none'}`,
  ];
}
